"""Uploading in the admin, and the whole way without JavaScript: look, choose, import, undo."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from quizzes import attempts
from quizzes.admin import import_deeds, import_form
from quizzes.imports import staging
from quizzes.models import Attempt, Import, Question, Quiz
from quizzes.uploads import Upload
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, QuizFactory
from tests.quizzes.imports.pages import ADD, HTMX, file, form, said, text_of, url
from tests.quizzes.imports.uploading import asked, bank

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


class TestTheWholeWay:
    def test_by_forms_alone(
        self, desk: Client, quiz: Quiz, learner: User, client_of: SignIn
    ) -> None:
        """Upload beside a broken file, look, leave one out, import, take the quiz, undo."""
        good = bank(asked("One?", why="Since one."), asked("Two?"), asked("Three?", key=""))
        sent = form(quiz, file(good), file(b"\xff", "broken.md"), status="published")
        page = desk.post(ADD, sent, follow=True)
        upload = Import.objects.get()
        assert page.redirect_chain == [(url(upload), 302)]
        shown = text_of(page)
        for words in ("2 of 2 chosen", "One?", "Since one.", "bank.md:3", "broken.md:1 – byte 1"):
            assert words in shown, words
        assert "bank.md:25 – no key" in shown
        first, second = upload.items.filter(chosen=True).order_by("position")
        chosen = {"shown": [first.pk, second.pk], "chosen": [first.pk]}
        page = desk.post(url(upload, "run"), chosen, follow=True)
        assert said(page) == ["Imported: 1 new question."]
        assert "Imported as" in text_of(page)

        mine = client_of(learner)
        mine.post(f"/{quiz.course.slug}/{quiz.slug}/quiz/start/", {"mode": "graded"})
        attempt = Attempt.objects.get()
        assert attempt.total == 1
        attempts.submit(learner.pk, attempt.pk, now=NOON)

        page = desk.post(url(upload, "undo"), follow=True)
        assert said(page) == ["Undone: 1 question retired."]
        assert Question.objects.get().status == Question.Status.RETIRED
        assert "Since one." in text_of(mine.get(f"/attempts/{attempt.pk}/result/"))

    def test_a_large_one_in_pieces_by_its_button(
        self, desk: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(staging, "DRAWN_AT_ONCE", 2)
        for name in ("AT_ONCE", "BY_BUTTON"):
            monkeypatch.setattr(import_deeds, name, 0)
        text = bank(*(asked(f"Is it {n}?") for n in range(5)))
        page = desk.post(ADD, form(quiz, file(text)), follow=True)
        upload = Import.objects.get()
        percents = []
        while upload.status == Import.Status.READING:
            assert "Go on" in text_of(page)
            percents.append(page.context["progress"].percent)
            page = desk.post(url(upload, "step"), follow=True)
            upload.refresh_from_db()
        assert percents == sorted(set(percents))
        assert "5 of 5 chosen" in text_of(page)


class TestTheForm:
    def test_offers_every_quiz_and_a_new_one_in_each_course(self, desk: Client) -> None:
        own: Quiz = QuizFactory(title="Knots")
        QuizFactory(course=own.course, title="Gone", retired_at=NOON)
        bare = CourseFactory(title="Bare")
        page = desk.get(ADD)
        groups = dict(page.context["form"].fields["quiz"].choices)
        assert groups[own.course.title] == [
            (f"new-{own.course.pk}", f"A new quiz in {own.course.title}"),
            (str(own.pk), "Knots"),
        ]
        assert groups["Bare"] == [(f"new-{bare.pk}", "A new quiz in Bare")]

    def test_says_so_where_there_is_no_course(self, desk: Client) -> None:
        assert "load one first" in text_of(desk.get(ADD))

    def test_makes_a_new_quiz_by_its_title(self, desk: Client, quiz: Quiz) -> None:
        sent = form(quiz, file(bank(asked("One?"))), quiz=f"new-{quiz.course_id}", title=" Bends ")
        page = desk.post(ADD, sent, follow=True)
        upload = Import.objects.get()
        assert (upload.quiz, upload.quiz_title) == (None, "Bends")
        assert "Bends (new)" in text_of(page)

    @pytest.mark.parametrize("retired_at", [None, NOON])
    def test_takes_the_quiz_that_bears_the_title_already(
        self, desk: Client, quiz: Quiz, retired_at: Any
    ) -> None:
        own: Quiz = QuizFactory(course=quiz.course, title="Bends", retired_at=retired_at)
        sent = form(quiz, file(bank(asked("One?"))), quiz=f"new-{quiz.course_id}", title="Bends")
        desk.post(ADD, sent)
        assert Import.objects.get().quiz == own

    @pytest.mark.parametrize(
        ("changes", "field", "says"),
        [
            ({"question_files": []}, "question_files", "Choose one file or several."),
            ({"quiz": ""}, "quiz", "required"),
            ({"quiz": "0"}, "quiz", "not one of the available choices"),
            ({"quiz": "new"}, "title", "Write the title of the new quiz."),
            ({"status": "retired"}, "status", "not one of the available choices"),
            ({"quiz": "new", "title": "x" * 301}, "title", "at most 300 characters"),
        ],
    )
    def test_says_what_is_missing_and_stores_nothing(
        self, desk: Client, quiz: Quiz, changes: dict[str, Any], field: str, says: str
    ) -> None:
        if changes.get("quiz") == "new":
            changes = changes | {"quiz": f"new-{quiz.course_id}"}
        page = desk.post(ADD, form(quiz, file(bank(asked("One?"))), **changes))
        assert page.status_code == 200
        assert says in str(page.context["form"].errors[field])
        assert "Nothing was uploaded yet" in text_of(page)
        assert not Import.objects.exists()

    def test_takes_only_so_much_at_a_time(
        self, desk: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_form, "MOST_FILES", 2)
        page = desk.post(ADD, form(quiz, *(file(b"x", f"{n}.md") for n in range(3))))
        assert "These are 3 files. Upload at most 2" in text_of(page)
        monkeypatch.setattr(import_form, "MOST_BYTES_TOGETHER", 5)
        page = desk.post(ADD, form(quiz, file(b"x" * 6)))
        assert "Upload fewer at a time" in text_of(page)
        assert not Import.objects.exists()

    def test_refuses_one_file_that_is_too_large_and_takes_the_others(
        self, desk: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        small = bank(asked("One?"))
        monkeypatch.setattr(import_form, "MOST_BYTES", len(small))
        page = desk.post(ADD, form(quiz, file(small + b"\n", "big.md"), file(small)), follow=True)
        assert f"big.md – {len(small) + 1} bytes are more than {len(small)}" in text_of(page)
        assert "1 of 1 chosen" in text_of(page)

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("<b>bank</b>.md", "b>.md"),
            ("a\u202ebank.md", "abank.md"),
            ("n" * 300 + ".md", "…" + "n" * 196 + ".md"),
        ],
    )
    def test_shows_names_escaped_and_cut(
        self, desk: Client, quiz: Quiz, name: str, shown: str
    ) -> None:
        page = desk.post(ADD, form(quiz, file(bank(asked("One?")), name)), follow=True)
        assert Import.objects.get().files.get().path == shown
        assert "<b>" not in page.content.decode()


class TestTheProgress:
    @pytest.fixture
    def upload(self, quiz: Quiz, instructor: User, monkeypatch: pytest.MonkeyPatch) -> Import:
        monkeypatch.setattr(import_deeds, "BY_HTMX", 0)
        files = [Upload("1.md", bank(asked("One?"))), Upload("2.md", b"")]
        return staging.begin(
            quiz.course,
            files,
            quiz=quiz,
            quiz_title="",
            publish=False,
            user_id=instructor.pk,
            now=NOON,
        )

    def test_is_swapped_in_place_until_it_leads_on(self, desk: Client, upload: Import) -> None:
        page = desk.post(url(upload, "step"), headers=HTMX)
        assert page.content.decode().startswith("<form")
        assert "1 of 2 files read" in text_of(page)
        for _ in range(3):
            page = desk.post(url(upload, "step"), headers=HTMX)
        assert page["HX-Redirect"] == url(upload)

    def test_looking_reads_nothing(self, desk: Client, upload: Import) -> None:
        assert desk.get(url(upload)).status_code == 200
        assert staging.progress(upload).files_read == 0

    def test_half_read_it_can_be_put_aside(self, desk: Client, upload: Import) -> None:
        page = desk.post(url(upload, "aside"), follow=True)
        assert said(page) == ["Put aside. Nothing was imported."]
        assert "put aside" in text_of(desk.get(url(upload)))
        assert desk.post(url(upload, "step")).status_code == 302
        upload.refresh_from_db()
        assert upload.status == Import.Status.ASIDE
