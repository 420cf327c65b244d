import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.discovery import Folder, NotFoundError, discover, slugify
from tests.books import write


def found(path: Path, course: str | None = None) -> list[tuple[str, str, list[str]]]:
    """Name, course and stored paths of each folder that path stands for."""
    return [
        (folder.name, folder.course, [folder.stored(file) for file in folder.files])
        for folder in discover(path, course=course)
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("clf-c02", "clf-c02"),
        ("My  Course_2 (new)", "my-course-2-new"),
        ("Café Zürich", "cafe-zurich"),
        ("Облако", "course"),
        ("---", "course"),
        ("x" * 60, "x" * 50),
        ("x" * 49 + " y", "x" * 49),
    ],
)
def test_folder_name_becomes_part_of_an_address(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_course_folder_holds_its_files_at_any_depth(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "sea-01",
        {
            "course.toml": "",
            "chapters/01-a.md": "",
            "chapters/part two/02-b.MARKDOWN": "",
            "bank.md": "",
            "notes.txt": "",
            ".hidden/03.md": "",
            ".draft.md": "",
        },
    )
    files = ["bank.md", "chapters/01-a.md", "chapters/part two/02-b.MARKDOWN"]
    assert found(folder) == [("sea-01", "sea-01", files)]
    (course,) = discover(folder)
    assert course.manifest == folder / "course.toml"
    assert course.whole
    assert not course.named


def test_each_file_belongs_to_the_innermost_course(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "outer/course.toml": "",
            "outer/01.md": "",
            "outer/inner/course.toml": "",
            "outer/inner/02.md": "",
            "other/course.toml": "",
            "loose.md": "",
        },
    )
    assert found(tmp_path) == [
        ("other", "other", []),
        ("outer", "outer", ["01.md"]),
        ("inner", "inner", ["02.md"]),
        (tmp_path.name, slugify(tmp_path.name), ["loose.md"]),
    ]


def test_folder_without_a_course_is_named_by_itself_or_by_the_option(tmp_path: Path) -> None:
    folder = write(tmp_path / "My notes", {"a.md": "", "deep/b.md": ""})
    assert found(folder) == [("My notes", "my-notes", ["a.md", "deep/b.md"])]
    assert found(folder, "sea-01") == [("My notes", "sea-01", ["a.md", "deep/b.md"])]


def test_messages_count_paths_from_what_was_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"sea/course.toml": "", "sea/chapters/01.md": ""})
    (above,) = discover(tmp_path)
    (course,) = discover(tmp_path / "sea")
    (part,) = discover(tmp_path / "sea/chapters")
    (file,) = discover(tmp_path / "sea/chapters/01.md")
    shown = [folder.shown(folder.files[0]) for folder in (above, course, part, file)]
    assert shown == ["sea/chapters/01.md", "chapters/01.md", "01.md", "01.md"]
    stored = {folder.stored(folder.files[0]) for folder in (above, course, part, file)}
    assert stored == {"chapters/01.md"}
    assert {folder.name for folder in (above, course, part, file)} == {"sea"}


@pytest.mark.parametrize("part", ["chapters", "chapters/one", "chapters/one/01.md"])
def test_part_of_a_course_belongs_to_it_and_is_not_the_whole(tmp_path: Path, part: str) -> None:
    write(tmp_path, {"sea/course.toml": "", "sea/chapters/one/01.md": "", "sea/02.md": ""})
    (folder,) = discover(tmp_path / "sea" / part)
    assert folder.course == "sea"
    assert folder.manifest == tmp_path / "sea/course.toml"
    assert [folder.stored(file) for file in folder.files] == ["chapters/one/01.md"]
    assert not folder.whole


def test_one_file_is_loaded_whatever_it_is_called(tmp_path: Path) -> None:
    write(tmp_path / "notes", {"README.md": "", "other.md": ""})
    (folder,) = discover(tmp_path / "notes/README.md")
    assert found(tmp_path / "notes/README.md") == [("notes", "notes", ["README.md"])]
    assert folder.named
    assert not folder.whole


def test_course_toml_alone_stands_for_the_course_without_its_files(tmp_path: Path) -> None:
    write(tmp_path, {"sea/course.toml": "", "sea/01.md": ""})
    (folder,) = discover(tmp_path / "sea/course.toml")
    assert (folder.course, folder.files, folder.whole) == ("sea", [], False)


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("nowhere", "there is no such file or folder"),
        ("nowhere/01.md", "there is no such file or folder"),
        ("x" * 300, "cannot be read"),
        ("picture.png", "not a file of a known format"),
        ("empty", "no Markdown file and no bank in it"),
    ],
)
def test_path_that_leads_nowhere_is_said_in_one_line(tmp_path: Path, path: str, what: str) -> None:
    write(tmp_path, {"picture.png": "", "empty/notes.txt": ""})
    with pytest.raises(NotFoundError, match=what) as refused:
        discover(tmp_path / path)
    assert "\n" not in str(refused.value)
    assert path in str(refused.value)


def test_links_lead_to_nothing_that_is_loaded(tmp_path: Path) -> None:
    write(tmp_path, {"secret/key.md": "", "book/01.md": ""})
    (tmp_path / "book/out.md").symlink_to(tmp_path / "secret/key.md")
    (tmp_path / "book/away").symlink_to(tmp_path / "secret")
    (tmp_path / "book/round").symlink_to(tmp_path / "book")
    assert found(tmp_path / "book") == [("book", "book", ["01.md"])]


def test_link_in_a_circle_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(NotFoundError, match="round –"):
        discover(tmp_path / "round")


def test_courses_that_would_overwrite_one_another_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"Облако/course.toml": "", "Море/course.toml": ""})
    with pytest.raises(NotFoundError, match="its address “course” is also that of"):
        discover(tmp_path)
    assert found(tmp_path / "Море", "sea") == [("Море", "sea", [])]


def test_one_course_cannot_be_named_for_several(tmp_path: Path) -> None:
    write(tmp_path, {"one/course.toml": "", "two/course.toml": ""})
    with pytest.raises(NotFoundError, match="--course sea – there are 2 courses"):
        discover(tmp_path, course="sea")


def test_whole_folder_holds_what_was_found_a_part_what_is_on_disk(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"01.md": "", "02.md": ""})
    whole = Folder(root, root, "sea", [root / "01.md"])
    part = Folder(root, root, "sea", [root / "01.md"], whole=False)
    assert (whole.holds("01.md"), whole.holds("02.md")) == (True, False)
    assert (part.holds("01.md"), part.holds("02.md"), part.holds("03.md")) == (True, True, False)


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a part that whoever runs the test may not read."""
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), {"01.md": "", "locked/02.md": ""})
        folder.chmod(0o755)
        (folder / "locked").chmod(0)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        yield folder
        os.seteuid(was)
        (folder / "locked").chmod(0o755)


def test_folder_that_may_not_be_read_is_never_taken_for_an_empty_one(locked_folder: Path) -> None:
    with pytest.raises(NotFoundError, match=r"locked – it cannot be read \(Permission denied\)"):
        discover(locked_folder)
