"""Every bad file there is, loaded by name into a course that stands: refused without a trace."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from quizzes.formats import known
from tests.bad import Bad, bad_files
from tests.books import sea, write
from tests.quizzes.commanding import Run, run
from tests.quizzes.formats.bad_files import BadFile
from tests.quizzes.formats.bad_packages import BAD_PACKAGES
from tests.quizzes.formats.bad_texts import BAD_TEXTS
from tests.quizzes.formats.bad_xml import BAD_XML

pytestmark = pytest.mark.django_db


def is_taken_for(bad: BadFile) -> bool:
    """Whether the file, found in the wild, is read by the reader that its fault is for."""
    found = known.of_file(bad.name, bad.data)
    able = known.reading(bad.name)
    return (found or (able[0] if len(able) == 1 else None)) is known.named(bad.format)


CORPUS = Path(__file__).parents[1] / "corpus" / "bad"
MADE = bad_files()
KNOWN = [
    Bad(f"{bad.format}-{n}-{bad.name}", bad.data, bad.reason if is_taken_for(bad) else "")
    for n, bad in enumerate([*BAD_TEXTS, *BAD_XML, *BAD_PACKAGES])
]
STORED = [
    Bad(f"{path.parent.name}-{path.name}", path.read_bytes(), "")
    for path in sorted(CORPUS.rglob("*"))
    if path.is_file()
]
ALL = [*MADE, *KNOWN, *STORED]
# In a few batches, since each needs a course that is loaded first.
BATCHES = [ALL[part::4] for part in range(4)]
# `path:line – what – how` or `path – what – how`; a package's members stand behind its path.
MESSAGE = re.compile(r"(?P<path>[^\n]+?)(?::\d+)? – (?P<what>[^\n]+) – (?P<how>[^\n]+)")
WHOLE = re.compile(r"\d+ files?: |\d+ questions? added|Nothing has changed")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with something of everything, loaded."""
    folder = sea(tmp_path / "sea")
    assert run(folder).status == 0
    return folder


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the database."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(plain, cursor.fetchall()), key=repr)
    return found


def plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def refused(path: Path) -> str:
    """What is said of a path that is not taken; fails where it is taken or said badly."""
    try:
        done = run(path, "--course", "sea", "--verbosity", "0")
    except CommandError as error:
        # What Django does with it: its text on standard error, and its status.
        done = Run(error.returncode, str(error), "")
    assert done.status == 1, f"{path.name} was taken: {done.out}"
    assert done.err == "", path.name
    lines, whole = [x for x in done.out.splitlines() if not WHOLE.match(x)], done.out
    assert lines, f"nothing is said of {path.name}"
    assert "Traceback" not in whole
    for line in lines:
        said = MESSAGE.fullmatch(line)
        assert said, f"{path.name}: {line}"
        assert path.name[:60] in said["path"], line
        assert len(line) < 600, line
    return "\n".join(lines)


def test_there_are_enough() -> None:
    assert len(ALL) >= 400
    assert len({bad.name for bad in ALL}) == len(ALL)
    assert len({bad.content for bad in ALL}) > len(ALL) * 0.7


@pytest.mark.parametrize("batch", BATCHES, ids=range(len(BATCHES)))
def test_a_bad_file_is_refused_and_changes_nothing(
    batch: Sequence[Bad], course: Path, tmp_path: Path
) -> None:
    before = everything()
    for bad in batch:
        path = write(tmp_path, {bad.name: bad.content}) / bad.name
        told = refused(path)
        assert bad.said in told, f"{bad.name}: {told}"
        path.unlink()
    assert everything() == before, f"one of {[bad.name for bad in batch]} left a trace"


def test_all_bad_files_of_a_folder_are_named_and_the_good_one_is_loaded(
    course: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bank"
    write(folder, {bad.name: bad.content for bad in ALL})
    write(folder, {"good.csv": "question,a,b,answer\nIs it?,x,y,A\n"})
    done = run(folder, "--course", "sea", "--verbosity", "0")
    assert done.status == 1
    assert "1 question added, 0 changed, 0 retired" in done.out
    for bad in MADE:
        if Path(bad.name).suffix == ".md":
            assert bad.name in done.out


def places(folder: Path) -> Iterator[tuple[str, Path]]:
    """Paths at which there is no file to read."""
    yield "there is no such file or folder", folder / "absent.md"
    yield "there is no such file or folder", folder / "absent" / "x.csv"
    (folder / "loop.md").symlink_to(folder / "loop.md")
    yield "loop.md", folder / "loop.md"
    (folder / "dangling.json").symlink_to(folder / "nothing.json")
    yield "there is no such file or folder", folder / "dangling.json"
    for name in ("folder.md", "folder.csv", "folder.xlsx", "folder.json"):
        (folder / name).mkdir()
        yield "there is no Markdown file and no bank in it", folder / name
    for name in ("program.exe", "picture.png", "film.mp4", "noending", "old.xls", "book.docx"):
        (folder / name).write_bytes(b"x")
        yield "not a file of a known format", folder / name
    os.mkfifo(folder / "pipe.csv")
    yield "there is no such file or folder", folder / "pipe.csv"
    for name in ("film.csv", "film.json", "film.xlsx", "film.txt"):
        with (folder / name).open("wb") as file:
            file.truncate(65 * 1024 * 1024)
        yield "bytes are more than 67,108,864, so it was not looked into", folder / name
    yield "it cannot be read (File name too long)", folder / f"{'x' * 300}.md"
    if os.geteuid() != 0:
        (folder / "locked.md").write_text("# Locked")
        (folder / "locked.md").chmod(0)
        yield "cannot be read", folder / "locked.md"


def test_a_path_with_nothing_to_read_is_refused(course: Path, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    before = everything()
    count = 0
    for said, path in places(tmp_path / "odd"):
        told = refused(path)
        assert said in told, f"{path.name}: {told}"
        count += 1
    assert count >= 20
    assert everything() == before


NAMES: Sequence[bytes] = (b"caf\xe9.md", b"caf\xe9.csv")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_text_is_refused(name: bytes, course: Path, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    try:
        (folder / os.fsdecode(name)).write_bytes(b"question,a,b,answer\nIs it?,x,y,A\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    before = everything()
    done = run(folder, "--course", "sea")
    assert done.status == 1
    assert "the file's name is not UTF-8 – rename the file" in done.out
    assert everything() == before
