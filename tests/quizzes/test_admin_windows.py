"""The pages on which instructors open windows, change them and call them off."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from quizzes import proctoring
from quizzes.models import ExamAct, Quiz, Window
from studyapp.accounts.models import User
from tests.factories import NOON, ExamFactory, QuizFactory, WindowFactory, at, exam_at
from tests.quizzes.proctor_pages import WINDOWS, of_window, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


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


@pytest.mark.parametrize("pk", ["0", "-1", str(2**63), str(10**30), "%00", "٣", "x"])
@pytest.mark.parametrize("page", ["change", "edit", "call-off"])
def test_there_is_no_such_window(desk: Client, pk: str, page: str) -> None:
    assert desk.get(f"{WINDOWS}{pk}/{page}/").status_code == 404
    assert desk.post(f"{WINDOWS}{pk}/{page}/", {"why": "W."}).status_code == 404
