from dataclasses import replace
from datetime import timedelta

import pytest

from content.models import SourceFile
from quizzes import authoring
from quizzes.authoring import Placement
from quizzes.drafts import QuestionDraft
from quizzes.editing import Row, Words
from quizzes.models import Question, Quiz
from quizzes.versions import write_version
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, question, reword

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


def draft(stem: str = "Which?") -> QuestionDraft:
    return Words(stem, (Row(0, "RDS", True), Row(1, "S3"))).draft()


def add(quiz: Quiz, author: User, code: str, stem: str = "Which?") -> Question:
    placement = Placement(code=code, quiz_id=quiz.pk)
    return authoring.add(draft(stem), placement, author_id=author.pk, publish=True, now=NOON)


def rewrite(asked: Question, author: User, opened_on: int, *, publish: bool = True) -> int:
    return authoring.rewrite(
        asked,
        draft(f"After {opened_on}?"),
        Placement(code=asked.code, quiz_id=asked.quiz_id or 0),
        author_id=author.pk,
        opened_on=opened_on,
        publish=publish,
        now=LATER,
    ).number


def test_new_questions_stand_at_the_end_of_their_quiz(quiz: Quiz, instructor: User) -> None:
    question(quiz=quiz, position=41)
    assert add(quiz, instructor, "one", "One?").position == 42
    assert add(quiz, instructor, "two", "Two?").position == 43


def test_the_same_words_are_added_once_unless_retired(quiz: Quiz, instructor: User) -> None:
    first = add(quiz, instructor, "one")
    with pytest.raises(authoring.WrittenAlreadyError) as told:
        add(quiz, instructor, "two")
    assert told.value.question == first
    authoring.withdraw(first, Question.Status.RETIRED)
    assert add(quiz, instructor, "two").pk != first.pk


def test_a_taken_code_leaves_nothing_behind(quiz: Quiz, instructor: User) -> None:
    add(quiz, instructor, "one", "One?")
    with pytest.raises(authoring.CodeTakenError):
        add(quiz, instructor, "one", "Two?")
    assert Question.objects.count() == 1


def test_words_written_meanwhile_are_not_passed_over(quiz: Quiz, instructor: User) -> None:
    asked = question(quiz=quiz)
    reword(asked)
    revision = quiz.course.revision
    with pytest.raises(authoring.EditedMeanwhileError) as told:
        rewrite(asked, instructor, 1)
    assert told.value.version.number == 2
    asked.refresh_from_db()
    quiz.course.refresh_from_db()
    assert asked.versions.count() == 2
    assert quiz.course.revision == revision
    assert rewrite(asked, instructor, 2) == 3


def test_a_status_changed_meanwhile_is_the_one_that_counts(quiz: Quiz, instructor: User) -> None:
    asked = question(quiz=quiz)
    Question.objects.filter(pk=asked.pk).update(status=Question.Status.RETIRED)
    rewrite(asked, instructor, 1, publish=False)
    asked.refresh_from_db()
    assert asked.status == Question.Status.DRAFT
    assert asked.current is not None
    assert asked.current.number == 2


def test_a_draft_waits_and_publishing_takes_it(quiz: Quiz, instructor: User) -> None:
    asked = question(quiz=quiz)
    assert rewrite(asked, instructor, 1, publish=False) == 2
    asked.refresh_from_db()
    assert asked.current is not None
    assert asked.current.number == 1
    assert authoring.publish(asked).number == 2
    asked.refresh_from_db()
    assert asked.current.number == 2


def test_imported_questions_stay_imported(quiz: Quiz, instructor: User) -> None:
    asked = question(quiz=quiz, origin=Question.Origin.IMPORT)
    rewrite(asked, instructor, 1)
    asked.refresh_from_db()
    assert asked.origin == Question.Origin.IMPORT


def test_the_older_words_again_come_after_a_waiting_draft(quiz: Quiz) -> None:
    asked = Question.objects.create(course=quiz.course, quiz=quiz, code="x")
    first = write_version(asked, draft(), now=NOON)
    assert write_version(asked, draft(), now=LATER) == first
    second = write_version(asked, draft("Other?"), now=LATER, current=False)
    asked.refresh_from_db()
    assert asked.current == first
    third = write_version(asked, draft(), now=LATER)
    asked.refresh_from_db()
    assert asked.current == third
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_what_belongs_to_a_file_is_left_to_it(quiz: Quiz) -> None:
    filed = question(quiz=quiz, origin=Question.Origin.MARKDOWN)
    with pytest.raises(authoring.FileOwnedError):
        authoring.publish(filed)
    with pytest.raises(authoring.FileOwnedError):
        authoring.withdraw(filed, Question.Status.RETIRED)
    with pytest.raises(authoring.FileOwnedError):
        authoring.give_back(filed, now=NOON)


def test_given_back_its_file_is_read_again(quiz: Quiz) -> None:
    adopted = question(quiz=quiz, source_root="clf", source_path="06.md")
    for path in ("06.md", "07.md"):
        SourceFile.objects.create(
            course=quiz.course, root="clf", path=path, digest="d", loaded_at=NOON
        )
    authoring.give_back(adopted, now=NOON)
    adopted.refresh_from_db()
    assert adopted.origin == Question.Origin.MARKDOWN
    assert list(SourceFile.objects.values_list("path", flat=True)) == ["07.md"]


def test_faulty_words_are_not_published(quiz: Quiz) -> None:
    for asked in (
        question(quiz=quiz, key="Z", status=Question.Status.DRAFT),
        Question.objects.create(course=quiz.course, quiz=quiz, code="bare"),
    ):
        with pytest.raises(authoring.FaultyError):
            authoring.publish(asked)
        asked.refresh_from_db()
        assert asked.status == Question.Status.DRAFT


def test_placement_is_stored_with_the_words(quiz: Quiz, instructor: User) -> None:
    made = add(quiz, instructor, "one")
    elsewhere: Quiz = QuizFactory(course=quiz.course)
    authoring.rewrite(
        made,
        draft(),
        replace(Placement(code="new", quiz_id=elsewhere.pk), level=2),
        author_id=instructor.pk,
        opened_on=1,
        publish=False,
        now=LATER,
    )
    made.refresh_from_db()
    assert (made.code, made.quiz, made.level) == ("new", elsewhere, 2)
    assert (made.status, made.versions.count()) == (Question.Status.PUBLISHED, 1)
