"""Two tabs and two instructors: what is pressed at the same moment is done once."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from quizzes.imports import bringing, staging
from quizzes.imports.planning import NotReadyError, planned
from quizzes.imports.undoing import plan_undoing, undo
from quizzes.models import Import, Question, Quiz
from quizzes.uploads import Upload
from studyapp.accounts.models import User
from tests.quizzes.imports.uploading import asked, at_once, bank, brought, staged
from tests.quizzes.test_concurrency import at_once as together

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = bank(*(asked(f"Is it {n}?") for n in range(12)))


def tried(deed: Callable[[], object]) -> Callable[[], str]:
    """The deed, telling whether it was done or refused."""

    def run() -> str:
        try:
            deed()
        except NotReadyError:
            return "refused"
        return "done"

    return run


def test_read_in_two_tabs_each_question_is_there_once(quiz: Quiz, ines: User) -> None:
    upload = staging.begin(
        quiz.course,
        [Upload("a.md", TEXT), Upload("b.md", bank(asked("Else?")))],
        quiz=quiz,
        quiz_title="",
        publish=False,
        user_id=ines.pk,
        now=timezone.now(),
    )

    def read() -> str:
        return staging.go_on(Import.objects.get(pk=upload.pk), enough=at_once).status

    assert set(together(read, read)) == {Import.Status.READY}
    positions = list(upload.items.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, 14))
    assert not upload.items.filter(html__isnull=True).exists()


def test_imported_twice_at_once_it_comes_once(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, TEXT, user=ines)
    run = tried(lambda: bringing.bring(planned(upload), user_id=ines.pk, now=timezone.now()))
    assert sorted(together(run, run)) == ["done", "refused"]
    assert quiz.questions.count() == 12


def test_two_imports_of_the_same_at_once_bring_it_once(quiz: Quiz, ines: User) -> None:
    one, two = (staged(quiz, TEXT, user=ines) for _ in range(2))
    outcomes = together(
        lambda: bringing.bring(planned(one), user_id=ines.pk, now=timezone.now()),
        lambda: bringing.bring(planned(two), user_id=ines.pk, now=timezone.now()),
    )
    assert sorted(outcome.new for outcome in outcomes) == [0, 12]
    assert sorted(outcome.left for outcome in outcomes) == [0, 12]
    assert quiz.questions.count() == 12


def test_undone_twice_at_once_it_is_undone_once(quiz: Quiz, ines: User) -> None:
    brought(quiz, TEXT, user=ines)
    changed = brought(quiz, TEXT.replace(b"So it is.", b"Anew."), user=ines)
    run = tried(lambda: undo(plan_undoing(changed), user_id=ines.pk, now=timezone.now()))
    assert sorted(together(run, run)) == ["done", "refused"]
    assert {q.versions.count() for q in Question.objects.all()} == {3}
