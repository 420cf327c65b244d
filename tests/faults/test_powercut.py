import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.faults import hall, strace
from tests.faults.plants import NORMAL, plant
from tests.faults.powercut import Call, What, image, images_that_lose, parsed
from tests.faults.site import ROOT

WRITE, CUT, SYNC, TOLD = What.WRITE, What.CUT, What.SYNC, What.TOLD
SAVES, CUTS = 40, 100


# One test of both, so that two processes of the suite never install strace at once.
@pytest.mark.skipif(not strace.IS_LINUX, reason="strace is Linux's alone")
@pytest.mark.django_db(transaction=True)
def test_a_power_cut_loses_nothing_unless_synchronous_is_normal(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL syncs by itself")
    hall.build(1, 1, begun=1)
    connection.close()
    lax = tmp_path / "lax"
    lax.mkdir()
    plant(NORMAL, lax)
    full, normal = (
        images_that_lose(
            copied(tmp_path / name), tmp_path / name, saves=SAVES, cuts=CUTS, seed=1, tree=tree
        )
        for name, tree in (("FULL", ROOT), ("NORMAL", lax))
    )
    assert full == 0
    assert normal > CUTS // 2


def copied(folder: Path) -> Path:
    """The test's database as it is, in a new folder."""
    folder.mkdir()
    file = folder / "cut.sqlite3"
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as here,
        closing(sqlite3.connect(file)) as there,
    ):
        here.backup(there)
    return file


@pytest.mark.parametrize(
    ("line", "call"),
    [
        (
            r'12 pwrite64(5</a/x.sqlite3-wal>, "\x00\xff", 2, 32) = 2',
            Call(WRITE, "x.sqlite3-wal", 32, b"\x00\xff"),
        ),
        (r"12 fdatasync(5</a/x.sqlite3>) = 0", Call(SYNC, "x.sqlite3")),
        (r"12 fsync(5<\x2f\x78.sqlite3>) = 0", Call(SYNC, "x.sqlite3")),
        (r"12 ftruncate(5</a/x.sqlite3-wal>, 64) = 0", Call(CUT, "x.sqlite3-wal", 64)),
        (
            r'12 write(1</a/acknowledged.txt>, "\x61", 1) = 1',
            Call(TOLD, "acknowledged.txt", 0, b"a"),
        ),
        (r'12 pwrite64(5</a/x.sqlite3-shm>, "\x00", 1, 0) = 1', None),
        (r'12 write(2</dev/null>, "\x00", 1) = 1', None),
        ("12 +++ exited with 0 +++", None),
        ("12 --- SIGCHLD {si_signo=SIGCHLD} ---", None),
    ],
)
def test_a_line_of_the_log(line: str, call: Call | None) -> None:
    assert list(parsed(line)) == ([] if call is None else [call])


DB, WAL = "x.sqlite3", "x.sqlite3-wal"
CALLS = (
    Call(WRITE, WAL, 2, b"cd"),
    Call(SYNC, WAL),
    Call(TOLD, "acknowledged.txt", data=b"1"),
    Call(WRITE, WAL, 4, b"ef"),
    Call(WRITE, DB, 0, b"A"),
    Call(CUT, WAL, 1),
    Call(SYNC, DB),
)


@pytest.mark.parametrize(
    ("until", "keep", "files"),
    [
        (0, 0, {DB: b"abc"}),
        (1, 0, {DB: b"abc"}),
        (1, 1, {DB: b"abc", WAL: b"\0\0cd"}),
        (2, 0, {DB: b"abc", WAL: b"\0\0cd"}),
        (5, 0, {DB: b"abc", WAL: b"\0\0cd"}),
        (5, 1, {DB: b"Abc", WAL: b"\0\0cdef"}),
        (7, 0, {DB: b"Abc", WAL: b"\0\0cd"}),
        (7, 1, {DB: b"Abc", WAL: b"\0"}),
    ],
)
def test_an_image_holds_what_was_synced(until: int, keep: float, files: dict[str, bytes]) -> None:
    assert image({DB: b"abc"}, CALLS[:until], keep=keep, chance=random.Random(1)) == files
