"""Importing in the admin, without JavaScript: upload, look, choose, import, undo."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes import attempts
from quizzes.admin import import_deeds, import_form, import_page
from quizzes.imports import staging
from quizzes.models import Attempt, Import, Question, Quiz
from quizzes.uploads import Upload
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, QuizFactory, question, reword
from tests.quizzes.imports.uploading import asked, bank, bring, brought, staged, staged_files

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/quizzes/import/", "/admin/quizzes/import/add/"
HTMX = {"HX-Request": "true"}
BUDGET = 22


@pytest.fixture
def desk(client_of: SignIn, instructor: User) -> Client:
    return client_of(instructor)


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory(title="Knots")
    return made


def url(upload: Import, deed: str = "change") -> str:
    return f"{LIST}{upload.pk}/{deed}/"


def file(data: bytes, name: str = "bank.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def form(into: Quiz, /, *files: SimpleUploadedFile, **changes: Any) -> dict[str, Any]:
    sent = {"question_files": list(files), "quiz": str(into.pk), "title": "", "status": "draft"}
    return sent | changes


def text_of(response: Any) -> str:
    page: str = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


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
        assert said(page) == ["Imported: 1 new questions, 0 changed, 0 back again."]
        assert "Imported as" in text_of(page)

        mine = client_of(learner)
        mine.post(f"/{quiz.course.slug}/{quiz.slug}/quiz/start/", {"mode": "graded"})
        attempt = Attempt.objects.get()
        assert attempt.total == 1
        attempts.submit(learner.pk, attempt.pk, now=NOON)

        page = desk.post(url(upload, "undo"), follow=True)
        assert said(page) == ["Undone: 1 questions retired, 0 put back as they were."]
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


class TestThePreview:
    def test_shows_each_as_learners_will_see_it_with_its_key(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        text = asked("Is **it** `so`?", key="AC", why="Because <i>of it</i>.")
        upload = staged(quiz, bank(text + "\n\n- **B) two**: it is not."), user=instructor)
        page = desk.get(url(upload)).content.decode()
        assert "Is <strong>it</strong> <code>so</code>?" in page
        assert page.count("answer-option is-missed") == 2
        for words in ("Choose two", "it is not.", "Because &lt;i&gt;of it&lt;/i&gt;."):
            assert words in page, words

    def test_shows_where_the_options_of_other_kinds_belong(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        options = "A) Sloop\nB) Ketch"
        match = (
            f"How many?\n\n{options}\n\n1) one\n2) *two*\n3) three\n\n**Correct Matches: A-1, B-2**"
        )
        order = f"Which comes first?\n\n{options}\n\n**Correct Order: B, A**"
        upload = staged(quiz, bank(match, order), user=instructor, publish=True)
        shown = text_of(desk.get(url(upload)))
        assert "Sloop belongs to: one" in shown
        assert "Ketch belongs to: two" in shown
        assert "To choose from: one two three" in shown
        assert "Sloop place 2" in shown
        assert "Ketch place 1" in shown
        bring(upload, user=instructor)
        statuses = Question.objects.values_list("status", flat=True)
        assert list(statuses) == [Question.Status.PUBLISHED] * 2
        kinds = Question.objects.order_by("position").values_list("current__kind", flat=True)
        assert list(kinds) == ["matching", "ordering"]

    def test_tells_what_differs_from_the_bank(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        own = question(quiz=quiz, stem="One?", texts=["one", "two"], origin="admin")
        upload = staged(quiz, bank(asked("One?", options=("one", "three"))), user=instructor)
        page = desk.get(url(upload))
        shown = text_of(page)
        assert f"New words for: {own.code}" in shown
        assert "[− two −] [+ three +]" in shown
        assert page.content.decode().count('class="difference"') == 1

    def test_says_whose_a_files_question_is(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        question(quiz=quiz, code="one", origin="markdown", source_path="knots.md")
        upload = staged(quiz, bank(asked("One?", comment="id: one")), user=instructor)
        shown = text_of(desk.get(url(upload)))
        assert "belongs to the course file knots.md and is never changed here" in shown
        assert "0 of 0 chosen" in shown

    @pytest.mark.parametrize(
        ("key", "says"), [("A", False), ("ABC", True)], ids=["sound", "doubtful"]
    )
    def test_says_what_comes_as_a_draft_whatever_is_wanted(
        self, desk: Client, quiz: Quiz, instructor: User, key: str, says: bool
    ) -> None:
        upload = staged(quiz, bank(asked("All?", key=key)), user=instructor, publish=True)
        assert ("as a draft whatever is wanted" in text_of(desk.get(url(upload)))) == says

    def test_is_filtered_and_counts_what_each_filter_shows(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        brought(quiz, bank(asked("Same?"), asked("Changed?")), user=instructor)
        question(quiz=QuizFactory(course=quiz.course), stem="Double?")
        stems = [
            asked("Same?"),
            asked("Changed?", why="Anew."),
            asked("Double?"),
            asked("New?"),
            asked("Warned? (Select TWO)"),
            asked("Wrong?", key=""),
        ]
        upload = staged(quiz, bank(*stems), user=instructor)
        page = desk.get(url(upload))
        counts = {found.name: found.count for found in page.context["filters"]}
        assert counts == {
            "all": 6,
            "new": 2,
            "changed": 1,
            "duplicate": 1,
            "same": 1,
            "warning": 1,
            "rejected": 1,
        }
        for name, count in counts.items():
            rows = desk.get(url(upload), {"show": name}).context["rows"]
            assert len(rows) == count, name

    def test_of_a_filter_that_shows_nothing_says_so(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        upload = staged(quiz, bank(asked("One?")), user=instructor)
        page = desk.get(url(upload), {"show": "rejected"})
        assert "There are none of this kind" in text_of(page)
        empty = staged(quiz, b"", user=instructor)
        assert "No questions were found in these files" in text_of(desk.get(url(empty)))

    @pytest.mark.parametrize(
        "asked_for", ["?show=x&page=x", "?page=0", "?page=-1", "?page=99999999999", "?show=&page="]
    )
    def test_of_an_odd_address_is_the_first_page(
        self, desk: Client, quiz: Quiz, instructor: User, asked_for: str
    ) -> None:
        upload = staged(quiz, bank(asked("One?")), user=instructor)
        assert len(desk.get(url(upload) + asked_for).context["rows"]) == 1

    def test_takes_no_more_queries_for_more_questions(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        counts = []
        for size in (2, 40):
            stems = [f"Is it {size}.{n}?" for n in range(size)]
            brought(quiz, bank(*map(asked, stems)), user=instructor)
            text = bank(*(asked(stem, why="Anew.") for stem in stems))
            upload = staged(quiz, text, user=instructor)
            desk.get(url(upload))
            for _ in ("looked through", "imported"):
                with CaptureQueriesContext(connection) as queries:
                    desk.get(url(upload))
                counts.append(len(queries))
                if upload.status == Import.Status.READY:
                    bring(upload, user=instructor)
                    upload.refresh_from_db()
        assert counts[:2] == counts[2:]
        assert max(counts) <= BUDGET


class TestChoosing:
    @pytest.fixture
    def upload(self, quiz: Quiz, instructor: User, monkeypatch: pytest.MonkeyPatch) -> Import:
        monkeypatch.setattr(import_page, "ITEMS_A_PAGE", 2)
        text = bank(*(asked(f"Is it {n}?") for n in range(5)), asked("Wrong?", key=""))
        return staged(quiz, text, user=instructor)

    def chosen(self, upload: Import) -> list[int]:
        return list(
            upload.items.filter(chosen=True).order_by("position").values_list("position", flat=True)
        )

    def ids(self, upload: Import, *positions: int) -> Sequence[int]:
        return list(upload.items.filter(position__in=positions).values_list("pk", flat=True))

    def test_is_kept_from_page_to_page(self, desk: Client, upload: Import) -> None:
        first = {"shown": self.ids(upload, 1, 2), "chosen": self.ids(upload, 2)}
        page = desk.post(url(upload, "choose"), first | {"go": "show=new&page=2"}, follow=True)
        assert page.redirect_chain == [(url(upload) + "?show=new&page=2", 302)]
        assert [row.item.position for row in page.context["rows"]] == [3, 4]
        assert self.chosen(upload) == [2, 3, 4, 5]
        desk.post(url(upload, "choose"), {"shown": self.ids(upload, 3, 4), "go": "page=3"})
        assert self.chosen(upload) == [2, 5]

    def test_is_told_at_once_by_htmx(self, desk: Client, upload: Import) -> None:
        sent = {"shown": self.ids(upload, 1, 2), "chosen": self.ids(upload, 1)}
        page = desk.post(url(upload, "choose"), sent, headers=HTMX)
        assert page.content.decode().startswith('<div class="import-bar" id="chosen">')
        assert "4 of 5 chosen" in text_of(page)
        assert "Import 4 questions" in text_of(page)

    @pytest.mark.parametrize(("wanted", "left"), [("no", []), ("yes", [1, 2, 3, 4, 5])])
    def test_of_all_that_a_filter_shows_at_once(
        self, desk: Client, upload: Import, wanted: str, left: list[int]
    ) -> None:
        upload.items.filter(position=4).update(chosen=False)
        desk.post(url(upload, "choose"), {"all": wanted, "go": "show=new&page=2"})
        assert self.chosen(upload) == left

    def test_takes_nothing_that_may_not_be_chosen_or_is_anothers(
        self, desk: Client, upload: Import, quiz: Quiz, instructor: User
    ) -> None:
        other = staged(quiz, bank(asked("Else?")), user=instructor)
        alien = other.items.get().pk
        odd = [*self.ids(upload, 6), alien, "x", "9" * 30, ""]
        desk.post(url(upload, "choose"), {"shown": odd, "chosen": self.ids(upload, 6)})
        assert self.chosen(upload) == [1, 2, 3, 4, 5]
        assert other.items.get().chosen

    def test_is_over_once_it_is_imported(
        self, desk: Client, upload: Import, instructor: User
    ) -> None:
        bring(upload, user=instructor)
        desk.post(url(upload, "choose"), {"shown": self.ids(upload, 1)})
        assert self.chosen(upload) == [1, 2, 3, 4, 5]

    def test_nothing_imports_nothing_and_says_so(self, desk: Client, upload: Import) -> None:
        upload.items.update(chosen=False)
        page = desk.post(url(upload, "run"), follow=True)
        assert said(page) == ["No question is chosen. Tick those to import."]
        assert not Question.objects.exists()


class TestWhatIsTold:
    def test_twice_pressed_it_is_imported_once(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        upload = staged(quiz, bank(asked("One?")), user=instructor)
        desk.post(url(upload, "run"))
        page = desk.post(url(upload, "run"), follow=True)
        assert said(page)[-1] == "This import was done, or put aside, in the meantime."
        assert Question.objects.count() == 1

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
            "3 new, 0 changed",
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
