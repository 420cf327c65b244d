"""Gathers the static files into STATIC_ROOT, and only when one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


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
