"""The pages on which instructors open windows and look at who sits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes import proctoring
from quizzes.models import Attempt, ExamAct, Quiz, Saved, Window
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    ExamFactory,
    QuizFactory,
    UserFactory,
    WindowFactory,
    at,
    choose,
    exam_at,
    saved,
    submit,
)
from tests.quizzes.asking import HTMX
from tests.quizzes.proctor_pages import WINDOWS, of_window, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def exam() -> Quiz:
    made: Quiz = ExamFactory(title="Mock of spring")
    return made


def form(exam: Quiz | None = None, **instead: object) -> dict[str, object]:
    """What the form sends: a window from 14:00 to 18:00 of the day."""
    sent: dict[str, object] = {
        "title": "Spring class",
        "opens_at": "2026-05-04T14:00",
        "closes_at": "2026-05-04T18:00",
        "review": "after",
        "why": "The class asked.",
        "seen": "0",
    }
    if exam is not None:
        sent["quiz"] = str(exam.pk)
    return sent | instead


def test_a_window_is_opened_by_the_form(desk: Client, exam: Quiz, instructor: User) -> None:
    QuizFactory(title="No exam")
    ExamFactory(title="Retired", retired_at=NOON)
    page = desk.get(f"{WINDOWS}add/")
    assert [quiz.title for quiz in page.context["form"].fields["quiz"].queryset] == [exam.title]
    response = desk.post(f"{WINDOWS}add/", form(exam), follow=True)
    window = Window.objects.get()
    assert response.redirect_chain == [(of_window(window), 302)]
    assert (window.quiz, window.title, window.review) == (exam, "Spring class", "after")
    assert (window.opens_at, window.closes_at) == (at(120), at(360))
    act = ExamAct.objects.get()
    assert (act.by, act.why, act.window) == (instructor, "The class asked.", window)
    assert "The class asked." in words(response.content)


@pytest.mark.parametrize(
    ("instead", "field", "said"),
    [
        ({"why": " "}, "why", "Write why"),
        ({"title": ""}, "title", "required"),
        ({"title": "x" * 201}, "title", "200"),
        ({"opens_at": "soon"}, "opens_at", "valid date"),
        ({"opens_at": ""}, "opens_at", "required"),
        ({"closes_at": "2026-05-04T14:00"}, "closes_at", "must close after it opens"),
        ({"closes_at": "2026-05-04T13:00"}, "closes_at", "must close after it opens"),
        (
            {"opens_at": "2026-05-04T10:00", "closes_at": "2026-05-04T12:00"},
            "closes_at",
            "has passed",
        ),
        # A year that was mistyped: no zone can tell such moments, so no page of theirs would come.
        ({"closes_at": "9999-12-31T23:59"}, "closes_at", "years away"),
        ({"opens_at": "0001-01-01T00:00"}, "opens_at", "years away"),
        ({"opens_at": "0026-05-04T14:00"}, "opens_at", "years away"),
        ({"review": "sometimes"}, "review", "valid choice"),
        ({"quiz": "0"}, "quiz", "valid choice"),
        ({"quiz": str(2**70)}, "quiz", "valid choice"),
        ({"why": "x" * 1_001}, "why", "1000"),
        ({"title": "a\0b"}, "title", "Null characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    desk: Client, exam: Quiz, instead: dict[str, object], field: str, said: str
) -> None:
    response = desk.post(f"{WINDOWS}add/", form(exam, **instead))
    assert response.status_code == 200
    problems = response.context["form"].errors
    assert list(problems) == [field]
    assert said in str(problems[field])
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    assert "Error:" in page
    kept = form(exam, **instead)
    if field != "title":
        assert f'value="{kept["title"]}"' in page
    assert not Window.objects.exists()


def test_a_form_sent_twice_opens_one_window(desk: Client, exam: Quiz) -> None:
    desk.post(f"{WINDOWS}add/", form(exam))
    again = desk.post(f"{WINDOWS}add/", form(exam))
    assert again.status_code == 409
    assert "already" in again.context["problem"]
    assert Window.objects.count() == 1


def test_without_an_exam_the_page_says_how_there_comes_to_be_one(desk: Client) -> None:
    page = desk.get(f"{WINDOWS}add/")
    assert "There is no exam yet" in words(page.content)
    assert b"<textarea" not in page.content


def test_times_are_read_and_shown_in_the_instructors_zone(
    desk: Client, exam: Quiz, instructor: User
) -> None:
    User.objects.filter(pk=instructor.pk).update(time_zone="Asia/Tokyo")
    desk.post(
        f"{WINDOWS}add/", form(exam, opens_at="2026-05-04T22:00", closes_at="2026-05-05T02:00")
    )
    window = Window.objects.get()
    assert window.opens_at == datetime(2026, 5, 4, 13, tzinfo=UTC)
    page = desk.get(of_window(window, "edit")).content.decode()
    assert 'value="2026-05-04T22:00"' in page
    assert "In your time zone, Asia/Tokyo." in page
    assert "4 May 2026, 22:00" in words(desk.get(of_window(window)).content)
    # Tokyo has no summer time; in Berlin this hour of the night did not exist.
    User.objects.filter(pk=instructor.pk).update(time_zone="Europe/Berlin")
    gap = desk.post(of_window(window, "edit"), form(opens_at="2027-03-28T02:30"))
    assert "opens_at" in gap.context["form"].errors


def test_a_short_window_is_warned_of(desk: Client, exam: Quiz) -> None:
    response = desk.post(f"{WINDOWS}add/", form(exam, closes_at="2026-05-04T15:00"), follow=True)
    assert "less than the 90 minutes" in words(response.content)


def test_a_change_is_made_and_shown(desk: Client, exam: Quiz) -> None:
    window = WindowFactory(quiz=exam, closes_at=at(60))
    sits = exam_at(1, window=window, deadline_at=window.closes_at)
    page = desk.get(of_window(window, "edit"))
    assert "quiz" not in page.context["form"].fields
    sent = form(opens_at="2026-05-04T12:00", closes_at="2026-05-04T13:10")
    response = desk.post(of_window(window, "edit"), sent, follow=True)
    said = words(response.content)
    assert "1 person who sits now has more time" in said
    assert "closes: 2026-05-04 13:00 UTC → 2026-05-04 13:10 UTC" in said
    sits.refresh_from_db()
    assert sits.deadline_at == at(70)


def test_a_closed_window_may_still_change_what_it_says(desk: Client, exam: Quiz) -> None:
    window: Window = WindowFactory(quiz=exam, opens_at=at(-300), closes_at=at(-60))
    sent = form(opens_at="2026-05-04T07:00", closes_at="2026-05-04T11:00", review="never")
    assert desk.post(of_window(window, "edit"), sent).status_code == 302
    window.refresh_from_db()
    assert (window.review, window.closes_at) == ("never", at(-60))


def test_two_instructors_do_not_overwrite_each_other(desk: Client, exam: Quiz, other: User) -> None:
    desk.post(f"{WINDOWS}add/", form(exam))
    window = Window.objects.get()
    seen = proctoring.newest_change(window)
    plan = proctoring.Plan("Theirs", window.opens_at, window.closes_at, Window.Review.NEVER)
    proctoring.change_window(other.pk, window.pk, plan, why="Mine.", now=NOON)
    response = desk.post(of_window(window, "edit"), form(title="Ours", seen=seen))
    assert response.status_code == 409
    problem = response.context["problem"]
    assert "Bo changed this window" in problem
    assert "Spring class → Theirs" in problem
    page = response.content.decode()
    assert 'value="Ours"' in page, "what was written is still there"
    seen = response.context["form"]["seen"].value()
    assert desk.post(of_window(window, "edit"), form(title="Ours", seen=seen)).status_code == 302
    window.refresh_from_db()
    assert window.title == "Ours"


def test_calling_off_asks_why_and_stays(desk: Client, exam: Quiz) -> None:
    window: Window = WindowFactory(quiz=exam)
    exam_at(1, window=window)
    url = of_window(window, "call-off")
    assert "1 person who sits goes on" in words(desk.get(url).content)
    assert "why" in desk.post(url, {"why": ""}).context["form"].errors
    window.refresh_from_db()
    assert window.cancelled_at is None
    response = desk.post(url, {"why": "Rain."}, follow=True)
    assert "Called off" in words(response.content)
    assert "called off already" in words(desk.post(url, {"why": "Rain."}, follow=True).content)
    assert ExamAct.objects.count() == 1
    refused = desk.post(of_window(window, "edit"), form())
    assert refused.status_code == 409
    assert "called off" in refused.context["problem"]
    assert of_window(window, "edit") not in desk.get(of_window(window)).content.decode()


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


@pytest.mark.parametrize("pk", ["0", "-1", str(2**63), str(10**30), "%00", "٣", "x"])
@pytest.mark.parametrize("page", ["change", "edit", "call-off"])
def test_there_is_no_such_window(desk: Client, pk: str, page: str) -> None:
    assert desk.get(f"{WINDOWS}{pk}/{page}/").status_code == 404
    assert desk.post(f"{WINDOWS}{pk}/{page}/", {"why": "W."}).status_code == 404


def test_a_title_is_shown_as_it_was_written(desk: Client) -> None:
    window = WindowFactory(title="<b>Spring</b>")
    exam_at(1, window=window, user=UserFactory(name="<i>Ada</i>"))
    page = desk.get(of_window(window)).content.decode()
    assert "<b>Spring" not in page
    assert "<i>Ada" not in page
    assert "&lt;i&gt;Ada" in page
