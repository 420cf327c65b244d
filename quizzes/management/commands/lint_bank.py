import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from content.commands import DatabaseCommand, courses_named
from quizzes import linting
from quizzes.lint import Severity, lint


class Command(DatabaseCommand):
    help = "Say what an examiner would object to in the stored questions; errors make status 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", metavar="SLUG", help="only this course's questions")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = []
        for course in courses_named(options["course"]):
            subjects = linting.subjects(course.questions.all())
            found = lint(subjects, linting.entries(course))
            reports.append((course, len(subjects), found))
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(reports), ensure_ascii=False, indent=2))
        else:
            self._tell(reports)
        if any(each.severity is Severity.ERROR for _c, _n, found in reports for each in found):
            raise SystemExit(1)

    def _tell(self, reports: list[Any]) -> None:
        for course, count, found in reports:
            # Errors first: among thousands of warnings they would be lost.
            for each in sorted(found, key=lambda each: each.severity is not Severity.ERROR):
                self.stdout.write(f"{course.slug}: {each}")
            for rule, count_of_rule in Counter(each.rule.value for each in found).most_common():
                self.stdout.write(f"{course.slug}: {rule}: {count_of_rule}")
            counts = Counter(each.severity for each in found)
            told = _("%(slug)s: %(questions)d questions, %(errors)d errors, %(warnings)d warnings.")
            self.stdout.write(
                told
                % {
                    "slug": course.slug,
                    "questions": count,
                    "errors": counts[Severity.ERROR],
                    "warnings": counts[Severity.WARNING],
                }
            )


def _as_json(reports: list[Any]) -> dict[str, Any]:
    """Every finding with its course, and how many there are of each rule and severity."""
    findings = [
        {
            "course": course.slug,
            "question": each.code,
            "place": each.place,
            "rule": each.rule.value,
            "severity": each.severity.value,
            "what": each.what,
            "how": each.how,
        }
        for course, _count, found in reports
        for each in found
    ]
    return {
        "findings": findings,
        "totals": {
            "questions": sum(count for _course, count, _found in reports),
            "errors": sum(each["severity"] == "error" for each in findings),
            "warnings": sum(each["severity"] == "warning" for each in findings),
            "rules": dict(Counter(each["rule"] for each in findings)),
        },
    }
