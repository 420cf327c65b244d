"""Which quiz a file has: a chapter's or a bank's own, and what becomes of it."""

from pathlib import Path

import pytest

from content.models import Chapter
from quizzes.models import Question, Quiz
from tests.books import CATALOGUE, ask, chapter, load_into, write
from tests.quizzes.loaded import asked, quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "sea", {"course.toml": CATALOGUE})


def test_bank_has_a_quiz_of_its_own(folder: Path) -> None:
    write(folder, {"extra.md": "# More questions\n\n" + ask(1, "One?") + ask(2, "Two?")})
    load_into(folder)
    found = Quiz.objects.own().get()
    assert (found.chapter, found.slug, found.title) == (None, "extra", "More questions")
    assert found.questions.asked().count() == 2
    assert not Chapter.objects.exists()
    write(folder, {"extra.md": "# Still more\n\n" + ask(1, "One?") + ask(2, "Two?")})
    load_into(folder)
    assert Quiz.objects.own().get().title == "Still more"


def test_banks_quiz_never_stands_at_a_chapters_address(folder: Path) -> None:
    bank = "# Questions\n\n" + ask(1, "One?") + ask(2, "Two?")
    write(folder, {"boats.md": bank, "b/boats.md": bank})
    load_into(folder)
    write(folder, {"01-boats.md": chapter(1, "Boats", ask(1, "Three?"))})
    load_into(folder)
    slugs = set(Quiz.objects.own().values_list("slug", flat=True))
    assert len(slugs) == 3
    of_chapter = Quiz.objects.own().get(chapter__isnull=False)
    assert of_chapter.chapter is not None
    assert of_chapter.questions.asked().count() == 1
    write(folder, {"c/boats.md": bank + ask(3, "Three?")})
    load_into(folder)
    assert Quiz.objects.own().exclude(slug__in=slugs).get().slug not in {of_chapter.chapter.slug}


def test_quiz_of_a_chapter_that_lost_its_questions_stays_and_asks_nothing(folder: Path) -> None:
    quiz(folder, ask(1, "One?"))
    quiz(folder)
    assert Quiz.objects.own().get().retired_at is None
    assert asked() == {}


def test_chapter_without_questions_has_no_quiz(folder: Path) -> None:
    quiz(folder)
    assert not Quiz.objects.own().exists()


def test_bank_that_becomes_a_chapter_keeps_its_questions(folder: Path) -> None:
    write(folder, {"01-boats.md": "# Boats\n\n" + ask(1, "One?") + ask(2, "Two?")})
    load_into(folder)
    before = asked()
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    assert asked() == before
    question = Question.objects.get(source_number="1")
    assert question.quiz is not None
    assert question.quiz.chapter is not None


def test_chapter_that_becomes_a_bank_leaves_the_book(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    before = asked()
    write(folder, {"01-boats.md": "# Boats\n\n" + ask(1, "One?") + ask(2, "Two?")})
    load_into(folder)
    assert Chapter.objects.get().retired_at is not None
    assert asked() == before
    assert load_into(folder).unchanged == 1
