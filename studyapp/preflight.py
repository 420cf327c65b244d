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
            how = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            raise Refusal(f"{name} is no setting", how)
    for name in set(TRUE_OR_FALSE.findall(settings)) & set(environment):
        if environment[name].lower() not in TRUTH | FALSEHOOD:
            raise Refusal(f"{name} is “{environment[name][:80]}”", "write 1 for yes or 0 for no")


def check_https(*, https: bool, behind_proxy: bool) -> None:
    """Refuses HTTPS without a proxy that speaks it: every page would lead to itself for ever."""
    if https and not behind_proxy:
        raise Refusal(
            "STUDYAPP_HTTPS=1, but this server itself speaks plain HTTP",
            "serve behind a proxy that speaks HTTPS and set STUDYAPP_BEHIND_PROXY=1 as well",
        )


def check_folder(folder: Path) -> None:
    """Refuses a data folder in which nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(
            f"nothing can be written in {folder} ({error.strerror})",
            "give this user the right to, or set STUDYAPP_DATA to a folder that has it",
        ) from error


def check_address(host: str, port: int) -> None:
    """Refuses an address that cannot be listened at."""
    if not 1 <= port <= 65535:
        raise Refusal(f"{port} is no port", "choose one from 1024 to 65535: PORT=8000 make serve")
    problem = trouble_at(host, port)
    if isinstance(problem, socket.gaierror):
        raise Refusal(f"“{host}” is no address of this machine", "HOST=127.0.0.1 make serve")
    if isinstance(problem, PermissionError):
        raise Refusal(f"port {port} is reserved for root", "take another: PORT=8000 make serve")
    if isinstance(problem, OSError):
        other = free_port(host, after=port)
        raise Refusal(
            f"{host}:{port} cannot be listened at ({problem.strerror})",
            f"stop what uses it, or take another port: PORT={other} make serve",
        )


def trouble_at(host: str, port: int) -> OSError | None:
    """What listening at an address would raise, tried for a moment."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
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
            f"the database {name} does not answer ({str(error).strip()})",
            "start it, or correct DATABASE_URL",
        ) from error
    check_age(applied)


def check_file(path: Path) -> None:
    """Refuses an SQLite file, or a place for one, that this user cannot write."""
    if not path.parent.is_dir():
        raise Refusal(f"there is no folder {path.parent}", "make it, or correct DATABASE_URL")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise Refusal(f"{path} cannot be written", "give this user the right, or move the file")


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
            f"the database is newer than this code ({'.'.join(unknown[-1])} is unknown here)",
            "take the newer code (git pull), or set DATABASE_URL to another database",
        )


def port_from(text: str) -> int:
    """The number in PORT; refuses any other text."""
    with contextlib.suppress(ValueError):
        return int(text)
    raise Refusal(f"“{text[:80]}” is no port", "write a number: PORT=8000 make serve")
