import os
from pathlib import Path

import pytest

from content.discovery import Folder, discover
from content.drafts import ChapterDraft
from content.reader import read_chapter
from content.references import references
from content.shelves import Shelf
from tests.books import write
from tests.factories import NOON, ChapterFactory, CourseFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"


def read(folder: Folder) -> dict[str, ChapterDraft | None]:
    return {
        folder.stored(file): read_chapter(file.read_text(), path=folder.stored(file))
        for file in folder.files
    }


def shelf_of(path: Path) -> Shelf:
    """The shelf of a folder as it is read for the first time."""
    (folder,) = discover(path)
    return Shelf.of(folder, None, read(folder))


def slugs(shelf: Shelf) -> dict[str, str]:
    return {path: place.slug for path, place in shelf.places.items()}


def test_chapters_have_their_places_before_any_is_stored(tmp_path: Path) -> None:
    write(
        tmp_path / "sea",
        {
            "chapter1.md": "# Chapter 1: Of Boats\n",
            "02-sails.md": "# Sails\n",
            "winds.md": "# Chapter 7: The Winds\n",
            "a/intro.md": "# Intro\n",
            "b/intro.md": "# Intro again\n",
        },
    )
    shelf = shelf_of(tmp_path / "sea")
    assert slugs(shelf) == {
        "02-sails.md": "sails",
        "a/intro.md": "intro",
        "b/intro.md": "intro-2",
        "chapter1.md": "of-boats",
        "winds.md": "winds",
    }
    assert dict(shelf.by_number) == {1: "of-boats", 2: "sails", 7: "winds"}


def test_stored_chapter_keeps_its_place_and_what_is_new_goes_around_it(tmp_path: Path) -> None:
    write(tmp_path / "sea", {"a/intro.md": "# New\n", "b/intro.md": "# Old\n"})
    course = CourseFactory(slug="sea")
    ChapterFactory(course=course, slug="intro", source_root="sea", source_path="b/intro.md")
    (folder,) = discover(tmp_path / "sea")
    drafts = read(folder)
    assert slugs(Shelf.of(folder, course, drafts)) == {
        "a/intro.md": "intro-2",
        "b/intro.md": "intro",
    }
    drafts.pop("b/intro.md")  # unchanged, so it is not read
    assert slugs(Shelf.of(folder, course, drafts)) == {
        "a/intro.md": "intro-2",
        "b/intro.md": "intro",
    }


def test_numbered_twin_has_the_number_in_its_address(tmp_path: Path) -> None:
    write(tmp_path / "sea", {"01-winds.md": "# Winds\n", "02-winds.md": "# Winds\n"})
    assert slugs(shelf_of(tmp_path / "sea")) == {"01-winds.md": "winds", "02-winds.md": "winds-2"}


def test_long_names_stay_apart_in_120_characters(tmp_path: Path) -> None:
    names = [f"{'long-' * 40}{n}.md" for n in range(4)]
    write(tmp_path / "sea", dict.fromkeys(names, "# Long\n"))
    found = slugs(shelf_of(tmp_path / "sea"))
    assert len(set(found.values())) == 4
    assert all(len(slug) <= 120 for slug in found.values())


@pytest.mark.parametrize(
    ("row", "moved"),
    [
        ({"slug": "winds"}, True),
        ({"slug": "wind-and-weather", "title": "Winds"}, True),
        ({"slug": "winds", "retired_at": NOON}, True),
        ({"slug": "boats", "title": "Boats"}, False),
        ({"slug": "winds", "source_root": "land"}, False),
        ({"slug": "winds", "source_path": ""}, False),
    ],
)
def test_renamed_file_takes_its_chapter_along(
    tmp_path: Path, row: dict[str, object], moved: bool
) -> None:
    write(tmp_path / "sea", {"03-winds.md": "# Winds\n"})
    course = CourseFactory(slug="sea")
    ChapterFactory(**{"course": course, "source_root": "sea", "source_path": "02-winds.md", **row})
    (folder,) = discover(tmp_path / "sea")
    place = Shelf.of(folder, course, read(folder)).places["03-winds.md"]
    assert place.moved_from == ("02-winds.md" if moved else "")


