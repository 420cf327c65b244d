"""Files of every known format, loaded by name and from folders, beside chapters."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats import known
from quizzes.formats.format import Format
from quizzes.models import Question, Quiz
from quizzes.reading import MAX_BYTES
from tests.books import CATALOGUE, PNG, ask, asked, chapter, load_into, rows, said, write
from tests.quizzes.commanding import run

pytestmark = pytest.mark.django_db

BOTH: Sequence[Format] = [each for each in known.FORMATS if each.read and each.write]
HEAD = "question,a,b,answer,id\n"


def draft(stem: str, *, code: str = "") -> QuestionDraft:
    options = (OptionDraft("A", "this", True, "so"), OptionDraft("B", "that", False))
    tags = Tags(code=code, services=("ketch",))
    return QuestionDraft("", 0, "", Kind.SINGLE, stem, options, "because", tags=tags)


def data_of(form: Format, *stems: str) -> bytes:
    assert form.write is not None
    return form.write([draft(stem) for stem in stems], title="Bank").data


def bank(*codes: str) -> str:
    """A bank in JSON on one line, with a question for each id."""
    questions = [
        {"id": code, "stem": f"{code}?", "options": [{"text": "x", "key": True}, {"text": "y"}]}
        for code in codes
    ]
    return json.dumps({"format": "studyapp-questions", "version": 1, "questions": questions})


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
def test_a_file_of_every_format_becomes_a_quiz_of_its_own(form: Format, tmp_path: Path) -> None:
    write(
        tmp_path / "sea",
        {
            "course.toml": CATALOGUE,
            "01-boats.md": chapter(1, "Boats", ask(1, "One?")),
            f"banks/02-more_on rigs{form.endings[0]}": data_of(form, "Two?", "Three?"),
        },
    )
    report = load_into(tmp_path / "sea")
    assert not report.failed, said(report)
    assert report.files == 2
    assert asked() == {"One?", "Two?", "Three?"}
    quiz = Quiz.objects.own().get(chapter=None)
    title = "Bank" if form.title_in else "more on rigs"
    assert (quiz.title, quiz.slug, quiz.questions.count()) == (title, "more-on-rigs", 2)
    before = rows()
    again = load_into(tmp_path / "sea")
    assert (again.unchanged, rows()) == (2, before)


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
def test_a_single_file_is_loaded_and_reported_by_the_contract(form: Format, tmp_path: Path) -> None:
    file = f"bank{form.endings[0]}"
    write(tmp_path, {file: data_of(form, "Two?")})
    done = run(tmp_path / file, "--json")
    assert done.status == 0, done.err
    (question,) = done.json["questions"]
    # A package's members stand behind it.
    assert f"{question.pop('path')}/".startswith(f"{file}/")
    assert question.pop("line") >= 1
    question.pop("number")
    question.pop("reasons")
    assert question == {"status": "imported", "kind": "single", "options": 2, "key": ["A"]}
    assert Question.objects.get().source_path == file


def test_a_changed_bank_changes_its_questions_and_a_lost_one_retires_them(tmp_path: Path) -> None:
    folder = write(tmp_path / "sea", {"bank.csv": HEAD + "One?,x,y,A,q1\nTwo?,x,y,B,q2\n"})
    load_into(folder)
    write(folder, {"bank.csv": HEAD + "One!,x,y,A,q1\n", "other.csv": HEAD + "New?,x,y,A,q3\n"})
    changes = load_into(folder).changes
    assert (changes.added, changes.changed, changes.retired) == (1, 1, 1)
    assert asked() == {"One!", "New?"}
    (folder / "bank.csv").unlink()
    assert load_into(folder).changes.retired == 1
    assert asked() == {"New?"}
    assert Quiz.objects.own().get(slug="bank").retired_at is not None


def test_files_of_no_known_format_are_none_of_ours(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "sea",
        {
            "course.toml": CATALOGUE,
            "01-boats.md": chapter(1, "Boats", ask(1, "One?")),
            "package.json": '{"name": "x"}',
            "costs.csv": "month,cost\nMay,7\n",
            "notes.txt": "Buy rope.\n",
            "images/rose.png": PNG,
            "slides.pdf": b"%PDF-1.7",
            "old.xlsx": b"PK\x03\x04",
            "empty.json": "",
        },
    )
    report = load_into(folder)
    assert (report.files, said(report)) == (1, "")
    assert asked() == {"One?"}


def test_a_manifest_and_a_readme_are_never_banks(tmp_path: Path) -> None:
    folder = write(tmp_path / "sea", {"course.toml": CATALOGUE, "README.csv": HEAD})
    report = load_into(folder)
    assert said(report) == ""
    assert not Quiz.objects.own().exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("package.json", '{"name": "x"}', "package.json:1 – unknown key “name” – write a bank"),
        ("costs.csv", "month,cost\nMay,7\n", "costs.csv:1 – no header: no column for the question"),
        ("old.xlsx", b"PK\x03\x04", "old.xlsx – no zip file, or not the whole of one – "),
        ("notes.txt", "Buy rope.\n", "notes.txt – the file is none of what ends in .txt: "),
        ("notes.txt", "Käse\n".encode("latin-1"), "notes.txt:1 – byte 2 (0xE4) is not UTF-8 – "),
    ],
)
def test_a_file_of_an_unknown_format_is_refused_by_name(
    tmp_path: Path, name: str, content: str | bytes, told: str
) -> None:
    write(tmp_path, {name: content})
    before = rows()
    done = run(tmp_path / name)
    assert done.status == 1
    assert done.out.startswith(told), done.out
    assert rows() == before


def test_a_bank_that_is_one_no_more_is_said_and_keeps_its_questions(tmp_path: Path) -> None:
    folder = write(tmp_path / "sea", {"bank.csv": HEAD + "One?,x,y,A,q1\n", "01.md": "# A\n\nB.\n"})
    load_into(folder)
    write(folder, {"bank.csv": "month,cost\nMay,7\n"})
    report = load_into(folder)
    assert report.failed
    assert said(report).startswith("bank.csv – the file is none of what ends in .csv: CSV – ")
    assert asked() == {"One?"}


def test_a_folder_with_nothing_to_load_is_said_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"notes.txt": "Buy rope.\n", "package.json": "{}"})
    with pytest.raises(CommandError, match="there is no file of a known format in it – give"):
        run(tmp_path)


def test_what_is_larger_than_any_bank_is_not_looked_into(tmp_path: Path) -> None:
    write(tmp_path, {"01.md": "# A\n\nB.\n"})
    with (tmp_path / "film.zip").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with (tmp_path / "film.csv").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    report = load_into(tmp_path)
    assert not report.failed
    assert "film.csv – 67,108,865 bytes are more than 67,108,864, so it was not" in said(report)
    assert load_into(tmp_path / "film.csv").failed


TWICE = HEAD + "One?,x,y,A,x\nTwo?,x,y,A,y\nThree?,x,y,A,x\n"


@pytest.mark.parametrize(
    ("files", "first"),
    [
        ({"one.json": bank("x", "y", "x")}, "line 1"),
        ({"one.csv": TWICE}, "line 2"),
        ({"one.csv": HEAD + "One?,x,y,A,x\nTwo?,x,y,A,y\n", "two.json": bank("x")}, "one.csv:2"),
        (
            {"one.json": bank("x", "y"), "two.md": "# B\n\n" + ask(1, "Other?", tags="id: x")},
            "one.json:1",
        ),
    ],
)
@pytest.mark.parametrize("loads", [1, 2])
def test_an_id_is_one_questions_whatever_the_formats(
    tmp_path: Path, files: dict[str, str], first: str, loads: int
) -> None:
    write(tmp_path, files)
    for _ in range(loads):
        report = load_into(tmp_path)
    rejected = [question for question in report.questions if question.draft is None]
    assert [question.reasons[-1] for question in rejected] == [
        f"the id “x” is that of {first} – give each question its own"
    ]
    assert set(Question.objects.values_list("code", flat=True)) == {"x", "y"}


def test_images_of_a_banks_texts_are_looked_for_beside_it(tmp_path: Path) -> None:
    rows_of = "![r](rose.png) One?,x,y,A,q1\nTwo?,![n](none.png),y,A,q2\n"
    folder = write(tmp_path / "sea", {"bank.csv": HEAD + rows_of, "rose.png": PNG})
    report = load_into(folder)
    assert [(p.path, p.line, p.what) for p in report.problems] == [
        ("bank.csv", 3, "there is no image “none.png”")
    ]
    question = Question.objects.get(code="q1")
    assert question.current is not None
    assert "<img" in question.current.stem_html


def test_a_rejected_row_keeps_the_rest_and_retires_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "sea", {"bank.csv": HEAD + "One?,x,y,A,q1\nTwo?,x,y,B,q2\n"})
    load_into(folder)
    write(folder, {"bank.csv": HEAD + "One?,x,y,A,q1\nTwo?,x,y,Z,q2\n"})
    report = load_into(folder)
    assert report.failed
    assert report.changes.retired == 0
    assert asked() == {"One?", "Two?"}


def test_a_bank_without_a_question_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"bank.csv": HEAD})
    report = load_into(tmp_path)
    assert said(report) == "bank.csv – CSV without a question – write some, or remove it"
    assert not Quiz.objects.own().exists()
