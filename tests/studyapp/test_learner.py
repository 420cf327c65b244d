import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content import reading
from content.outline import ChapterEntry, Outline, outline
from quizzes import attempts
from quizzes.models import Attempt, Response
from studyapp.accounts.models import User
from studyapp.learner import (
    Marks,
    ReadLast,
    answers_by_day,
    chapter_marks,
    course_marks,
    read_last,
)
from tests.factories import (
    NOON,
    AttemptFactory,
    ReadingPositionFactory,
    ResponseFactory,
    SectionReadFactory,
    StepTickFactory,
)
from tests.world import World, open_attempt, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(here: World) -> Outline:
    return outline("cloud")


@pytest.fixture
def chapter(book: Outline) -> ChapterEntry:
    return book.chapters[0]


def sat(user: User, here: World, right: int, **fields: object) -> Attempt:
    made: Attempt = AttemptFactory(
        user=user,
        quiz=here.quiz,
        total=3,
        right=right,
        score=right / 3,
        submitted_at=NOON,
        **fields,
    )
    return made


def test_somebody_new_has_no_marks(learner: User, here: World, chapter: ChapterEntry) -> None:
    marks = chapter_marks(learner.pk, chapter, here.quiz.pk)
    assert (set(marks.read), set(marks.ticked)) == (set(), set())
    assert (marks.position, marks.best, marks.quiz_open) == (None, None, False)
    assert marks == Marks(marks.read, marks.ticked)


def test_all_marks_of_a_chapter(
    learner: User,
    other: User,
    here: World,
    chapter: ChapterEntry,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    SectionReadFactory(user=learner, section=here.first)
    SectionReadFactory(user=learner, section=here.later)
    SectionReadFactory(user=other, section=here.overview)
    StepTickFactory(user=learner, step=here.steps[1])
    StepTickFactory(user=other, step=here.steps[0])
    reading.save_position(learner.pk, here.lab, block=7, now=NOON)
    reading.save_position(other.pk, here.other, block=1, now=NOON)
    sat(learner, here, 2)
    open_attempt(learner, here.quiz)
    with django_assert_num_queries(1):
        marks = chapter_marks(learner.pk, chapter, here.quiz.pk)
    assert set(marks.read) == {here.first.pk}
    assert set(marks.ticked) == {here.steps[1].pk}
    assert marks.position == (here.lab.pk, 7)
    assert (marks.best, marks.quiz_open) == (66, True)


def test_the_best_is_of_graded_attempts_at_the_whole_quiz(
    learner: User, other: User, here: World, book: Outline, chapter: ChapterEntry
) -> None:
    sat(learner, here, 1)
    sat(learner, here, 2)
    sat(learner, here, 0)
    sat(learner, here, 3, mode="practice")
    sat(learner, here, 3, scope="wrong")
    sat(learner, here, 3, scope="section")
    sat(other, here, 3)
    assert chapter_marks(learner.pk, chapter, here.quiz.pk).best == 66
    assert course_marks(learner.pk, book, now=NOON).best == {here.quiz.pk: 66}


@pytest.mark.parametrize("mode", Attempt.UNTIMED)
def test_an_open_attempt_is_no_result(
    learner: User, here: World, book: Outline, chapter: ChapterEntry, mode: Attempt.Mode
) -> None:
    attempt = open_attempt(learner, here.quiz, mode)
    marks = chapter_marks(learner.pk, chapter, here.quiz.pk)
    assert (marks.best, marks.quiz_open) == (None, True)
    assert course_marks(learner.pk, book, now=NOON).best == {}
    attempts.submit(learner.pk, attempt.pk, now=NOON)
    marks = chapter_marks(learner.pk, chapter, here.quiz.pk)
    assert (marks.best, marks.quiz_open) == (None if mode == "practice" else 0, False)


def test_a_long_quiz_is_no_smaller_a_number(
    learner: User, here: World, chapter: ChapterEntry
) -> None:
    """PostgreSQL keeps the count in two bytes; its hundredfold does not fit there."""
    sat(learner, here, 0)
    Attempt.objects.update(total=1000, counted=1000, right=999, score=0.999)
    assert chapter_marks(learner.pk, chapter, here.quiz.pk).best == 99


def test_a_chapter_without_a_quiz(learner: User, here: World, book: Outline) -> None:
    sat(learner, here, 3)
    assert chapter_marks(learner.pk, book.chapters[1], None).best is None


def test_a_course_is_counted_apart_from_others(learner: User, here: World, book: Outline) -> None:
    elsewhere = world("other")
    SectionReadFactory(user=learner, section=elsewhere.first)
    SectionReadFactory(user=learner, section=here.later)
    sat(learner, elsewhere, 3)
    marks = course_marks(learner.pk, book, now=NOON)
    assert (set(marks.read), marks.best) == ({here.later.pk}, {})


def test_the_place_read_last_is_the_newest_of_ones_own(
    learner: User, other: User, here: World
) -> None:
    assert read_last(learner.pk) is None
    for user, section, minutes in (
        (learner, here.first, 1),
        (learner, here.later, 2),
        (other, here.lab, 3),
    ):
        at = NOON + timedelta(minutes=minutes)
        ReadingPositionFactory(user=user, section=section, updated_at=at)
    newest = NOON + timedelta(minutes=2)
    assert read_last(learner.pk) == ReadLast(here.later.pk, here.course.pk, newest)
    here.second.retired_at = NOON
    here.second.save()
    earlier = NOON + timedelta(minutes=1)
    assert read_last(learner.pk) == ReadLast(here.first.pk, here.course.pk, earlier)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati"])
def test_answers_are_counted_by_the_days_of_the_zone(learner: User, other: User, zone: str) -> None:
    attempt, theirs = AttemptFactory(user=learner, total=12), AttemptFactory(user=other)
    for n in range(12):
        at = datetime(2026, 3, 28, 22, 10, tzinfo=UTC) + timedelta(hours=5 * n)
        ResponseFactory(attempt=attempt, answered_at=at)
    ResponseFactory(attempt=attempt)
    ResponseFactory(attempt=theirs, answered_at=NOON)
    since = datetime(2026, 3, 29, 8, tzinfo=UTC)
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        counted = answers_by_day(learner.pk, since=since)
        by_the_models = (
            Response.objects.filter(attempt__user=learner, answered_at__gte=since)
            .annotate(day=TruncDate("answered_at"))
            .values_list("day")
            .annotate(count=Count("pk"))
            .order_by()
        )
        assert counted == dict(by_the_models)
    assert sum(counted.values()) == 10
