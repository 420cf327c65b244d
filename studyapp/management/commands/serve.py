import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp import preflight, static_files
from studyapp.accounts.instructors import ensure_group

TICK_SECONDS = 5


class Command(BaseCommand):
    help = "Brings the database and the course up to date, then serves the site with granian."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *args: Any, host: str, port: str, **options: Any) -> None:
        number = preflight.port_from(str(port))
        source = Path(settings.BASE_DIR, "studyapp", "settings.py").read_text("utf-8")
        preflight.check_environment(os.environ, source)
        preflight.check_https(https=settings.HTTPS, behind_proxy=settings.BEHIND_PROXY)
        preflight.check_folder(settings.DATA_DIR)
        preflight.check_courses(settings.COURSES_DIR)
        preflight.check_address(host, number)
        preflight.check_database()
        self.check()
        self.migrate()
        ensure_group()
        self.load()
        if static_files.gather():
            self.stdout.write(_("Gathered the static files"))
        self.announce(host, number)
        command = server_command(host, number)
        connections.close_all()
        self.stdout.flush()
        # It looks whether this process, soon the server, is still there, and ends with it.
        subprocess.Popen(tick_command(os.getpid()), stdin=subprocess.DEVNULL)  # noqa: S603 (ours)
        # The server takes this process's place, so that signals reach it.
        os.execv(command[0], command)

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            said = ngettext(
                "Bringing the database up to date (%(n)d step)",
                "Bringing the database up to date (%(n)d steps)",
                len(plan),
            )
            self.stdout.write(said % {"n": len(plan)})
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0)

    def load(self) -> None:
        """What is good in the course is loaded; what is not is said, and keeps nobody from it."""
        try:
            call_command("load_content", stdout=self.stdout, stderr=self.stderr)
        except (CommandError, SystemExit) as error:
            if isinstance(error, CommandError):
                self.stderr.write(str(error))
            said = _("Part of the course was refused: %(command)s")
            self.stderr.write(said % {"command": "manage.py load_content --check"})

    def announce(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        address = {"address": f"http://{shown}:{port}"}
        self.stdout.write(_("Studyapp listens on %(address)s  (Ctrl-C stops it)") % address)
        if not get_user_model()._default_manager.filter(is_staff=True, is_active=True).exists():
            said = _("No instructor yet: type `%(command)s` in another terminal")
            self.stdout.write(said % {"command": "make instructor"})


def server_command(host: str, port: int) -> list[str]:
    """The command line of the server. The threads are for receiving what is sent slowly: on SQLite
    only one of a worker's has its turn at a time (`studyapp.receiving`)."""
    threads = "16" if connection.vendor == "sqlite" else "8"
    return [
        *(sys.executable, "-m", "studyapp.serving", "--host", host, "--port", str(port)),
        *("--threads", threads, "--working-dir", str(settings.BASE_DIR)),
    ]


def tick_command(server: int) -> list[str]:
    """The command line of what closes overdue exams beside the server of this process id."""
    manage = str(Path(settings.BASE_DIR, "manage.py"))
    return [
        *(sys.executable, manage, "tick"),
        *("--every", str(TICK_SECONDS), "--beside", str(server)),
    ]
