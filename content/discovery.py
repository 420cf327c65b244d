"""Which files a path to load stands for, and which course they belong to."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MANIFEST = "course.toml"
ENDINGS = (".md", ".markdown")
BESIDE = ("facts.toml", "forms.toml", "glossary.md", "exam-day.md")
"""Files in a course's folder itself that belong to the course as a whole, as its MANIFEST does."""


class NotFoundError(Exception):
    """A path to load that leads nowhere; its text is one line for whoever typed it."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what} – {how}")
        self.what, self.how = what, how


class ClashError(NotFoundError):
    """Courses of which one would overwrite the other."""


@dataclass(frozen=True)
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
        return self.root.name[:200]

    def shown(self, path: Path) -> str:
        return path.relative_to(self.shown_from).as_posix()

    def stored(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self.stored(file) for file in self.files)

    def holds(self, path: str) -> bool:
        """Whether the file of that stored path is still there."""
        return path in self._paths if self.whole else (self.root / path).is_file()


def slugify(text: str) -> str:
    """A part of an address in ASCII; "course" where nothing is left."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:50].strip("-") or "course"


def discover(path: Path, *, course: str | None = None, banks: Collection[str] = ()) -> list[Folder]:
    """The folders that path stands for: a course, any folder with files to load, or one file.

    course: the slug to load into, where the files do not say. banks: endings, beside Markdown's, of
    files that may hold questions. Raises NotFoundError, of which ClashError is one."""
    endings = (*ENDINGS, *banks)
    typed = path
    try:
        path = path.resolve()
        if path.is_file():
            return [_of_file(path, course, endings)]
        if not path.is_dir():
            raise NotFoundError(f"{typed} – there is no such file or folder", "check the path")
        folders = list(_of_folder(path, course, endings))
    except (OSError, RuntimeError) as error:
        place = Path(getattr(error, "filename", None) or typed).name
        what = f"{place} – it cannot be read ({getattr(error, 'strerror', error)})"
        raise NotFoundError(what, "give the right to read it") from None
    if not any(folder.files or folder.manifest for folder in folders):
        what = f"{typed} – there is no Markdown file and no bank in it"
        raise NotFoundError(what, "give a folder with .md files")
    _check_apart(folders, course)
    return folders


def _check_apart(folders: Sequence[Folder], course: str | None) -> None:
    """Raises ClashError where one of the courses would overwrite another."""
    names: dict[str, str] = {}
    courses = [folder for folder in folders if folder.manifest is not None]
    if course and len(courses) > 1:
        what = f"--course {course} – there are {len(courses)} courses in the folder"
        raise ClashError(what, "give the path of one of them")
    for folder in courses:
        if folder.course in names:
            what = f"{folder.root.name} – its address “{folder.course}” is also that of"
            how = "rename one of them, or load it alone with --course"
            raise ClashError(f"{what} {names[folder.course]}", how)
        names[folder.course] = folder.root.name


def _of_file(path: Path, course: str | None, endings: Sequence[str]) -> Folder:
    root = _course_around(path.parent)
    of_course = path.name == MANIFEST or _is_beside(path, root)
    if not of_course and path.suffix.lower() not in endings:
        how = f"give one that ends in {', '.join(endings)}"
        raise NotFoundError(f"{path.name} – not a file of a known format", how)
    return Folder(
        root=root or path.parent,
        shown_from=path.parent,
        course=course or slugify((root or path.parent).name),
        files=[] if of_course else [path],
        manifest=root / MANIFEST if root else None,
        whole=False,
        named=True,
    )


def _course_around(folder: Path) -> Path | None:
    """The course that the folder is, or is a part of."""
    return next((p for p in (folder, *folder.parents) if (p / MANIFEST).is_file()), None)


def _of_folder(path: Path, course: str | None, endings: Sequence[str]) -> Iterator[Folder]:
    """The courses in the folder, then what lies in it outside of them."""
    files = list(_walk(path))
    roots = [file.parent for file in files if file.name == MANIFEST]
    texts = [
        f
        for f in files
        if f.name != MANIFEST and f.suffix.lower() in endings and not _is_beside(f, *roots)
    ]
    owners = {text: _nearest(text, roots) for text in texts}
    for root in roots:
        own = [text for text, owner in owners.items() if owner == root]
        yield Folder(root, path, course or slugify(root.name), own, manifest=root / MANIFEST)
    loose = [text for text, owner in owners.items() if owner is None]
    if not loose:
        return
    around = _course_around(path)
    if around is None:
        yield Folder(path, path, course or slugify(path.name), loose)
    else:
        slug = course or slugify(around.name)
        yield Folder(around, path, slug, loose, manifest=around / MANIFEST, whole=False)


def _nearest(file: Path, roots: Sequence[Path]) -> Path | None:
    """The innermost of the courses that the file lies in."""
    inside = (root for root in roots if file.is_relative_to(root))
    return max(inside, key=lambda root: len(root.parts), default=None)


def _is_beside(file: Path, *roots: Path | None) -> bool:
    return file.name in BESIDE and file.parent in roots


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below, by name; hidden folders and all links are left."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry
