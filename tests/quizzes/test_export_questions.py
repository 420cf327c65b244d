"""The command that exports: which questions, into which file, and what it refuses."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from quizzes.models import Question
from tests.factories import QuizFactory, question
from tests.quizzes.commanding import Run
from tests.quizzes.exported import back, export, laden

pytestmark = [pytest.mark.django_db, pytest.mark.words]


class Terminal(io.TextIOWrapper):
    """A standard output that people look at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return laden(tmp_path / "sea")


@pytest.mark.parametrize(
    ("arguments", "stems"),
    [
        ((), {"One?", "Two?", "Three?", "Four?", "A ketch?"}),
        (("--status", "published"), {"One?", "Two?", "Four?", "A ketch?"}),
        (("--status", "draft"), {"Three?"}),
        (("--quiz", "bank"), {"Three?", "Four?"}),
        (("--course", "sea", "--quiz", "winds"), {"Two?"}),
    ],
)
def test_options_choose_the_questions(
    arguments: tuple[str, ...], stems: set[str], folder: Path
) -> None:
    retired = question(stem="Gone?")
    Question.objects.filter(pk=retired.pk).update(status=Question.Status.RETIRED)
    data, _told = export("json", *arguments)
    assert {draft.stem for draft in back("json", data)} == stems


def test_the_whole_is_called_as_what_was_chosen(folder: Path) -> None:
    titles = [
        json.loads(export("json", *arguments)[0])["title"]
        for arguments in ((), ("--quiz", "bank"), ("--course", "sea"))
    ]
    assert titles == ["Ocean Sailing", "More", "Ocean Sailing"]
    QuizFactory()
    assert json.loads(export("json")[0])["title"] == "Questions"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--course", "land"), "--course land – there is no such course – there are: sea"),
        (("--quiz", "x"), "--quiz x – there is no such quiz – there are: bank, boats, winds"),
        (("--quiz", "winds", "--status", "draft"), "there is no such question – name another"),
        (("--output", "/nowhere/x.json"), "/nowhere/x.json – it cannot be written (No such"),
        (("--output", "/"), "/ – it cannot be written (Is a directory) – name a file"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: tuple[str, ...], told: str, folder: Path
) -> None:
    with pytest.raises(CommandError) as refused:
        export("json", *arguments)
    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)


def test_a_quiz_of_several_courses_has_to_be_told_apart(folder: Path) -> None:
    QuizFactory(slug="bank")
    with pytest.raises(CommandError, match="several courses have one – name one with --course"):
        export("json", "--quiz", "bank")
    assert back("json", export("json", "--quiz", "bank", "--course", "sea")[0])


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out" / "bank.csv"
    file.parent.mkdir()
    file.write_text("old")
    out, told = export("csv", "--output", file)
    assert (out, told) == (b"", "5 questions read, 0 losses.\n")
    assert [path.name for path in file.parent.iterdir()] == ["bank.csv"]
    assert len(list(csv.reader(file.open(encoding="utf-8-sig")))) == 6
    assert file.stat().st_mode & 0o077 == (file.parent.stat().st_mode & 0o077 & 0o066)


def test_a_file_that_is_no_text_is_not_printed_to_people(folder: Path) -> None:
    for out in (io.StringIO(), Terminal(io.BytesIO())):
        with pytest.raises(CommandError, match="this format is no text – name a file"):
            call_command("export_questions", "--format", "xlsx", stdout=out, stderr=io.StringIO())
    out = io.StringIO()
    call_command("export_questions", "--format", "json", stdout=out, stderr=io.StringIO())
    assert json.loads(out.getvalue())["version"] == 1


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "export_questions"]
    done = subprocess.run(
        [*command, "--format", "json"],
        env={"DATABASE_URL": f"sqlite:///{tmp_path}/no.sqlite3", "STUDYAPP_SECRET_KEY": "tests"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = Run(done.returncode, done.stdout, done.stderr)
    assert (found.status, found.out) == (2, "")
    assert "the database does not answer" in found.err
