"""The key of an exam stays on the server: while it goes on, and as long as its window says so."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Attempt, Tally, Window
from quizzes.reviewing import withheld_questions
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.under_way import give, given, seconds_after, send, sit
from tests.studyapp.crawl import HEADERS, crawled, leaks, site, told
from tests.studyapp.test_swapped_keys import OTHER_KEYS, masked, swap
from tests.world import KEYS, TOKEN, World, form_of, open_attempt, option_ids, with_places

pytestmark = [pytest.mark.django_db, pytest.mark.words]

SOON = NOON + timedelta(minutes=1)
CLOSES = NOON + timedelta(hours=2)
OVER = seconds_after(5)


@pytest.fixture
def here(here: World) -> World:
    """Questions of every kind."""
    return with_places(here)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mine(learner: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(learner)


def paths(attempt: Attempt) -> list[str]:
    """The attempt's pages, and those that tell of attempts."""
    deeds = ("/submit/", "/retake/")
    quiz = attempt.quiz.get_absolute_url()
    elsewhere = ["/", "/attempts/", "/progress/", reverse("export_data"), quiz]
    return [*(path for path in site(attempt) if not path.endswith(deeds)), *elsewhere]


def answered(attempt: Attempt) -> Attempt:
    """Right, wrong, in part, and not at all; with the first question not counting."""
    for position, letters in enumerate(("A", "BD", "C"), 1):
        give(attempt, position, letters, certainty=3)
    return attempt


def saves(attempt: Attempt) -> Iterator[tuple[str, dict[str, object]]]:
    """Posts of every sort: by script and without, kept, taken back, broken."""
    rows = list(attempt.responses.order_by("position"))
    forms: list[dict[str, object]] = [
        {"option": option_ids(response, letters)}
        for response, letters in zip(rows, ("A", "BC", "B", "AD"), strict=False)
    ]
    forms += [{**form_of(response, {"A": 3, "B": 1, "C": 3})} for response in rows[4:]]
    for number, (response, form) in enumerate(zip(rows, forms, strict=True), 1):
        address = reverse("save", args=[attempt.pk, response.position])
        whole = {**form, "answer": "1", "whole": "1"}
        yield address, {**whole, "key": str(uuid.UUID(int=number))}
        yield address, {**whole, "go": "flag", "certainty": "3"}
        yield address, form
        yield address, {**whole, "option": ["x"]}


class TestNothingIsTold:
    @pytest.mark.parametrize("now", [SOON, OVER], ids=["under way", "in the time of grace"])
    def test_while_it_is_open(
        self,
        mine: Client,
        learner: User,
        here: World,
        clock: time_machine.Traveller,
        now: datetime,
    ) -> None:
        attempt = answered(sit(learner, here.quiz, unscored=[1]))
        clock.move_to(now)
        found = [(asked, leaks(got)) for asked, got in crawled(mine, paths(attempt)) if leaks(got)]
        assert found == []
        attempt.refresh_from_db()
        assert attempt.is_open

    def test_by_what_a_save_comes_back_with(self, mine: Client, learner: User, here: World) -> None:
        attempt = sit(learner, here.quiz)
        for address, form in saves(attempt):
            for headers in HEADERS:
                assert leaks(mine.post(address, form, headers=headers)) == []
        assert attempt.saves.count() > 12

    @pytest.mark.parametrize(
        ("review", "now", "told_then"),
        [
            (Window.Review.AFTER, SOON, False),
            (Window.Review.AFTER, CLOSES, True),
            (Window.Review.NEVER, CLOSES + timedelta(days=30), False),
            (Window.Review.AT_ONCE, SOON, True),
            (None, SOON, True),
        ],
    )
    def test_before_its_window_says_so(
        self,
        mine: Client,
        learner: User,
        here: World,
        clock: time_machine.Traveller,
        review: Window.Review | None,
        now: datetime,
        told_then: bool,
    ) -> None:
        within = review and Window.objects.create(
            quiz=here.quiz, title="Friday", opens_at=NOON, closes_at=CLOSES, review=review
        )
        attempt = answered(sit(learner, here.quiz, window=within or None))
        attempts.submit(learner.pk, attempt.pk, now=SOON)
        clock.move_to(now)
        tokens = [asked for asked, got in crawled(mine, paths(attempt)) if TOKEN in told(got)]
        assert bool(tokens) is told_then, tokens