def test_one_lost_chapter_is_taken_along_by_one_file_only(tmp_path: Path) -> None:
    write(tmp_path / "sea", {"a/winds.md": "# Winds\n", "b/winds.md": "# Winds\n"})
    course = CourseFactory(slug="sea")
    ChapterFactory(course=course, slug="winds", source_root="sea", source_path="winds.md")
    (folder,) = discover(tmp_path / "sea")
    places = Shelf.of(folder, course, read(folder)).places
    assert [place.moved_from for place in places.values()] == ["winds.md", ""]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("02-sails.md", "/sea/sails/"),
        ("./02-sails.md#the-jib", "/sea/sails/#the-jib"),
        ("deep/../02-sails.md", "/sea/sails/"),
        ("02%2Dsails.md", "/sea/sails/"),
        ("#here", "/sea/boats/#here"),
        ("Chapter-2-Of-Sails.md", "/sea/sails/"),
        ("chapter9.md", None),
        ("02-questions.md", None),
        ("sails.md", None),
        ("02-sails.pdf", None),
        ("deep/", None),
        ("../outside.md", None),
        ("/etc/passwd", None),
        ("x" * 300 + ".md", None),
        ("nul%00.md", None),
    ],
)
def test_link_leads_to_the_chapter_of_that_file_else_of_that_number(
    tmp_path: Path, target: str, address: str | None
) -> None:
    root = write(
        tmp_path / "sea",
        {"01-boats.md": "# Boats\n", "02-sails.md": "# Sails\n", "02-questions.md": "1. Why?\n"},
    )
    (folder,) = discover(root)
    drafts = read(folder) | {"02-questions.md": None}
    shelf = Shelf.of(folder, None, drafts)
    assert shelf.link(root / "01-boats.md", target) == address


def test_number_of_another_folders_chapter_is_no_address(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"05-boats.md": "# Boats\n"})
    course = CourseFactory(slug="sea")
    ChapterFactory(course=course, number=6, slug="land", source_root="earth", source_path="6.md")
    (folder,) = discover(root)
    shelf = Shelf.of(folder, course, read(folder))
    assert shelf.link(root / "05-boats.md", "Chapter-06-Winds.md") is None


def test_bank_has_no_place_to_link_to_itself(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"bank.md": "x"})
    (folder,) = discover(root)
    assert Shelf.of(folder, None, {"bank.md": None}).link(root / "bank.md", "#here") is None


def test_image_is_read_once_and_given_to_whoever_stores(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"01-a.md": "# A\n", "images/a b.png": PNG})
    found: dict[Path, object] = {}
    around = shelf_of(root).around(root / "01-a.md", found)  # type: ignore[arg-type]
    image = around.image("images/a%20b.png")
    assert image is not None
    assert image.url.startswith("/pictures/sea/")
    assert around.image("images/a b.png") == image
    assert list(found) == [root / "images/a b.png"]
    assert around.image("images/none.png") is None


def test_what_leads_nowhere_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        "# Chapter 1: Boats\n\n"
        "![gone](gone.png) ![here](here.png?raw=true) ![data](data:image/png;base64,AA)\n"
        "![remote](https://example.org/a.png)\n\n"
        "[next](Chapter-02.md) [self](#boats) [web](https://example.org) [mail](mailto:a@b.example)"
        " [](<>)\n\n```\n![code](code.png)\n```\n"
    )
    root = write(tmp_path / "sea", {"01-boats.md": text, "here.png": PNG})
    problems = shelf_of(root).missing(root / "01-boats.md", references(text), path="01-boats.md")
    assert [(problem.line, problem.what) for problem in problems] == [
        (3, "there is no image “gone.png”"),
        (4, "the image “https://example.org/a.png” is on another site"),
        (6, "the link to “Chapter-02.md” leads to no chapter"),
    ]


def settings_of(root: Path, text: bytes = b"![a](images/a.png)") -> str:
    return shelf_of(root).setting(text)


def test_setting_is_that_of_the_chapters_and_of_the_images_named(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"01-a.md": "# A\n", "images/a.png": PNG, "images/b.png": PNG})
    before = settings_of(root)
    assert settings_of(root) == before
    write(root, {"images/b.png": PNG + b"other"})
    assert settings_of(root) == before, "an image that the text does not name"
    write(root, {"images/a.png": PNG + b"other"})
    changed = settings_of(root)
    assert changed != before
    write(root, {"02-b.md": "# B\n"})
    assert settings_of(root) != changed


@pytest.mark.parametrize(
    "text", [b"<a&amp;b.png>", rb"a\&b.png", b"a%26b.png", "![x](a&b.png)".encode("utf-16")]
)
def test_name_of_an_image_is_known_in_any_writing(tmp_path: Path, text: bytes) -> None:
    root = write(tmp_path / "sea", {"01-a.md": "# A\n", "a&b.png": PNG})
    before = settings_of(root, text)
    write(root, {"a&b.png": PNG + b"other"})
    assert settings_of(root, text) != before


def test_lone_file_looks_only_where_it_points(tmp_path: Path) -> None:
    text = "# A\n\n![a](images/a.png)\n"
    root = write(tmp_path / "home", {"a.md": text, "images/a.png": PNG, "private/a.png": PNG})
    before = shelf_of(root / "a.md").setting(text.encode())
    os.utime(root / "private/a.png", (1, 1))
    assert shelf_of(root / "a.md").setting(text.encode()) == before
    os.utime(root / "images/a.png", (1, 1))
    assert shelf_of(root / "a.md").setting(text.encode()) != before
