"""The images of a course: which files are taken, and at which address they are served."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from content.dressing import Image
from content.models import Course, Picture
from content.sizes import size_of

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
MAX_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """An image file as read; digest is its content's."""

    digest: str
    ending: str
    content: bytes

    def shown(self, course: str) -> Image:
        """The image as pages name it; course is the course's slug."""
        url = reverse("picture", args=[course, self.digest, self.ending.removeprefix(".")])
        return Image(url, size_of(self.content, ending=self.ending))


def find(base: Path, target: str, *, root: Path) -> Path | None:
    """The image file that target, as written in a file of folder base, leads to.

    None where there is none, where it lies outside root, where it is no image, too large, or not
    to be read."""
    try:
        path = (base / target).resolve()
        inside = path.is_relative_to(root.resolve())
        if not (inside and path.suffix.lower() in MEDIA_TYPES and path.is_file()):
            return None
        with path.open("rb"):
            return path if path.stat().st_size <= MAX_BYTES else None
    except (OSError, ValueError):
        return None


def read(path: Path) -> Found:
    content = path.read_bytes()
    return Found(hashlib.sha256(content).hexdigest(), path.suffix.lower(), content)


def store(course: Course, found: Iterable[Found]) -> None:
    """Keep the images' bytes under their digests."""
    wanted = {picture.digest: picture for picture in found}
    if not wanted:
        return
    rows = Picture.objects.filter(course=course, digest__in=wanted)
    for digest in rows.values_list("digest", flat=True):
        del wanted[digest]
    Picture.objects.bulk_create(
        (
            Picture(
                course=course,
                digest=picture.digest,
                media_type=MEDIA_TYPES[picture.ending],
                content=picture.content,
            )
            for picture in wanted.values()
        ),
        ignore_conflicts=True,
    )


def below(folder: Path, *, enter: Callable[[str], bool]) -> Iterator[Path]:
    """The image files in folder and in those of its folders whose name may be entered."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if enter(entry.name):
                yield from below(Path(entry.path), enter=enter)
        elif Path(entry.name).suffix.lower() in MEDIA_TYPES:
            yield Path(entry.path)