class TestVerdictsOfAnExamHeldBack:
    """Which of the questions was right changes nothing that is told, as long as the score stays."""

    CASES = ((Window.Review.AFTER, SOON), (Window.Review.NEVER, CLOSES + timedelta(days=30)))

    @pytest.mark.parametrize(("review", "now"), CASES)
    def test_are_told_nowhere(
        self,
        mine: Client,
        learner: User,
        here: World,
        clock: time_machine.Traveller,
        review: Window.Review,
        now: datetime,
    ) -> None:
        def sat_with(right: int, within: Window) -> dict[str, str]:
            """The pages after an exam in which this question alone was right."""
            Attempt.objects.all().delete()
            Tally.objects.all().delete()
            attempt = sit(learner, here.quiz, window=within, id=uuid.UUID(int=5), seed=b"s" * 16)
            for position, key in enumerate(("B", "AD", "C", "BC"), 1):
                letters = KEYS[position - 1] if position == right else key
                save = given(attempt, position, letters, key=uuid.UUID(int=position))
                send(attempt, position, save)
            attempts.submit(learner.pk, attempt.pk, now=SOON)
            clock.move_to(now)
            pages = {asked: masked(got) for asked, got in crawled(mine, paths(attempt))}
            clock.move_to(SOON)
            return {asked: without_what_was_given(page) for asked, page in pages.items()}

        within = Window.objects.create(
            quiz=here.quiz, title="Friday", opens_at=NOON, closes_at=CLOSES, review=review
        )
        before, after = sat_with(1, within), sat_with(3, within)
        assert [asked for asked in before if before[asked] != after[asked]] == []

    def test_are_told_once_it_may_be(
        self, mine: Client, learner: User, here: World, clock: time_machine.Traveller
    ) -> None:
        """Else the test above would hold for pages that show nothing at all."""
        within = Window.objects.create(
            quiz=here.quiz, title="Friday", opens_at=NOON, closes_at=CLOSES
        )
        attempt = answered(sit(learner, here.quiz, window=within))
        attempts.submit(learner.pk, attempt.pk, now=SOON)
        asked = ("/progress/", reverse("export_data"))
        before = [masked(mine.get(path)) for path in asked]
        clock.move_to(CLOSES)
        after = [masked(mine.get(path)) for path in asked]
        assert "3 questions are left out here" in before[0]
        assert "left out here" not in after[0]
        assert '"last_right": null' in before[1]
        assert '"last_right": null' not in after[1]

    def test_and_practice_since_then_counts_at_once(self, learner: User, here: World) -> None:
        within = Window.objects.create(
            quiz=here.quiz, title="Friday", opens_at=NOON, closes_at=CLOSES
        )
        attempt = answered(sit(learner, here.quiz, window=within))
        attempts.submit(learner.pk, attempt.pk, now=SOON)
        assert len(withheld_questions(learner.pk, SOON)) == 3
        practice = open_attempt(learner, here.quiz, Attempt.Mode.PRACTICE)
        later = SOON + timedelta(minutes=1)
        attempts.answer(
            learner.pk,
            practice.pk,
            position=1,
            chosen=option_ids(practice.responses.get(position=1), "A"),
            now=later,
        )
        assert len(withheld_questions(learner.pk, later)) == 2
        assert withheld_questions(learner.pk, CLOSES) == frozenset()


def without_what_was_given(page: str) -> str:
    """The export without the answers themselves, which are the learner's own to know."""
    page = re.sub(r'"(chosen|given)": ("[^"]*"|\w+)', "", page)
    return re.sub(r'"exported_at": "[^"]*"', "", page)


class TestWhichCountIsNotTold:
    def test_the_unscored_look_the_same(self, mine: Client, learner: User, here: World) -> None:
        attempt = answered(sit(learner, here.quiz, unscored=[1, 5]))
        gets = [path for path in paths(attempt) if "/accounts/" not in path]
        before = {asked: masked(got) for asked, got in crawled(mine, gets)}
        attempt.responses.update(counts=False)
        attempt.responses.filter(position__in=[1, 5]).update(counts=True)
        after = {asked: masked(got) for asked, got in crawled(mine, gets)}
        assert [asked for asked in before if before[asked] != after[asked]] == []


class TestSwappingTheKeyChangesNoByte:
    def test_of_the_pages(self, mine: Client, learner: User, here: World) -> None:
        attempt = answered(sit(learner, here.quiz))
        gets = [path for path in paths(attempt) if "/accounts/" not in path]
        before = {asked: masked(got) for asked, got in crawled(mine, gets)}
        swap(here.quiz, OTHER_KEYS)
        after = {asked: masked(got) for asked, got in crawled(mine, gets)}
        assert [asked for asked in before if before[asked] != after[asked]] == []
        assert any("Choice A of cloud-5" in page for page in before.values())

    @pytest.mark.parametrize("now", [SOON, seconds_after(60)], ids=["in time", "late"])
    def test_of_what_a_save_comes_back_with(
        self,
        mine: Client,
        learner: User,
        here: World,
        clock: time_machine.Traveller,
        now: datetime,
    ) -> None:
        attempt = sit(learner, here.quiz)
        clock.move_to(now)

        def posted() -> list[str]:
            return [
                masked(mine.post(address, form, headers=headers))
                for address, form in saves(attempt)
                for headers in HEADERS
            ]

        posted()
        before = posted()
        swap(here.quiz, OTHER_KEYS)
        assert posted() == before
