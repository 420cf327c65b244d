"""What an import shows before it is done, and what of it is chosen."""

from collections.abc import Callable, Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.admin import import_page
from quizzes.models import Import, Question, Quiz
from studyapp.accounts.models import User
from tests.factories import QuizFactory, question
from tests.quizzes.imports.pages import HTMX, said, text_of, url
from tests.quizzes.imports.uploading import asked, bank, bring, brought, staged, staged_files

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.words]
BUDGET = 22


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

    def test_says_by_which_number_a_rejected_one_is_found_in_its_file(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        text = bank(asked("One?"), asked("Two?", key=""), asked("Three?", key=""))
        data = text.replace(b"### Question 3", b"### Question 17")
        shown = text_of(desk.get(url(staged(quiz, data, user=instructor))))
        assert "Question 3 rejected “17” in the file bank.md:" in shown
        assert shown.count("in the file") == 1

    def test_names_each_file_that_was_not_read_before_the_questions(
        self, desk: Client, quiz: Quiz, instructor: User
    ) -> None:
        files = {f"{n}.md": bank(asked(f"Is it {n}?")) for n in range(7)}
        bad = {"7.md": b"caf\xe9", "8.csv": b"rope,metres\nhemp,3\n"}
        upload = staged_files(quiz, files | bad, user=instructor)
        page = desk.get(url(upload)).content.decode()
        told = text_of(desk.get(url(upload)))
        assert "2 files were not read" in told
        first = told.index("Is it 0?")
        for words in ("7.md:1 – byte 4 (0xE9) is not UTF-8", "8.csv:1 – no header"):
            assert told.count(words) == 1
            assert told.index(words) < first
        # Whole, not folded away.
        assert page.index('id="unread"') < page.index("<details")
        assert "not read" not in text_of(
            desk.get(url(staged(quiz, files["0.md"], user=instructor)))
        )

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
