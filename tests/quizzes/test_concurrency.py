"""Two tabs, a double click, a slow network: what happens at once comes out as if one by one.

Each thread has a connection of its own, on the database that the suite runs on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from quizzes import attempts, exams, tallies
from quizzes.models import Attempt, Quiz, Response, Tally
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, UserFactory, question
from tests.quizzes.examining import mock, window

pytestmark = pytest.mark.django_db(transaction=True)

Result = TypeVar("Result")
LATER = NOON + timedelta(minutes=5)


def at_once(*deeds: Callable[[], Result]) -> list[Result]:
    """What each deed returned, all begun at the same moment; raises what any of them raised."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], Result]) -> Result:
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    for key in ("A", "BC", "D", "A"):
        question(quiz=made, key=key)
    return made


@pytest.fixture
def user() -> User:
    made: User = UserFactory()
    return made


def begin(user: User, quiz: Quiz, mode: Attempt.Mode = Attempt.Mode.GRADED) -> Attempt:
    return attempts.start(user.pk, quiz, mode=mode, now=NOON)[0]


def right_ids(response: Response) -> list[int]:
    return list(response.version.options.filter(is_key=True).values_list("pk", flat=True))


def wrong_ids(response: Response) -> list[int]:
    key = right_ids(response)
    every = response.version.options.values_list("pk", flat=True)
    return [pk for pk in every if pk not in key][: len(key)]


def test_threads_have_connections_of_their_own() -> None:
    ours = connection.settings_dict["NAME"]
    seen = at_once(*[lambda: (id(connection.connection), connection.settings_dict["NAME"])] * 3)
    assert len({pk for pk, _name in seen}) == 3
    assert {name for _pk, name in seen} == {ours}
    assert "memory" not in str(ours)


def test_ten_starts_at_once_make_one_attempt(user: User, quiz: Quiz) -> None:
    def start() -> tuple[Attempt, bool]:
        return attempts.start(user.pk, quiz, mode=Attempt.Mode.GRADED, now=NOON)

    made = at_once(*[start] * 10)
    assert len({attempt.pk for attempt, _new in made}) == 1
    assert sum(new for _attempt, new in made) == 1
    assert Attempt.objects.count() == 1
    assert Response.objects.count() == 4


def test_ten_starts_at_once_by_http_lead_to_one_attempt(user: User, quiz: Quiz) -> None:
    address = reverse("start", args=[quiz.course.slug, quiz.slug])
    signed_in = Client()
    signed_in.force_login(user)

    def start() -> tuple[int, str]:
        client = Client()
        client.cookies = signed_in.cookies
        response = client.post(address, {"mode": "practice"})
        return response.status_code, response["Location"]

    answers = at_once(*[start] * 10)
    assert set(answers) == {(302, reverse("question", args=[Attempt.objects.get().pk, 1]))}


def test_ten_starts_of_an_exam_at_once_make_one_attempt(user: User) -> None:
    made_of = mock()
    made = at_once(*[lambda: exams.start(user.pk, made_of, now=NOON)] * 10)
    assert len({attempt.pk for attempt, _new in made}) == 1
    assert sum(new for _attempt, new in made) == 1
    assert Response.objects.count() == made[0][0].total


def test_two_windows_of_an_exam_at_once_open_one(user: User) -> None:
    exam = mock()
    one, other = window(exam), window(exam)
    made = at_once(
        *[lambda: exams.start(user.pk, exam, now=NOON, window=one)] * 4,
        *[lambda: exams.start(user.pk, exam, now=NOON, window=other)] * 4,
    )
    assert len({attempt.pk for attempt, _new in made}) == 1


def test_learners_starting_at_once_each_get_their_own(quiz: Quiz) -> None:
    users = [UserFactory() for _ in range(6)]
    made = at_once(*[lambda user=user: begin(user, quiz) for user in users])
    assert [attempt.user_id for attempt in made] == [user.pk for user in users]


@pytest.mark.parametrize("mode", Attempt.UNTIMED)
def test_twenty_submits_at_once_grade_once(user: User, quiz: Quiz, mode: Attempt.Mode) -> None:
    attempt = begin(user, quiz, mode)
    for response in attempt.responses.all()[:3]:
        attempts.answer(
            user.pk, attempt.pk, position=response.position, chosen=right_ids(response), now=NOON
        )
    moments = [LATER + timedelta(seconds=n) for n in range(20)]
    done = at_once(
        *[lambda now=now: attempts.submit(user.pk, attempt.pk, now=now) for now in moments]
    )
    assert sum(did for _attempt, did in done) == 1
    attempt.refresh_from_db()
    assert {found.submitted_at for found, _did in done} == {attempt.submitted_at}
    assert (attempt.right, attempt.score) == (3, 0.75)
    assert sorted(Tally.objects.values_list("answers", "right")) == [(1, 1)] * 3
    assert tallies.stored() == tallies.derived()


