"""How a course's quizzes are marked, from course.toml to the attempt."""

from pathlib import Path

import pytest

from content.models import Course
from quizzes.models import Attempt, Quiz
from quizzes.rules import Rules, apply
from studyapp.accounts.models import User
from tests.books import ask, chapter, load_into, write
from tests.factories import QuizFactory
from tests.quizzes.taking import begin

pytestmark = pytest.mark.django_db


def course_toml(rules: str) -> str:
    return f'title = "The Sea"\n\n[quiz]\n{rules}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "sea",
        {
            "course.toml": course_toml("partial_credit = true"),
            "01-boats.md": chapter(1, "Boats", ask(1, "One?")),
            "bank.md": "# Questions\n\n" + ask(1, "Two?") + ask(2, "Three?"),
        },
    )


def marked() -> set[tuple[int, bool]]:
    return set(Quiz.objects.own().values_list("pass_mark", "partial_credit"))


def test_every_quiz_of_the_folder_is_marked_as_it_says(folder: Path) -> None:
    load_into(folder)
    assert Quiz.objects.own().count() == 2
    assert marked() == {(70, True)}


def test_a_changed_rule_reaches_quizzes_whose_files_did_not_change(folder: Path) -> None:
    load_into(folder)
    before = Course.objects.get().revision
    write(folder, {"course.toml": course_toml("pass_mark = 90")})
    load_into(folder)
    assert marked() == {(90, False)}
    assert Course.objects.get().revision > before


def test_an_attempt_keeps_the_rules_that_it_began_with(folder: Path, learner: User) -> None:
    load_into(folder)
    attempt = begin(learner, Quiz.objects.all()[0])
    write(folder, {"course.toml": course_toml("pass_mark = 90")})
    load_into(folder)
    kept = Attempt.objects.get(pk=attempt.pk)
    assert (kept.pass_mark, kept.partial_credit) == (70, True)


def test_rules_that_hold_already_change_nothing() -> None:
    quiz: Quiz = QuizFactory(source_root="sea", pass_mark=80, partial_credit=True)
    apply(Rules(80, partial_credit=True), quiz.course, root="sea")
    assert Course.objects.get(pk=quiz.course_id).revision == quiz.course.revision


def test_quizzes_of_other_folders_and_of_none_are_left_alone() -> None:
    mine: Quiz = QuizFactory(source_root="sea")
    others: list[Quiz] = [
        QuizFactory(course=mine.course),
        QuizFactory(course=mine.course, source_root="land"),
        QuizFactory(source_root="sea"),
    ]
    apply(Rules(50, partial_credit=True), mine.course, root="sea")
    mine.refresh_from_db()
    assert (mine.pass_mark, mine.partial_credit) == (50, True)
    for quiz in others:
        quiz.refresh_from_db()
        assert (quiz.pass_mark, quiz.partial_credit) == (70, False)
