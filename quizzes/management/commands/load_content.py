import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.commands import DatabaseCommand
from content.discovery import ClashError, Folder, NotFoundError, discover, slugify
from quizzes.formats.known import BANKS
from quizzes.loading import load
from quizzes.reports import Report


class Command(DatabaseCommand):
    help = "Load courses, chapters and banks of questions; by default the shipped courses."
    # Reading files needs neither a database nor the rest of the site in order.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="a course's folder, any folder with files of known formats, or one file",
        )
        parser.add_argument("--course", metavar="SLUG", help="the course to load into")
        parser.add_argument("--check", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        folders, lost = self._folders(options["paths"], options["course"])
        for folder in folders:
            load(
                folder,
                report=report,
                now=timezone.now(),
                check=options["check"],
                full=options["json"],
                progress=self._progress(options["verbosity"]),
            )
        if not (report.files or report.problems or any(f.manifest for f in folders)):
            what = f"{folders[0].root.name} – there is no file of a known format in it"
            raise CommandError(f"{what} – give a folder with .md files, or with banks")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(report, check=options["check"])
        for line in lost:
            self.stderr.write(line)
        if report.failed or lost:
            raise SystemExit(1)

    def _folders(self, paths: list[Path], course: str | None) -> tuple[list[Folder], list[str]]:
        """What to load, and a line on each path that leads nowhere beside others that do not."""
        if course is not None and course != slugify(course):
            raise CommandError(
                f"--course {course} – it cannot stand in an address – use up to 50 small letters, "
                "digits and hyphens"
            )
        folders: list[Folder] = []
        lost: list[str] = []
        for path in paths or [settings.COURSES_DIR]:
            try:
                folders += discover(path, course=course, banks=BANKS)
            except ClashError as error:
                raise CommandError(str(error)) from None
            except NotFoundError as error:
                lost.append(str(error))
        if lost and not paths:
            raise CommandError(f"STUDYAPP_COURSES: {lost[0]}", returncode=2)
        if not folders:
            raise CommandError("\n".join(lost))
        return folders, lost

    def _progress(self, verbosity: int) -> Any:
        def progress(line: str) -> None:
            if verbosity:
                self.stderr.write(line)

        return progress

    def _tell(self, report: Report, *, check: bool) -> None:
        for line in report.lines():
            self.stdout.write(line)
        if report.files and report.unchanged == report.files and not report.retired_chapters:
            files = report.files
            told = ngettext(
                "Nothing has changed in %d file.", "Nothing has changed in %d files.", files
            )
            self.stdout.write(told % files)
            self._tell_facts(report)
            return
        self.stdout.write(_read(report))
        if not check:
            self.stdout.write(_changed(report))
        self._tell_facts(report)

    def _tell_facts(self, report: Report) -> None:
        if any(report.facts):
            added, changed, retired = report.facts
            told = _("Facts: %(added)d new, %(changed)d changed, %(retired)d retired.")
            values = {"added": added, "changed": changed, "retired": retired}
            self.stdout.write(told % values)


def _read(report: Report) -> str:
    """What was read, in a sentence."""
    totals = report.totals
    files, chapters, questions = totals["files"], totals["chapters"], totals["questions"]
    return _(
        "%(files)s: %(chapters)s, %(questions)s (%(imported)d imported, "
        "%(warning)d with a warning, %(rejected)d rejected), %(unchanged)s unchanged."
    ) % {
        **totals,
        "files": ngettext("%d file", "%d files", files) % files,
        "chapters": ngettext("%d chapter", "%d chapters", chapters) % chapters,
        "questions": ngettext("%d question", "%d questions", questions) % questions,
        "unchanged": ngettext("%d file", "%d files", report.unchanged) % report.unchanged,
    }


def _changed(report: Report) -> str:
    """What of it is other than before, in a sentence."""
    changes, chapters = report.changes, report.retired_chapters
    return _(
        "%(added)s added, %(changed)d changed, %(retired)d retired, %(restored)d restored; "
        "%(chapters)s retired."
    ) % {
        "added": ngettext("%d question", "%d questions", changes.added) % changes.added,
        "changed": changes.changed,
        "retired": changes.retired,
        "restored": changes.restored,
        "chapters": ngettext("%d chapter", "%d chapters", chapters) % chapters,
    }
