"""The chapters of a folder, each at its address: stored ones, those to be stored, moved files."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from django.urls import reverse

from content import pictures
from content.discovery import ENDINGS, Folder
from content.drafts import ChapterDraft, Problem, Reference, shown
from content.dressing import Image
from content.models import Chapter, Course
from content.reader import name_of_file
from content.surroundings import Surroundings

SLUG_LENGTH = 120
RESERVED = frozenset({"exam-day", "glossary"})
"""Addresses below a course that are pages of its own: no chapter is there."""
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chapter stands. moved_from: the path that its file had when it was last loaded."""

    slug: str
    number: int | None
    moved_from: str = ""


@dataclass(frozen=True)
class Shelf:
    """The chapters that files of one folder can link to, by their files' paths in the folder."""

    folder: Folder
    places: Mapping[str, Place] = field(default_factory=dict)

    @classmethod
    def of(
        cls, folder: Folder, course: Course | None, drafts: Mapping[str, ChapterDraft | None]
    ) -> "Shelf":
        """The chapters of course, and those that drafts are about to become.

        drafts: what was read in each file that was read; None where that is no chapter."""
        rows = list(Chapter.objects.filter(course=course)) if course is not None else []
        own = {row.source_path: row for row in rows if row.source_root == folder.name}
        gone = [row for path, row in own.items() if path and not folder.holds(path)]
        places = {
            path: Place(row.slug, row.number)
            for path, row in own.items()
            if path not in drafts and row.retired_at is None and folder.holds(path)
        }
        owners = {row.slug: row.pk for row in rows}
        for path, draft in drafts.items():
            if draft is None:
                continue
            row = own.get(path) or _moved(draft, gone)
            taken = {slug for slug, pk in owners.items() if row is None or pk != row.pk}
            taken |= RESERVED
            slug = _free(draft, row.slug if row else "", taken)
            # The chapter's older address is free for the next one.
            owners = {s: pk for s, pk in owners.items() if row is None or pk != row.pk}
            owners[slug] = row.pk if row else 0
            moved = row.source_path if row and row.source_path != path else ""
            places[path] = Place(slug, draft.number, moved)
        return cls(folder, dict(sorted(places.items())))

    @cached_property
    def by_number(self) -> Mapping[int, str]:
        """The first chapter of each number."""
        numbered: dict[int, str] = {}
        for place in self.places.values():
            if place.number is not None:
                numbered.setdefault(place.number, place.slug)
        return numbered

    @cached_property
    def _pictures(self) -> list[tuple[str, object]]:
        every = self.folder.manifest is not None or self.folder.whole
        return list(self._stamps(lambda name: True)) if every else []

    def _stamps(self, enter: Callable[[str], bool]) -> Iterable[tuple[str, object]]:
        for path in pictures.below(self.folder.root, enter=enter):
            stat = path.stat()
            stamp = (self.folder.stored(path), stat.st_size, stat.st_mtime_ns)
            yield path.name, stamp

    def setting(self, content: bytes) -> str:
        """A digest of all but its own bytes that the HTML of a file depends on: the chapters, and
        the images whose names it holds."""
        try:
            words = unescape(unquote(content.decode().replace("\\", "")))
        except UnicodeDecodeError:
            words = None
        found = self._pictures
        if self.folder.manifest is None and not self.folder.whole:
            # A lone file may lie in anyone's home: only folders that it names are looked into.
            found = list(self._stamps(lambda name: words is None or name in words))
        images = [stamp for name, stamp in found if words is None or name in words]
        chapters = [(path, place.slug, place.number) for path, place in self.places.items()]
        return hashlib.sha256(repr((images, chapters)).encode()).hexdigest()[:32]

    def link(self, file: Path, target: str) -> str | None:
        """The address on the site that a link in file leads to; None where it leads nowhere."""
        path, mark, anchor = unquote(target).partition("#")
        slug = self._slug(file, path) if path else self._slug_of(file)
        if slug is None:
            return None
        return reverse("chapter", args=[self.folder.course, slug]) + mark + anchor

    def _slug(self, file: Path, target: str) -> str | None:
        if PurePosixPath(target).suffix.lower() not in ENDINGS:
            return None
        try:
            path = (file.parent / target).resolve()
        except (OSError, ValueError):
            return None
        slug = self._slug_of(path)
        number, _name = name_of_file(path.name)
        if slug is not None or number is None or path.exists():
            return slug
        return self.by_number.get(number)

    def _slug_of(self, file: Path) -> str | None:
        if not file.is_relative_to(self.folder.root):
            return None
        place = self.places.get(self.folder.stored(file))
        return place.slug if place else None

    def around(self, file: Path, found: dict[Path, pictures.Found]) -> Surroundings:
        """Resolvers for one file; the images that it shows are put into found."""

        def image(target: str) -> Image | None:
            path = self._picture(file, target)
            if path is None:
                return None
            if path not in found:
                found[path] = pictures.read(path)
            return found[path].shown(self.folder.course)

        return Surroundings(link=lambda target: self.link(file, target), image=image)

    def _picture(self, file: Path, target: str) -> Path | None:
        return pictures.find(file.parent, unquote(target), root=self.folder.root)

    def missing(self, file: Path, references: Sequence[Reference], *, path: str) -> list[Problem]:
        """A warning for each image and each link to a file that leads nowhere."""
        problems = []
        for reference in references:
            of_image = reference.kind == "image"
            wrong = self._wrong_image(file, reference) if of_image else self._wrong(file, reference)
            if wrong:
                problems.append(Problem(path, reference.line, *wrong))
        return problems

    def _wrong_image(self, file: Path, image: Reference) -> tuple[str, str] | None:
        target, name = image.target, f"“{shown(image.target)}”"
        if target.startswith("data:"):
            return None
        if _REMOTE.match(target):
            return f"the image {name} is on another site", "put a copy beside the file"
        if self._picture(file, re.split("[?#]", target)[0]) is None:
            how = "put the file there; until then its description stands in its place"
            return f"there is no image {name}", how
        return None

    def _wrong(self, file: Path, link: Reference) -> tuple[str, str] | None:
        target = link.target
        if not target or target.startswith("#") or _REMOTE.match(target):
            return None
        if self.link(file, target) is not None:
            return None
        how = "mend the name, or load that chapter too; until then it is plain text"
        return f"the link to “{shown(target)}” leads to no chapter", how


def _moved(draft: ChapterDraft, gone: list[Chapter]) -> Chapter | None:
    """The stored chapter whose file has got another name, taken out of gone."""
    for likeness in ("slug", "title"):
        for row in gone:
            if getattr(row, likeness) == getattr(draft, likeness):
                gone.remove(row)
                return row
    return None


def _free(draft: ChapterDraft, standing: str, taken: set[str]) -> str:
    """The draft's slug, made different where another chapter has it; a standing one is kept."""
    base = draft.slug[: SLUG_LENGTH - 10].rstrip("-")
    own = re.fullmatch(re.escape(base) + r"(-\d+)?", standing) and standing not in RESERVED
    if standing and own:
        return standing
    tries = [base, f"{base}-{draft.number}" if draft.number else f"{base}-2"]
    tries += [f"{base}-{n}" for n in range(2, len(taken) + 4)]
    return next(slug for slug in tries if slug not in taken)
