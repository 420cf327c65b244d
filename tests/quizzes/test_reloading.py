"""A folder loaded again: what went, what came back, what has another name."""

from pathlib import Path

import pytest

from content.models import Chapter, Course, LabStep, Section
from quizzes.models import Attempt, Question, QuestionVersion, Quiz
from tests.books import CATALOGUE, ask, asked, chapter, live, load_into, rows, said, write
from tests.factories import (
    ReadingPositionFactory,
    SectionReadFactory,
    StepTickFactory,
    attempt_at,
)

pytestmark = pytest.mark.django_db
# What any load of any file writes beside the file's own rows.
MARKS = ("content_course", "content_sourcefile")


# What goes and comes back


def test_chapter_whose_file_is_gone_is_retired_with_its_questions(folder: Path) -> None:
    load_into(folder)
    section = Section.objects.get(chapter__slug="boats", slug="the-sloop")
    SectionReadFactory(section=section)
    ReadingPositionFactory(section=section)
    StepTickFactory(step=LabStep.objects.first())
    attempt_at(list(Question.objects.filter(quiz__slug="boats")))
    kept = rows(without=("content_course", "content_sourcefile", "content_chapter", "quizzes_quiz"))
    text = (folder / "chapters/01-boats.md").read_text()
    (folder / "chapters/01-boats.md").unlink()
    report = load_into(folder)
    assert (report.retired_chapters, report.changes.retired) == (1, 2)
    assert live() == {"winds", "tacking"}
    assert asked() == {"Two?", "Three?", "Four?"}
    assert Quiz.objects.get(slug="boats").retired_at is not None
    assert Attempt.objects.get().responses.count() == 2
    again = load_into(folder)
    assert (again.retired_chapters, again.changes.retired) == (0, 0)
    write(folder, {"chapters/01-boats.md": text})
    report = load_into(folder)
    assert report.changes.restored == 2
    assert live() == {"boats", "winds", "tacking"}
    assert Quiz.objects.get(slug="boats").retired_at is None
    assert (
        rows(without=("content_course", "content_sourcefile", "content_chapter", "quizzes_quiz"))
        == kept
    )


def test_bank_whose_file_is_gone_is_retired(folder: Path) -> None:
    load_into(folder)
    (folder / "bank.md").unlink()
    assert load_into(folder).changes.retired == 2
    assert Quiz.objects.get(slug="bank").retired_at is not None


def test_loading_one_file_retires_no_other(folder: Path) -> None:
    load_into(folder)
    (folder / "chapters/02-winds.md").unlink()
    load_into(folder / "chapters/01-boats.md")
    load_into(folder / "chapters")
    assert "winds" in live()
    load_into(folder)
    assert "winds" not in live()


@pytest.mark.parametrize("part", ["chapters/01-boats.md", "chapters"])
def test_part_of_a_course_is_loaded_into_it_as_the_whole_is(folder: Path, part: str) -> None:
    load_into(folder)
    before = rows()
    report = load_into(folder / part)
    assert report.unchanged == report.files
    assert rows() == before
    write(folder, {"chapters/01-boats.md": chapter(1, "Boats", ask(1, "New?"))})
    load_into(folder / part)
    assert "New?" in asked()
    assert Course.objects.count() == 1
    assert Chapter.objects.count() == 3
    assert load_into(folder).unchanged == 5


@pytest.mark.parametrize("name", ["04-boats.md", "more/01-boats.md", "01-of-boats.md"])
def test_renamed_file_keeps_its_chapter_questions_and_marks(folder: Path, name: str) -> None:
    load_into(folder)
    SectionReadFactory(section=Section.objects.get(chapter__slug="boats", slug="the-sloop"))
    before = rows(without=MARKS)
    (folder / "chapters" / name).parent.mkdir(exist_ok=True)
    (folder / "chapters/01-boats.md").rename(folder / "chapters" / name)
    report = load_into(folder)
    assert (report.retired_chapters, bool(report.changes)) == (0, False)
    after = rows(without=MARKS)
    for table in before:
        assert [row["id"] for row in after[table]] == [row["id"] for row in before[table]], table
    kept = Chapter.objects.get(title="Boats")
    assert kept.source_path == f"chapters/{name}"
    assert kept.retired_at is None
    assert kept.slug == ("of-boats" if name == "01-of-boats.md" else "boats")
    assert load_into(folder).unchanged == 5


def test_chapters_that_change_numbers_keep_their_addresses(folder: Path) -> None:
    load_into(folder)
    before = dict(Chapter.objects.values_list("slug", "pk"))
    (folder / "chapters/02-winds.md").rename(folder / "chapters/12-winds.md")
    (folder / "chapters/03-tacking.md").rename(folder / "chapters/02-tacking.md")
    load_into(folder)
    assert dict(Chapter.objects.filter(retired_at=None).values_list("slug", "pk")) == before


# A folder into a course that is there


def test_folder_is_loaded_into_a_course_with_its_catalogue(tmp_path: Path, folder: Path) -> None:
    load_into(folder)
    extra = write(
        tmp_path / "extra", {"07-rigs.md": chapter(7, "Rigs", ask(1, "A sloop or what?"))}
    )
    before = rows(without=MARKS)
    report = load_into(extra, course="sea")
    assert said(report) == ""
    assert Course.objects.get().title == "Ocean Sailing"
    question = Question.objects.get(source_root="extra")
    assert [service.slug for service in question.services.all()] == ["sloop"]
    assert question.task is not None
    assert question.task.code == "1.1"
    assert question.section is not None
    assert question.section.slug == "the-sloop"
    assert load_into(extra, course="sea").unchanged == 1
    assert load_into(folder).unchanged == 5, "each folder is apart"
    after = rows(without=MARKS)
    for table in ("content_service", "content_domain", "content_taskstatement"):
        assert after[table] == before[table]


def test_unknown_tags_are_warned_of_with_their_line(folder: Path) -> None:
    tags = "id: a; services: slop; task: 9.9; section: nowhere"
    write(folder, {"chapters/01-boats.md": chapter(1, "Boats", ask(1, "One?", tags=tags))})
    report = load_into(folder)
    (question,) = [q for q in report.questions if q.path == "chapters/01-boats.md"]
    for what in ("unknown service “slop”", "unknown task “9.9”", "no section “nowhere”"):
        assert f"chapters/01-boats.md:{question.line} – question 1 warning: {what}" in said(report)
    assert not report.failed
    assert "One?" in asked()


def test_changed_catalogue_tags_the_questions_anew(folder: Path) -> None:
    load_into(folder)
    question = Question.objects.get(current__stem="A ketch?")
    assert question.task is not None
    assert question.task.code == "1.2"
    write(folder, {"course.toml": CATALOGUE.replace('task = "1.2"', 'task = "2.1"')})
    load_into(folder)
    question.refresh_from_db()
    assert question.task is not None
    assert question.task.code == "2.1"
    assert QuestionVersion.objects.count() == 5


def test_slug_of_another_folders_chapter_is_left_to_it(tmp_path: Path, folder: Path) -> None:
    load_into(folder)
    extra = write(tmp_path / "extra", {"09-boats.md": chapter(9, "Boats", ask(1, "Nine?"))})
    load_into(extra, course="sea")
    assert dict(Chapter.objects.filter(title="Boats").values_list("number", "slug")) == {
        1: "boats",
        9: "boats-9",
    }
    quiz = Quiz.objects.get(chapter__number=9)
    assert quiz.slug == "boats-9"
