"""The images of a course: which files are taken, and at which address they are served."""

import hashlib
from pathlib import Path

from django.urls import reverse

from content.models import Course, Picture

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


def find(base: Path, target: str, *, root: Path) -> Path | None:
    """The image file that target, as written in a file of folder base, leads to.

    None where there is none, where it lies outside root, or where it is no image or too large."""
    try:
        path = (base / target).resolve()
        inside = path.is_relative_to(root.resolve())
        if not (inside and path.suffix.lower() in MEDIA_TYPES and path.is_file()):
            return None
        return path if path.stat().st_size <= MAX_BYTES else None
    except (OSError, ValueError):
        return None


def store(course: Course, path: Path) -> str:
    """Keep the image's bytes under their digest; the address they are served at."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    ending = path.suffix.lower()
    Picture.objects.get_or_create(
        course=course,
        digest=digest,
        defaults={"media_type": MEDIA_TYPES[ending], "content": content},
    )
    return reverse("picture", args=[course.slug, digest, ending.removeprefix(".")])
