"""A power cut on SQLite: the server's writes are recorded, and all that was not synced is dropped.

strace records what a process writes and syncs while it saves answers. Each image is the database
as a disk would hold it had the power failed at one of those moments: what was synced before is
there; of what was not, nothing is, or any part of it. SQLite then recovers it, and every answer
that was acknowledged by that moment must be in it.

`python -m tests.faults.powercut COUNT` is the process that is recorded."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.faults import strace
from tests.faults.site import ROOT, environment

ACKNOWLEDGED = "acknowledged.txt"
CALL = re.compile(
    r'^\d+ +(\w+)\(\d+<(?P<path>[^>]+)>(?:, "(?P<data>[^"]*)", \d+(?:, (?P<at>\d+))?)?'
)
TRUNCATED = re.compile(r"^\d+ +ftruncate\(\d+<(?P<path>[^>]+)>, (?P<size>\d+)\)")


class What(StrEnum):
    WRITE = "write"
    CUT = "cut"
    SYNC = "sync"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Call:
    """One system call: bytes written at an offset of a file, its length cut to at, or a sync; told:
    the key of a save was acknowledged."""

    what: What
    file: str
    at: int = 0
    data: bytes = b""


def record(file: Path, folder: Path, *, saves: int, tree: Path = ROOT) -> list[Call]:
    """What a process does to the database and its log while it saves so many answers.

    Raises strace.NoStrace."""
    strace.ensure()
    log = folder / "calls.txt"
    (folder / ACKNOWLEDGED).touch()
    done = subprocess.run(
        [
            *("strace", "-f", "-y", "-xx", "-s", "100000", "-o", str(log)),
            *("-e", "trace=pwrite64,write,fsync,fdatasync,ftruncate"),
            *(sys.executable, "-m", "tests.faults.powercut", str(saves)),
        ],
        cwd=tree,
        env=environment(folder, f"sqlite:///{file}", tree=tree),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    with log.open(encoding="ascii", errors="replace") as lines:
        return [call for line in lines for call in parsed(line)]


def parsed(line: str) -> Iterator[Call]:
    """The call that a line of strace's log tells of, where it is one that matters."""
    if found := TRUNCATED.match(line):
        yield Call(What.CUT, _name(found["path"]), int(found["size"]))
    elif found := CALL.match(line):
        name, data = _name(found["path"]), bytes.fromhex((found["data"] or "").replace("\\x", ""))
        if name == ACKNOWLEDGED:
            yield Call(What.TOLD, name, data=data)
        elif ".sqlite3" not in name or name.endswith("-shm"):
            return
        elif found[1] in ("fsync", "fdatasync"):
            yield Call(What.SYNC, name)
        elif found["at"] is not None:
            yield Call(What.WRITE, name, int(found["at"]), data)


def _name(path: str) -> str:
    """The last part of a path, whose letters strace may have written as numbers."""
    text = re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), path)
    return text.rpartition("/")[2]


def image(
    start: dict[str, bytes], calls: Sequence[Call], *, keep: float, chance: random.Random
) -> dict[str, bytes]:
    """The files as the disk holds them when the power fails after these calls.

    keep: how likely each write that was not synced had reached the disk all the same."""
    synced = {call.file: number for number, call in enumerate(calls) if call.what is What.SYNC}
    files = {name: bytearray(held) for name, held in start.items()}
    for number, call in enumerate(calls):
        if call.what not in (What.WRITE, What.CUT):
            continue
        if number > synced.get(call.file, -1) and chance.random() >= keep:
            continue
        held = files.setdefault(call.file, bytearray())
        if call.what is What.CUT:
            del held[call.at :]
            held.extend(bytes(max(call.at - len(held), 0)))
        else:
            held.extend(bytes(max(call.at - len(held), 0)))
            held[call.at : call.at + len(call.data)] = call.data
    return {name: bytes(held) for name, held in files.items()}


def lost(files: dict[str, bytes], acknowledged: set[str], folder: Path) -> int:
    """How many acknowledged saves a recovered image lacks; all of them where it is damaged."""
    folder.mkdir()
    for name, held in files.items():
        (folder / name).write_bytes(held)
    (main,) = (name for name in files if name.endswith(".sqlite3"))
    try:
        with closing(sqlite3.connect(folder / main)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return max(len(acknowledged), 1)
            rows = connection.execute("SELECT key FROM quizzes_saved WHERE outcome = 'kept'")
            return len(acknowledged - {key for (key,) in rows})
    finally:
        shutil.rmtree(folder)


def images_that_lose(
    file: Path, folder: Path, *, saves: int, cuts: int, seed: int, tree: Path = ROOT
) -> int:
    """In how many of so many power cuts an acknowledged answer was lost. Raises strace.NoStrace."""
    start = {file.name: file.read_bytes()}
    calls = record(file, folder, saves=saves, tree=tree)
    told = [number for number, call in enumerate(calls) if call.what is What.TOLD]
    if len(told) != saves:
        raise RuntimeError(f"{len(told)} of {saves} saves were recorded")
    chance = random.Random(seed)
    losing = 0
    for number in range(cuts):
        before = calls[: chance.randint(told[0] + 1, len(calls))]
        acknowledged = {call.data.decode("ascii") for call in before if call.what is What.TOLD}
        held = image(start, before, keep=(0, 0.5)[number % 2], chance=chance)
        losing += lost(held, acknowledged, folder / f"image-{number}") > 0
    return losing


def main(count: str) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from quizzes import saving
    from quizzes.models import Attempt

    attempt = Attempt.objects.open().filter(mode="exam").order_by("pk").first()
    assert attempt is not None
    options = {
        row.position: list(row.version.options.values_list("pk", flat=True))
        for row in attempt.responses.select_related("version").filter(version__kind="multiple")
    }
    positions = sorted(options)
    told = os.open(Path(os.environ["STUDYAPP_DATA"], ACKNOWLEDGED), os.O_WRONLY | os.O_APPEND)
    for number in range(int(count)):
        position = positions[number % len(positions)]
        chosen = options[position][: 1 + number % 3]
        save = saving.Save(key=uuid.uuid4(), chosen=chosen)
        owner = (attempt.user_id, attempt.pk)
        saving.take(*owner, position=position, save=save, now=timezone.now())
        os.write(told, save.key.hex.encode("ascii"))


if __name__ == "__main__":
    main(*sys.argv[1:])
