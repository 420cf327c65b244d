"""Matching and ordering questions in the admin: form, preview, history."""

import re
from collections.abc import Callable, Sequence

import pytest
from django.test import Client

from quizzes.drafts import Kind
from quizzes.models import MatchAnswer, Question, Quiz
from quizzes.versions import as_draft
from tests.factories import QuizFactory
from tests.quizzes.admin_forms import (
    ADD,
    PREVIEW,
    change_url,
    history_url,
    new_data,
    opened,
    option,
)

pytestmark = pytest.mark.django_db
ROWS = (("Wash", "2"), ("Dry", "3"), ("Sort", "1"))
PAIRS = (("Ship", "2"), ("Cart", "1"), ("Boat", "2"))


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


def answers_data(*texts: str) -> dict[str, str]:
    head = {"answer-TOTAL_FORMS": str(len(texts)), "answer-INITIAL_FORMS": "0"}
    return head | {f"answer-{place}-text": text for place, text in enumerate(texts)}


def placed_data(
    quiz: Quiz, kind: str, rows: Sequence[tuple[str, str]], *answers: str
) -> dict[str, str]:
    options = [option(text, belongs=belongs, rationale=f"as {text}") for text, belongs in rows]
    return new_data(quiz.pk, options, kind=kind, stem="Which?", **answers_data(*answers))


def ordering(quiz: Quiz, *rows: tuple[str, str]) -> dict[str, str]:
    return placed_data(quiz, "ordering", rows or ROWS)


def matching(quiz: Quiz, *rows: tuple[str, str], answers: str = "land water air") -> dict[str, str]:
    return placed_data(quiz, "matching", rows or PAIRS, *answers.split(" "))


class TestSaving:
    def test_an_order_is_written_and_published(self, desk: Client, quiz: Quiz) -> None:
        assert desk.post(ADD, ordering(quiz) | {"_publish": "1"}).status_code == 302
        made = Question.objects.get()
        assert made.status == Question.Status.PUBLISHED
        assert made.current is not None
        draft = as_draft(made.current)
        assert (draft.kind, draft.key) == (Kind.ORDERING, ("C", "A", "B"))
        assert [o.rationale for o in draft.options] == ["as Wash", "as Dry", "as Sort"]

    def test_a_match_is_written_with_its_answers(self, desk: Client, quiz: Quiz) -> None:
        assert desk.post(ADD, matching(quiz) | {"_publish": "1"}).status_code == 302
        made = Question.objects.get()
        assert made.current is not None
        draft = as_draft(made.current)
        assert (draft.kind, draft.key) == (Kind.MATCHING, ("A-2", "B-1", "C-2"))
        assert draft.answers == ("land", "water", "air")

    def test_blank_answers_are_left_out_and_numbers_follow(self, desk: Client, quiz: Quiz) -> None:
        data = matching(quiz, ("Ship", "4"), ("Cart", "2"), answers=" land  water")
        assert desk.post(ADD, data | {"_publish": "1"}).status_code == 302
        version = Question.objects.get().current
        assert version is not None
        assert (as_draft(version).key, as_draft(version).answers) == (
            ("A-2", "B-1"),
            ("land", "water"),
        )

    @pytest.mark.parametrize("build", [ordering, matching])
    def test_a_form_saved_as_it_was_opened_writes_no_version(
        self, desk: Client, quiz: Quiz, build: Callable[[Quiz], dict[str, str]]
    ) -> None:
        desk.post(ADD, build(quiz) | {"_publish": "1"})
        made = Question.objects.get()
        data = opened(desk, made.pk)
        assert data["kind"] == build(quiz)["kind"]
        assert desk.post(change_url(made.pk), data | {"_publish": "1"}).status_code == 302
        assert made.versions.count() == 1
        changed = {"option-0-belongs": "1", "option-2-belongs": "2"}
        assert desk.post(change_url(made.pk), data | changed | {"_publish": "1"}).status_code == 302
        assert made.versions.count() == 2

    def test_a_question_may_become_another_kind_and_keeps_its_older_words(
        self, desk: Client, quiz: Quiz
    ) -> None:
        desk.post(ADD, matching(quiz) | {"_publish": "1"})
        made = Question.objects.get()
        data = opened(desk, made.pk) | {"kind": "choice", "option-0-is_key": "on"}
        assert desk.post(change_url(made.pk), data | {"_publish": "1"}).status_code == 302
        newest = made.versions.get(number=2)
        assert (newest.kind, newest.answers.count()) == ("single", 0)
        assert MatchAnswer.objects.filter(version__question=made).count() == 3
        page = desk.get(history_url(made.pk)).content.decode()
        for said in ("Was matching; is single answer.", "Where option A belongs", "Answer 3"):
            assert said in page

    def test_a_draft_of_either_kind_can_be_published_from_the_list(
        self, desk: Client, quiz: Quiz
    ) -> None:
        for build in (ordering, matching):
            desk.post(ADD, build(quiz) | {"stem": build.__name__, "_save": "1"})
        chosen = {"action": "publish", "_selected_action": [q.pk for q in Question.objects.all()]}
        desk.post("/admin/quizzes/question/", chosen)
        assert {q.status for q in Question.objects.all()} == {Question.Status.PUBLISHED}


