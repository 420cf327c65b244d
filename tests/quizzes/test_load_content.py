"""The command as somebody types it: PATHs, options, what it prints where, and how it ends."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from content.models import Chapter, Course
from tests.books import ask, asked, chapter, rows, sea, write
from tests.quizzes.commanding import Run, run, typed

pytestmark = pytest.mark.django_db


def test_default_is_the_shipped_courses(settings: Settings, tmp_path: Path) -> None:
    write(
        tmp_path,
        {"land/course.toml": 'title = "Land"', "land/01-hills.md": "# Hills\n\nHigh.\n"},
    )
    sea(tmp_path / "sea")
    settings.COURSES_DIR = tmp_path
    assert run().status == 0
    assert set(Course.objects.values_list("slug", flat=True)) == {"land", "sea"}
    found = run("--json").json
    assert [c["path"] for c in found["chapters"]] == [
        "land/01-hills.md",
        "sea/chapters/01-boats.md",
        "sea/chapters/02-winds.md",
        "sea/chapters/03-tacking.md",
    ]


def test_path_is_a_course_folder(folder: Path) -> None:
    assert run(folder).status == 0
    assert Course.objects.get().title == "Ocean Sailing"
    assert Chapter.objects.count() == 3


def test_path_is_any_folder_read_at_every_depth(tmp_path: Path) -> None:
    root = write(
        tmp_path / "My notes",
        {"a/b/01-boats.md": chapter(1, "Boats", ask(1, "One?")), "02-winds.md": "# Winds\n\nx\n"},
    )
    assert run(root).status == 0
    course = Course.objects.get()
    assert (course.slug, course.title) == ("my-notes", "My notes")
    assert Chapter.objects.count() == 2


def test_path_is_one_file(folder: Path) -> None:
    assert run(folder / "chapters/02-winds.md").status == 0
    assert Course.objects.get().slug == "sea"
    assert Chapter.objects.get().slug == "winds"


def test_paths_may_be_several(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"01-boats.md": chapter(1, "Boats")})
    two = write(tmp_path / "two", {"02-winds.md": chapter(2, "Winds")})
    found = run(one, two / "02-winds.md", "--course", "sea", "--json").json
    assert [c["path"] for c in found["chapters"]] == ["01-boats.md", "02-winds.md"]
    assert Course.objects.get().slug == "sea"


def test_course_says_where_files_without_one_go(folder: Path, tmp_path: Path) -> None:
    run(folder)
    extra = write(tmp_path / "extra", {"07-rigs.md": chapter(7, "Rigs", ask(1, "Seven?"))})
    assert run(extra, "--course", "sea").status == 0
    course = Course.objects.get()
    assert (course.title, course.services.count()) == ("Ocean Sailing", 3)
    assert course.chapters.filter(slug="rigs").exists()


def test_course_names_a_course_folder_otherwise(folder: Path) -> None:
    run(folder, "--course", "ocean")
    assert Course.objects.get().slug == "ocean"


@pytest.mark.parametrize("slug", ["Not a slug", "../up", "", "x" * 51, "ä"])
def test_course_that_is_no_address_is_refused(folder: Path, slug: str) -> None:
    with pytest.raises(CommandError, match="cannot stand in an address"):
        run(folder, "--course", slug)
    assert not Course.objects.exists()


# JSON


def test_check_writes_nothing(folder: Path) -> None:
    run(folder)
    before = rows()
    write(folder, {"chapters/01-boats.md": chapter(1, "Other", ask(1, "New?"))})
    done = run(folder, "--check")
    assert done.status == 0
    assert "5 files: 3 chapters, 4 questions" in done.out
    assert rows() == before


@pytest.mark.words
def test_check_needs_no_database_and_leaves_no_file(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    done = typed(folder, "--check", STUDYAPP_DATA=str(data))
    assert (done.status, list(data.iterdir())) == (0, [])
    done = typed(folder, "--check", DATABASE_URL=f"sqlite:///{data}/none.sqlite3")
    assert (done.status, list(data.iterdir())) == (0, [])


@pytest.mark.words
def test_check_says_what_is_wrong_and_fails(folder: Path) -> None:
    write(folder, {"bank.md": "# More\n\n" + ask(1, "One?", key="Z") + ask(2, "Two?")})
    done = typed(folder, "--check")
    assert done.status == 1
    line = next(line for line in done.out.splitlines() if line.startswith("bank.md:"))
    assert line.startswith("bank.md:3 – question 1 rejected: the key names Z")
    assert "Traceback" not in done.err


# Ends


def test_what_is_refused_makes_it_fail_and_what_is_good_is_loaded(folder: Path) -> None:
    write(folder, {"chapters/01-boats.md": b"\x00", "bank.md": "# X\n\n" + ask(1, "One?", key="")})
    done = run(folder)
    assert done.status == 1
    assert "chapters/01-boats.md:1 – a NUL character – " in done.out
    assert asked() == {"Two?"}
    assert Chapter.objects.count() == 2


def test_warnings_alone_do_not_make_it_fail(folder: Path) -> None:
    write(folder, {"chapters/01-boats.md": chapter(1, "Boats", body="![x](none.png)")})
    done = run(folder)
    assert done.status == 0
    assert "chapters/01-boats.md:9 – there is no image “none.png” – " in done.out


def test_second_run_says_that_nothing_has_changed(folder: Path) -> None:
    assert "5 questions added" in run(folder).out
    done = run(folder)
    assert done == Run(0, "Nothing has changed in 5 files.\n", "")


def test_one_is_told_as_one_and_more_as_many(tmp_path: Path) -> None:
    root = write(tmp_path / "one", {"01-boats.md": chapter(1, "Boats", ask(1, "One?"))})
    assert run(root).out.splitlines()[-2:] == [
        "1 file: 1 chapter, 1 question (1 imported, 0 with a warning, 0 rejected), "
        "0 files unchanged.",
        "1 question added, 0 changed, 0 retired, 0 restored; 0 chapters retired.",
    ]
    assert run(root).out == "Nothing has changed in 1 file.\n"
    write(root, {"02-winds.md": chapter(2, "Winds")})
    assert "2 files: 2 chapters, 1 question (" in run(root).out


def test_lost_file_is_told_of(folder: Path) -> None:
    run(folder)
    (folder / "chapters/01-boats.md").unlink()
    done = run(folder)
    assert "2 retired" in done.out
    assert "1 chapter retired" in done.out


@pytest.mark.parametrize("verbosity", ["0", "1"])
def test_progress_can_be_silenced(folder: Path, verbosity: str) -> None:
    done = run(folder, "--verbosity", verbosity)
    assert bool(done.err) == (verbosity == "1")
