"""Which files a path to load stands for, and which course they belong to."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "course.toml"
ENDINGS = (".md", ".markdown")


class NotFoundError(Exception):
    """A path to load that leads nowhere; its text is one line for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Files that are loaded together into one course.

    root: the folder that the files' stored paths are relative to; shown_from: the one that messages
    count from. whole: everything in root is here, so what is not has been removed. named: the file
    was asked for by its own name, so it is loaded whatever it is called."""

    root: Path
    shown_from: Path
    course: str
    files: Sequence[Path]
    manifest: Path | None = None
    whole: bool = True
    named: bool = False

    @property
    def name(self) -> str:
        """What the loader remembers the folder by, wherever it lies."""
        return self.root.name

    def shown(self, path: Path) -> str:
        return path.relative_to(self.shown_from).as_posix()

    def stored(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def slugify(text: str) -> str:
    """A part of an address in ASCII; "course" where nothing is left."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:50].strip("-") or "course"


def discover(path: Path, *, course: str | None = None) -> list[Folder]:
    """The folders that path stands for: a course, any folder with Markdown in it, or one file.

    course: the slug to load into, where the files do not say. Raises NotFoundError."""
    path = path.resolve()
    if path.is_file():
        return [_of_file(path, course)]
    if not path.is_dir():
        raise NotFoundError(f"{path.name} – there is no such file or folder – check the path")
    folders = list(_of_folder(path, course))
    if not any(folder.files or folder.manifest for folder in folders):
        raise NotFoundError(
            f"{path.name} – there is no Markdown file in it – give a folder with .md files"
        )
    return folders


def _of_file(path: Path, course: str | None) -> Folder:
    if path.name != MANIFEST and path.suffix.lower() not in ENDINGS:
        raise NotFoundError(f"{path.name} – not a Markdown file – give a file that ends in .md")
    root = next((p for p in path.parents[:2] if (p / MANIFEST).is_file()), None)
    return Folder(
        root=root or path.parent,
        shown_from=path.parent,
        course=course or slugify((root or path.parent).name),
        files=[] if path.name == MANIFEST else [path],
        manifest=root / MANIFEST if root else None,
        whole=False,
        named=True,
    )


def _of_folder(path: Path, course: str | None) -> Iterator[Folder]:
    """The courses in the folder, then what lies in it outside of them."""
    roots = sorted({manifest.parent for manifest in _walk(path) if manifest.name == MANIFEST})
    loose = [file for file in _walk(path) if file.suffix.lower() in ENDINGS]
    for root in roots:
        inside = [file for file in loose if file.is_relative_to(root)]
        loose = [file for file in loose if file not in set(inside)]
        slug = course if course and len(roots) == 1 else slugify(root.name)
        yield Folder(root, path, slug, inside, manifest=root / MANIFEST)
    if loose:
        yield Folder(path, path, course or slugify(path.name), loose)


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below, by name; hidden folders and links that lead out of the folder are left."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry
