import os
from pathlib import Path

import pytest
from django.test import Client

from content import pictures
from content.models import Picture
from tests.books import write
from tests.factories import CourseFactory

PNG = b"\x89PNG\r\n\x1a\n rest"
SVG = '<svg viewBox="0 0 30 20"/>'


@pytest.mark.parametrize(
    "target",
    ["images/a.png", "./images/a.png", "images/../images/a.png", "images/photo ä.JPG", "../b.svg"],
)
def test_image_below_the_root_is_found(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"one/images/a.png": PNG, "one/images/photo ä.JPG": PNG, "b.svg": "<svg/>"})
    assert pictures.find(tmp_path / "one", target, root=tmp_path) is not None


@pytest.mark.parametrize(
    "target",
    [
        "../secret.png",
        "/etc/passwd",
        "images/none.png",
        "images",
        "notes.txt",
        "out.png",
        "away/secret.png",
        "large.png",
        "nul\x00.png",
        "x" * 300 + ".png",
        "",
    ],
)
def test_nothing_else_is_found(tmp_path: Path, target: str) -> None:
    root = write(tmp_path / "book", {"notes.txt": "", "images/a.png": PNG})
    write(tmp_path, {"secret.png": PNG})
    (root / "out.png").symlink_to(tmp_path / "secret.png")
    (root / "away").symlink_to(tmp_path)
    with (root / "large.png").open("wb") as large:
        os.truncate(large.fileno(), pictures.MAX_BYTES + 1)
    assert pictures.find(root, target, root=root) is None


def test_walk_enters_neither_links_nor_hidden_folders_nor_those_not_wanted(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"b.png": PNG, "a.txt": "", "in/c.SVG": "", "off/d.png": PNG, ".git/e.png": PNG},
    )
    (tmp_path / "link.png").symlink_to(tmp_path / "b.png")
    found = pictures.below(tmp_path, enter=lambda name: name != "off")
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["b.png", "in/c.SVG"]


@pytest.mark.django_db
def test_picture_is_kept_once_and_served_as_it_is(tmp_path: Path, client: Client) -> None:
    write(tmp_path, {"a.png": PNG, "copy.png": PNG, "b.svg": SVG})
    course = CourseFactory(slug="sea")
    found = [pictures.read(tmp_path / name) for name in ("a.png", "copy.png", "b.svg")]
    pictures.store(course, found)
    pictures.store(course, found[:1])
    assert Picture.objects.count() == 2
    answer = client.get(found[0].shown("sea").url)
    assert answer.content == PNG
    assert answer["Content-Type"] == "image/png"
    assert (found[0].shown("sea").size, found[2].shown("sea").size) == (None, (30, 20))


@pytest.mark.django_db
def test_no_pictures_cost_no_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        pictures.store(CourseFactory.build(slug="sea"), [])
