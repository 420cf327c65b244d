"""What must be right before the site is served; what is wrong is one line that says what to do."""

import contextlib
import difflib
import os
import re
import socket
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from content.discovery import ClashError, NotFoundError, discover
from quizzes.formats.known import BANKS

NAME = re.compile(r'"(STUDYAPP_[A-Z_]+)"')
TRUE_OR_FALSE = re.compile(r'env\.bool\(\s*"(\w+)"')
OF_COMMANDS = ("STUDYAPP_INSTRUCTOR_PASSWORD",)
TRUTH = {"true", "on", "ok", "y", "yes", "1"}
FALSEHOOD = {"false", "off", "n", "no", "0", ""}


class Refusal(CommandError):
    """A reason not to serve, with what to do about it; the command ends with status 2."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{' '.join(what.split())} – {how}", returncode=2)


def check_environment(environment: Mapping[str, str], settings: str) -> None:
    """Refuses STUDYAPP_ names that the settings' source does not read, and half-said yes or no."""
    known = sorted(set(NAME.findall(settings)))
    for name in sorted(environment):
        if name.startswith("STUDYAPP_") and name not in (*known, *OF_COMMANDS):
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
            how = _("did you mean %(names)s?") if close else _("known are %(names)s")
            raise Refusal(
                _("%(name)s is no setting") % {"name": name},
                how % {"names": ", ".join(close or known)},
            )
    for name in set(TRUE_OR_FALSE.findall(settings)) & set(environment):
        if environment[name].lower() not in TRUTH | FALSEHOOD:
            raise Refusal(
                _("%(name)s is “%(value)s”") % {"name": name, "value": environment[name][:80]},
                _("write 1 for yes or 0 for no"),
            )


def check_https(*, https: bool, behind_proxy: bool) -> None:
    """Refuses HTTPS without a proxy that speaks it: every page would lead to itself for ever."""
    if https and not behind_proxy:
        raise Refusal(
            _("STUDYAPP_HTTPS=1, but this server itself speaks plain HTTP"),
            _("serve behind a proxy that speaks HTTPS and set STUDYAPP_BEHIND_PROXY=1 as well"),
        )


def check_folder(folder: Path) -> None:
    """Refuses a data folder in which nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(
            _("nothing can be written in %(folder)s (%(reason)s)")
            % {"folder": folder, "reason": error.strerror},
            _("give this user the right to, or set STUDYAPP_DATA to a folder that has it"),
        ) from error


def check_courses(path: Path) -> None:
    """Refuses a STUDYAPP_COURSES that leads nowhere, or to nothing that could be loaded.

    What is wrong within the courses is for the loader to say, and keeps nobody from the site."""
    try:
        discover(path, banks=BANKS)
    except ClashError:
        pass
    except NotFoundError as error:
        raise Refusal(f"STUDYAPP_COURSES: {error.what}", error.how) from error


def check_address(host: str, port: int) -> None:
    """Refuses an address that cannot be listened at."""
    if not 1 <= port <= 65535:
        raise Refusal(
            _("%(port)s is no port") % {"port": port},
            _("choose one from 1024 to 65535: %(command)s") % {"command": "PORT=8000 make serve"},
        )
    problem = trouble_at(host, port)
    if isinstance(problem, socket.gaierror):
        raise Refusal(
            _("“%(host)s” is no address of this machine") % {"host": host},
            "HOST=127.0.0.1 make serve",
        )
    if isinstance(problem, PermissionError):
        raise Refusal(
            _("port %(port)d is reserved for root") % {"port": port},
            _("take another: %(command)s") % {"command": "PORT=8000 make serve"},
        )
    if isinstance(problem, OSError):
        other = f"PORT={free_port(host, after=port)} make serve"
        raise Refusal(
            _("%(host)s:%(port)d cannot be listened at (%(reason)s)")
            % {"host": host, "port": port, "reason": problem.strerror},
            _("stop what uses it, or take another port: %(command)s") % {"command": other},
        )


def trouble_at(host: str, port: int) -> OSError | None:
    """What listening at an address would raise, tried for a moment."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            # As the server does: a port that was left a minute ago may be taken again.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        return error
    return None


def free_port(host: str, *, after: int) -> int:
    return next(
        (port for port in range(after + 1, min(after + 50, 65536)) if not trouble_at(host, port)),
        8000,
    )


def check_database() -> None:
    """Refuses a database that does not answer, cannot be written, or is newer than this code."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        check_file(Path(name))
    try:
        connection.ensure_connection()
        applied = MigrationLoader(connection).applied_migrations
    except (DatabaseError, InterfaceError) as error:
        raise Refusal(
            _("the database %(name)s does not answer (%(reason)s)")
            % {"name": name, "reason": str(error).strip()},
            _("start it, or correct DATABASE_URL"),
        ) from error
    check_age(applied)


def check_file(path: Path) -> None:
    """Refuses an SQLite file, or a place for one, that this user cannot write."""
    if not path.parent.is_dir():
        raise Refusal(
            _("there is no folder %(folder)s") % {"folder": path.parent},
            _("make it, or correct DATABASE_URL"),
        )
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise Refusal(
            _("%(path)s cannot be written") % {"path": path},
            _("give this user the right, or move the file"),
        )


def check_age(applied: Iterable[tuple[str, str]]) -> None:
    """Refuses migrations of our applications that this code does not have."""
    loader = MigrationLoader(None)
    unknown = sorted(
        (app, name)
        for app, name in applied
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )
    if unknown:
        raise Refusal(
            _("the database is newer than this code (%(migration)s is unknown here)")
            % {"migration": ".".join(unknown[-1])},
            _("take the newer code (git pull), or set DATABASE_URL to another database"),
        )


def port_from(text: str) -> int:
    """The number in PORT; refuses any other text."""
    with contextlib.suppress(ValueError):
        return int(text)
    raise Refusal(
        _("“%(text)s” is no port") % {"text": text[:80]},
        _("write a number: %(command)s") % {"command": "PORT=8000 make serve"},
    )
