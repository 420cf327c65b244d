"""What a process keeps of pages that it has drawn must show nobody another's page, nor an older
one. Each test asks for a page first, so that its parts are kept, and then changes one thing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from content.models import Service
from quizzes import attempts
from quizzes.models import Attempt, Question, Quiz
from studyapp.accounts.models import User
from studyapp.templatetags.drawn import _drawn
from tests.factories import NOON
from tests.world import World, open_attempt, option_ids

pytestmark = [pytest.mark.django_db, pytest.mark.words]

VARYING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z]{64}")
"""Attempts' ids and forms' tokens."""


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sat(user: User, quiz: Quiz, letters: str = "A", *, days: int = 0) -> Attempt:
    """A submitted attempt with the first question answered."""
    now = NOON + timedelta(days=days)
    attempt, _made = attempts.start(user.pk, quiz, mode=Attempt.Mode.GRADED, now=now)
    response = attempt.responses.get(position=1)
    chosen = option_ids(response, letters)
    attempts.answer(user.pk, attempt.pk, position=1, chosen=chosen, now=now)
    attempts.submit(user.pk, attempt.pk, now=now)
    return attempt


def result_of(attempt: Attempt) -> str:
    return reverse("result", args=[attempt.pk])


@pytest.fixture
def addresses(learner: User, here: World) -> list[str]:
    """Every page of the learner's that keeps parts."""
    closed = sat(learner, here.quiz)
    running = open_attempt(learner, here.quiz)
    return [
        "/",
        here.course.get_absolute_url(),
        here.chapter.get_absolute_url(),
        here.quiz.get_absolute_url(),
        reverse("question", args=[running.pk, 1]),
        reverse("review", args=[running.pk]),
        result_of(closed),
        reverse("progress"),
        reverse("attempts"),
    ]


def change(user: User, **fields: object) -> None:
    User.objects.filter(pk=user.pk).update(**fields)


def test_a_page_is_the_same_whether_its_parts_were_kept_or_not(
    mine: Client, addresses: list[str]
) -> None:
    for address in addresses:
        _drawn.cache_clear()
        first, second = (VARYING.sub("", page(mine, address)) for _ in range(2))
        assert first == second


def test_equal_answers_of_two_learners_show_each_their_own_name_and_addresses(
    learner: User, other: User, here: World, client_of: Callable[[User], Client]
) -> None:
    sittings = {
        user: [sat(user, here.quiz), sat(user, here.quiz, days=1)] for user in (learner, other)
    }
    shown: list[list[str]] = []
    for user, client in ((user, client_of(user)) for user in sittings):
        pages = [
            page(client, address)
            for address in (
                here.quiz.get_absolute_url(),
                result_of(sittings[user][0]),
                reverse("progress"),
                reverse("attempts"),
            )
        ]
        (stranger,) = set(sittings) - {user}
        for html in pages:
            assert f"<bdi>{user}</bdi>" in html
            assert f"<bdi>{stranger}</bdi>" not in html
            assert not any(str(attempt.pk) in html for attempt in sittings[stranger])
        del pages[1]  # the result: each attempt has its own order of options
        shown.append([VARYING.sub("", html).replace(f"<bdi>{user}</bdi>", "") for html in pages])
    assert shown[0] == shown[1]


def test_another_answer_shows_another_result(
    learner: User, other: User, here: World, client_of: Callable[[User], Client]
) -> None:
    mine = page(client_of(learner), result_of(sat(learner, here.quiz, "A")))
    theirs = page(client_of(other), result_of(sat(other, here.quiz, "B")))
    assert mine.count("your choice, wrong") == 0
    assert theirs.count("your choice, wrong") == 1


def test_nothing_of_who_is_signed_in_stays_for_a_guest(
    mine: Client, learner: User, addresses: list[str]
) -> None:
    for address in addresses[:4]:
        page(mine, address)
        html = page(Client(), address)
        assert learner.name not in html
        assert "signing-out" not in html


