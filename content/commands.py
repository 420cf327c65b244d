"""What our commands have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError


class DatabaseCommand(BaseCommand):
    """A command that says in a line, with status 2, that the database is not there or not ready."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            what = f"the database does not answer ({' '.join(str(error).split())})"
            how = "run `python manage.py migrate`, or correct DATABASE_URL"
            raise CommandError(f"{what} – {how}", returncode=2) from error
