import json
import os
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.commands import DatabaseCommand
from content.models import Course
from quizzes.exporting import FORMATS, written
from quizzes.formats.format import Loss
from quizzes.models import Question, Quiz

STATUSES = {
    "published": [Question.Status.PUBLISHED],
    "draft": [Question.Status.DRAFT],
    "all": [Question.Status.PUBLISHED, Question.Status.DRAFT],
}


class Command(DatabaseCommand):
    help = "Write questions to a file in any format, and say what it could not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [form.name for form in FORMATS]
        parser.add_argument("--format", required=True, choices=names, dest="form")
        parser.add_argument("--course", metavar="SLUG", help="only this course's questions")
        parser.add_argument("--quiz", metavar="SLUG", help="only this quiz's questions")
        parser.add_argument(
            "--status", choices=list(STATUSES), default="all", help="retired ones never leave"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of stdout")
        parser.add_argument(
            "--losses", type=Path, metavar="FILE", help="what is lost, as JSON, instead of stderr"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        form = next(form for form in FORMATS if form.name == options["form"])
        questions, title = self._chosen(options["course"], options["quiz"])
        chosen = questions.filter(status__in=STATUSES[options["status"]])
        if not chosen.exists():
            raise CommandError(_("there is no such question – name another course, quiz or status"))
        made = written(form, chosen, title=title)
        if options["output"]:
            _write(options["output"], made.data)
        else:
            self._print(made.data)
        self._tell(made.losses, options["losses"], count=chosen.count())

    def _chosen(self, course: str | None, quiz: str | None) -> tuple[QuerySet[Question], str]:
        """The questions, and what to call them together."""
        courses, quizzes = Course.objects.all(), Quiz.objects.own().select_related("course")
        if course is not None:
            courses = courses.filter(slug=course)
            quizzes = quizzes.filter(course__slug=course)
            if not courses:
                what = _("--course %(slug)s – there is no such course") % {"slug": course}
                raise CommandError(f"{what} – {_named(Course.objects.values_list('slug'))}")
        if quiz is None:
            title = courses[0].title if len(courses) == 1 else _("Questions")
            return Question.objects.filter(course__in=courses), title
        found = list(quizzes.filter(slug=quiz))
        if not found:
            what = _("--quiz %(slug)s – there is no such quiz") % {"slug": quiz}
            raise CommandError(f"{what} – {_named(quizzes.values_list('slug'))}")
        if len(found) > 1:
            what = _("--quiz %(slug)s – several courses have one") % {"slug": quiz}
            raise CommandError(f"{what} – " + _("name one with --course"))
        return Question.objects.filter(quiz=found[0]), found[0].title

    def _print(self, data: bytes) -> None:
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None or self.stdout.isatty():
            try:
                self.stdout.write(data.decode(), ending="")
            except UnicodeDecodeError:
                told = _("this format is no text – name a file with --output")
                raise CommandError(told) from None
        else:
            self.stdout.flush()
            buffer.write(data)
            buffer.flush()

    def _tell(self, losses: Sequence[Loss], file: Path | None, *, count: int) -> None:
        if file is not None:
            rows = [{"number": x.number, "code": x.code, "what": x.what} for x in losses]
            _write(file, f"{json.dumps(rows, ensure_ascii=False, indent=1)}\n".encode())
        else:
            for loss in losses:
                self.stderr.write(str(loss))
        told = ngettext("%(n)d question read", "%(n)d questions read", count) % {"n": count}
        lost = ngettext("%(n)d loss", "%(n)d losses", len(losses)) % {"n": len(losses)}
        self.stderr.write(f"{told}, {lost}.")


def _named(slugs: Any) -> str:
    names = ", ".join(sorted({slug for (slug,) in slugs})[:20])
    return _("there are: %(names)s") % {"names": names or "–"}


def _write(path: Path, data: bytes) -> None:
    """The file, whole or not at all. Raises CommandError where it cannot be written."""
    made = path.parent / f".{path.name}.{os.getpid()}"
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe; a folder refuses
            return
        try:
            made.write_bytes(data)
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        what = _("%(path)s – it cannot be written (%(reason)s)")
        told = what % {"path": path, "reason": error.strerror}
        raise CommandError(f"{told} – " + _("name a file in a folder of yours")) from None
