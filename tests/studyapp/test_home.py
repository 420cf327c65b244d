"""What the home page tells a learner to do now, of which course, and how their services stand."""

from datetime import timedelta

import pytest

from content import reading
from quizzes import attempts
from quizzes.models import Attempt, Question
from studyapp.accounts.models import User
from studyapp.home import HomePage, home_page
from tests.factories import (
    NOON,
    SectionReadFactory,
    ServiceFactory,
    TallyFactory,
    exam_at,
    question,
)
from tests.world import World, open_attempt, world

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def page(user: User) -> HomePage:
    return home_page(user.pk)


def now(user: User) -> tuple[str, str]:
    step = page(user).now
    assert step is not None
    return step.kind, step.url


def read_all(user: User, here: World) -> None:
    for section in [*here.readable, here.later]:
        SectionReadFactory(user=user, section=section)


class TestNow:
    def test_a_newcomer_reads_the_first_chapter(self, learner: User, here: World) -> None:
        assert now(learner) == ("read", "/cloud/databases/")

    def test_first_of_all_what_is_open_is_finished(self, learner: User, here: World) -> None:
        read_all(learner, here)
        reading.save_position(learner.pk, here.later, block=1, now=LATER)
        attempt = open_attempt(learner, here.quiz)
        assert now(learner) == ("attempt", attempt.get_absolute_url())

    def test_what_is_open_is_finished_though_a_newer_one_is_done(
        self, learner: User, here: World
    ) -> None:
        elsewhere = world("other")
        attempt = open_attempt(learner, here.quiz)
        newer, _made = attempts.start(
            learner.pk, elsewhere.quiz, mode=Attempt.Mode.GRADED, now=LATER
        )
        attempts.submit(learner.pk, newer.pk, now=LATER)
        assert now(learner) == ("attempt", attempt.get_absolute_url())
        last = page(learner).last
        assert last is not None
        assert last.url == newer.get_absolute_url()

    def test_an_exam_comes_before_newer_quizzes_for_its_clock_runs(
        self, learner: User, here: World
    ) -> None:
        slow = exam_at(1, user=learner, deadline_at=NOON + timedelta(minutes=90))
        soon = exam_at(1, user=learner, deadline_at=NOON + timedelta(minutes=60))
        later = attempts.start(learner.pk, here.quiz, mode=Attempt.Mode.GRADED, now=LATER)[0]
        for attempt, end in ((soon, "13:00"), (slow, "13:30"), (later, None)):
            step = page(learner).now
            assert step is not None
            assert step.url == attempt.get_absolute_url()
            assert ("clock goes on" in step.why) == (end is not None)
            assert (end or "kept") in step.why
            attempts.submit(learner.pk, attempt.pk, now=NOON)

    def test_then_one_reads_on_where_one_was(self, learner: User, here: World) -> None:
        reading.save_position(learner.pk, here.first, block=3, now=NOON)
        SectionReadFactory(user=learner, section=here.overview)
        assert now(learner) == ("read", "/cloud/databases/#rds")
        found = page(learner).reading
        assert found is not None
        assert (found.chapter_title, found.section_title) == ("Databases", "Amazon RDS")
        assert found.percent == 25

    def test_then_the_chapters_quiz(self, learner: User, here: World) -> None:
        for section in here.readable:
            SectionReadFactory(user=learner, section=section)
        reading.save_position(learner.pk, here.lab, block=0, now=NOON)
        assert now(learner) == ("quiz", "/cloud/databases/quiz/")

    def test_then_the_next_chapter(self, learner: User, here: World) -> None:
        for section in here.readable:
            SectionReadFactory(user=learner, section=section)
        TallyFactory(user=learner, question=here.questions[0])
        assert now(learner) == ("read", "/cloud/storage/")

    def test_then_what_is_weakest(self, learner: User, here: World) -> None:
        read_all(learner, here)
        TallyFactory(user=learner, question=here.questions[0])
        TallyFactory(user=learner, question=here.questions[2], right=0, last_right=False)
        step = page(learner).now
        assert step is not None
        assert (step.kind, step.title) == ("practise", "Practise DynamoDB")
        assert step.url == "/cloud/databases/quiz/?section=dynamodb"
        assert step.why == "0 of 1, too few to say"

    def test_in_the_end_there_is_nothing_to_mend(self, learner: User, here: World) -> None:
        read_all(learner, here)
        Question.objects.update(status=Question.Status.RETIRED)
        here.course.bump()
        TallyFactory(user=learner, question=here.questions[0])
        assert now(learner) == ("progress", "/progress/?course=cloud")

    def test_without_a_course_there_is_nothing_to_do(self, learner: User) -> None:
        found = page(learner)
        assert (found.now, found.reading, found.last) == (None, None, None)
        assert (list(found.courses), list(found.strip)) == ([], [])


