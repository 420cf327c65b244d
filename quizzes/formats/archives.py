"""Zip files, read member by member in memory, under caps; nothing is ever written to disk."""

import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from content.drafts import Problem, Severity, shown
from content.sources import Refused


@dataclass(frozen=True, slots=True)
class Caps:
    """What an archive may hold at most: bytes of the file, members, bytes of one member and of all
    that is read, and how many times its packed size a member may take."""

    packed: int = 64 * 1024 * 1024
    members: int = 25_000
    size: int = 16 * 1024 * 1024
    total: int = 64 * 1024 * 1024
    ratio: int = 200


CAPS = Caps()
_ALWAYS_ALLOWED = 100 * 1024
"""A member that unpacks to no more than this is no bomb, however well it packs."""
_ENTRY = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNSAFE = re.compile(r"^[/\\~]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f\x7f\\]")
_OF_THE_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_ZIPS = (".zip", ".imscc", ".7z", ".rar", ".gz", ".tar", ".xz", ".bz2")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
           ValueError, OverflowError)  # fmt: skip


def is_zip(data: bytes) -> bool:
    return data.startswith((_LOCAL, b"PK\x05\x06"))


class Archive:
    """A zip file's members by name, in the order of its directory.

    names: those that may be read. left_out: why each of the others may not, as "bank.zip/x"."""

    def __init__(self, data: bytes, *, path: str, caps: Caps = CAPS) -> None:
        """Raises Refused where the data is no zip file, or one with too much in it."""
        self.path = path
        self.bytes_read = 0
        self._caps = caps
        self.left_out: list[Problem] = []
        self._zip = self._open(data)
        self._infos = {info.filename: info for info in self._taken(self._zip.infolist())}
        self.names: Sequence[str] = tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        """Whether there is such a member that may be read."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises Refused where it is broken, or larger than the caps allow."""
        info = self._infos[name]
        most = min(self._caps.size, self._caps.total - self.bytes_read)
        if info.file_size > _ALWAYS_ALLOWED:
            most = min(most, max(_ALWAYS_ALLOWED, info.compress_size * self._caps.ratio))
        unpacked = bytearray()
        try:
            with self._zip.open(info) as member:
                while len(unpacked) <= most and (chunk := member.read(_CHUNK)):
                    unpacked += chunk
                    self.bytes_read += len(chunk)
        except _BROKEN as error:
            what = f"the file is broken in the archive: {shown(str(error) or 'it ends too soon')}"
            raise self._refused(what, "make the archive anew", name) from None
        if len(unpacked) > most:
            raise self._too_large(info)
        if unpacked.startswith(_LOCAL):
            raise self._refused(
                "an archive inside an archive", "unpack it and give its files", name
            )
        return bytes(unpacked)

    def member_path(self, name: str) -> str:
        """A member as reports name it."""
        return f"{self.path}/{shown(name)}"

    def _open(self, data: bytes) -> zipfile.ZipFile:
        caps = self._caps
        if len(data) > caps.packed:
            what = f"{len(data):,} bytes are more than {caps.packed:,}"
            raise self._refused(what, "split the archive")
        if data.count(_ENTRY) > caps.members:
            what = f"more than {caps.members:,} files"
            raise self._refused(what, "split the archive")
        try:
            return zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            what = "no zip file, or not the whole of one"
            raise self._refused(what, "make the archive anew, or upload it again") from None

    def _taken(self, infos: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
        times = Counter(info.filename for info in infos)
        taken, refused = [], set[str]()
        for info in infos:
            name = info.filename
            # Not info.is_dir(), which fails on an empty name.
            if name.endswith("/") or _OF_THE_SYSTEM.search(name) or name in refused:
                continue
            if fault := self._fault(info, times[name]):
                refused.add(name)
                problem = Problem(self.member_path(name), 0, *fault, Severity.ERROR)
                self.left_out.append(problem)
            else:
                taken.append(info)
        return taken

    def _fault(self, info: zipfile.ZipInfo, times: int) -> tuple[str, str] | None:
        if not info.filename and not info.orig_filename:
            return "a file without a name", "make the archive anew"
        if _UNSAFE.search(info.orig_filename):
            return "a name that leads out of the archive", "give the file a plain relative name"
        if times > 1:
            return f"{times} files have this name", "leave one of them in the archive"
        if info.flag_bits & _ENCRYPTED:
            return "the file is encrypted", "make the archive without a password"
        if stat.S_ISLNK(info.external_attr >> 16):
            return "a symbolic link", "put the file itself into the archive"
        if info.compress_type not in _METHODS:
            return f"it is packed by method {info.compress_type}", "pack it by “deflate”, as usual"
        if info.filename.lower().endswith(_ZIPS):
            return "an archive inside an archive", "unpack it and give its files"
        return None

    def _too_large(self, info: zipfile.ZipInfo) -> Refused:
        caps = self._caps
        if info.file_size > caps.size:
            what, how = f"it unpacks to more than {caps.size:,} bytes", "split it"
        elif self.bytes_read > caps.total:
            what, how = f"with it, more than {caps.total:,} bytes are read", "split the archive"
        else:
            what = f"it unpacks to more than {caps.ratio} times its size"
            how = "pack it anew, or give the file by itself"
        return self._refused(what, how, info.filename)

    def _refused(self, what: str, how: str, name: str = "") -> Refused:
        path = self.member_path(name) if name else self.path
        return Refused(Problem(path, 0, what, how, Severity.ERROR))
