"""The list of windows, and the page of one: who sits in it and who has finished."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.models import Attempt, Saved, Window
from studyapp.accounts.models import User
from tests.factories import NOON, UserFactory, WindowFactory, at, choose, exam_at, saved, submit
from tests.quizzes.asking import HTMX
from tests.quizzes.proctor_pages import WINDOWS, of_window, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def room() -> Window:
    """A window at 12:30: two sit, one of whom is slow and late, and two have finished."""
    window: Window = WindowFactory(title="Spring class")
    ada, bo, cy, di = (UserFactory(name=name, email=f"{name}@x.org") for name in "ABCD")
    slow = exam_at(3, window=window, user=ada, deadline_at=at(29))
    busy = exam_at(3, window=window, user=bo)
    for number, response in enumerate(busy.responses.all()[:2]):
        choose(response, "A")
        saved(response, arrived_at=at(10 + number))
    busy.responses.filter(position=3).update(flagged=True)
    saved(slow.responses.all()[0], arrived_at=at(29.5), outcome=Saved.Outcome.LATE)
    done = submit(exam_at(3, window=window, user=cy, scale="0:100 70:700 100:1000"), "AAA")
    over = submit(exam_at(3, window=window, user=di), "BBA")
    Attempt.objects.filter(pk=over.pk).update(ended_by=Attempt.EndedBy.TIME, submitted_at=at(20))
    Attempt.objects.filter(pk=done.pk).update(ended_by=Attempt.EndedBy.LEARNER)
    exam_at(1, window=WindowFactory(quiz=window.quiz), user=UserFactory(name="Elsewhere"))
    return window


def test_the_page_shows_who_sits_and_who_has_finished(desk: Client) -> None:
    window = room()
    with time_machine.travel(at(30), tick=False):
        response = desk.get(of_window(window))
    look = response.context["look"]
    assert [(one.name, one.answered, one.flagged, one.minutes) for one in look.sitting] == [
        ("A", 0, 0, 0),
        ("B", 2, 1, 60),
    ]
    assert [(one.last_save, one.late) for one in look.sitting] == [(at(29.5), 1), (at(11), 0)]
    assert [(one.name, one.right, one.counted, one.percent) for one in look.finished] == [
        ("D", 1, 3, 33),
        ("C", 3, 3, 100),
    ]
    assert [(one.scaled, one.passed, one.by_time) for one in look.finished] == [
        (None, False, True),
        (1000, True, False),
    ]
    page = words(response.content)
    assert "2 sit now" in page
    assert "2 have finished" in page
    assert "2 of 3" in page
    assert "time is up" in page
    assert "1000 practice scale" in page
    assert "Elsewhere" not in page


def test_the_list_is_brought_up_to_date_by_htmx_and_by_a_link(desk: Client) -> None:
    window = room()
    page = desk.get(of_window(window)).content.decode()
    assert f'hx-get="{of_window(window)}" hx-trigger="every 10s"' in page
    assert f'<a id="look-again" href="{of_window(window)}">' in page
    part = desk.get(of_window(window), headers=HTMX).content.decode()
    assert part.strip().startswith('<div class="sitters" id="sitters"')
    assert part.strip() in page
    assert "<html" not in part
    with time_machine.travel(at(600), tick=False):
        assert "hx-trigger" in desk.get(of_window(window)).content.decode(), "two sit still"
        Attempt.objects.open().update(submitted_at=at(90), score=0, right=0)
        assert "hx-trigger" not in desk.get(of_window(window)).content.decode()


@pytest.mark.parametrize(
    ("opens", "minute", "state", "said"),
    [
        (60, 0, "planned", "has not opened yet"),
        (0, 0, "open", "Nobody sits at this moment"),
        (0, 480, "closed", "Nobody sits in this window any more"),
    ],
)
def test_an_empty_room_says_what_will_stand_there(
    desk: Client, opens: int, minute: int, state: str, said: str
) -> None:
    window: Window = WindowFactory(opens_at=at(opens), closes_at=at(480))
    with time_machine.travel(at(minute), tick=False):
        page = words(desk.get(of_window(window)).content)
        assert f"State {state}" in page
        assert said in page
        states = words(desk.get(WINDOWS, {"state": state}).content)
        others = words(desk.get(WINDOWS, {"state": "called_off"}).content)
    assert window.title in states
    assert window.title not in others


def test_the_list_counts_and_filters(desk: Client) -> None:
    window = room()
    off = WindowFactory(cancelled_at=NOON)
    (row,) = desk.get(WINDOWS, {"q": "Spring"}).context["cl"].result_list
    assert (row, row.begun, row.ended) == (window, 4, 2)
    by_state = desk.get(WINDOWS, {"state": "called_off"}).context["cl"].result_list
    assert list(by_state) == [off]
    by_quiz = desk.get(WINDOWS, {"quiz__id__exact": off.quiz_id}).context["cl"].result_list
    assert list(by_quiz) == [off]


def test_one_sitter_costs_as_much_as_three_hundred(desk: Client) -> None:
    window: Window = WindowFactory(closes_at=NOON + timedelta(days=1))
    costs = []
    for count in (1, 299):
        users = User.objects.bulk_create(
            User(email=f"{count}-{n}@example.org") for n in range(count)
        )
        for number, user in enumerate(users):
            attempt = Attempt(
                user=user,
                quiz=window.quiz,
                window=window,
                mode=Attempt.Mode.EXAM,
                pass_mark=70,
                total=1,
                counted=1,
                started_at=NOON,
                deadline_at=at(90),
            )
            if number % 2:
                attempt.submitted_at, attempt.right, attempt.score = NOON, 1, 1
            attempt.save()
        found = []
        for url, headers in ((of_window(window), {}), (of_window(window), HTMX), (WINDOWS, {})):
            with CaptureQueriesContext(connection) as statements:
                assert desk.get(url, headers=headers).status_code == 200
            found.append(len(statements))
        costs.append(found)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12


def test_a_title_is_shown_as_it_was_written(desk: Client) -> None:
    window = WindowFactory(title="<b>Spring</b>")
    exam_at(1, window=window, user=UserFactory(name="<i>Ada</i>"))
    page = desk.get(of_window(window)).content.decode()
    assert "<b>Spring" not in page
    assert "<i>Ada" not in page
    assert "&lt;i&gt;Ada" in page
