import secrets
from argparse import ArgumentParser
from random import Random
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.commands import DatabaseCommand
from quizzes.models import Quiz
from studyapp import demo
from studyapp.accounts.models import User


class Command(DatabaseCommand):
    help = "Fill the site with a simulated class, to look around in or to show."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--learners", type=int, default=24, help="how many (default: 24)")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another class")
        parser.add_argument("--remove", action="store_true", help="take the class away again")

    def handle(self, *args: Any, **options: Any) -> None:
        class_before = User.objects.filter(email__endswith=f"@{demo.DOMAIN}")
        if options["remove"]:
            count = class_before.count()
            class_before.delete()
            told = ngettext(
                "%(count)d simulated learner removed.",
                "%(count)d simulated learners removed.",
                count,
            )
            self.stdout.write(told % {"count": count})
            return
        if class_before.exists():
            raise CommandError(
                _("there is a simulated class already – `manage.py demo --remove` takes it away")
            )
        if not Quiz.objects.exists():
            raise CommandError(_("there is no quiz yet – run `manage.py load_content` first"))
        password = secrets.token_urlsafe(12)
        users = demo.simulate(
            options["learners"],
            password=password,
            now=timezone.now(),
            random=Random(options["seed"]),  # noqa: S311 (a simulation, no secret)
            told=self._told(options["verbosity"]),
        )
        self.stdout.write(
            _("A class of %(count)d. Sign in as %(email)s with the password %(password)s")
            % {"count": len(users), "email": users[0].email, "password": password}
        )

    def _told(self, verbosity: int) -> Any:
        def told(line: str) -> None:
            if verbosity:
                self.stderr.write(line)

        return told