def test_twenty_submits_at_once_by_http_all_lead_to_the_result(user: User, quiz: Quiz) -> None:
    attempt = begin(user, quiz)
    signed_in = Client()
    signed_in.force_login(user)

    def submit() -> tuple[int, str]:
        client = Client()
        client.cookies = signed_in.cookies
        response = client.post(reverse("submit", args=[attempt.pk]))
        return response.status_code, response["Location"]

    answers = at_once(*[submit] * 20)
    assert set(answers) == {(302, reverse("result", args=[attempt.pk]))}


def test_one_practice_answer_sent_by_many_tabs_is_graded_once(user: User, quiz: Quiz) -> None:
    attempt = begin(user, quiz, Attempt.Mode.PRACTICE)
    response = attempt.responses.get(position=2)
    choices = [right_ids(response), wrong_ids(response)] * 5
    done = at_once(
        *[
            lambda chosen=chosen: attempts.answer(
                user.pk, attempt.pk, position=2, chosen=chosen, now=NOON
            )
            for chosen in choices
        ]
    )
    response.refresh_from_db()
    assert {found.score for found in done} == {response.score}
    chosen = sorted(response.choices.values_list("option", flat=True))
    assert chosen == sorted(right_ids(response) if response.score else wrong_ids(response))
    assert Tally.objects.get().answers == 1
    assert tallies.stored() == tallies.derived()


def test_graded_answers_at_once_leave_one_whole_answer(user: User, quiz: Quiz) -> None:
    attempt = begin(user, quiz)
    response = attempt.responses.get(position=2)
    options = list(response.version.options.values_list("pk", flat=True))
    pairs = [[a, b] for a in options for b in options if a < b]
    at_once(
        *[
            lambda pair=pair: attempts.answer(
                user.pk, attempt.pk, position=2, chosen=pair, now=NOON
            )
            for pair in pairs
        ]
    )
    assert sorted(response.choices.values_list("option", flat=True)) in pairs


def test_submission_against_answers_and_flags(user: User, quiz: Quiz) -> None:
    """Whoever comes first, the score is that of the answers kept, and no thread fails."""
    for _round in range(6):
        attempt = begin(user, quiz)
        responses = list(attempt.responses.all())

        def answer(response: Response, *, of: Attempt = attempt) -> bool:
            try:
                attempts.answer(
                    user.pk, of.pk, position=response.position, chosen=right_ids(response), now=NOON
                )
            except attempts.AttemptClosedError:
                return False
            return True

        def flag(response: Response, *, of: Attempt = attempt) -> bool:
            try:
                attempts.flag(user.pk, of.pk, position=response.position, flagged=True)
            except attempts.AttemptClosedError:
                return False
            return True

        def submit(*, of: Attempt = attempt) -> bool:
            return attempts.submit(user.pk, of.pk, now=LATER)[1]

        kept = at_once(
            *[lambda r=r: answer(r) for r in responses],
            submit,
            *[lambda r=r: flag(r) for r in responses],
        )
        attempt.refresh_from_db()
        stored = list(attempt.responses.all())
        assert [r.answered_at is not None for r in stored] == kept[:4]
        assert [r.flagged for r in stored] == kept[5:]
        assert [r.score for r in stored] == [float(done) for done in kept[:4]]
        assert attempt.right == sum(kept[:4])
    assert tallies.stored() == tallies.derived()


def test_practice_answers_against_submission_count_each_answer_once(user: User, quiz: Quiz) -> None:
    for _round in range(5):
        attempt = begin(user, quiz, Attempt.Mode.PRACTICE)

        def answer(response: Response, *, of: Attempt = attempt) -> None:
            with suppress(attempts.AttemptClosedError):
                attempts.answer(
                    user.pk, of.pk, position=response.position, chosen=right_ids(response), now=NOON
                )

        def submit(*, of: Attempt = attempt) -> None:
            attempts.submit(user.pk, of.pk, now=LATER)

        at_once(
            *[lambda r=r: answer(r) for r in attempt.responses.all()],
            submit,
        )
    assert tallies.stored() == tallies.derived()
