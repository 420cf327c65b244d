"""Matching and ordering questions over HTTP, as forms without scripts and as htmx posts."""

import re

import pytest
from django.test import Client

from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.quizzes.asking import HTMX, Got, at, kept
from tests.quizzes.placing import MATCHED, ORDERED, text_of
from tests.quizzes.taking import PRACTICE, places_held
from tests.world import MATCH, ORDER, World, form_of, open_attempt, with_places

pytestmark = pytest.mark.django_db

RIGHT = {
    ORDERED: dict(zip("ABCD", ORDER, strict=True)),
    MATCHED: dict(zip("ABCD", MATCH, strict=True)),
}


@pytest.fixture
def here(here: World) -> World:
    return with_places(here)


def send(client: Client, attempt: Attempt, position: int, **more: object) -> Got:
    """Post these places by letter; htmx and form give headers and more fields."""
    headers = HTMX if more.pop("htmx", False) else {}
    fields = more.pop("form", {})
    assert isinstance(fields, dict)
    places = {letter: place for letter, place in more.items() if isinstance(place, int)}
    form = form_of(attempt.responses.get(position=position), places)
    return client.post(at("answer", attempt, position), form | fields, headers=headers)


def selected(page: str) -> dict[str, str]:
    """What each list on the page has chosen, by its option's words."""
    found = {}
    for row in re.findall(r'<li class="place-row.*?</li>', page, flags=re.DOTALL):
        words = re.search(r'class="place-words[^>]*>(.*?)</label>', row, flags=re.DOTALL)
        chosen = re.search(r'<option value="\d+" selected>([^<]*)<', row)
        assert words is not None
        found[re.sub(r"<[^>]+>", "", words[1])] = chosen[1] if chosen else ""
    return found


