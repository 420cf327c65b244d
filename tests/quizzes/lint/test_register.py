from datetime import date

import pytest

from quizzes.lint import Entry, Rule, lint
from quizzes.lint.register import lint as lint_register
from tests.quizzes.lint.subjects import subject


def entry(*, stale: bool = False, changed: bool = False, rests: str = "it rests") -> Entry:
    day = date(2026, 5, 4)
    return Entry("masts", "facts.toml:7", "https://a.example", day, stale, changed, rests)


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (entry(), []),
        (entry(rests=""), [Rule.UNCITED_FACT]),
        (entry(stale=True), [Rule.STALE_FACT]),
        (entry(changed=True), [Rule.CHANGED_FACT]),
        (entry(changed=True, stale=True), [Rule.CHANGED_FACT, Rule.STALE_FACT]),
        (entry(stale=True, rests=""), [Rule.STALE_FACT, Rule.UNCITED_FACT]),
    ],
)
def test_each_fault_is_found(facts: Entry, rules: list[Rule]) -> None:
    assert [each.rule for each in lint_register([facts])] == rules


def test_it_is_said_with_the_line() -> None:
    (told,) = map(str, lint_register([entry(stale=True)]))
    assert told == (
        "facts.toml:7 – warning: the fact “masts” was last checked on 2026-05-04: it rests – "
        "look at https://a.example, then set checked_on"
    )


def test_it_comes_behind_what_is_said_of_questions() -> None:
    found = lint([subject(code="rope", explanation="")], [entry(rests="")])
    assert [each.rule for each in found] == [Rule.NO_EXPLANATION, Rule.UNCITED_FACT]
