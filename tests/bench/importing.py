"""`make bench-import`: what importing 10,000 questions in the admin costs, and how much of it is in
the transaction for which other writers wait on SQLite. --write adds it to docs/measurements."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import django

if TYPE_CHECKING:
    from quizzes.models import Import, Quiz

MEASUREMENTS = Path(__file__).resolve().parents[2] / "docs" / "measurements"
COUNT = 10_000
METHOD = """CPU of one core in this process, each measured once: 10,000 questions of four options,
all with rationales, read and drawn before. What counts for a learner who answers meanwhile on
SQLite is the part inside the transaction.
"""
Row = tuple[str, float, float]
T = TypeVar("T")


def cpu(deed: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    done = deed()
    return time.process_time() - start, done


def measure() -> list[Row]:
    """Rows of what was done, seconds before its transaction, seconds in it."""
    from content.models import Course
    from quizzes.imports import bringing, planning, undoing
    from quizzes.models import Import, Quiz
    from studyapp.accounts.models import User

    now = datetime.now(UTC)
    user = User.objects.create(email="ines@example.org")
    course = Course.objects.create(slug="boats", title="Boats")
    quiz = Quiz.objects.create(course=course, slug="boats", title="Boats")

    def brought(what: str, upload: Import) -> Row:
        before, plan = cpu(lambda: planning.planned(upload))
        inside, _ = cpu(lambda: bringing.bring(plan, user_id=user.pk, now=now))
        return what, before, inside

    def undone(what: str, upload: Import) -> Row:
        before, plan = cpu(lambda: undoing.plan_undoing(upload))
        inside, _ = cpu(lambda: undoing.undo(plan, user_id=user.pk, now=now))
        return what, before, inside

    first = staged(quiz, "So it is.")
    rows = [brought("10,000 new questions", first)]
    second = staged(quiz, "So it is now.")
    return [
        *rows,
        brought("10,000 changed questions", second),
        undone("undoing the changes", second),
        undone("undoing the new ones", first),
    ]


def staged(quiz: "Quiz", why: str) -> "Import":
    """An import of many questions, as far as reading and drawing take it."""
    from quizzes.drafts import Kind, OptionDraft, QuestionDraft, normal_stem
    from quizzes.imports.bank import matcher
    from quizzes.models import Import, ImportFile, ImportItem
    from quizzes.payload import packed

    upload = Import.objects.create(
        course=quiz.course, quiz=quiz, status="ready", publish=True, created_at=datetime.now(UTC)
    )
    file = ImportFile.objects.create(upload=upload, position=1, path="boats.md")
    judge, items = matcher(upload), []
    for n in range(1, COUNT + 1):
        draft = QuestionDraft(
            path=file.path,
            line=n,
            number=str(n),
            kind=Kind.SINGLE,
            stem=f"A harbour has {n} boats that have to stay afloat in any weather. Which floats?",
            options=tuple(
                OptionDraft(letter, f"The `{letter}` of number {n}", letter == "A", f"{n}: {why}")
                for letter in "ABCD"
            ),
            explanation=f"{why} There are {n} of them.",
        )
        verdict = judge.match(draft)
        met = verdict.question
        items.append(
            ImportItem(
                upload=upload,
                file=file,
                position=n,
                line=n,
                read=ImportItem.Read.IMPORTED,
                action=verdict.action,
                draft=packed(draft),
                html=list(draft.texts),
                stem=normal_stem(draft.stem),
                question_id=met.id if met else None,
                newest_id=met.newest_id if met else None,
                chosen=True,
            )
        )
    ImportItem.objects.bulk_create(items, batch_size=500)
    return upload


def table(rows: list[Row]) -> str:
    lines = ["| what | before the transaction, s | in the transaction, s |", "|---|---|---|"]
    lines += [f"| {what} | {before:.2f} | {inside:.2f} |" for what, before, inside in rows]
    return "\n".join(lines)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as data:
        os.environ["STUDYAPP_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        made = f"## {connection.vendor}\n\n{table(measure())}\n"
    print(made)
    if "--write" in sys.argv:
        today = datetime.now(UTC).date()
        page = MEASUREMENTS / f"{today}-importing.md"
        head = f"# What importing costs, {today}\n\n{METHOD}"
        before = page.read_text("utf-8") if page.exists() else head
        page.write_text(f"{before}\n{made}", encoding="utf-8")


if __name__ == "__main__":
    main()
