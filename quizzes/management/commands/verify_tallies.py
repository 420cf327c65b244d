from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from content.commands import DatabaseCommand
from quizzes import tallies


class Command(DatabaseCommand):
    help = "Prove that the learners' tallies equal what their answers say, or write them anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="write every tally anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(_("%(count)d tallies written.") % {"count": tallies.rebuild()})
            return
        derived, stored = tallies.derived(), tallies.stored()
        if wrong := {row[:2] for row in derived ^ stored}:
            raise CommandError(
                _(
                    "%(count)d tallies differ from the answers – run "
                    "`manage.py verify_tallies --rebuild` to write them anew"
                )
                % {"count": len(wrong)}
            )
        self.stdout.write(_("%(count)d tallies, all right.") % {"count": len(stored)})
