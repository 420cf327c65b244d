import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import ngettext

from content.commands import DatabaseCommand
from quizzes import attempts

log = logging.getLogger(__name__)


class Command(DatabaseCommand):
    help = "Closes the exams whose time is up."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        every = "go on doing so, with this pause"
        beside = "with --every: end when this process, which started the command, does"
        parser.add_argument("--every", type=int, metavar="SECONDS", help=every)
        parser.add_argument("--beside", type=int, metavar="PID", help=beside)

    def handle(
        self, *args: Any, every: int | None, beside: int | None = None, **options: Any
    ) -> None:
        if every is None:
            closed = attempts.close_overdue(timezone.now())
            said = ngettext("%(n)d exam closed.", "%(n)d exams closed.", closed)
            self.stdout.write(said % {"n": closed})
            return
        try:
            while goes_on(beside):
                tick()
                rest(every, beside)
        except KeyboardInterrupt:
            return


def goes_on(beside: int | None) -> bool:
    """Whether the process that the command runs beside is still there: an orphan has another."""
    return beside is None or os.getppid() == beside


def tick() -> None:
    """One round that nothing stops: where the database fails, the next round tries again."""
    try:
        close_old_connections()
        attempts.close_overdue(timezone.now())
    except Exception:
        log.exception("exams whose time is up could not be closed")


def rest(seconds: int, beside: int | None) -> None:
    """Sleep so long, or until there is nobody to run beside any more."""
    for _second in range(max(seconds, 1)):
        if goes_on(beside):
            time.sleep(1)
