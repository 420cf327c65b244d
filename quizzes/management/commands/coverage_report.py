import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from content.commands import DatabaseCommand, courses_named
from content.models import Course
from quizzes.coverage import Coverage, DomainRow, Row
from quizzes.covering import covered
from quizzes.gaps import in_words


class Command(DatabaseCommand):
    help = (
        "Say what of the exam guide sections and questions cover; what is missing makes status 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", metavar="SLUG", help="only this course")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = [
            (course, covered(course, today=timezone.localdate()))
            for course in courses_named(options["course"])
        ]
        if options["json"]:
            values = {"courses": [_as_json(course, report) for course, report in reports]}
            self.stdout.write(json.dumps(values, ensure_ascii=False, indent=2))
        else:
            for course, report in reports:
                for line in _lines(course, report):
                    self.stdout.write(f"{course.slug}: {line}")
        if any(report.gaps for _course, report in reports):
            raise SystemExit(1)


def _lines(course: Course, report: Coverage) -> Iterator[str]:
    for domain in report.domains:
        yield _("domain %(name)s: %(percent)d %% of the exam, %(questions)s") % {
            "name": f"{domain.about.code} {domain.about.name}",
            "percent": domain.about.weight,
            "questions": _share(domain, report),
        }
    for what, rows in ((_("task"), report.tasks), (_("service"), report.services)):
        for row in rows:
            yield f"{what} {row.about.code} {row.about.name}: {_counts(row)}"
    for row in (*report.tasks, *report.services):
        for gap in row.gaps:
            yield _("missing: %(code)s – %(what)s") % {
                "code": row.about.code,
                "what": in_words(gap, row),
            }
    yield _(
        "%(questions)d questions are asked; they fill %(forms)d exams of %(size)d that share none; "
        "%(gaps)d missing."
    ) % {
        "questions": report.questions,
        "forms": report.forms,
        "size": course.exam_questions,
        "gaps": report.gaps,
    }


def _share(domain: DomainRow, report: Coverage) -> str:
    share = round(100 * domain.questions / report.questions) if report.questions else 0
    return _("%(n)d questions (%(share)d %%), %(scored)d of them for exams that need %(quota)d") % {
        "n": domain.questions,
        "share": share,
        "scored": domain.scored,
        "quota": domain.quota,
    }


def _counts(row: Row) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in row.kinds.items())
    return _("%(sections)d sections, %(questions)d questions (levels %(levels)s%(kinds)s)") % {
        "sections": len(row.sections),
        "questions": row.questions,
        "levels": "/".join(map(str, row.levels)),
        "kinds": f"; {kinds}" if kinds else "",
    }


def _as_json(course: Course, report: Coverage) -> dict[str, Any]:
    return {
        "course": course.slug,
        "questions": report.questions,
        "forms": report.forms,
        "domains": [
            {
                "number": int(domain.about.code),
                "title": domain.about.name,
                "weight": domain.about.weight,
                "questions": domain.questions,
                "scored": domain.scored,
                "quota": domain.quota,
            }
            for domain in report.domains
        ],
        "tasks": [_row_as_json(row) for row in report.tasks],
        "services": [_row_as_json(row) for row in report.services],
        "missing": report.gaps,
    }


def _row_as_json(row: Row) -> dict[str, Any]:
    return {
        "code": row.about.code,
        "title": row.about.name,
        "sections": [section.url for section in row.sections],
        "questions": row.questions,
        "levels": list(row.levels),
        "kinds": {kind.value: count for kind, count in row.kinds.items()},
        "missing": [gap.value for gap in row.gaps],
    }
