"""A site of its own for each browser test: a database file copied from a loaded one, and a server.

The server's threads open connections of their own, as in production; one connection shared by
threads, which Django's in-memory test database would be, mixes their transactions."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connections
from django.test import Client

from content.kept import forget_everything
from quizzes import wordings
from studyapp.accounts.models import User
from studyapp.databases import database

HARBOUR = Path(__file__).parent / "harbour"


@contextmanager
def living_in(file: Path) -> Iterator[None]:
    """The default database is this SQLite file, for every thread, until the block ends."""
    # Another database, whose rows bear the same ids: nothing may be kept of the one before.
    forget_everything()
    wordings.forget()
    before, settings_before = connections["default"], connections.settings["default"]
    here = {**settings_before, **database(f"sqlite:///{file}", file.parent)}
    # A connection ends with its request, so that no thread keeps the file of an earlier test.
    connections.settings["default"] = {**here, "CONN_MAX_AGE": 0}
    connections["default"] = connections.create_connection("default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings_before
        connections["default"] = before
        ContentType.objects.clear_cache()


def lay_empty(file: Path) -> Path:
    """A database file with nothing in it but its tables, to copy from."""
    with living_in(file):
        call_command("migrate", interactive=False, verbosity=0)
    return file


def lay(empty: Path, file: Path, course: Path) -> Path:
    """The copy of an empty one with this course loaded, to copy from."""
    shutil.copy(empty, file)
    with living_in(file):
        call_command("load_content", course, stdout=StringIO(), stderr=StringIO())
    return file


def shipped_course() -> Path:
    return Path(settings.BASE_DIR) / "content" / "courses" / "clf-c02"


@contextmanager
def answering_to_the_end(*, seconds: float = 5) -> Iterator[None]:
    """Ends the block only once the server has answered what it was asked inside it."""
    under_way: list[object] = []

    def started(**kwargs: object) -> None:
        under_way.append(kwargs)

    def finished(**kwargs: object) -> None:
        under_way.pop()

    request_started.connect(started)
    request_finished.connect(finished)
    try:
        yield
        until = time.monotonic() + seconds
        while under_way and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        request_started.disconnect(started)
        request_finished.disconnect(finished)


@dataclass(frozen=True, slots=True)
class Site:
    """A running site; course and chapter are paths of the pages that a test begins at."""

    url: str
    course: str
    chapter: str

    @property
    def quiz(self) -> str:
        return f"{self.chapter}quiz/"


def session_of(user: User) -> str:
    """The cookie of a session in which user is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
