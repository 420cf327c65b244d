import pytest

from quizzes import authoring
from quizzes.imports.bringing import Outcome
from quizzes.imports.planning import NotReadyError
from quizzes.imports.undoing import Undone, plan_undoing, undo
from quizzes.models import Import, Question, QuestionVersion, Quiz, Response
from quizzes.versions import as_draft
from studyapp.accounts.models import User
from tests.factories import NOON, attempt_at, question, reword
from tests.quizzes.imports.uploading import (
    actions,
    asked,
    bank,
    bring,
    brought,
    staged,
    staged_anew,
)

pytestmark = pytest.mark.django_db
Status = Question.Status


def undone(upload: Import, user: User) -> Undone:
    return undo(plan_undoing(upload), user_id=user.pk, now=NOON)


def only(quiz: Quiz) -> Question:
    return Question.objects.select_related("current").get(quiz=quiz)


def words(question: Question) -> list[str]:
    """The explanations of the question's versions, oldest first."""
    return [version.explanation for version in question.versions.order_by("number")]


ONE, ANEW = bank(asked("One?", why="First.")), bank(asked("One?", why="Second."))


def test_what_it_brought_is_retired_and_nothing_is_deleted(quiz: Quiz, ines: User) -> None:
    upload = brought(quiz, bank(asked("One?"), asked("Two?")), user=ines)
    attempt = attempt_at(list(quiz.questions.all()))
    assert undone(upload, ines) == Undone(retired=2, put_back=0, kept=[])
    assert [q.status for q in quiz.questions.all()] == [Status.RETIRED] * 2
    assert QuestionVersion.objects.count() == 2
    assert Response.objects.filter(attempt=attempt).count() == 2
    upload.refresh_from_db()
    assert (upload.status, upload.undone_at) == (Import.Status.UNDONE, NOON)


def test_what_it_changed_has_its_earlier_words_again(quiz: Quiz, ines: User) -> None:
    brought(quiz, ONE, user=ines)
    before = only(quiz).current
    upload = brought(quiz, ANEW, user=ines)
    assert undone(upload, ines) == Undone(retired=0, put_back=1, kept=[])
    found = only(quiz)
    assert words(found) == ["First.", "Second.", "First."]
    assert found.status == Status.PUBLISHED
    assert found.current is not None
    assert before is not None
    assert found.current.number == 3
    assert found.current.fingerprint == before.fingerprint == as_draft(found.current).fingerprint
    assert found.current.stem_html == before.stem_html
    assert found.current.author == ines


def test_a_draft_that_waited_waits_again(quiz: Quiz, ines: User) -> None:
    brought(quiz, ONE, user=ines)
    bring(staged(quiz, ANEW, user=ines), user=ines)
    upload = brought(quiz, bank(asked("One?", why="Third.")), user=ines)
    assert only(quiz).current.explanation == "Third."  # type: ignore[union-attr]
    undone(upload, ines)
    found = only(quiz)
    assert words(found) == ["First.", "Second.", "Third.", "Second."]
    assert found.current is not None
    assert (found.status, found.current.explanation) == (Status.PUBLISHED, "First.")


def test_words_that_only_waited_are_put_back_too(quiz: Quiz, ines: User) -> None:
    brought(quiz, ONE, user=ines)
    upload = staged(quiz, ANEW, user=ines)
    bring(upload, user=ines)
    undone(upload, ines)
    found = only(quiz)
    assert words(found) == ["First.", "Second.", "First."]
    assert found.current is not None
    assert found.current.explanation == "First."
    newest = found.versions.order_by("-number")[0]
    assert found.current == newest, "nothing waits any more"


@pytest.mark.parametrize("data", [ONE, ANEW])
def test_what_it_brought_back_is_retired_again(quiz: Quiz, ines: User, data: bytes) -> None:
    brought(quiz, ONE, user=ines)
    Question.objects.update(status=Status.RETIRED)
    upload = brought(quiz, data, user=ines)
    assert only(quiz).status == Status.PUBLISHED
    assert undone(upload, ines) == Undone(retired=0, put_back=1, kept=[])
    found = only(quiz)
    assert found.status == Status.RETIRED
    assert words(found)[-1] == "First."


def test_published_since_it_is_retired_all_the_same(quiz: Quiz, ines: User) -> None:
    upload = brought(quiz, ONE, user=ines, publish=False)
    authoring.publish(only(quiz))
    assert undone(upload, ines).retired == 1
    assert only(quiz).status == Status.RETIRED


class TestEditedSince:
    def test_it_is_left_alone_and_named(self, quiz: Quiz, ines: User) -> None:
        upload = brought(quiz, bank(asked("One?"), asked("Two?")), user=ines)
        edited = quiz.questions.get(code="two")
        reword(edited, stem="Two, or three?")
        assert undone(upload, ines) == Undone(retired=1, put_back=0, kept=["two"])
        edited.refresh_from_db()
        assert edited.status == Status.PUBLISHED
        assert upload.brought.get(kept=True).question == edited

    def test_changed_and_put_back_since_it_is_undone_like_any_other(
        self, quiz: Quiz, ines: User
    ) -> None:
        first = brought(quiz, ONE, user=ines)
        second = brought(quiz, ANEW, user=ines)
        undone(second, ines)
        assert undone(first, ines) == Undone(retired=1, put_back=0, kept=[])

    def test_undone_out_of_order_the_later_words_stay(self, quiz: Quiz, ines: User) -> None:
        first = brought(quiz, ONE, user=ines)
        brought(quiz, ANEW, user=ines)
        assert undone(first, ines).kept == ["one"]
        assert only(quiz).current.explanation == "Second."  # type: ignore[union-attr]

    def test_given_back_to_its_file_it_is_the_files(self, quiz: Quiz, ines: User) -> None:
        own = question(quiz=quiz, stem="One?", origin="admin", source_path="one.md")
        upload = brought(quiz, ANEW, user=ines)
        authoring.give_back(own, now=NOON)
        assert undone(upload, ines).kept == [own.code]


