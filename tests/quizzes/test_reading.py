"""What the names, links, images and codings of a folder's files come to."""

from pathlib import Path

import pytest

from content.models import Chapter, Picture
from quizzes.models import QuestionVersion
from tests.books import PNG, ask, asked, chapter, html_of, live, load_into, rows, said, write

pytestmark = pytest.mark.django_db
# What any load of any file writes beside the file's own rows.
MARKS = ("content_course", "content_sourcefile")


# Names and addresses


def test_chapters_without_a_name_of_their_own_link_to_one_another_at_once(tmp_path: Path) -> None:
    write(
        tmp_path / "sea",
        {
            "chapter1.md": chapter(1, "Boats", body="See [winds](chapter2.md)."),
            "chapter2.md": chapter(2, "Winds", body="See [boats](chapter1.md#the-ketch)."),
        },
    )
    assert said(load_into(tmp_path / "sea")) == ""
    assert 'href="/sea/winds/"' in html_of("boats")
    assert 'href="/sea/boats/#the-ketch"' in html_of("winds")
    assert load_into(tmp_path / "sea").unchanged == 2


def test_chapters_of_the_same_name_link_to_the_right_one_at_once(tmp_path: Path) -> None:
    write(
        tmp_path / "sea",
        {
            "a/intro.md": chapter(1, "A", body="[other](../b/intro.md)"),
            "b/intro.md": chapter(2, "B", body="[other](../a/intro.md)"),
        },
    )
    load_into(tmp_path / "sea")
    slugs = dict(Chapter.objects.values_list("title", "slug"))
    assert sorted(slugs.values()) == ["intro", "intro-2"]
    assert f'href="/sea/{slugs["B"]}/"' in html_of(slugs["A"])
    assert f'href="/sea/{slugs["A"]}/"' in html_of(slugs["B"])
    assert load_into(tmp_path / "sea").unchanged == 2


def test_chapter_that_appears_later_turns_plain_text_into_a_link(folder: Path) -> None:
    boats = chapter(1, "Boats", body="Then [the stars](04-stars.md).")
    write(folder, {"chapters/01-boats.md": boats})
    assert "the link to “04-stars.md” leads to no chapter" in said(load_into(folder))
    assert "<a" not in html_of("boats")
    write(folder, {"chapters/04-stars.md": chapter(4, "Stars")})
    assert said(load_into(folder)) == ""
    assert 'href="/sea/stars/"' in html_of("boats")
    (folder / "chapters/04-stars.md").unlink()
    load_into(folder)
    load_into(folder)
    assert "<a" not in html_of("boats")
    assert load_into(folder).unchanged == 5


def test_changed_image_is_drawn_anew_in_chapter_and_question(folder: Path) -> None:
    image = "![rose](../images/rose.png)"
    write(
        folder,
        {"chapters/02-winds.md": chapter(2, "Winds", ask(1, f"What is {image}?"), body=image)},
    )
    load_into(folder)
    version = QuestionVersion.objects.get(stem__contains="rose")
    old = Picture.objects.get().digest
    write(folder, {"images/rose.png": PNG + b"new"})
    report = load_into(folder)
    assert report.unchanged == 4
    (new,) = Picture.objects.exclude(digest=old)
    version.refresh_from_db()
    assert new.digest in html_of("winds")
    assert new.digest in version.stem_html
    assert version.question.versions.count() == 1
    assert Picture.objects.filter(digest=old).exists(), "older attempts may still show it"


def test_missing_image_is_a_box_until_it_is_there(folder: Path) -> None:
    (folder / "images/rose.png").unlink()
    assert "there is no image “../images/rose.png”" in said(load_into(folder))
    assert "figure-missing" in html_of("winds")
    assert "rose" in html_of("winds")
    write(folder, {"images/rose.png": PNG})
    assert said(load_into(folder)) == ""
    assert "/pictures/sea/" in html_of("winds")


@pytest.mark.parametrize("target", ["../secret.png", "../../secret.png", "link.png", "/etc/x.png"])
def test_image_outside_of_the_folder_is_not_taken(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"secret.png": PNG})
    root = write(tmp_path / "sea", {"a/01.md": chapter(1, "Boats", body=f"![x]({target})")})
    (root / "a/link.png").symlink_to(tmp_path / "secret.png")
    assert f"there is no image “{target}”" in said(load_into(root))
    assert not Picture.objects.exists()


def test_names_in_any_letters_load(tmp_path: Path) -> None:
    root = write(
        tmp_path / "Мореплавание",
        {
            "01-Корабли.md": chapter(
                1, "Корабли", body="![роза](образы/роза.png) [далее](02-風.md)"
            ),
            "02-風.md": chapter(2, "風"),
            "03-Übersicht & mehr.md": chapter(3, "Übersicht"),
            "образы/роза.png": PNG,
        },
    )
    report = load_into(root)
    assert said(report) == ""
    assert live() == {"chapter-1", "chapter-2", "ubersicht-mehr"}
    assert "/pictures/course/" in html_of("chapter-1")
    assert 'href="/course/chapter-2/"' in html_of("chapter-1")
    assert load_into(root).unchanged == 3


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.replace("\n", "\r\n").encode("utf-16-be"),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["CRLF", "BOM", "UTF-16", "UTF-16 big, CRLF", "CR"],
)
def test_same_words_in_another_coding_are_the_same_course(folder: Path, encode: object) -> None:
    load_into(folder)
    before = rows(without=MARKS)
    text = (folder / "chapters/01-boats.md").read_text()
    write(folder, {"chapters/01-boats.md": encode(text)})  # type: ignore[operator]
    report = load_into(folder)
    assert said(report) == ""
    assert report.unchanged == 4
    assert rows(without=MARKS) == before


# Side matter


def test_readme_is_left_out_and_not_read_again(tmp_path: Path) -> None:
    write(tmp_path / "sea", {"README.md": "# About\n", "01-boats.md": chapter(1, "Boats")})
    load_into(tmp_path / "sea")
    assert live() == {"boats"}
    assert load_into(tmp_path / "sea").unchanged == 2


def test_readme_with_questions_is_taken(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"README.md": "# Questions\n\n" + ask(1, "One?") + ask(2, "2?")})
    load_into(root)
    assert asked() == {"One?", "2?"}
    write(root, {"README.md": "# About\n\nNothing here.\n"})
    load_into(root)
    assert asked() == set()
    assert live() == set()


def test_readme_that_is_named_is_a_chapter_and_stays_one(tmp_path: Path) -> None:
    root = write(
        tmp_path / "sea", {"README.md": chapter(1, "Boats"), "02-winds.md": "# Winds\n\nx\n"}
    )
    load_into(root)
    assert live() == {"winds"}
    load_into(root / "README.md")
    assert live() == {"winds", "boats"}
    load_into(root)
    assert live() == {"winds", "boats"}
    write(root, {"README.md": chapter(1, "Ships")})
    load_into(root)
    assert Chapter.objects.filter(title="Ships", retired_at=None).exists()
