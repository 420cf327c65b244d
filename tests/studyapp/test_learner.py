import pytest
from pytest_django import DjangoAssertNumQueries

from content import reading
from content.outline import ChapterEntry, Outline, outline
from quizzes import attempts
from quizzes.models import Attempt
from studyapp.accounts.models import User
from studyapp.learner import Marks, chapter_marks, course_marks
from tests.factories import NOON, AttemptFactory, SectionReadFactory, StepTickFactory
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
    assert course_marks(learner.pk, book).best == {here.quiz.pk: 66}


@pytest.mark.parametrize("mode", Attempt.Mode)
def test_an_open_attempt_is_no_result(
    learner: User, here: World, book: Outline, chapter: ChapterEntry, mode: Attempt.Mode
) -> None:
    attempt = open_attempt(learner, here.quiz, mode)
    marks = chapter_marks(learner.pk, chapter, here.quiz.pk)
    assert (marks.best, marks.quiz_open) == (None, True)
    assert course_marks(learner.pk, book).best == {}
    attempts.submit(learner.pk, attempt.pk, now=NOON)
    marks = chapter_marks(learner.pk, chapter, here.quiz.pk)
    assert (marks.best, marks.quiz_open) == (None if mode == "practice" else 0, False)


def test_a_long_quiz_is_no_smaller_a_number(
    learner: User, here: World, chapter: ChapterEntry
) -> None:
    """PostgreSQL keeps the count in two bytes; its hundredfold does not fit there."""
    sat(learner, here, 0)
    Attempt.objects.update(total=1000, right=999, score=0.999)
    assert chapter_marks(learner.pk, chapter, here.quiz.pk).best == 99


def test_a_chapter_without_a_quiz(learner: User, here: World, book: Outline) -> None:
    sat(learner, here, 3)
    assert chapter_marks(learner.pk, book.chapters[1], None).best is None


def test_a_course_is_counted_apart_from_others(learner: User, here: World, book: Outline) -> None:
    elsewhere = world("other")
    SectionReadFactory(user=learner, section=elsewhere.first)
    SectionReadFactory(user=learner, section=here.later)
    sat(learner, elsewhere, 3)
    marks = course_marks(learner.pk, book)
    assert (set(marks.read), marks.best) == ({here.later.pk}, {})