class TestFaults:
    @pytest.mark.parametrize(
        ("rows", "field", "said"),
        [
            ([("a", "1"), ("b", "")], "option-1-belongs", "from 1 to 2"),
            ([("a", "1"), ("b", "3")], "option-1-belongs", "The places run from 1 to 2."),
            ([("a", "1"), ("b", "1")], "option-1-belongs", "Option A has this place already."),
            ([("a", "1"), ("b", "x")], "option-1-belongs", "Enter a whole number."),
            ([("a", "1"), ("b", "2"), ("", "3")], "option-2-text", "a place but no text"),
        ],
    )
    def test_of_an_order_are_told_beside_their_fields(
        self, desk: Client, quiz: Quiz, rows: list[tuple[str, str]], field: str, said: str
    ) -> None:
        page = desk.post(ADD, ordering(quiz, *rows) | {"_publish": "1"}).content.decode()
        self.assert_beside(page, field, said)
        assert not Question.objects.exists()

    @pytest.mark.parametrize(
        ("rows", "answers", "field", "said"),
        [
            ([("a", "1"), ("b", "")], "x y", "option-1-belongs", "which answer belongs to it"),
            ([("a", "1"), ("b", "3")], "x y", "option-1-belongs", "There is no answer 3."),
            ([("a", "1"), ("b", "2")], "x X", "answer-1-text", "the same as answer 1"),
        ],
    )
    def test_of_a_match_are_told_beside_their_fields(
        self,
        desk: Client,
        quiz: Quiz,
        rows: list[tuple[str, str]],
        answers: str,
        field: str,
        said: str,
    ) -> None:
        data = matching(quiz, *rows, answers=answers)
        page = desk.post(ADD, data | {"_publish": "1"}).content.decode()
        self.assert_beside(page, field, said)
        assert f'value="{rows[0][1]}"' in page

    def test_of_too_few_answers_are_told_above_them(self, desk: Client, quiz: Quiz) -> None:
        data = matching(quiz, ("a", "1"), ("b", "1"), answers="x")
        page = desk.post(ADD, data | {"_publish": "1"}).content.decode()
        told = re.search(r'<ul class="field-errors" id="answers-errors">(.*?)</ul>', page)
        assert told is not None
        assert "fewer than two answers" in told[1]
        assert '<a href="#answers-title">' in page

    @pytest.mark.parametrize("kind", ["", "choice"])
    def test_of_other_kinds_fields_are_none(self, desk: Client, quiz: Quiz, kind: str) -> None:
        data = new_data(quiz.pk, kind=kind) | {"option-0-belongs": "9", "answer-TOTAL_FORMS": "x"}
        assert desk.post(ADD, data | {"_publish": "1"}).status_code == 302

    def test_an_unknown_kind_is_refused(self, desk: Client, quiz: Quiz) -> None:
        page = desk.post(ADD, new_data(quiz.pk, kind="essay") | {"_publish": "1"})
        assert page.status_code == 200
        assert not Question.objects.exists()

    def test_a_match_without_its_answers_part_is_no_server_error(
        self, desk: Client, quiz: Quiz
    ) -> None:
        data = {n: v for n, v in matching(quiz).items() if not n.startswith("answer-")}
        page = desk.post(ADD, data | {"_publish": "1"})
        assert b"fewer than two answers" in page.content

    @staticmethod
    def assert_beside(page: str, field: str, said: str) -> None:
        errors = re.search(rf'<ul class="field-errors[^>]* id="id_{field}_error">(.*?)</ul>', page)
        assert errors is not None
        assert said in errors[1]
        control = re.search(rf'<(?:input|textarea)[^>]* id="id_{field}"[^>]*>', page)
        assert control is not None
        assert 'aria-invalid="true"' in control[0]
        assert f"id_{field}_error" in control[0]


class TestPreview:
    def test_of_an_order_shows_it_and_what_follows_a_wrong_one(
        self, desk: Client, quiz: Quiz
    ) -> None:
        page = desk.post(PREVIEW, ordering(quiz)).content.decode()
        before, after = page.split('id="preview-told"')
        assert "Put them in order" in before
        assert "as Wash" not in before
        assert "Not this order" in after
        assert "wrong, you gave it place 2" in after
        assert "right, as you placed it" in after

    def test_of_a_match_shows_its_answers(self, desk: Client, quiz: Quiz) -> None:
        page = desk.post(PREVIEW, matching(quiz)).content.decode()
        before, after = page.split('id="preview-told"')
        assert before.count("data-answer=") == 3
        assert "Match each with an answer" in before
        assert "wrong, you chose:" in after
        assert "as Ship" in after

    @pytest.mark.parametrize("build", [ordering, matching])
    def test_of_what_is_stored_is_that_of_what_is_typed(
        self, desk: Client, quiz: Quiz, build: Callable[[Quiz], dict[str, str]]
    ) -> None:
        desk.post(ADD, build(quiz) | {"_publish": "1"})
        page = desk.get(change_url(Question.objects.get().pk)).content.decode()
        (stored,) = re.findall(r'<div class="preview-body".*?</aside>', page, flags=re.DOTALL)
        typed = desk.post(PREVIEW, build(quiz)).content.decode()
        assert stored.removesuffix("</aside>").split() == typed.split()

    @pytest.mark.parametrize("rows", [[], [("a", "")], [("a", "9"), ("b", "9")], [("", "1")]])
    def test_of_unfinished_words_goes_as_far_as_they_do(
        self, desk: Client, quiz: Quiz, rows: list[tuple[str, str]]
    ) -> None:
        for kind in ("ordering", "matching"):
            for answers in ((), ("",), ("x",)):
                page = desk.post(PREVIEW, placed_data(quiz, kind, rows, *answers))
                assert page.status_code == 200
                assert b"Which?" in page.content
