"""Questions that the admin has adopted, or made: a load leaves them alone."""

from pathlib import Path

import pytest

from quizzes.models import Question
from tests.books import CATALOGUE, ask, chapter, load_into, rows, said, write
from tests.factories import reword
from tests.quizzes.loaded import asked, quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "sea", {"course.toml": CATALOGUE})


def test_adopted_question_is_left_alone_and_named(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    adopted = Question.objects.get(source_number="1")
    adopted.origin = Question.Origin.ADMIN
    adopted.save()
    before = rows(without=("content_course", "content_sourcefile", "content_section"))
    write(folder, {"01-boats.md": chapter(1, "Boats", ask(1, "One, file?"), ask(2, "Two?"))})
    report = load_into(folder)
    assert "“boats-q1” was adopted in the admin" in said(report)
    assert not report.failed
    assert rows(without=("content_course", "content_sourcefile", "content_section")) == before


def test_adopted_question_is_known_by_the_words_that_the_file_still_has(
    folder: Path, instructor: object
) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    adopted = Question.objects.get(source_number="1")
    adopted.origin = Question.Origin.ADMIN
    reword(adopted, stem="One, by hand?", author=instructor)  # type: ignore[arg-type]
    quiz(folder, ask(1, "Zero?"), ask(2, "One?"), ask(3, "Two?"))
    assert set(asked()) == {"One, by hand?", "Two?", "Zero?"}
    assert Question.objects.count() == 3


def test_adopted_question_outlives_its_file(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    Question.objects.filter(source_number="1").update(origin=Question.Origin.ADMIN)
    quiz(folder, ask(2, "Two?"))
    assert set(asked()) == {"One?", "Two?"}
    (folder / "01-boats.md").unlink()
    load_into(folder)
    assert set(asked()) == {"One?"}


def test_question_written_in_the_admin_keeps_its_code(folder: Path) -> None:
    quiz(folder, ask(1, "One?"))
    by_hand = Question.objects.get()
    by_hand.origin, by_hand.code = Question.Origin.ADMIN, "mine"
    by_hand.source_path = by_hand.source_root = ""
    by_hand.save()
    quiz(folder, ask(2, "Two?", tags="id: mine"))
    assert set(asked()) == {"One?"}
