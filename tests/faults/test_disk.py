"""A disk that is full for a while."""

import os

import pytest

from tests.faults.disk import NoDisk, small_disk

WELL, NO_DISK = 0, 3
BLOCK = bytes(100_000)


def filled_and_emptied() -> int:
    """In a process of its own, since what it mounts is to be seen by nobody else."""
    try:
        with small_disk() as disk:
            fresh = disk.folder / "fresh"
            (disk.folder / "before").write_bytes(BLOCK)
            disk.fill()
            with pytest.raises(OSError, match=r"No space left"):
                fresh.write_bytes(BLOCK)
            assert fresh.stat().st_size < len(BLOCK)
            assert (disk.folder / "before").read_bytes() == BLOCK
            disk.empty()
            assert fresh.write_bytes(BLOCK) == len(BLOCK)
        assert not disk.folder.exists()
    except NoDisk:
        return NO_DISK
    return WELL


def test_nothing_more_goes_on_a_full_disk_until_it_is_emptied() -> None:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = filled_and_emptied()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == NO_DISK:
        pytest.skip("nothing can be mounted here: storms over PostgreSQL do without a full disk")
    assert code == WELL
