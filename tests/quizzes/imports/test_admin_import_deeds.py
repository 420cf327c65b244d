"""What importing and undoing tell, the list of imports, and who may do it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.models import Import, Question, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, question, reword
from tests.quizzes.imports.pages import ADD, LIST, said, text_of, url
from tests.quizzes.imports.uploading import asked, bank, bring, brought, staged, staged_files

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


class TestWhatIsTold:
    def test_twice_pressed_it_is_imported_once(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        upload = staged(quiz, bank(asked("One?")), user=instructor)
        desk.post(url(upload, "run"))
        page = desk.post(url(upload, "run"), follow=True)
        assert said(page)[-1] == "This import was done, or put aside, in the meantime."
        assert Question.objects.count() == 1

    def test_what_there_is_none_of_is_not_counted(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        brought(quiz, bank(asked("One?"), asked("Two?")), user=instructor, publish=True)
        again = bank(asked("One?", why="Since."), asked("Three?"), asked("Four?"))
        upload = staged(quiz, again, user=instructor, publish=True)
        page = desk.post(url(upload, "run"), follow=True)
        assert said(page) == ["Imported: 2 new questions, 1 changed."]
        assert "2 new, 1 changed" in text_of(desk.get(LIST))
        page = desk.post(url(upload, "undo"), follow=True)
        assert said(page) == ["Undone: 2 questions retired, 1 put back as before."]

    @pytest.mark.parametrize("publish", [True, False])
    def test_leads_to_what_came(
        self, desk: Client, quiz: Quiz, instructor: User, publish: bool
    ) -> None:
        upload = brought(quiz, bank(asked("One?")), user=instructor, publish=publish)
        page = desk.get(url(upload)).content.decode()
        found = re.search(r'class="import-next"><a class="button" href="([^"]+)"', page)
        assert found
        assert "One?" in text_of(desk.get(found[1].replace("&amp;", "&")))
        assert ("publish them" in page) is not publish

    def test_left_alone_is_said(self, desk: Client, quiz: Quiz, instructor: User) -> None:
        upload = staged(quiz, bank(asked("One?"), asked("Two?")), user=instructor)
        brought(quiz, bank(asked("One?")), user=instructor)
        page = desk.post(url(upload, "run"), follow=True)
        assert "1 question was left alone: somebody changed it" in said(page)[1]
        assert "somebody changed it, or its like, before the import" in text_of(page)

    def test_a_quiz_that_is_gone_is_said(self, desk: Client, quiz: Quiz, instructor: User) -> None:
        upload = staged(quiz, bank(asked("One?")), user=instructor)
        quiz.retired_at, quiz.source_path = NOON, "knots.md"
        quiz.save()
        page = desk.post(url(upload, "run"), follow=True)
        assert "The quiz was retired meanwhile" in said(page)[0]
        assert not Question.objects.exists()

    def test_edited_since_is_named_by_the_undoing(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        upload = brought(quiz, bank(asked("One?"), asked("Two?")), user=instructor)
        reword(Question.objects.get(code="one"))
        page = desk.post(url(upload, "undo"), follow=True)
        assert said(page)[1].endswith("since somebody changed it after the import: one")
        assert "Left alone by the undoing" in text_of(page)
        page = desk.post(url(upload, "undo"), follow=True)
        assert said(page) == ["This import has been undone already."]

    def test_what_is_done_cannot_be_put_aside(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        upload = brought(quiz, bank(asked("One?")), user=instructor)
        page = desk.post(url(upload, "aside"), follow=True)
        assert said(page) == ["This import was done, or put aside, in the meantime."]

    def test_each_questions_history_says_by_which_import(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        own = question(quiz=quiz, stem="One?", origin="admin")
        upload = staged(quiz, bank(asked("One?"), asked("Two?")), user=instructor)
        desk.post(url(upload, "run"))
        desk.post(url(upload, "undo"))
        told = [f"Imported by import {upload.pk}.", f"Import {upload.pk} undone."]
        new = Question.objects.get(code="two")
        for row in (own, new, upload):
            entries = LogEntry.objects.filter(
                object_id=str(row.pk), content_type__model=row._meta.model_name
            ).order_by("pk")
            assert [entry.change_message for entry in entries] == told
            assert {entry.user for entry in entries} == {instructor}
        added = LogEntry.objects.filter(content_type__model="question", action_flag=1)
        assert set(added.values_list("object_id", flat=True)) == {str(new.pk)}


class TestTheHistory:
    def test_says_who_when_what_and_how_many(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        files = {f"{n}.md": bank(asked(f"Is it {n}?")) for n in range(3)}
        files["4.md"] = bank(asked("Wrong?", key=""))
        upload = staged_files(quiz, files, user=instructor)
        bring(upload, user=instructor)
        shown = text_of(desk.get(LIST))
        for words in (
            str(instructor),
            "Knots",
            "0.md, 1.md, 2.md …",
            "4, 1 of them rejected",
            " 3 new ",
            "imported",
        ):
            assert words in shown, words

    def test_outlives_whoever_imported(self, desk: Client, quiz: Quiz, other: User) -> None:
        upload = brought(quiz, bank(asked("One?")), user=other)
        other.delete()
        assert "somebody who has left" in text_of(desk.get(LIST))
        assert "somebody who has left" in text_of(desk.get(url(upload)))

    def test_takes_no_more_queries_for_more_imports(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        counts = []
        for size in (1, 6):
            for n in range(size):
                brought(quiz, bank(asked(f"Is it {size}.{n}?")), user=instructor)
            desk.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                desk.get(LIST)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("page", ["/admin/", "/admin/quizzes/question/", LIST])
    def test_and_the_form_are_led_to(self, desk: Client, quiz: Quiz, page: str) -> None:
        found = desk.get(page).content.decode()
        assert f'href="{ADD}"' in found
        assert f'href="{LIST}"' in found


class TestWhoMay:
    DEEDS = ("step", "choose", "run", "undo", "aside")

    @pytest.fixture
    def upload(self, quiz: Quiz, instructor: User) -> Import:
        return staged(quiz, bank(asked("One?")), user=instructor)

    @pytest.mark.parametrize("deed", DEEDS)
    def test_deeds_are_posts_of_what_is_there(
        self, desk: Client, upload: Import, deed: str
    ) -> None:
        assert desk.get(url(upload, deed)).status_code == 405
        for odd in ("0", "999999", "x", "9" * 40, "1%00"):
            assert desk.post(f"{LIST}{odd}/{deed}/").status_code == 404

    def test_the_page_is_a_get(self, desk: Client, upload: Import) -> None:
        assert desk.post(url(upload)).status_code == 405
        assert desk.get(f"{LIST}999999/change/").status_code == 404

    @pytest.mark.parametrize("missing", ["add_question", "change_question", "change_import"])
    def test_every_right_is_needed(
        self, desk: Client, instructor: User, upload: Import, missing: str
    ) -> None:
        group = instructor.groups.get()
        group.permissions.remove(group.permissions.get(codename=missing))
        assert desk.get(ADD).status_code == 403
        assert desk.post(ADD).status_code == 403
        for deed in self.DEEDS:
            assert desk.post(url(upload, deed)).status_code == 403
        upload.refresh_from_db()
        assert upload.status == Import.Status.READY

    def test_nobody_deletes(self, desk: Client, upload: Import) -> None:
        assert desk.post(url(upload, "delete"), {"post": "yes"}).status_code == 403
        assert Import.objects.exists()
