"""What a course offers beside its own quizzes, as a load makes it."""

from pathlib import Path

import pytest

from content.models import Course
from quizzes.models import FormQuestion, Question, Quiz
from tests.books import CATALOGUE, ask, chapter, check, load_into, said, sea, write
from tests.factories import AttemptFactory

pytestmark = pytest.mark.django_db

FORMS = """\
[[forms]]
slug = "mock-1"
title = "Mock exam 1"
questions = ["keel", "mast", "wind"]
unscored = ["mast"]

[[forms]]
slug = "diagnostic"
title = "Where to begin"
kind = "diagnostic"
questions = ["wind"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "sea",
        {
            "course.toml": CATALOGUE,
            "forms.toml": FORMS,
            "01-boats.md": chapter(
                1,
                "Boats",
                ask(1, "Which has a keel?", tags="id: keel; services: sloop"),
                ask(2, "Which has two masts?", tags="id: mast; services: ketch"),
                ask(3, "Which wind is steady?", tags="id: wind; services: trade-wind"),
            ),
        },
    )


def offered() -> dict[str, tuple[str, str, int | None, int, bool]]:
    """Title, kind, minutes, pass mark and whether it is in use, by slug."""
    return {
        quiz.slug: (quiz.title, quiz.kind, quiz.minutes, quiz.pass_mark, quiz.retired_at is None)
        for quiz in Quiz.objects.exclude(kind=Quiz.Kind.OWN)
    }


def form(slug: str) -> list[tuple[str, bool]]:
    rows = FormQuestion.objects.filter(quiz__slug=slug)
    return list(rows.values_list("question__code", "scored"))


MOCK = ("Mock exam", "mock", 60, 80, True)
CUSTOM = ("Custom quiz", "custom", None, 80, True)


def test_a_course_with_an_exam_offers_all_of_them(folder: Path) -> None:
    assert said(load_into(folder)) == ""
    assert offered() == {
        "mock-exam": MOCK,
        "custom-quiz": CUSTOM,
        "mock-1": ("Mock exam 1", "fixed", 60, 80, True),
        "diagnostic": ("Where to begin", "fixed", None, 80, True),
    }
    assert form("mock-1") == [("keel", True), ("mast", False), ("wind", True)]
    assert form("diagnostic") == [("wind", True)]


def test_a_second_load_writes_nothing(folder: Path) -> None:
    load_into(folder)
    before = list(FormQuestion.objects.values_list("pk", flat=True))
    revision = Course.objects.get().revision
    load_into(folder)
    assert list(FormQuestion.objects.values_list("pk", flat=True)) == before
    assert Course.objects.get().revision == revision


def test_pass_marks_follow_the_map_and_quizzes_keep_theirs(folder: Path) -> None:
    write(
        folder,
        {
            "course.toml": CATALOGUE.replace(
                "pass = 60", "pass = 60\nmap = [[0, 0], [65, 60], [100, 100]]"
            )
        },
    )
    load_into(folder)
    marks = dict(Quiz.objects.values_list("slug", "pass_mark"))
    assert marks == {
        "boats": 80,
        "custom-quiz": 80,
        "mock-exam": 65,
        "mock-1": 65,
        "diagnostic": 80,
    }
    load_into(folder)
    assert dict(Quiz.objects.values_list("slug", "pass_mark")) == marks


def test_without_an_exams_form_there_is_no_mock(folder: Path) -> None:
    load_into(folder)
    (folder / "forms.toml").unlink()
    write(folder, {"course.toml": CATALOGUE.replace("minutes = 60\n", "")})
    assert said(load_into(folder)) == ""
    assert {slug: row[-1] for slug, row in offered().items()} == {
        "mock-exam": False,
        "custom-quiz": True,
        "mock-1": False,
        "diagnostic": False,
    }
    write(folder, {"course.toml": CATALOGUE, "forms.toml": FORMS})
    load_into(folder)
    assert all(row[-1] for row in offered().values())


def test_files_without_a_course_leave_exams_as_they_are(folder: Path, tmp_path: Path) -> None:
    load_into(folder)
    loose = write(tmp_path / "loose", {"02-winds.md": chapter(2, "Winds", ask(1, "Which wind?"))})
    load_into(loose, course="sea")
    assert offered()["mock-exam"] == MOCK
    assert form("mock-1")
    load_into(loose, course="air")
    assert list(Quiz.objects.filter(course__slug="air").values_list("slug", "kind")) == [
        ("custom-quiz", "custom"),
        ("winds", "own"),
    ]


def test_a_folder_of_nothing_makes_no_course(tmp_path: Path) -> None:
    load_into(write(tmp_path / "empty", {"README.md": "# About\n\nNothing.\n"}))
    assert not Course.objects.exists()


def test_an_id_that_no_question_has_is_said_and_left_out(folder: Path) -> None:
    write(folder, {"forms.toml": FORMS.replace('"keel", ', '\n    "keeel",\n    ')})
    what = "no question has the id keeel – name a question of the course by its id; "
    what = f"forms.toml:5 – {what}until then the form goes without it"
    for report in (check(folder), load_into(folder), load_into(folder)):
        assert said(report) == what
        assert not report.failed
    assert form("mock-1") == [("mast", False), ("wind", True)]


def test_a_check_knows_only_ids_that_authors_gave(folder: Path) -> None:
    write(folder, {"02-winds.md": chapter(2, "Winds", ask(1, "Which wind?"))})
    write(folder, {"forms.toml": FORMS.replace('"keel"', '"winds-q1"')})
    assert said(check(folder)) == ""
    assert said(load_into(folder)) == ""
    assert form("mock-1")[0] == ("winds-q1", True)


def test_a_mistake_leaves_the_forms_that_were_there(folder: Path) -> None:
    load_into(folder)
    before = offered()
    write(folder, {"forms.toml": FORMS.replace('title = "Where to begin"\n', "")})
    report = load_into(folder)
    assert said(report) == "forms.toml:7 – forms has no title – add title = …"
    assert report.failed
    assert offered() == before
    write(folder, {"forms.toml": b"\xff"})
    assert "forms.toml:1 – byte 1 (0xFF) is not UTF-8" in said(load_into(folder))
    assert offered() == before


def test_another_list_is_the_forms_and_a_form_that_is_gone_is_retired(folder: Path) -> None:
    load_into(folder)
    quiz = Quiz.objects.get(slug="mock-1")
    AttemptFactory(quiz=quiz)
    forms = FORMS.split("\n\n")[0].replace('"keel", "mast", "wind"', '"mast", "keel"')
    write(folder, {"forms.toml": forms})
    load_into(folder)
    assert form("mock-1") == [("mast", False), ("keel", True)]
    assert Quiz.objects.get(slug="mock-1") == quiz
    assert not offered()["diagnostic"][-1]


@pytest.mark.parametrize("slug", ["boats", "mock-exam", "custom-quiz"])
def test_an_address_that_is_taken_is_refused(folder: Path, slug: str) -> None:
    load_into(folder)
    write(folder, {"forms.toml": FORMS.replace('"mock-1"', f'"{slug}"')})
    report = load_into(folder)
    told = f"forms.toml:1 – “{slug}” is the address of another quiz or of a chapter"
    assert said(report).startswith(told)
    assert report.failed
    assert Quiz.objects.exclude(kind=Quiz.Kind.FIXED).filter(slug=slug).count() == 1


def test_an_exam_without_minutes_is_refused(folder: Path) -> None:
    write(folder, {"course.toml": CATALOGUE.replace("minutes = 60\n", "")})
    assert said(load_into(folder)).startswith("forms.toml:1 – the exam “mock-1” has no end")
    assert set(offered()) == {"custom-quiz", "diagnostic"}


def test_forms_are_loaded_by_their_files_own_name_too(folder: Path) -> None:
    load_into(folder)
    write(folder, {"forms.toml": FORMS.replace("Mock exam 1", "First")})
    load_into(folder / "forms.toml")
    assert offered()["mock-1"][0] == "First"


def test_a_retired_question_comes_back_to_its_form(folder: Path) -> None:
    text = (folder / "01-boats.md").read_text()
    load_into(folder)
    write(folder, {"01-boats.md": chapter(1, "Boats")})
    load_into(folder)
    assert not Question.objects.asked().exists()
    write(folder, {"01-boats.md": text})
    load_into(folder)
    assert len(form("mock-1")) == 3


def test_the_sea_has_them_too(tmp_path: Path) -> None:
    load_into(sea(tmp_path / "sea"))
    assert set(offered()) == {"mock-exam", "custom-quiz"}
