"""The glossary and the exam-day page of a course's folder: loaded, changed, gone."""

from pathlib import Path

import pytest

from content.models import Chapter, Course, CoursePage, Picture, Term
from quizzes.reports import Report
from tests.books import PNG, chapter, check, live, load_into, rows, said, sea, write

pytestmark = pytest.mark.django_db

GLOSSARY = """# Glossary

## Sloop
<!-- aliases: one-masted boat -->

A boat with one mast; see [boats](chapters/01-boats.md#the-sloop). ![rose](images/rose.png)

## Ketch

A boat with **two**.
"""
EXAM_DAY = "# The day\n\n## Before\n\nSleep, then read [boats](chapters/01-boats.md).\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"glossary.md": GLOSSARY, "exam-day.md": EXAM_DAY}
    return write(sea(tmp_path / "sea"), files)


def change(folder: Path, name: str, text: str | bytes) -> Report:
    return load_into(write(folder, {name: text}))


def test_both_are_loaded_and_are_no_chapters(folder: Path) -> None:
    report = load_into(folder)
    assert said(report) == ""
    assert report.files == 5
    assert live() == {"boats", "winds", "tacking"}
    ketch, sloop = Term.objects.all()
    assert (sloop.slug, sloop.name, sloop.names) == ("sloop", "Sloop", ("Sloop", "one-masted boat"))
    assert 'href="/sea/boats/#the-sloop"' in sloop.html
    assert Picture.objects.get().digest in sloop.html
    assert ketch.html == "<p>A boat with <strong>two</strong>.</p>"
    page = CoursePage.objects.get()
    assert (page.slug, page.title) == ("exam-day", "The day")
    assert page.html.startswith('<h2 id="before">Before</h2>')
    assert 'href="/sea/boats/"' in page.html


def test_loading_again_changes_nothing(folder: Path) -> None:
    load_into(folder)
    before = rows()
    assert said(load_into(folder)) == ""
    assert rows() == before


def test_checking_one_chapter_looks_at_nothing_beside_it(folder: Path) -> None:
    write(folder, {"glossary.md": "# Glossary\n\n## Sloop\n"})
    assert "glossary.md" in said(check(folder))
    assert said(check(folder / "chapters" / "01-boats.md")) == ""
    assert "glossary.md" in said(check(folder / "glossary.md"))


def test_a_change_is_taken_and_every_process_is_told(folder: Path) -> None:
    load_into(folder)
    revision = Course.objects.get().revision
    report = change(folder, "glossary.md", GLOSSARY.replace("Ketch", "Yawl"))
    assert report.unchanged == report.files
    assert set(Term.objects.values_list("slug", flat=True)) == {"sloop", "yawl"}
    change(folder, "exam-day.md", EXAM_DAY.replace("The day", "That day"))
    assert CoursePage.objects.get().title == "That day"
    assert Course.objects.get().revision >= revision + 2


def test_a_chapter_that_moves_takes_the_links_along(folder: Path) -> None:
    load_into(folder)
    (folder / "chapters/01-boats.md").rename(folder / "chapters/01-ships.md")
    links = {"glossary.md": GLOSSARY.replace("01-boats", "01-ships")}
    load_into(write(folder, links))
    assert 'href="/sea/ships/#the-sloop"' in Term.objects.get(slug="sloop").html
    assert 'href="/sea/ships/"' in CoursePage.objects.get().html


def test_a_file_that_goes_takes_what_it_brought(folder: Path) -> None:
    load_into(folder)
    (folder / "glossary.md").unlink()
    load_into(folder)
    assert not Term.objects.exists()
    assert CoursePage.objects.exists()
    (folder / "exam-day.md").unlink()
    load_into(folder)
    assert not CoursePage.objects.exists()
    before = rows()
    load_into(folder)
    assert rows() == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("glossary.md", "## Sloop\n", "glossary.md:1 – “Sloop” has no definition"),
        ("glossary.md", b"\xff", "glossary.md:1 – byte 1 (0xFF) is not UTF-8"),
        ("exam-day.md", "Sleep.\n", "exam-day.md:1 – the page has no title"),
        ("exam-day.md", b"", "exam-day.md – the file is empty"),
    ],
)
def test_a_mistake_leaves_what_was_there(
    folder: Path, name: str, content: str | bytes, told: str
) -> None:
    load_into(folder)
    for _again in range(2):
        report = change(folder, name, content)
        assert told in said(report)
        assert report.failed
        assert Term.objects.count() == 2
        assert CoursePage.objects.get().title == "The day"


def test_links_and_images_that_lead_nowhere_are_told(folder: Path) -> None:
    text = "# The day\n\nSee [this](chapters/09-no.md) and ![that](no.png).\n"
    report = change(folder, "exam-day.md", text)
    assert said(report).splitlines() == [
        "exam-day.md:3 – the link to “chapters/09-no.md” leads to no chapter – mend the name, or "
        "load that chapter too; until then it is plain text",
        "exam-day.md:3 – there is no image “no.png” – put the file there; until then its "
        "description stands in its place",
    ]
    assert not report.failed


def test_a_check_writes_nothing_and_says_all(folder: Path) -> None:
    write(folder, {"glossary.md": "## Sloop\n"})
    assert "“Sloop” has no definition" in said(check(folder))
    assert not Course.objects.exists()


@pytest.mark.parametrize("name", ["glossary.md", "exam-day.md"])
def test_either_may_be_loaded_alone(folder: Path, name: str) -> None:
    load_into(folder)
    write(folder, {name: "# New\n\n## Yawl\n\nA boat.\n"})
    report = load_into(folder / name)
    assert (report.files, said(report)) == (0, "")
    assert live() == {"boats", "winds", "tacking"}
    assert Term.objects.filter(slug="yawl").exists() is (name == "glossary.md")


def test_outside_of_a_course_they_are_files_as_any_other(tmp_path: Path) -> None:
    folder = write(tmp_path / "loose", {"glossary.md": "# Glossary\n\n## Sloop\n\nA boat.\n"})
    load_into(folder)
    assert not Term.objects.exists()
    assert Chapter.objects.get().title == "Glossary"


@pytest.mark.parametrize("name", ["glossary", "exam-day"])
def test_a_chapter_of_that_name_has_another_address(folder: Path, name: str) -> None:
    report = change(folder, f"chapters/07-{name}.md", chapter(7, "Words"))
    assert said(report) == (
        f"chapters/07-{name}.md – “{name}” is a page of the course itself – the chapter is at "
        f"“{name}-7”; rename the file for another"
    )
    assert live() == {"boats", "winds", "tacking", f"{name}-7"}
    load_into(folder)
    assert f"{name}-7" in live()


def test_images_are_those_of_the_folder(folder: Path) -> None:
    load_into(write(folder, {"images/rose.png": PNG + b"more"}))
    digest = Picture.objects.get().digest
    load_into(write(folder, {"images/rose.png": PNG + b"other"}))
    assert digest not in Term.objects.get(slug="sloop").html
