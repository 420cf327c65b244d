"""A chapter loaded with these questions, and which of them are asked then."""

from pathlib import Path

from quizzes.models import Question
from tests.books import chapter, load_into, write


def quiz(folder: Path, *questions: str, file: str = "01-boats.md") -> None:
    """Load the chapter with these questions."""
    write(folder, {file: chapter(1, "Boats", *questions)})
    load_into(folder)


def asked() -> dict[str, int]:
    """Published questions: stem and row."""
    rows = Question.objects.asked().select_related("current")
    return {question.current.stem: question.pk for question in rows if question.current}
