"""The database that DATABASE_URL names, tuned so that it loses no answer."""

import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "studyapp.queueing_sqlite"
POSTGRESQL = "django.db.backends.postgresql"
SQLITE_TUNING = {
    # A write takes its lock at once instead of failing half-way, and waits for its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: with NORMAL a power cut loses answers that were acknowledged.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
    ),
}


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for the database at url; SQLite in data where url is empty.

    Raises ImproperlyConfigured where url is no address of SQLite or PostgreSQL."""
    try:
        with warnings.catch_warnings(action="ignore"):
            address = url or f"sqlite:///{data}/studyapp.sqlite3"
            found: dict[str, Any] = environ.Env.db_url_config(address)
    except (ImproperlyConfigured, ValueError, KeyError):
        found = {}
    if found.get("ENGINE") == "django.db.backends.sqlite3":
        found["ENGINE"] = SQLITE
    if found.get("ENGINE") not in (SQLITE, POSTGRESQL):
        raise ImproperlyConfigured(
            "DATABASE_URL is not the address of a SQLite or PostgreSQL database – write it as "
            "postgres://user:password@host/name, or leave it out to use SQLite"
        )
    if found["ENGINE"] == SQLITE:
        found.setdefault("OPTIONS", {}).update(SQLITE_TUNING)
    return found
