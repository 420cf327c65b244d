"""The files of the course that the project ships."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from content.catalogue import read_course
from content.drafts import CourseDraft

COURSE = Path(settings.BASE_DIR) / "content/courses/clf-c02"

DATABASES = ("rds", "dynamodb", "aurora", "redshift")


@cache
def catalogue() -> CourseDraft:
    text = (COURSE / "course.toml").read_text("utf-8")
    return read_course(text, slug="clf-c02", path="course.toml")


def texts() -> Iterator[tuple[str, str]]:
    """Every file of words with its name."""
    for path in sorted(COURSE.rglob("*")):
        if path.suffix in (".md", ".toml", ".svg"):
            yield path.relative_to(COURSE).as_posix(), path.read_text("utf-8")
