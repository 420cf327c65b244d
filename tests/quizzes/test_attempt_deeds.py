"""What is posted to an attempt: answers, flags, submission, retakes; rightly and wrongly."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Attempt, Response
from studyapp.accounts.models import User
from tests.factories import NOON, OptionFactory
from tests.quizzes.asking import HTMX, answer, at, kept
from tests.world import TOKEN, World, open_attempt, option_ids

pytestmark = pytest.mark.django_db

GRADED, PRACTICE = Attempt.Mode.GRADED, Attempt.Mode.PRACTICE


class TestAnswer:
    def test_in_practice_comes_back_explained(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        response = answer(mine, attempt, "A")
        assert response["Location"] == at("question", attempt)
        page = mine.get(response["Location"])
        assert page.context["page"].verdict == "right"
        assert f"{TOKEN} why cloud-1" in page.content.decode()

    def test_that_is_graded_later_is_acknowledged(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        response = answer(mine, attempt, "B", headers=HTMX)
        assert response.status_code == 200
        assert 'id="saved"' in response.content.decode()
        assert attempt.responses.get(position=1).choices.get().option.letter == "B"

    @pytest.mark.parametrize("position", [1, 2])
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_cut_off_on_its_way_leaves_what_is_stored(
        self, mine: Client, learner: User, here: World, position: int, headers: dict[str, str]
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "B", position)
        before = kept(attempt)
        response = mine.post(at("answer", attempt, position), {}, headers=headers)
        assert response.status_code == 422
        assert kept(attempt) == before

    def test_of_many_is_taken_back_by_the_whole_form(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "B", 2)
        mine.post(at("answer", attempt, 2), {"whole": "1", "go": "next"})
        assert attempt.responses.get(position=2).answered_at is None

    @pytest.mark.parametrize(("position", "then"), [(1, "/2/"), (4, "/review/")])
    def test_saved_without_scripts_goes_on(
        self, mine: Client, learner: User, here: World, position: int, then: str
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        response = mine.post(at("answer", attempt, position), {"go": "next"})
        assert response["Location"] == f"/attempts/{attempt.pk}{then}"

    def test_incomplete_in_practice_says_what_is_missing(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        for letters, position, words in (("", 1, "Choose an option"), ("B", 2, "Choose 2 options")):
            response = answer(mine, attempt, letters, position)
            assert response.status_code == 422
            assert words in response.content.decode()
            assert TOKEN not in response.content.decode()

    def test_incomplete_by_htmx_draws_the_fragment_alone(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        response = answer(mine, attempt, "", headers=HTMX)
        body = response.content.decode()
        assert response.status_code == 422
        assert 'id="question"' in body
        assert "<html" not in body

    @pytest.mark.parametrize("mode", Attempt.UNTIMED)
    @pytest.mark.parametrize(
        "option",
        [
            ["x"],
            [""],
            ["-1"],
            ["0"],
            ["1.5"],
            ["A"],
            ["١"],
            ["²"],
            ["\0"],
            [str(2**63)],
            ["9" * 5000],
            ["foreign"],
            ["two"],
            ["A", "foreign"],
            ["A", "x"],
        ],
        ids=lambda option: "-".join(part[:8] for part in option).replace("\0", "nul"),
    )
    def test_that_is_none_changes_nothing(
        self, mine: Client, learner: User, here: World, mode: Attempt.Mode, option: list[str]
    ) -> None:
        attempt = open_attempt(learner, here.quiz, mode)
        response = attempt.responses.get(position=1)
        right, wrong = option_ids(response, "A"), option_ids(response, "B")
        if mode == GRADED:
            answer(mine, attempt, "B")
        before = kept(attempt)
        known = {"foreign": [str(OptionFactory().pk)], "two": [str(pk) for pk in right + wrong]}
        sent = [part for name in option for part in known.get(name, [name])]
        refused = mine.post(at("answer", attempt), {"option": sent})
        assert refused.status_code == 422
        assert TOKEN not in refused.content.decode()
        assert kept(attempt) == before

    def test_with_doubled_options_is_one_answer(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        pk = option_ids(attempt.responses.get(position=1), "A")[0]
        assert mine.post(at("answer", attempt), {"option": [pk, pk]}).status_code == 302
        assert attempt.responses.get(position=1).choices.count() == 1

    def test_reads_only_its_own_fields(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        pk = option_ids(attempt.responses.get(position=1), "B")[0]
        extra = {"score": "1", "graded_at": "2026-01-01", "user": "1", "is_key": "1", "flagged": 1}
        mine.post(at("answer", attempt), {"option": pk, **extra})
        response = attempt.responses.get(position=1)
        assert (response.score, response.graded_at, response.flagged) == (None, None, False)

    @pytest.mark.parametrize("body", ["option=" + "1" * 1_000_001, "option=1&" * 3_000])
    def test_too_large_changes_nothing(
        self, mine: Client, learner: User, here: World, body: str
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "B")
        before = kept(attempt)
        response = mine.post(
            at("answer", attempt), body, content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 400
        assert kept(attempt) == before

    @pytest.mark.parametrize("option", ["right", "x"])
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_after_submission_leads_to_the_result(
        self, mine: Client, learner: User, here: World, option: str, headers: dict[str, str]
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        attempts.submit(learner.pk, attempt.pk, now=NOON + timedelta(minutes=1))
        before = kept(attempt)
        sent = option_ids(attempt.responses.get(position=1), "A") if option == "right" else option
        response = mine.post(at("answer", attempt), {"option": sent}, headers=headers)
        to = response["HX-Redirect"] if headers else response["Location"]
        assert to == at("result", attempt)
        assert kept(attempt) == before


class TestFlag:
    def test_is_set_and_taken_back(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        for value, flagged in (("1", True), ("1", True), ("0", False)):
            response = mine.post(at("flag", attempt, 2), {"flagged": value})
            assert response["Location"] == at("question", attempt, 2)
            assert attempt.responses.get(position=2).flagged is flagged

    @pytest.mark.parametrize("data", [{}, {"flagged": ""}, {"flagged": "yes"}, {"flagged": "\0"}])
    def test_with_a_broken_form_changes_nothing(
        self, mine: Client, learner: User, here: World, data: dict[str, str]
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        Response.objects.update(flagged=True)
        assert mine.post(at("flag", attempt), data).status_code == 400
        assert attempt.responses.get(position=1).flagged

    def test_after_submission_leads_to_the_result(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        response = mine.post(at("flag", attempt), {"flagged": "1"})
        assert response["Location"] == at("result", attempt)


class TestSubmitAndRetake:
    def test_submission_leads_to_the_result(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "A")
        for _ in range(2):
            response = mine.post(at("submit", attempt), {"score": "1", "right": "4"})
            assert response["Location"] == at("result", attempt)
        attempt.refresh_from_db()
        assert attempt.right == 1
        page = mine.get(at("result", attempt))
        assert page.context["page"].percent == 25

    @pytest.mark.parametrize(("scope", "total"), [("wrong", 3), ("all", 4), ("", 4), ("x\0", 4)])
    def test_a_retake_holds_all_or_what_was_wrong(
        self, mine: Client, learner: User, here: World, scope: str, total: int
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "A")
        mine.post(at("submit", attempt))
        response = mine.post(at("retake", attempt), {"scope": scope})
        again = Attempt.objects.open().get()
        assert (again.total, again.mode) == (total, GRADED)
        assert response["Location"] == at("question", again)

    def test_a_retake_may_be_in_the_other_mode(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        mine.post(at("submit", attempt))
        mine.post(at("retake", attempt), {"scope": "wrong", "mode": "practice"})
        assert Attempt.objects.open().get().mode == PRACTICE

    def test_a_retake_of_a_section_stays_in_it(
        self, mine: Client, learner: User, here: World
    ) -> None:
        mine.post(
            reverse("start", args=["cloud", "databases"]), {"mode": "graded", "section": "rds"}
        )
        attempt = Attempt.objects.get()
        mine.post(at("submit", attempt))
        mine.post(at("retake", attempt), {"scope": "all"})
        again = Attempt.objects.open().get()
        assert (again.section, again.total) == (here.first, 2)

    def test_nothing_wrong_is_said_and_starts_nothing(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        for position, key in enumerate(("A", "BC", "D", "AD"), 1):
            answer(mine, attempt, key, position)
        mine.post(at("submit", attempt))
        response = mine.post(at("retake", attempt), {"scope": "wrong"}, follow=True)
        assert response.status_code == 200
        assert "no question to ask" in response.content.decode()
        assert not Attempt.objects.open().exists()

    def test_no_retake_before_submission(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        response = mine.post(at("retake", attempt), {"scope": "wrong"})
        assert response["Location"] == at("attempt", attempt)
        assert Attempt.objects.count() == 1
