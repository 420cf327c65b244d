"""Transactions on SQLite queue for its lock: one at a time, and without the queue where need be."""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connections, transaction
from django.db.utils import load_backend
from pytest_django import DjangoDbBlocker

from studyapp.databases import SQLITE, database
from studyapp.queueing_sqlite.base import DatabaseWrapper, queue_of, take_turn

ALIAS = "queueing"


def is_free(queue: Path) -> bool:
    """Whether somebody else could have the turn now."""
    if (turn := take_turn(queue, patience=0)) is None:
        return False
    os.close(turn)
    return True


@contextmanager
def held(queue: Path) -> Iterator[None]:
    """The turn is somebody's."""
    turn = take_turn(queue)
    assert turn is not None
    yield
    os.close(turn)


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    return tmp_path / "site.sqlite3-queue"


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[DatabaseWrapper]:
    """A database with a counter in it, as the site would have it but for its patience."""
    found = database(f"sqlite:///{tmp_path}/site.sqlite3", tmp_path)
    found["OPTIONS"] = {**found["OPTIONS"], "timeout": 0.01}
    known = connections.configure_settings({"default": {}, ALIAS: found})[ALIAS]
    monkeypatch.setitem(connections.settings, ALIAS, known)
    made = connections[ALIAS]
    assert isinstance(made, DatabaseWrapper)
    with django_db_blocker.unblock():
        with made.cursor() as cursor:
            cursor.execute("CREATE TABLE counter (n integer PRIMARY KEY)")
            cursor.execute(
                "CREATE TABLE bound (n integer REFERENCES counter DEFERRABLE INITIALLY DEFERRED)"
            )
            cursor.execute("INSERT INTO counter VALUES (0)")
        yield made
        made.close()
    del connections[ALIAS]


def counted(site: DatabaseWrapper) -> int:
    with site.cursor() as cursor:
        found: int = cursor.execute("SELECT n FROM counter").fetchone()[0]
    return found


def count() -> None:
    """Adds one, by reading and writing."""
    with transaction.atomic(ALIAS), connections[ALIAS].cursor() as cursor:
        n = cursor.execute("SELECT n FROM counter").fetchone()[0]
        cursor.execute("UPDATE counter SET n = %s", [n + 1])


class TestTurns:
    def test_one_has_it_at_a_time(self, queue: Path) -> None:
        with held(queue):
            assert take_turn(queue, patience=0) is None
        assert is_free(queue)

    def test_who_waits_has_it_next(self, queue: Path) -> None:
        had: list[int | None] = []
        waiter = threading.Thread(target=lambda: had.append(take_turn(queue, patience=60)))
        with held(queue):
            waiter.start()
            assert had == []
        waiter.join(60)
        assert had[0] is not None
        os.close(had[0])

    def test_who_gave_up_waiting_holds_nothing(self, queue: Path) -> None:
        with held(queue):
            assert take_turn(queue, patience=0.002) is None
        assert is_free(queue)

    def test_databases_have_their_own(self, queue: Path) -> None:
        with held(queue):
            assert is_free(queue.with_name("other.sqlite3-queue"))

    def test_it_is_free_once_its_process_was_killed(self, queue: Path) -> None:
        reading, writing = os.pipe()
        if not (child := os.fork()):
            take_turn(queue)
            os.write(writing, b"held")
            signal.pause()
        assert os.read(reading, 4) == b"held"
        assert not is_free(queue)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert is_free(queue)
        os.close(reading)
        os.close(writing)

    @pytest.mark.parametrize("place", ["absent/site.sqlite3-queue", "."])
    def test_there_is_none_where_no_file_can_be_locked(self, tmp_path: Path, place: str) -> None:
        assert take_turn(tmp_path / place, patience=60) is None

    def test_only_its_owner_may_hold_it_up(self, queue: Path) -> None:
        assert is_free(queue)
        assert queue.stat().st_mode & 0o777 == 0o600


