import pytest
from django.db import connection

from content.drafts import Problem, Severity
from quizzes.imports import staging
from quizzes.imports.staging import Progress, begin, go_on, progress, put_aside
from quizzes.models import Import, ImportItem, Question, Quiz
from quizzes.uploads import Upload
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, question, reword
from tests.quizzes.imports.uploading import (
    actions,
    asked,
    at_once,
    bank,
    brought,
    staged,
    staged_anew,
    staged_files,
)

pytestmark = pytest.mark.django_db
Status = Import.Status


def begun(quiz: Quiz, *files: Upload, user: User) -> Import:
    return begin(
        quiz.course,
        files,
        quiz=quiz,
        quiz_title="",
        publish=False,
        user_id=user.pk,
        now=NOON,
    )


def test_what_was_read_waits_with_its_html_and_its_reasons(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, bank(asked("Is it *so*?"), asked("Or not?", key="")), user=ines)
    assert upload.status == Status.READY
    good, bad = upload.items.order_by("position")
    assert (good.read, good.action, good.line, good.number) == ("imported", "new", 3, "1")
    assert good.html is not None
    assert good.html[0] == "Is it <em>so</em>?"
    assert good.chosen
    assert (bad.read, bad.action, bad.draft, bad.html) == ("rejected", "rejected", None, None)
    assert "no key" in bad.reasons
    assert not bad.chosen
    assert not Question.objects.exists()


def test_files_are_read_in_order_and_let_go_of(quiz: Quiz, ines: User) -> None:
    files = {"b.md": bank(asked("One?")), "a.md": b"\xff", "c.md": bank(asked("Two?"))}
    upload = staged_files(quiz, files, user=ines)
    read = list(upload.files.values_list("path", "data", "problem"))
    assert [path for path, _data, _problem in read] == ["b.md", "a.md", "c.md"]
    assert all(data is None for _path, data, _problem in read)
    assert read[1][2].startswith("a.md:1 – byte 1 (0xFF) is not UTF-8")
    places = upload.items.order_by("position").values_list("position", "file__path")
    assert list(places) == [(1, "b.md"), (2, "c.md")]


def test_a_file_refused_at_the_door_is_not_read(quiz: Quiz, ines: User) -> None:
    problem = Problem("big.md", 0, "it is too big", "split it", Severity.ERROR)
    upload = begun(quiz, Upload("big.md", b"", problem), user=ines)
    assert progress(upload).files_read == 1
    assert go_on(upload, enough=at_once).status == Status.READY
    assert upload.files.get().problem == "big.md – it is too big – split it"


def test_it_goes_on_piece_by_piece_where_it_stood(
    quiz: Quiz, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "DRAWN_AT_ONCE", 2)
    one, two = bank(asked("One?"), asked("Two?")), bank(asked("Three?"))
    upload = begun(quiz, Upload("1.md", one), Upload("2.md", two), user=ines)
    seen = [progress(upload)]
    while upload.status == Status.READING:
        # Another request, which knows nothing but the database.
        upload = go_on(Import.objects.get(pk=upload.pk), enough=lambda: True)
        seen.append(progress(upload))
    assert seen == [
        Progress(files=2, files_read=0, questions=0, questions_drawn=0),
        Progress(files=2, files_read=1, questions=2, questions_drawn=0),
        Progress(files=2, files_read=2, questions=3, questions_drawn=0),
        Progress(files=2, files_read=2, questions=3, questions_drawn=2),
        Progress(files=2, files_read=2, questions=3, questions_drawn=3),
        Progress(files=2, files_read=2, questions=3, questions_drawn=3),
    ]
    percents = [step.percent for step in seen]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)


def test_a_second_tab_stores_no_piece_again(quiz: Quiz, ines: User) -> None:
    upload = begun(quiz, Upload("1.md", bank(asked("One?"))), user=ines)
    file = upload.files.get()
    staging._read(upload, file)
    staging._read(upload, file)
    assert upload.items.count() == 1


def test_going_on_with_what_is_read_does_nothing(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, bank(asked("One?")), user=ines)
    before = list(upload.items.values())
    assert go_on(upload, enough=at_once).status == Status.READY
    assert list(upload.items.values()) == before


