"""What our commands have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from content.models import Course


class DatabaseCommand(BaseCommand):
    """A command that says in a line, with status 2, that the database is not there or not ready."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            what = f"the database does not answer ({' '.join(str(error).split())})"
            how = "run `python manage.py migrate`, or correct DATABASE_URL"
            raise CommandError(f"{what} – {how}", returncode=2) from error


def courses_named(slug: str | None) -> list[Course]:
    """The course of that slug, or by None all there are, in the order of their slugs.

    Raises CommandError where there is no such course."""
    courses = Course.objects.order_by("slug")
    found = list(courses if slug is None else courses.filter(slug=slug))
    if slug is not None and not found:
        told = _("there is no course “%(slug)s” – name one that has been loaded")
        raise CommandError(told % {"slug": slug})
    return found
