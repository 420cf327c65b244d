"""How facts stand, in the command and to the lint, and confirming one that changed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.models import Course
from quizzes import facts, linting
from quizzes.lint import Rule
from quizzes.models import Question
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, FactChangeFactory, QuizFactory, question
from tests.quizzes.cited import TODAY, cite, fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    made: Course = CourseFactory(slug="sea", title="Sea")
    return made


def run(*options: str) -> list[str]:
    said = StringIO()
    call_command("facts", *options, stdout=said)
    return said.getvalue().splitlines()


class TestTheCommand:
    def test_says_what_each_claims_and_all_that_rests_on_it(self, course: Course) -> None:
        masts = fact(course, "masts", claim="How many masts", value="1")
        cite(masts, "one", "two", anchor="sloop")
        assert run() == [
            "sea: masts – How many masts: 1",
            f"  https://example.org/masts – checked on {TODAY}, good until "
            f"{TODAY + timedelta(days=10)}",
            "  section 01.md#sloop – Sloop",
            "  question q.md:7 (one)",
            "  question q.md:7 (two)",
            "sea: 1 fact, 0 stale, 0 to be confirmed, 0 uncited.",
        ]

    def test_says_what_is_the_matter(self, course: Course) -> None:
        FactChangeFactory(fact=fact(course, "changed"), value_before="9 TB")
        fact(course, "old", days_ago=11)
        said = "\n".join(run())
        assert "good until " + str(TODAY - timedelta(days=1)) + ": stale" in said
        assert "until 2026-05-04 it said “9 TB”; nobody has confirmed the change yet" in said
        assert said.count("nothing rests on it") == 2
        assert "sea: 2 facts, 1 stale, 1 to be confirmed, 2 uncited." in said

    def test_looks_at_some(self, course: Course) -> None:
        fact(course, "fresh")
        fact(course, "old", days_ago=11)
        fact(CourseFactory(slug="sky"), "wind", days_ago=11)
        fact(course, "gone", retired_at=NOON)

        def names(*options: str) -> list[str]:
            heads = [line for line in run(*options) if " – What" in line]
            return [line.split(" – ")[0] for line in heads]

        assert names() == ["sea: fresh", "sea: old", "sky: wind"]
        assert names("--stale") == ["sea: old", "sky: wind"]
        assert names("--course", "sea") == ["sea: fresh", "sea: old"]
        assert names("wind", "fresh") == ["sea: fresh", "sky: wind"]
        assert names("--stale", "fresh") == []

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (["--course", "air"], "there is no course “air”"),
            (["nothing"], "there is no fact “nothing” – `manage.py facts`"),
        ],
    )
    def test_says_what_is_not_there(self, course: Course, options: list[str], told: str) -> None:
        fact(course, "fresh")
        with pytest.raises(CommandError, match=told):
            run(*options)

    def test_of_an_empty_site_has_nothing_to_say(self) -> None:
        assert run() == []


class TestTheLint:
    def found(self, course: Course) -> list[tuple[str, str, Rule]]:
        rules = (Rule.STALE_FACT, Rule.CHANGED_FACT, Rule.UNCITED_FACT)
        found = linting.of_course(course)
        return [(each.code, each.place, each.rule) for each in found if each.rule in rules]

    def test_tells_of_the_register_and_of_what_rests_on_it(self, course: Course) -> None:
        cite(fact(course, "fresh"), "a")
        cite(fact(course, "old", days_ago=11, line=5), "b")
        changed = fact(course, "changed", line=9)
        cite(changed, "c")
        FactChangeFactory(fact=changed)
        fact(course, "idle", line=13)
        assert self.found(course) == [
            ("b", "q.md:7", Rule.STALE_FACT),
            ("c", "q.md:7", Rule.CHANGED_FACT),
            ("", "facts.toml:9", Rule.CHANGED_FACT),
            ("", "facts.toml:13", Rule.UNCITED_FACT),
            ("", "facts.toml:5", Rule.STALE_FACT),
        ]

    def test_says_where_the_fact_stands_and_what_rests_on_it(self, course: Course) -> None:
        cite(fact(course, "old", days_ago=11, line=5), "b", anchor="sloop")
        (told,) = [
            str(each) for each in linting.of_course(course) if each.rule is Rule.STALE_FACT
            and not each.code
        ]  # fmt: skip
        assert told.startswith(
            f"facts.toml:5 – warning: the fact “old” was last checked on "
            f"{TODAY - timedelta(days=11)}: 1 section and 1 question rest on it – look at https://"
        )

    def test_depends_on_the_day(self, course: Course) -> None:
        cite(fact(course, "fresh"), "a")
        later = linting.of_course(course, today=TODAY + timedelta(days=11))
        assert [each.rule for each in later if "fact" in each.rule] == [Rule.STALE_FACT] * 2
        assert self.found(course) == []

    def test_on_a_page_grows_stale_overnight(
        self, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cite(fact(course, "fresh"), "a")
        asked = Question.objects.get(code="a")
        assert not [x for x in linting.of_these([asked])[asked.pk] if x.rule is Rule.STALE_FACT]
        monkeypatch.setattr(timezone, "localdate", lambda: TODAY + timedelta(days=11))
        assert [x for x in linting.of_these([asked])[asked.pk] if x.rule is Rule.STALE_FACT]

    def test_takes_a_source_from_the_question_or_its_facts(self, course: Course) -> None:
        cite(fact(course, "fresh"), "cites")
        made = question(quiz=QuizFactory(course=course), code="names")
        made.source = "https://example.org"
        made.save()
        question(quiz=made.quiz, code="neither")
        read = linting.subjects(Question.objects.all())
        sources = {each.code: each.has_source for each in read}
        assert sources == {"cites": True, "names": True, "neither": False}


class TestConfirming:
    def test_settles_what_was_seen_and_nothing_later(
        self, course: Course, instructor: User
    ) -> None:
        changed = fact(course, "changed")
        first = FactChangeFactory.create(fact=changed)
        later = FactChangeFactory.create(fact=changed)
        before = course.revision
        done = facts.confirm(changed, seen=first.pk, user_id=instructor.pk, now=NOON)
        assert list(done) == [first]
        first.refresh_from_db()
        later.refresh_from_db()
        assert (first.confirmed_at, first.confirmed_by) == (NOON, instructor)
        assert later.confirmed_at is None
        course.refresh_from_db()
        assert course.revision > before

    def test_again_changes_nothing(self, course: Course, instructor: User) -> None:
        change = FactChangeFactory.create(fact=fact(course, "changed"))
        facts.confirm(change.fact, seen=change.pk, user_id=instructor.pk, now=NOON)
        again = NOON + timedelta(days=1)
        assert not facts.confirm(change.fact, seen=change.pk, user_id=0, now=again)
        change.refresh_from_db()
        assert (change.confirmed_at, change.confirmed_by) == (NOON, instructor)
