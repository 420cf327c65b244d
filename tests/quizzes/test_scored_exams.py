"""Which questions a scored exam may ask: none that rests on a claim that nobody stands for."""

from datetime import timedelta

import pytest

from content.models import Fact
from quizzes.models import Question
from tests.books import at_most
from tests.factories import NOON, FactChangeFactory, FactFactory, question

pytestmark = pytest.mark.django_db

TODAY = NOON.date()


def scored(code: str = "asked") -> bool:
    drawn = Question.objects.asked().for_scored_exams(TODAY)
    return code in drawn.values_list("code", flat=True)


def resting_on(*facts: Fact, code: str = "asked") -> Question:
    made = question(code=code)
    made.facts.set(facts)
    return made


def test_a_question_without_facts_is_scored() -> None:
    resting_on()
    assert scored()


@pytest.mark.parametrize(("days_ago", "yes"), [(0, True), (30, True), (31, False), (400, False)])
def test_a_fact_counts_to_its_last_day(days_ago: int, yes: bool) -> None:
    checked = TODAY - timedelta(days=days_ago)
    resting_on(FactFactory(checked_on=checked, good_for_days=30), FactFactory())
    assert scored() is yes


def test_a_change_keeps_it_out_until_it_is_confirmed() -> None:
    change = FactChangeFactory.create()
    resting_on(FactFactory(), change.fact)
    assert not scored()
    change.confirmed_at = NOON
    change.save()
    assert scored()
    FactChangeFactory(fact=change.fact)
    assert not scored()


def test_others_facts_do_not_matter() -> None:
    resting_on(FactFactory())
    resting_on(FactChangeFactory.create().fact, code="other")
    assert scored()
    assert not scored("other")


def test_only_what_is_asked_is_drawn() -> None:
    made = resting_on()
    made.status = Question.Status.DRAFT
    made.save()
    assert not scored()


def test_it_is_one_query_and_goes_on_as_any_other() -> None:
    for number in range(5):
        resting_on(FactFactory(), FactFactory(), code=f"q-{number}")
    with at_most(1):
        drawn = Question.objects.asked().for_scored_exams(TODAY).order_by("code")[:3]
        assert [each.code for each in drawn] == ["q-0", "q-1", "q-2"]
