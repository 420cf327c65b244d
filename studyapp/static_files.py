"""Static files: one script for the pages, compressed copies, and gathering into STATIC_ROOT."""

import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, find, get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command

SCRIPT = "site.js"
SCRIPT_PARTS = ("django_htmx/htmx-2.min.js", "studyapp.js")
TEXT = (".css", ".js", ".svg")
ADMIN = "admin/"


class ScriptFinder(BaseFinder):
    """Finds the script of the pages, htmx and our own in one file: one request less for each first
    visit. It is made in the data folder whenever one of the two has changed."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "scripts")
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SCRIPT:
            return []
        made = self._make()
        return [made] if find_all else made

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        self._make()
        yield SCRIPT, self.storage

    def _make(self) -> str:
        """The path of the script, which has now the newest of its parts."""
        # A site with other STATICFILES_DIRS may lack our own.
        parts = [found for part in SCRIPT_PARTS if (found := find(part))]
        joined = b";\n".join(Path(part).read_bytes() for part in parts)
        made = Path(self.storage.path(SCRIPT))
        if not made.is_file() or made.read_bytes() != joined:
            made.parent.mkdir(parents=True, exist_ok=True)
            # In one go: another process may be reading it.
            fresh = made.with_name(f"{SCRIPT}.{os.getpid()}")
            fresh.write_bytes(joined)
            fresh.replace(made)
        return str(made)


class Storage(ManifestStaticFilesStorage):
    """Django's files under names that change with what is in them, and beside those of the pages'
    own a compressed copy, which WhiteNoise serves. The admin's many are left as they are."""

    def post_process(self, *args: Any, **options: Any) -> Iterator[Any]:
        yield from super().post_process(*args, **options)
        for name in self.hashed_files.values():
            if name.endswith(TEXT) and not name.startswith(ADMIN):
                plain = Path(self.path(name))
                packed = gzip.compress(plain.read_bytes(), mtime=0)
                plain.with_name(f"{plain.name}.gz").write_bytes(packed)


def gather() -> bool:
    """Brings STATIC_ROOT up to date; returns whether there was anything to do."""
    root = Path(settings.STATIC_ROOT)
    # Beside the folder, not in it: what is in it is served.
    stamp = root.with_name(f"{root.name}.sha256")
    digest = digest_of_sources()
    if root.is_dir() and stamp.is_file() and stamp.read_text("ascii") == digest:
        return False
    stamp.unlink(missing_ok=True)
    # From nothing: collectstatic itself compares whole seconds, and would leave some files old.
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest, "ascii")
    return True


def digest_of_sources() -> str:
    """Changes with any source file's path, size or time, and with the way files are stored."""
    digest = hashlib.sha256(repr((settings.STORAGES["staticfiles"], settings.STATIC_URL)).encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
