"""What lies around a file: where its links and images lead, and which of them lead nowhere."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from django.urls import reverse

from content import pictures
from content.discovery import ENDINGS, Folder
from content.drafts import Problem, shown
from content.models import Chapter, Course
from content.reader import name_of_file
from content.references import references
from content.rendering import nowhere, render, render_inline

Resolver = Callable[[str], str | None]
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the relative links and images of a text lead; without a file around it, nowhere."""

    link: Resolver = nowhere
    image: Resolver = nowhere

    def html(self, markdown: str) -> str:
        """The HTML of a question's stem, option, rationale or explanation."""
        return render_inline(markdown, link=self.link, image=self.image) if markdown else ""

    def section_html(
        self, markdown: str, *, anchors: Sequence[str], definitions: str, under: int
    ) -> str:
        """The HTML of a section or step; under is the level of the heading that it stands below."""
        if not markdown:
            return ""
        return render(
            markdown,
            anchors=anchors,
            definitions=definitions,
            under=under,
            link=self.link,
            image=self.image,
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """The chapters that files of one folder can link to: slugs by file and by chapter number."""

    folder: Folder
    by_file: Mapping[Path, str] = field(default_factory=dict)
    by_number: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Folder, course: Course | None) -> "Shelf":
        """The chapters that are being loaded, by their files' names, and those of the course."""
        by_file: dict[Path, str] = {}
        by_number: dict[int, str] = {}
        for file in folder.files:
            number, slug = name_of_file(file.name)
            by_file[file] = slug
            if number is not None:
                by_number.setdefault(number, slug)
        if course is not None:
            for chapter in Chapter.objects.filter(course=course, retired_at=None):
                if chapter.source_root == folder.name and chapter.source_path:
                    by_file[folder.root / chapter.source_path] = chapter.slug
                if chapter.number is not None:
                    by_number[chapter.number] = chapter.slug
        return cls(folder, by_file, by_number)

    def setting(self, course_words: bytes) -> bytes:
        """All but a file's own bytes that its HTML and its questions' tags depend on."""
        images = [
            (path.relative_to(self.folder.root).as_posix(), path.stat().st_size, _changed(path))
            for path in sorted(self.folder.root.rglob("*"))
            if path.suffix.lower() in pictures.MEDIA_TYPES and path.is_file()
        ]
        chapters = sorted((self.folder.stored(f), s) for f, s in self.by_file.items() if s)
        return course_words + repr((images, chapters, sorted(self.by_number.items()))).encode()

    def link(self, file: Path, target: str) -> str | None:
        """The address on the site that a link in file leads to; None where it leads nowhere."""
        path, mark, anchor = unquote(target).partition("#")
        slug = self.by_file.get(file) if not path else self._slug(file, path)
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
        if path in self.by_file:
            return self.by_file[path]
        number, _slug = name_of_file(path.name)
        return self.by_number.get(number) if number is not None else None

    def around(self, file: Path, course: Course) -> Surroundings:
        """Resolvers for one file; an image that is found is stored with the course."""

        def image(target: str) -> str | None:
            path = self._picture(file, target)
            return pictures.store(course, path) if path else None

        return Surroundings(link=lambda target: self.link(file, target), image=image)

    def _picture(self, file: Path, target: str) -> Path | None:
        return pictures.find(file.parent, unquote(target), root=self.folder.root)

    def missing(self, file: Path, text: str, *, path: str) -> list[Problem]:
        """A warning for each image and each link to a file that leads nowhere."""
        problems = []
        for reference in references(text):
            target, name = reference.target, f"“{shown(reference.target)}”"
            if reference.kind == "image" and not target.startswith("data:"):
                if _REMOTE.match(target):
                    what, how = f"the image {name} is on another site", "put a copy beside the file"
                elif self._picture(file, target) is None:
                    what = f"there is no image {name}"
                    how = "put the file there; until then its description stands in its place"
                else:
                    continue
            elif (
                reference.kind == "link"
                and target
                and not target.startswith("#")
                and not _REMOTE.match(target)
                and self.link(file, target) is None
            ):
                what = f"the link to {name} leads to no chapter"
                how = "mend the name, or load that chapter too; until then it is plain text"
            else:
                continue
            problems.append(Problem(path, reference.line, what, how))
        return problems


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns
