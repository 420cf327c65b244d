"""A small disk for PostgreSQL's tables, which can be full and be emptied again.

It is a file system in memory, mounted where this process and its children alone see it, so that it
goes away with them. That takes Linux, and either root or a kernel that lets users mount in a
namespace of their own."""

import ctypes
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import postgres

# From <sched.h> and <sys/mount.h>.
NEW_MOUNTS, NEW_USER = 0x00020000, 0x10000000
REMOUNT, RECURSIVE, PRIVATE = 0x20, 0x4000, 0x40000
DETACH = 2
ROOMY = 1 << 30
TRIES = 50


class NoDisk(Exception):
    """None can be mounted; the text says why."""


class Disk:
    """folder: where it is mounted, PostgreSQL's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leave no room beyond what is used. Raises OSError."""
        for _ in range(TRIES):
            held = os.statvfs(self.folder)
            with suppress(OSError):  # more was written meanwhile
                return self._resize((held.f_blocks - held.f_bfree) * held.f_frsize)
            time.sleep(0.01)
        raise OSError(f"{self.folder} cannot be made so small")

    def empty(self) -> None:
        self._resize(ROOMY)

    def _resize(self, size: int) -> None:
        call("mount", b"tmpfs", bytes(self.folder), b"tmpfs", REMOUNT, f"size={size}".encode())


@contextmanager
def small_disk() -> Iterator[Disk]:
    """One in a process, while that has one thread only. Raises NoDisk."""
    folder = Path(tempfile.mkdtemp(prefix="studyapp-disk-"))
    account = postgres.unprivileged_account()
    owner = account.pw_uid if account else os.geteuid()
    options = f"size={ROOMY},mode=700,uid={owner}".encode()
    try:
        try:
            have_own_mounts()
            call("mount", b"tmpfs", bytes(folder), b"tmpfs", 0, options)
        except OSError as why:
            raise NoDisk(f"a small disk cannot be mounted here: {why.strerror}") from why
        try:
            yield Disk(folder)
        finally:
            call("umount2", bytes(folder), DETACH)
    finally:
        folder.rmdir()


def have_own_mounts() -> None:
    """From now on what this process mounts is seen by itself and its children. Raises OSError."""
    user, group = os.geteuid(), os.getegid()
    call("unshare", NEW_MOUNTS if user == 0 else NEW_MOUNTS | NEW_USER)
    if user:
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    call("mount", None, b"/", None, RECURSIVE | PRIVATE, None)


def call(name: str, *arguments: bytes | int | None) -> None:
    """A call of the system that Python has no name for. Raises OSError."""
    if sys.platform != "linux":
        raise OSError(0, "only Linux can")
    library = ctypes.CDLL(None, use_errno=True)
    if library[name](*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
