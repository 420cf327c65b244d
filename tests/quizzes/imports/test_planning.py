"""What was worked out before an import is written only where the bank is still as it was then."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Course
from quizzes import authoring
from quizzes.imports.bringing import Outcome, QuizGoneError, bring
from quizzes.imports.planning import NotReadyError, Plan, planned
from quizzes.models import Import, Question, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, ServiceFactory, question, reword
from tests.quizzes.imports import uploading
from tests.quizzes.imports.uploading import asked, bank, brought, staged, staged_anew

pytestmark = pytest.mark.django_db
TWO = bank(asked("One?"), asked("Two?"))
ANEW = bank(asked("One?", why="Anew."), asked("Two?", why="Anew."))


def carried_out(plan: Plan, user: User) -> Outcome:
    return bring(plan, user_id=user.pk, now=NOON)


def statements(plan: Plan, user: User) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        carried_out(plan, user)
    return [query["sql"] for query in caught.captured_queries]


def explanations(quiz: Quiz) -> list[str]:
    """What the quiz's questions are explained by, in their order."""
    found = Question.objects.filter(quiz=quiz).select_related("current")
    return [each.current.explanation for each in found if each.current]


def test_a_plan_writes_nothing_and_knows_every_row(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, bank(asked("One?", comment="id: one"), asked("Two?")), user=ines)
    plan = planned(upload)
    assert not Question.objects.exists()
    assert [piece.spot and piece.spot.code for piece in plan.pieces] == ["one", "two"]
    assert [piece.wording and len(piece.wording.options) for piece in plan.pieces] == [3, 3]


def test_nothing_is_read_of_the_upload_while_others_wait(quiz: Quiz, ines: User) -> None:
    brought(quiz, TWO, user=ines)
    plan = planned(staged(quiz, ANEW, user=ines))
    read = [sql for sql in statements(plan, ines) if "importitem" in sql and '"draft"' in sql]
    assert read == []


def edited(quiz: Quiz, upload: Import) -> None:
    reword(Question.objects.filter(quiz=quiz)[0], stem="One?")


def retired(quiz: Quiz, upload: Import) -> None:
    authoring.withdraw(Question.objects.filter(quiz=quiz)[0], Question.Status.RETIRED)


def owned(quiz: Quiz, upload: Import) -> None:
    Question.objects.filter(quiz=quiz, position=1).update(origin=Question.Origin.MARKDOWN)


def unchosen(quiz: Quiz, upload: Import) -> None:
    upload.items.filter(position=1).update(chosen=False)


@pytest.mark.parametrize(
    ("happens", "left"), [(edited, 1), (retired, 1), (owned, 1), (unchosen, 0)]
)
def test_what_changes_after_the_plan_is_left_alone(
    happens: Callable[[Quiz, Import], None], left: int, quiz: Quiz, ines: User
) -> None:
    brought(quiz, TWO, user=ines)
    upload = staged(quiz, ANEW, user=ines, publish=True)
    plan = planned(upload)
    happens(quiz, upload)
    assert carried_out(plan, ines) == Outcome(changed=1, left=left)
    first, second = explanations(quiz)
    assert (first == "Anew.", second) == (False, "Anew.")


def test_what_is_chosen_after_the_plan_comes_too(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, TWO, user=ines)
    upload.items.filter(position=2).update(chosen=False)
    plan = planned(upload)
    upload.items.update(chosen=True)
    assert carried_out(plan, ines) == Outcome(new=2)


def test_a_code_that_is_taken_after_the_plan_is_not_given_twice(quiz: Quiz, ines: User) -> None:
    plan = planned(staged(quiz, TWO, user=ines))
    question(quiz=quiz, stem="Of somebody else?", code="one")
    assert carried_out(plan, ines) == Outcome(new=2)
    codes = set(quiz.questions.values_list("code", flat=True))
    assert codes == {"one", "one-2", "two"}


def test_a_catalogue_that_is_loaded_after_the_plan_places_the_questions(
    quiz: Quiz, ines: User
) -> None:
    plan = planned(staged(quiz, bank(asked("One?", comment="services: boats")), user=ines))
    boats = ServiceFactory(course=quiz.course, slug="boats")
    Course.objects.get(pk=quiz.course_id).bump()
    carried_out(plan, ines)
    assert list(quiz.questions.get().services.all()) == [boats]


def test_a_question_that_was_withdrawn_after_the_plan_is_a_draft_if_it_is_undone(
    quiz: Quiz, ines: User
) -> None:
    brought(quiz, TWO, user=ines)
    upload = staged(quiz, ANEW, user=ines)
    plan = planned(upload)
    authoring.withdraw(Question.objects.filter(quiz=quiz)[0], Question.Status.DRAFT)
    carried_out(plan, ines)
    kept = upload.brought.order_by("question").values_list("status", flat=True)
    assert list(kept) == [Question.Status.DRAFT, Question.Status.PUBLISHED]


def test_a_plan_is_carried_out_once(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, TWO, user=ines)
    plan = planned(upload)
    carried_out(plan, ines)
    with pytest.raises(NotReadyError):
        carried_out(plan, ines)
    with pytest.raises(NotReadyError):
        planned(upload)
    assert quiz.questions.count() == 2


def test_a_new_quiz_is_made_only_when_the_plan_is_carried_out(quiz: Quiz, ines: User) -> None:
    plan = planned(staged_anew(quiz, "Boats", TWO, user=ines))
    assert Quiz.objects.count() == 1
    assert carried_out(plan, ines) == Outcome(new=2)
    assert Quiz.objects.get(title="Boats").questions.count() == 2


def test_a_quiz_that_goes_after_the_plan_takes_nothing(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, TWO, user=ines)
    plan = planned(upload)
    quiz.delete()
    with pytest.raises(QuizGoneError):
        carried_out(plan, ines)
    assert not Question.objects.exists()


def test_a_second_import_planned_at_the_same_time_brings_nothing(quiz: Quiz, ines: User) -> None:
    first, second = (planned(staged(quiz, TWO, user=ines)) for _ in range(2))
    assert carried_out(first, ines) == Outcome(new=2)
    assert carried_out(second, ines) == Outcome(left=2)
    assert uploading.actions(Import.objects.get(pk=second.upload_id)) == ["new", "new"]
