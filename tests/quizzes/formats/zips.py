"""Zip files as nobody should make them."""

import io
import warnings
import zipfile
from collections.abc import Mapping


def zipped(
    members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED, fold: bool = False
) -> bytes:
    """A zip file of the members. fold: names ending in ` #2` stand under the name without it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names given twice
        for name, content in members.items():
            info = zipfile.ZipInfo(name.removesuffix(" #2") if fold else name)
            info.compress_type = method
            made.writestr(info, content)
    return file.getvalue()


def with_attributes(data: bytes, name: str, *, external: int = 0, flags: int = 0) -> bytes:
    """The file with a member's mode or flags changed in the directory, and flags before it too."""
    changed = bytearray(data)
    at = -1
    while (at := changed.find(b"PK\x01\x02", at + 1)) >= 0:
        length = int.from_bytes(changed[at + 28 : at + 30], "little")
        if changed[at + 46 : at + 46 + length] == name.encode():
            changed[at + 8] |= flags
            changed[at + 38 : at + 42] = external.to_bytes(4, "little")
            start = int.from_bytes(changed[at + 42 : at + 46], "little")
            changed[start + 6] |= flags
    return bytes(changed)


def renamed(data: bytes, name: str, other: str) -> bytes:
    """The file with a name of the same length instead, wherever it stands."""
    assert len(name.encode()) == len(other.encode())
    return data.replace(name.encode(), other.encode())


def claiming(data: bytes, *, size: int) -> bytes:
    """The file with every member said to unpack to this size."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := changed.find(mark, at + 1)) >= 0:
            changed[at + place : at + place + 4] = size.to_bytes(4, "little")
    return bytes(changed)
