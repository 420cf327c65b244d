from argparse import ArgumentParser
from random import Random, SystemRandom
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from content.commands import DatabaseCommand
from content.models import Course
from content.outline import Outline, outline_of
from quizzes.form_drafts import LackError, TooFewError, drafted
from quizzes.form_files import FORMS, FormDraft, as_toml

MOST_FORMS = 20


class Command(DatabaseCommand):
    help = f"Draft fixed forms from a course's questions and print them as {FORMS} has them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", metavar="SLUG", help="the course; needed if there are more")
        parser.add_argument(
            "--count",
            type=int,
            default=1,
            metavar="N",
            help="draft so many mock exams (1)",
        )
        parser.add_argument(
            "--diagnostic",
            type=int,
            default=0,
            metavar="QUESTIONS",
            help="draft a diagnostic of so many questions too, over every task statement",
        )
        parser.add_argument("--seed", type=int, help="draw the same again; chance if left out")
        parser.add_argument(
            "--anew",
            action="store_true",
            help="draw also what the course's fixed forms hold, to replace them all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        course = _course(options["course"])
        if not 0 <= options["count"] <= MOST_FORMS or options["diagnostic"] < 0:
            what = _("--count goes from 0 to %(most)d, --diagnostic from 0") % {"most": MOST_FORMS}
            raise CommandError(f"{what} – " + _("correct the number"))
        if options["count"] and not (course.exam_questions and course.exam_minutes):
            what = _("%(slug)s has no exam to draw a form of") % {"slug": course.slug}
            raise CommandError(f"{what} – " + _("give its course.toml an [exam], or --count 0"))
        if options["seed"] is None:
            options["seed"] = SystemRandom().randrange(1_000_000)
        self.stdout.write("\n\n".join(map(as_toml, _drafts(course, **options))))
        told = _("Drawn with --seed %(seed)d; put it into %(file)s and load the course.")
        self.stderr.write(told % {"seed": options["seed"], "file": FORMS})


def _course(slug: str | None) -> Outline:
    courses = Course.objects.open()
    found = list(courses if slug is None else courses.filter(slug=slug))
    if len(found) != 1:
        names = ", ".join(courses.values_list("slug", flat=True)) or _("none has been loaded")
        what = _("which course is meant") if found else _("there is no such course")
        raise CommandError(f"{what} – " + _("name one with --course: %(names)s") % {"names": names})
    return outline_of(found[0])


def _drafts(
    of: Outline, *, count: int, diagnostic: int, seed: int, anew: bool, **_options: Any
) -> list[FormDraft]:
    try:
        return drafted(
            of,
            exams=count,
            diagnostic=diagnostic,
            anew=anew,
            random=Random(seed),  # noqa: S311 (no secret)
            now=timezone.now(),
        )
    except TooFewError as few:
        what = _("there are %(tasks)d task statements") % {"tasks": few.tasks}
        raise CommandError(f"{what} – " + _("give the diagnostic as many questions")) from None
    except LackError as lack:
        lacks = "; ".join(
            _("%(name)s: %(found)d of %(needed)d")
            % {"name": name, "found": found, "needed": needed}
            for name, needed, found in lack.lacks
        )
        what = _("too few questions are left (%(lacks)s)") % {"lacks": lacks}
        raise CommandError(f"{what} – " + _("write more, or draft fewer forms")) from None
