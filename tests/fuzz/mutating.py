"""Inputs by number: a seed, changed a few times as accidents and adversaries would change it."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from tests.fuzz import xml_changes
from tests.fuzz.seeds import seeds, tokens

CAP = 4_000
"""How long an input may get by repeating; `make fuzz` lets some get LARGE."""
LARGE = 64_000
MOST_STEPS = 4
WITHIN = 0.4
"""How many of the inputs with a frame are sound in it, so that what it holds is read."""
VALUES: Sequence[Any] = (
    None, True, False, 0, 1, -1, 2, 26, 10**30, 0.5, 1e308, "", " ", "x", "A", "AB", "A B", "\0",
    "\ud800", "single", "matching", "ordering", "essay", [], {}, ["x"], [["x"]], {"text": "x"},
    "x" * 3000,
)  # fmt: skip

Step = Callable[[Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]


def input_of(name: str, number: int, *, cap: int = CAP) -> bytes:
    """The input of that number for a reader; the same one each time."""
    random = Random(f"{name} {number}")
    every, words = seeds(name), tokens(name)
    seed = random.choice(every)
    if seed.startswith(b"PK") and random.random() < WITHIN / 2:
        return _within_zip(random, seed, words, cap)
    if seed.startswith(b"<") and random.random() < WITHIN:
        return xml_changes.changed(random, seed)
    if name == "json" and random.random() < WITHIN:
        return _within_json(random, seed)
    return _mutated(random, seed, every, words, cap)


def _mutated(
    random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes], cap: int
) -> bytes:
    for _ in range(random.randint(1, MOST_STEPS)):
        data = random.choice(STEPS)(random, data, every, words)[: max(cap, len(data))]
    return data


def _within_zip(random: Random, seed: bytes, words: Sequence[bytes], cap: int) -> bytes:
    """A package with one of its members changed, lost, doubled or renamed."""
    members = dict(_members(seed))
    # The longest are those that hold the questions.
    name = max(random.sample(sorted(members), min(3, len(members))), key=lambda n: len(members[n]))
    fate = random.random()
    if fate < 0.05:
        del members[name]
    elif fate < 0.1:
        members[random.choice(["../x.xml", "x.xml", "imsmanifest.xml", name + "x"])] = members[name]
    else:
        members[name] = (
            xml_changes.changed(random, members[name])
            if random.random() < WITHIN
            else _mutated(random, members[name], list(members.values()), words, cap)
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for member, content in members.items():
            made.writestr(zipfile.ZipInfo(member), content)
    return file.getvalue()


def _within_json(random: Random, seed: bytes) -> bytes:
    """JSON that stays JSON, with values and keys changed, lost, doubled or moved."""
    try:
        value = json.loads(seed)
    except ValueError:
        return seed
    for _ in range(random.randint(1, MOST_STEPS)):
        value = _changed(random, value)
    return json.dumps(value, indent=random.choice([None, 1])).encode()


def _changed(random: Random, value: Any) -> Any:
    """The value with one thing in it changed, as deep as chance leads."""
    if isinstance(value, dict) and value:
        key = random.choice(list(value))
        if random.random() < 0.7:
            return value | {key: _changed(random, value[key])}
        other = random.choice([*value, "key", "place", "answers", "level", "x"])
        return {k: v for k, v in value.items() if k != key} | {other: value[key]}
    if isinstance(value, list) and value:
        i = random.randrange(len(value))
        if random.random() < 0.7:
            return [*value[:i], _changed(random, value[i]), *value[i + 1 :]]
        return value[:i] + random.choice([[], [value[i]] * random.choice([2, 30])]) + value[i + 1 :]
    return random.choice(VALUES)


@lru_cache(maxsize=64)
def _members(package: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _span(random: Random, data: bytes, longest: int = 200) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(longest))


def _flip(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _delete(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[end:]


def _double(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _span(random, data)
    at = random.randrange(len(data) + 1)
    return data[:at] + data[start:end] + data[at:]


def _repeat(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _span(random, data, 30)
    return data[:start] + data[start:end] * random.choice([2, 9, 60, 900]) + data[end:]


def _splice(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    other = random.choice(every)
    start, end = _span(random, other, 600)
    at, upto = _span(random, data)
    return data[:at] + other[start:end] + data[upto:]


def _cut(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _insert(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(words) + data[at:]


def _swap(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One token in place of another, here or everywhere."""
    old, new = random.choice(words), random.choice(words)
    return data.replace(old, new, random.choice([1, 1, -1])) if old else data


def _nest(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(words) * random.choice([3, 40, 700]) + data[at:]


def _lines(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Lines moved, lost, doubled, indented or blank."""
    lines = data.split(b"\n")
    i, j = random.randrange(len(lines)), random.randrange(len(lines))
    deed = random.randrange(5)
    if deed == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif deed == 1:
        del lines[i]
    elif deed == 2:
        lines.insert(j, lines[i])
    elif deed == 3:
        lines[i] = random.choice([b"    ", b"\t", b"> ", b"- ", b"  1. "]) + lines[i]
    else:
        lines.insert(i, b"")
    return b"\n".join(lines)


def _encode(random: Random, data: bytes, every: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    deed = random.randrange(6)
    if deed < 3:
        encoding = ("utf-16", "utf-16-le", "utf-8-sig")[deed]
        return text.encode(encoding, "replace")
    if deed == 3:
        return text.encode("latin-1", "replace")
    return data.replace(b"\n", b"\r\n" if deed == 4 else b"\r")


STEPS: Sequence[Step] = (
    _flip, _delete, _double, _repeat, _splice, _cut, _insert, _insert, _swap, _swap, _nest,
    _lines, _lines, _lines, _encode,
)  # fmt: skip