class TestChangedWhileItWasPlanned:
    def test_the_plan_is_made_anew(self, quiz: Quiz, ines: User) -> None:
        brought(quiz, bank(asked("One?"), asked("Two?")), user=ines)
        upload = brought(quiz, bank(asked("One?", why="A."), asked("Two?", why="B.")), user=ines)
        plan = plan_undoing(upload)
        assert QuestionVersion.objects.count() == 4, "planning writes nothing"
        reword(quiz.questions.get(code="two"), stem="Two, or three?")
        done = undo(plan, user_id=ines.pk, now=NOON)
        assert done == Undone(retired=0, put_back=1, kept=["two"])
        assert words(quiz.questions.get(code="one")) == ["So it is.", "A.", "So it is."]
        assert quiz.questions.get(code="two").versions.count() == 3

    def test_given_to_a_file_meanwhile_it_is_the_files(self, quiz: Quiz, ines: User) -> None:
        upload = brought(quiz, ONE, user=ines)
        plan = plan_undoing(upload)
        Question.objects.update(origin=Question.Origin.MARKDOWN)
        assert undo(plan, user_id=ines.pk, now=NOON).kept == ["one"]

    def test_words_that_came_and_went_meanwhile_get_the_next_number(
        self, quiz: Quiz, ines: User
    ) -> None:
        brought(quiz, ONE, user=ines)
        upload = brought(quiz, ANEW, user=ines)
        plan = plan_undoing(upload)
        again = brought(quiz, ONE, user=ines)
        undone(again, ines)
        assert undo(plan, user_id=ines.pk, now=NOON).put_back == 1
        assert words(only(quiz)) == ["First.", "Second.", "First.", "Second.", "First."]


class TestTheQuiz:
    def test_made_for_it_is_retired_with_it_and_comes_back_with_it(
        self, quiz: Quiz, ines: User
    ) -> None:
        upload = staged_anew(quiz, "Knots", ONE, user=ines)
        bring(upload, user=ines)
        undone(upload, ines)
        upload.refresh_from_db()
        made = upload.quiz
        assert made is not None
        assert made.retired_at == NOON
        again = staged(made, ONE, user=ines, publish=True)
        assert actions(again) == ["back"]
        assert bring(again, user=ines) == Outcome(back=1)
        made.refresh_from_db()
        assert made.retired_at is None

    def test_stays_where_something_is_left_in_it(self, quiz: Quiz, ines: User) -> None:
        upload = staged_anew(quiz, "Knots", ONE, user=ines)
        bring(upload, user=ines)
        upload.refresh_from_db()
        assert upload.quiz is not None
        question(quiz=upload.quiz)
        undone(upload, ines)
        upload.quiz.refresh_from_db()
        assert upload.quiz.retired_at is None

    def test_that_was_there_stays(self, quiz: Quiz, ines: User) -> None:
        undone(brought(quiz, ONE, user=ines), ines)
        quiz.refresh_from_db()
        assert quiz.retired_at is None


@pytest.mark.parametrize("times", [0, 2])
def test_only_what_is_imported_can_be_undone_and_once(quiz: Quiz, ines: User, times: int) -> None:
    upload = brought(quiz, ONE, user=ines) if times else staged(quiz, ONE, user=ines)
    if times:
        undone(upload, ines)
    with pytest.raises(NotReadyError):
        undone(upload, ines)
    assert Question.objects.filter(status=Status.RETIRED).count() == (1 if times else 0)


def test_imported_once_more_after_undoing_it_is_as_before(quiz: Quiz, ines: User) -> None:
    text = bank(asked("One?"), asked("Two?"))
    undone(brought(quiz, text, user=ines), ines)
    brought(quiz, text, user=ines)
    assert quiz.questions.count() == 2
    assert [q.status for q in quiz.questions.all()] == [Status.PUBLISHED] * 2
    assert [q.versions.count() for q in quiz.questions.all()] == [1, 1]


def test_it_takes_few_statements_whatever_the_number(
    quiz: Quiz, ines: User, django_assert_max_num_queries: object
) -> None:
    def changed(count: int) -> Import:
        stems = [f"Is it {count}.{n}?" for n in range(count)]
        brought(quiz, bank(*map(asked, stems)), user=ines)
        return brought(quiz, bank(*(asked(stem, why="Anew.") for stem in stems)), user=ines)

    for count in (2, 60):
        upload = changed(count)
        plan = plan_undoing(upload)
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            assert undo(plan, user_id=ines.pk, now=NOON).put_back == count