class TestAsked:
    def test_each_option_has_a_list_named_by_its_words(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        for position, cue in (
            (ORDERED, "Put them in order"),
            (MATCHED, "Match each with an answer"),
        ):
            page = mine.get(at("question", attempt, position)).content.decode()
            assert cue in page
            labels = re.findall(r'<label class="place-words[^>]* for="([^"]+)"', page)
            assert labels == re.findall(r'<select[^>]* id="([^"]+)"', page)
            assert len(labels) == 4
            assert set(selected(page)) == {f"Choice {c} of cloud-{position}" for c in "ABCD"}

    def test_the_answers_are_listed_in_full_besides(
        self, mine: Client, learner: User, here: World
    ) -> None:
        page = mine.get(at("question", open_attempt(learner, here.quiz), MATCHED)).content.decode()
        for number in range(1, 6):
            assert page.count(f"<p>Match {number} of cloud-6</p>") == 1

    def test_the_script_for_it_comes_with_such_questions_only(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        for position, needed in ((1, False), (2, False), (ORDERED, True), (MATCHED, True)):
            page = mine.get(at("question", attempt, position)).content.decode()
            assert ("places.js" in page) == needed

    def test_the_keys_are_those_of_the_kind(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        words = {
            1: "choose an option",
            ORDERED: "move the option you are at",
            MATCHED: "another answer",
        }
        for position in words:
            page = mine.get(at("question", attempt, position)).content.decode()
            assert [n for n, said in words.items() if said in page] == [position]


class TestGraded:
    @pytest.mark.parametrize("position", [ORDERED, MATCHED])
    def test_a_part_of_an_answer_is_stored_and_acknowledged(
        self, mine: Client, learner: User, here: World, position: int
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        saved = send(mine, attempt, position, A=1, C=2, htmx=True)
        assert saved.status_code == 200
        assert re.match(r"Saved at \d\d:\d\d:\d\d$", text_of(saved))
        assert places_held(attempt, position) == {"A": 1, "C": 2}
        page = mine.get(at("question", attempt, position)).content.decode()
        chosen = {words: value for words, value in selected(page).items() if value}
        if position == ORDERED:
            assert chosen == {"Choice A of cloud-5": "1", "Choice C of cloud-5": "2"}
        else:
            assert {words: value.split(". ")[1] for words, value in chosen.items()} == {
                "Choice A of cloud-6": "Match 1 of cloud-6",
                "Choice C of cloud-6": "Match 2 of cloud-6",
            }

    def test_a_place_given_twice_is_kept_and_said(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        saved = send(mine, attempt, ORDERED, A=1, B=1, htmx=True)
        assert "Saved at" in text_of(saved)
        assert "Two share a place" in text_of(saved)
        assert places_held(attempt, ORDERED) == {"A": 1, "B": 1}
        page = text_of(mine.get(at("question", attempt, ORDERED)))
        assert page.count("Another has place 1 too.") == 2
        assert "It has no place yet" not in page

    def test_without_scripts_it_is_said_on_the_next_page(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        got = send(mine, attempt, ORDERED, A=1, B=1, form={"go": "next"})
        assert got["Location"] == at("question", attempt, MATCHED)
        assert "Question 5 is saved, but two of its options share a place" in text_of(
            mine.get(got["Location"])
        )

    def test_matches_that_share_an_answer_are_nothing_to_say(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        assert "share" not in text_of(send(mine, attempt, MATCHED, A=1, B=1, htmx=True))
        send(mine, attempt, MATCHED, A=1, B=1, form={"go": "next"})
        assert "share" not in text_of(mine.get(at("review", attempt)))

    def test_the_navigator_says_that_it_is_answered(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        send(mine, attempt, MATCHED, B=4)
        review = mine.get(at("review", attempt)).context["page"]
        assert [item.position for item in review.unanswered] == [1, 2, 3, 4, ORDERED]


class TestPractice:
    @pytest.mark.parametrize("htmx", [True, False])
    def test_what_is_missing_is_told_beside_its_field_and_what_was_given_stays(
        self, mine: Client, learner: User, here: World, htmx: bool
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        before = kept(attempt)
        got = send(mine, attempt, ORDERED, A=2, B=2, C=4, htmx=htmx)
        page = got.content.decode()
        assert got.status_code == 422
        assert "Put right what is marked below" in page
        assert page.count("Another has place 2 too.") == 2
        assert page.count("It has no place yet.") == 1
        faults = re.findall(r'aria-invalid="true" aria-describedby="([^"]+)"', page)
        assert sorted(faults) == sorted(
            re.findall(r'<p class="field-errors" id="(fault-\d)"', page)
        )
        assert selected(page) == {
            "Choice A of cloud-5": "2",
            "Choice B of cloud-5": "2",
            "Choice C of cloud-5": "4",
            "Choice D of cloud-5": "",
        }
        assert kept(attempt) == before

    def test_a_match_without_an_answer_is_told(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        page = send(mine, attempt, MATCHED, A=2, B=2, C=2).content.decode()
        assert page.count("It has no answer yet.") == 1

    def test_too_few_choices_stay_chosen_too(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        option = attempt.responses.get(position=2).version.options.all()[1]
        got = mine.post(at("answer", attempt, 2), {"option": [option.pk]})
        assert got.status_code == 422
        assert re.search(rf'value="{option.pk}"[^>]* checked', got.content.decode())

    @pytest.mark.parametrize(
        ("position", "verdict"), [(ORDERED, "Not this order"), (MATCHED, "Not quite: each needs")]
    )
    def test_every_row_is_explained_once_it_is_answered(
        self, mine: Client, learner: User, here: World, position: int, verdict: str
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        wrong = RIGHT[position] | {"A": RIGHT[position]["B"], "B": RIGHT[position]["A"]}
        assert send(mine, attempt, position, **wrong)["Location"] == at(
            "question", attempt, position
        )
        page = mine.get(at("question", attempt, position))
        words = text_of(page)
        assert verdict in words
        assert "<select" not in page.content.decode()
        for letter in "ABCD":
            assert f"reason {letter} of cloud-{position}" in words
        if position == ORDERED:
            assert "2 of 4 in the right place" in words
            assert re.search(r"1 Choice B of cloud-5 .*?wrong, you gave it place 3", words)
            assert re.search(r"4 Choice C of cloud-5 right, as you placed it", words)
        else:
            assert "2 of 4 matched right" in words
            assert re.search(
                r"Choice A of cloud-6 Right answer: Match 2 of cloud-6 "
                r"wrong, you chose: Match 5 of cloud-6",
                words,
            )
            assert "right, as you matched it" in words

    @pytest.mark.parametrize("position", [ORDERED, MATCHED])
    def test_a_right_answer_is_told_so(
        self, mine: Client, learner: User, here: World, position: int
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        send(mine, attempt, position, **RIGHT[position])
        page = mine.get(at("question", attempt, position)).context["page"]
        assert (page.verdict, page.part) == ("right", "")
        assert {row.state for row in page.placed} == {"key"}


class TestForeign:
    @pytest.mark.parametrize(
        "form",
        [
            {"place-5": "1"},
            {"place-0": "1"},
            {"place-1": "5"},
            {"place-1": "x"},
            {"place-1": "-1"},
            {"place-x": "1"},
            {"place-1": ["1", "2"]},
            {"place-1": "9" * 40},
            {"place-9" + "9" * 40: "1"},
            {"option": "1"},
        ],
    )
    def test_fields_change_nothing_stored(
        self, mine: Client, learner: User, here: World, form: dict[str, object]
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        send(mine, attempt, ORDERED, A=1, B=2)
        before = kept(attempt)
        assert mine.post(at("answer", attempt, ORDERED), form).status_code == 422
        assert kept(attempt) == before
        assert places_held(attempt, ORDERED) == {"A": 1, "B": 2}

    def test_places_for_a_choice_change_nothing_stored(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        assert mine.post(at("answer", attempt, 1), {"place-1": "1"}).status_code == 422
        assert kept(attempt)[1][1] is None

    def test_a_post_that_was_cut_off_clears_nothing(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        send(mine, attempt, ORDERED, A=1, B=2)
        assert mine.post(at("answer", attempt, ORDERED), {}).status_code == 422
        assert mine.post(at("answer", attempt, ORDERED), {"whole": "1"}).status_code == 302
        assert places_held(attempt, ORDERED) == {}