def test_an_upload_of_nothing_readable_is_ready_and_empty(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, b"", user=ines)
    assert upload.status == Status.READY
    assert progress(upload).percent == 100
    assert not upload.items.exists()


def test_likes_across_files_are_told_by_place(quiz: Quiz, ines: User) -> None:
    files = {
        "a.md": bank(asked("Is it?", comment="id: it"), asked("IS IT", why="Other.")),
        "b.md": bank(asked("Is it?"), asked("Else?", comment="id: it")),
    }
    upload = staged_files(quiz, files, user=ines)
    assert actions(upload) == ["new", "duplicate", "duplicate", "rejected"]
    items = list(upload.items.order_by("position"))
    assert [item.twin for item in items] == ["", "a.md:3", "a.md:3", ""]
    assert "the id “it” is that of a.md:3" in items[3].reasons
    assert [item.chosen for item in items] == [True, False, False, False]


def test_the_bank_is_looked_at_by_its_newest_words(quiz: Quiz, ines: User) -> None:
    upload = brought(quiz, bank(asked("Is it?")), user=ines)
    standing = upload.brought.get().question
    reword(standing, stem="Is it still?")
    again = staged(quiz, bank(asked("Is it?"), asked("Is it still?")), user=ines)
    assert actions(again) == ["new", "changed"]
    item = again.items.get(action=ImportItem.Action.CHANGED)
    assert (item.question, item.newest) == (standing, standing.versions.get(number=2))


def test_questions_of_other_courses_are_none_of_its_business(quiz: Quiz, ines: User) -> None:
    question(stem="Is it?", quiz=QuizFactory())
    assert actions(staged(quiz, bank(asked("Is it?")), user=ines)) == ["new"]


def test_a_chapters_own_quiz_may_take_them_too(ines: User) -> None:
    quiz: Quiz = QuizFactory(of_chapter=True)
    standing = question(stem="Is it?", quiz=quiz, origin=Question.Origin.MARKDOWN)
    upload = staged(quiz, bank(asked("Is it?"), asked("Is it new?")), user=ines)
    assert actions(upload) == ["duplicate", "new"]
    assert upload.items.order_by("position")[0].question == standing


def test_a_new_quiz_is_only_named_so_far(quiz: Quiz, ines: User) -> None:
    upload = staged_anew(quiz, "Knots", bank(asked("Is it?")), user=ines)
    assert upload.quiz is None
    assert upload.quiz_name == "Knots"
    assert str(upload) == f"{upload.pk}: Knots"
    assert Quiz.objects.count() == 1


def test_put_aside_it_holds_no_more_than_its_history(quiz: Quiz, ines: User) -> None:
    upload = staged(quiz, bank(asked("One?")), user=ines)
    assert put_aside(upload)
    upload.refresh_from_db()
    assert upload.status == Status.ASIDE
    item = upload.items.get()
    assert (item.html, item.chosen) == (None, False)
    assert not put_aside(upload)


def test_put_aside_half_read_it_is_read_no_further(quiz: Quiz, ines: User) -> None:
    upload = begun(quiz, Upload("1.md", bank(asked("One?"))), user=ines)
    file = upload.files.get()
    put_aside(upload)
    staging._read(upload, file)
    upload.refresh_from_db()
    assert go_on(upload, enough=at_once).status == Status.ASIDE
    assert not upload.items.exists()


def test_what_is_imported_is_not_put_aside(quiz: Quiz, ines: User) -> None:
    upload = brought(quiz, bank(asked("One?")), user=ines)
    assert not put_aside(upload)
    upload.refresh_from_db()
    assert upload.status == Status.IMPORTED


def test_reading_takes_no_more_queries_for_more_questions(quiz: Quiz, ines: User) -> None:
    def queries(count: int) -> int:
        data = bank(*(asked(f"Is it {count}.{n}?") for n in range(count)))
        upload = begun(quiz, Upload("1.md", data), user=ines)
        with connection.execute_wrapper(counting):
            counted.clear()
            go_on(upload, enough=at_once)
        return len(counted)

    counted: list[str] = []

    def counting(execute, sql, *rest):  # type: ignore[no-untyped-def]
        counted.append(sql)
        return execute(sql, *rest)

    assert queries(3) == queries(60)
