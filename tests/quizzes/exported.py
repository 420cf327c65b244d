"""A folder of questions, the command that exports them, and what it wrote as drafts again."""

import io
from pathlib import Path

from django.core.management import call_command

from content.sources import decode
from quizzes.drafts import QuestionDraft
from quizzes.formats import known
from quizzes.formats.markdown import read as read_markdown
from tests.books import ask, load_into, sea, write


def laden(folder: Path) -> Path:
    """The sea's folder with a bank of two questions more, loaded."""
    sea(folder)
    tags = "id: hull; services: sloop, ketch; task: 1.2; level: 2; publish: no"
    write(folder, {"bank.md": "# More\n\n" + ask(1, "Three?", tags=tags) + ask(2, "Four?")})
    load_into(folder)
    return folder


def export(form: str, *arguments: object) -> tuple[bytes, str]:
    """What the command prints on both outputs."""
    raw, err = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    typed = ["--format", form, *map(str, arguments)]
    call_command("export_questions", *typed, stdout=out, stderr=err)
    return raw.getvalue(), err.getvalue()


def back(form: str, data: bytes) -> list[QuestionDraft]:
    found = known.named(form)
    assert found is not None
    reports = (
        found.read(data, path="b")
        if found.read
        else read_markdown(decode(data, path="b"), path="b")
    )
    return [report.draft for report in reports if report.draft]
