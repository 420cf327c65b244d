from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.commands import DatabaseCommand, courses_named
from content.models import Course
from quizzes.facts import Standing, standings


class Command(DatabaseCommand):
    help = "Say what the register's facts claim, and all that rests on each of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", metavar="ID", help="only these facts")
        parser.add_argument("--course", metavar="SLUG", help="only this course's facts")
        parser.add_argument(
            "--stale", action="store_true", help="only those whose check is too old"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        registers = [
            (course, standings(course.facts.filter(retired_at=None), today))
            for course in courses_named(options["course"])
        ]
        wanted = set(options["ids"])
        if lost := wanted - {each.fact.slug for _c, facts in registers for each in facts}:
            told = _("there is no fact “%(slug)s” – `manage.py facts` lists all there are")
            raise CommandError(told % {"slug": min(lost)})
        for course, facts in registers:
            for each in facts:
                named = not wanted or each.fact.slug in wanted
                if named and (each.stale or not options["stale"]):
                    self.stdout.write("\n".join(_lines(course, each)))
            if not wanted and facts:
                self.stdout.write(_summary(course, facts))


def _lines(course: Course, each: Standing) -> Iterator[str]:
    fact = each.fact
    yield f"{course.slug}: {fact.slug} – {fact.claim}: {fact.value}"
    checked = _("checked on %(day)s, good until %(until)s")
    told = checked % {"day": fact.checked_on, "until": fact.good_until}
    yield f"  {fact.source} – {told}{_(': stale') if each.stale else ''}"
    for change in each.changes:
        what = _("until %(day)s it said “%(before)s”; nobody has confirmed the change yet")
        before = change.value_before if change.value_before != change.value else change.claim_before
        yield "  " + what % {"day": change.changed_at.date(), "before": before}
    for section in each.resting.sections:
        yield "  " + _("section %(place)s – %(title)s") % {
            "place": section, "title": section.title
        }  # fmt: skip
    for question in each.resting.questions:
        yield "  " + _("question %(place)s") % {"place": question}
    if not each.resting:
        yield "  " + _("nothing rests on it")


def _summary(course: Course, facts: Sequence[Standing]) -> str:
    told = _("%(slug)s: %(facts)s, %(stale)d stale, %(changed)d to be confirmed, %(idle)d uncited.")
    return told % {
        "slug": course.slug,
        "facts": ngettext("%d fact", "%d facts", len(facts)) % len(facts),
        "stale": sum(each.stale for each in facts),
        "changed": sum(bool(each.changes) for each in facts),
        "idle": sum(not each.resting for each in facts),
    }