class TestCourse:
    @pytest.fixture
    def two(self, here: World) -> World:
        return world("other")

    def current(self, user: User) -> str:
        (course,) = [card.url for card in page(user).courses if card.percent is not None]
        return course

    def test_is_the_first_by_title_before_anything_is_touched(
        self, learner: User, two: World
    ) -> None:
        assert self.current(learner) == "/cloud/"
        assert [card.url for card in page(learner).courses] == ["/cloud/", "/other/"]

    def test_is_the_one_touched_last(self, learner: User, here: World, two: World) -> None:
        reading.save_position(learner.pk, two.first, block=0, now=NOON)
        assert self.current(learner) == "/other/"
        first = open_attempt(learner, here.quiz)
        Attempt.objects.update(started_at=NOON + timedelta(minutes=1))
        assert self.current(learner) == "/cloud/"
        reading.save_position(learner.pk, two.first, block=0, now=NOON + timedelta(minutes=2))
        assert self.current(learner) == "/other/"
        attempts.submit(learner.pk, first.pk, now=NOON + timedelta(minutes=3))
        assert self.current(learner) == "/cloud/"

    def test_a_place_in_a_chapter_that_is_gone_is_forgotten(
        self, learner: User, here: World, two: World
    ) -> None:
        reading.save_position(learner.pk, two.first, block=0, now=NOON)
        two.chapter.retired_at = NOON
        two.chapter.save()
        two.course.bump()
        assert page(learner).reading is None
        assert self.current(learner) == "/cloud/"

    def test_a_place_in_a_section_that_is_gone_is_forgotten(
        self, learner: User, here: World
    ) -> None:
        reading.save_position(learner.pk, here.first, block=0, now=NOON)
        here.first.retired_at = NOON
        here.first.save()
        here.course.bump()
        assert page(learner).reading is None

    def test_a_course_that_was_never_loaded_is_not_shown(self, learner: User, here: World) -> None:
        here.course.revision = 0
        here.course.save()
        assert list(page(learner).courses) == []


def test_learners_see_their_own(learner: User, other: User, here: World) -> None:
    attempts.submit(other.pk, open_attempt(other, here.quiz).pk, now=NOON)
    reading.save_position(other.pk, here.first, block=0, now=NOON)
    found = page(learner)
    assert (found.last, found.reading) == (None, None)
    assert all(row.sum.seen == 0 for row in found.strip)


class TestStripOfManyServices:
    @pytest.fixture
    def crowded(self, here: World) -> World:
        """Fifteen services beside the world's three, each with a question of its own."""
        for n in range(15):
            service = ServiceFactory(course=here.course, name=f"Many {n}", position=10 + n)
            asked = question(quiz=here.quiz, services=[service], code=f"many-{n}")
            here.questions.append(asked)
        here.course.bump()
        return here

    def strip(self, user: User) -> list[str]:
        return [row.service.name for row in page(user).strip]

    def test_before_any_was_met_it_shows_the_next_chapters(
        self, learner: User, crowded: World
    ) -> None:
        assert self.strip(learner) == ["RDS", "DynamoDB"]
        for section in crowded.readable:
            SectionReadFactory(user=learner, section=section)
        assert self.strip(learner) == ["Aurora"]

    def test_then_those_met_the_least_known_first(self, learner: User, crowded: World) -> None:
        TallyFactory(user=learner, question=crowded.questions[4])
        TallyFactory(user=learner, question=crowded.questions[5], right=0, last_right=False)
        assert self.strip(learner) == ["Many 1", "Many 0"]

    def test_what_has_too_few_answers_to_say_comes_last(
        self, learner: User, crowded: World
    ) -> None:
        TallyFactory(user=learner, question=crowded.questions[4], right=0, last_right=False)
        for n in range(5):
            asked = question(quiz=crowded.quiz, services=[crowded.services[2]], code=f"aurora-{n}")
            TallyFactory(user=learner, question=asked)
        crowded.course.bump()
        assert self.strip(learner) == ["Aurora", "Many 0"]

    def test_never_more_than_a_dozen(self, learner: User, crowded: World) -> None:
        for asked in crowded.questions:
            TallyFactory(user=learner, question=asked)
        assert len(self.strip(learner)) == 12