def test_name_theme_and_rights_show_at_once(
    mine: Client, learner: User, addresses: list[str]
) -> None:
    for address in addresses:
        page(mine, address)
    change(learner, name="Grace <3", theme="dark", is_staff=True)
    for address in addresses:
        html = page(mine, address)
        assert "<bdi>Grace &lt;3</bdi>" in html
        assert 'data-theme="dark"' in html
        assert 'href="/admin/"' in html
    change(learner, name="", is_staff=False)
    for address in addresses:
        html = page(mine, address)
        assert f"<bdi>{learner.email}</bdi>" in html
        assert 'href="/admin/"' not in html


def test_another_time_zone_moves_what_is_told_of_days(
    mine: Client, learner: User, addresses: list[str]
) -> None:
    for address in addresses[6:]:
        page(mine, address)
    # Noon in UTC is the next day there.
    change(learner, time_zone="Pacific/Kiritimati")
    result, progress, history = (page(mine, address) for address in addresses[6:])
    local = NOON + timedelta(hours=14)
    assert f"{local:%-d %B %Y, %H:%M}" in result
    assert f"{local:%-d %b %Y}" in progress
    assert f"{local:%-d %b %Y, %H:%M}" in history


def test_html_drawn_anew_shows_with_the_next_revision(
    mine: Client, learner: User, here: World
) -> None:
    address = result_of(sat(learner, here.quiz))
    before = page(mine, address)
    version = here.questions[0].current
    assert version is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_questionversion SET stem_html = %s WHERE id = %s",
            ["<p>Drawn anew</p>", version.pk],
        )
        cursor.execute(
            "UPDATE quizzes_option SET html = %s WHERE version_id = %s AND letter = %s",
            ["<p>An option anew</p>", version.pk, "A"],
        )
    here.course.bump()
    after = page(mine, address)
    for words in ("<p>Drawn anew</p>", "<p>An option anew</p>"):
        assert words not in before
        assert words in after


def test_a_retired_question_is_not_counted_any_more(mine: Client, here: World) -> None:
    address = here.quiz.get_absolute_url()
    assert "4 questions" in page(mine, address)
    Question.objects.filter(pk=here.questions[3].pk).update(status=Question.Status.RETIRED)
    here.course.bump()
    html = page(mine, address)
    assert "3 questions" in html
    assert "4 questions" not in html


def test_a_new_pass_mark_and_title_show_but_not_in_what_is_past(
    mine: Client, learner: User, here: World
) -> None:
    closed = sat(learner, here.quiz)
    address = here.quiz.get_absolute_url()
    assert "70 %" in page(mine, address)
    Quiz.objects.filter(pk=here.quiz.pk).update(title="Tables & keys", pass_mark=85)
    here.course.bump()
    html = page(mine, address)
    assert "<h1>Tables &amp; keys</h1>" in html
    assert "85 %" in html
    past = page(mine, result_of(closed))
    assert "Tables &amp; keys" in past
    assert "70 %" in past


def test_another_name_of_a_service_shows_in_every_page_that_names_it(
    mine: Client, learner: User, here: World, addresses: list[str]
) -> None:
    naming = [addresses[0], addresses[2], addresses[6], addresses[7]]
    for address in naming:
        assert ">RDS<" in page(mine, address)
    Service.objects.filter(pk=here.services[0].pk).update(name="R&D base")
    here.course.bump()
    for address in naming:
        html = page(mine, address)
        assert "R&amp;D base" in html
        assert ">RDS<" not in html


def test_each_attempt_stands_in_the_list_as_it_ends(
    mine: Client, learner: User, here: World
) -> None:
    address = here.quiz.get_absolute_url()
    for count in range(1, 4):
        sat(learner, here.quiz, days=count)
        html = page(mine, address)
        assert html.count('<li class="attempt">') == count
        assert ("<polyline" in html) is (count > 1)