def fail() -> None:
    raise ZeroDivisionError


def close() -> None:
    connections[ALIAS].close()


def break_commit() -> None:
    """What a constraint refuses, but only when it is committed."""
    connections[ALIAS].cursor().execute("INSERT INTO bound VALUES (9)")


class TestTransactions:
    def test_it_has_the_turn_from_first_to_last(self, site: DatabaseWrapper, queue: Path) -> None:
        with transaction.atomic(ALIAS):
            assert not is_free(queue)
            with transaction.atomic(ALIAS):
                assert not is_free(queue)
            assert not is_free(queue)
            with suppress(ZeroDivisionError), transaction.atomic(ALIAS):
                fail()
            assert not is_free(queue)
        assert is_free(queue)

    @pytest.mark.parametrize("end", [count, fail, close, break_commit])
    def test_however_it_ends_so_does_the_turn(
        self, site: DatabaseWrapper, queue: Path, end: Callable[[], None]
    ) -> None:
        with suppress(ZeroDivisionError, IntegrityError), transaction.atomic(ALIAS):
            assert not is_free(queue)
            end()
        assert is_free(queue)
        site.close()
        count()
        assert counted(site) == (2 if end is count else 1)

    def test_a_lock_that_others_hold_is_said_as_ever(
        self, site: DatabaseWrapper, queue: Path
    ) -> None:
        """Whoever knows no queue: `sqlite3` at a prompt, a backup."""
        with closing(sqlite3.connect(str(site.settings_dict["NAME"]))) as other:
            other.execute("BEGIN IMMEDIATE")
            for _again in range(2):
                with pytest.raises(OperationalError, match="database is locked"):
                    count()
                assert is_free(queue)
            other.rollback()
        count()
        assert counted(site) == 1

    def test_it_goes_without_a_turn_where_there_is_none(
        self, site: DatabaseWrapper, queue: Path
    ) -> None:
        queue.mkdir()
        count()
        assert counted(site) == 1

    def test_reading_waits_for_nobody(self, site: DatabaseWrapper, queue: Path) -> None:
        turn = take_turn(queue)
        assert turn is not None
        assert counted(site) == 0
        os.close(turn)

    def test_many_at_once_lose_nothing(self, site: DatabaseWrapper, queue: Path) -> None:
        """None of them waits for SQLite's lock, which none would get within its 0.01 s."""

        def write() -> None:
            for _ in range(25):
                count()
            connections[ALIAS].close()

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert counted(site) == 100
        assert is_free(queue)

    def test_a_database_in_memory_has_none(
        self, site: DatabaseWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        before = set(tmp_path.iterdir())
        monkeypatch.setitem(site.settings_dict, "NAME", ":memory:")
        made = DatabaseWrapper(site.settings_dict, ALIAS)
        connections[ALIAS] = made
        with transaction.atomic(ALIAS):
            assert set(tmp_path.iterdir()) == before


def test_the_test_database_leaves_no_queue_behind(site: DatabaseWrapper, queue: Path) -> None:
    count()
    assert queue.is_file()
    site.close()
    name = str(site.settings_dict["NAME"])
    made = DatabaseWrapper(site.settings_dict, ALIAS)
    made.creation.destroy_test_db(name, verbosity=0)
    assert not queue.exists()
    assert not Path(name).exists()


def test_the_site_queues_on_sqlite_only(tmp_path: Path) -> None:
    for url in ("", f"sqlite:///{tmp_path}/x.sqlite3"):
        assert database(url, tmp_path)["ENGINE"] == SQLITE
    assert database("postgres://a:b@c/d", tmp_path)["ENGINE"] == "django.db.backends.postgresql"
    assert load_backend(SQLITE).DatabaseWrapper is DatabaseWrapper
    assert queue_of(settings.DATA_DIR / "x.sqlite3").name == "x.sqlite3-queue"
