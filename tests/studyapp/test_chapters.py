import pytest

from content import reading
from content.outline import Outline, outline
from quizzes.models import Attempt
from studyapp.accounts.models import User
from studyapp.chapters import ChapterPage, CoursePage, chapter_page, course_page
from tests.factories import (
    NOON,
    AttemptFactory,
    ChapterFactory,
    QuizFactory,
    SectionReadFactory,
    question,
)
from tests.world import World

pytestmark = pytest.mark.django_db


def book() -> Outline:
    return outline("cloud")


def course(user: User | None) -> CoursePage:
    return course_page(book(), None if user is None else user.pk)


def chapter(user: User, place: int = 0) -> ChapterPage:
    found = book()
    return chapter_page(found, found.chapters[place], user.pk)


class TestCourse:
    def test_for_somebody_without_an_account(self, here: World) -> None:
        page = course(None)
        assert page.percent_read is None
        rows = [(r.number, r.title, r.sections, r.questions, r.percent_read) for r in page.chapters]
        assert rows == [(1, "Databases", 4, 4, None), (2, "Storage", 1, 0, None)]
        assert not any(row.is_next for row in page.chapters)
        assert page.chapters[0].quiz_url == "/cloud/databases/quiz/"

    def test_says_what_is_read_and_what_is_next(self, learner: User, here: World) -> None:
        assert [row.is_next for row in course(learner).chapters] == [True, False]
        for section in here.readable:
            SectionReadFactory(user=learner, section=section)
        page = course(learner)
        assert [row.percent_read for row in page.chapters] == [100, 0]
        assert [row.is_next for row in page.chapters] == [False, True]
        assert page.percent_read == 80
        SectionReadFactory(user=learner, section=here.later)
        page = course(learner)
        assert (page.percent_read, [row.is_next for row in page.chapters]) == (100, [False, False])

    def test_a_chapter_with_nothing_to_read_is_read(self, learner: User, here: World) -> None:
        ChapterFactory(course=here.course, number=0, slug="empty")
        here.course.bump()
        assert [row.percent_read for row in course(learner).chapters] == [100, 0, 0]
        assert [row.is_next for row in course(learner).chapters] == [False, True, False]

    @pytest.mark.parametrize(("right", "passed"), [(7, True), (6, False)])
    def test_says_how_the_quiz_went(
        self, learner: User, here: World, right: int, passed: bool
    ) -> None:
        AttemptFactory(
            user=learner,
            quiz=here.quiz,
            total=10,
            right=right,
            score=right / 10,
            submitted_at=NOON,
        )
        first = course(learner).chapters[0]
        assert (first.best_percent, first.passed) == (right * 10, passed)
        assert course(None).chapters[0].best_percent is None

    def test_lists_quizzes_of_no_chapter(self, learner: User, here: World) -> None:
        QuizFactory(course=here.course, slug="nothing-in-it")
        question(quiz=QuizFactory(course=here.course, slug="bank"))
        here.course.bump()
        assert [quiz.slug for quiz in course(learner).quizzes] == ["bank"]

    def test_an_empty_course(self, learner: User, here: World) -> None:
        here.course.chapters.update(retired_at=NOON)
        here.course.bump()
        page = course(learner)
        assert (list(page.chapters), page.percent_read) == ([], None)


class TestChapter:
    def test_says_how_much_is_read(self, learner: User, here: World) -> None:
        assert chapter(learner).percent_read == 0
        SectionReadFactory(user=learner, section=here.first)
        SectionReadFactory(user=learner, section=here.quiz_section)
        assert chapter(learner).percent_read == 25

    def test_leads_back_to_where_one_was(self, learner: User, other: User, here: World) -> None:
        reading.save_position(learner.pk, here.first, block=4, now=NOON)
        resume = chapter(learner).resume
        assert resume is not None
        assert (resume.title, resume.url, resume.block) == ("Amazon RDS", "#rds", 4)
        assert chapter(other).resume is None
        assert chapter(learner, 1).resume is None

    @pytest.mark.parametrize(("block", "shown"), [(0, False), (1, True)])
    def test_does_not_lead_back_to_the_very_beginning(
        self, learner: User, here: World, block: int, shown: bool
    ) -> None:
        reading.save_position(learner.pk, here.contents, block=block, now=NOON)
        assert (chapter(learner).resume is not None) is shown

    def test_a_place_that_is_gone_is_forgotten(self, learner: User, here: World) -> None:
        reading.save_position(learner.pk, here.first, block=1, now=NOON)
        here.first.retired_at = NOON
        here.first.save()
        here.course.bump()
        assert chapter(learner).resume is None

    def test_an_open_attempt_shows_on_the_card(self, learner: User, here: World) -> None:
        AttemptFactory(user=learner, quiz=here.quiz, mode=Attempt.Mode.PRACTICE)
        card = chapter(learner).quiz
        assert card is not None
        assert card.open_url == "/cloud/databases/quiz/"
