"""The pages on which instructors give one person more time in an exam, or open it again."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from quizzes.models import Attempt, ExamAct, ExtraTime, Quiz, Window
from studyapp.accounts.models import User
from tests.factories import (
    ExamFactory,
    ExtraTimeFactory,
    QuizFactory,
    UserFactory,
    WindowFactory,
    at,
    attempt_at,
    exam_at,
    question,
    submit,
)
from tests.quizzes.proctor_pages import EXTRA, of_attempt, of_extra, of_window, words

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
WHY = "The alarm rang."


def ended(by: str = Attempt.EndedBy.LEARNER, **fields: Any) -> Attempt:
    attempt = submit(exam_at(2, **fields), "AB")
    Attempt.objects.filter(pk=attempt.pk).update(ended_by=by, submitted_at=at(-5))
    attempt.refresh_from_db()
    return attempt


def sent(desk: Client, url: str, **instead: object) -> dict[str, object]:
    """What the form at that address sends, with its hidden field."""
    form = desk.get(url).context["form"]
    return {"minutes": 10, "why": WHY, "seen": form["seen"].value()} | instead


def test_more_time_during_the_exam(desk: Client, learner: User) -> None:
    window: Window = WindowFactory(title="Spring class")
    attempt = exam_at(2, window=window, user=learner)
    url = of_attempt(attempt, "more-time")
    page = words(desk.get(url).content)
    assert "Ada" in page
    assert "Spring class" in page
    assert "in 90 minutes" in page
    response = desk.post(url, sent(desk, url), follow=True)
    assert response.redirect_chain == [(of_window(window), 302)]
    said = words(response.content)
    assert "10 minutes more" in said
    assert WHY in said
    attempt.refresh_from_db()
    assert attempt.deadline_at == at(100)


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ({"why": ""}, "why"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "-5"}, "minutes"),
        ({"minutes": "601"}, "minutes"),
        ({"minutes": "ten"}, "minutes"),
        ({"minutes": "1e400"}, "minutes"),
    ],
)
@pytest.mark.parametrize("page", ["more-time", "reopen"])
def test_what_is_wrong_is_said_beside_its_field(
    desk: Client, page: str, instead: dict[str, object], field: str
) -> None:
    attempt = exam_at(1) if page == "more-time" else ended()
    url = of_attempt(attempt, page)
    response = desk.post(url, sent(desk, url, **instead))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not ExamAct.objects.exists()


def test_a_form_sent_twice_gives_its_minutes_once(desk: Client) -> None:
    attempt = exam_at(1)
    url = of_attempt(attempt, "more-time")
    form = sent(desk, url)
    desk.post(url, form)
    again = desk.post(url, form)
    assert again.status_code == 409
    assert "moved since" in again.context["problem"]
    attempt.refresh_from_db()
    assert attempt.deadline_at == at(100)
    for broken in ("", "yesterday", "9999-99-99T00:00"):
        assert desk.post(url, form | {"seen": broken}).status_code == 302


def test_the_pages_say_which_of_the_two_fits(desk: Client, learner: User) -> None:
    running, done, over = exam_at(1), ended(), ended(Attempt.EndedBy.TIME)
    for attempt, page, said in (
        (done, "more-time", "open it again instead"),
        (running, "reopen", "give more time instead"),
    ):
        url = of_attempt(attempt, page)
        refused = desk.post(url, sent(desk, url))
        assert refused.status_code == 409
        assert said in refused.context["problem"]
    for attempt, page in ((over, "more-time"), (done, "reopen")):
        url = of_attempt(attempt, page)
        assert desk.post(url, sent(desk, url)).status_code == 302
        attempt.refresh_from_db()
        assert (attempt.is_open, attempt.deadline_at) == (True, at(100 if attempt == over else 10))


def test_another_open_attempt_is_told_plainly(desk: Client) -> None:
    done = ended()
    exam_at([done.responses.all()[0].question], user=done.user, quiz=done.quiz)
    url = of_attempt(done, "reopen")
    refused = desk.post(url, sent(desk, url))
    assert refused.status_code == 409
    assert "another attempt by now" in refused.context["problem"]
    done.refresh_from_db()
    assert not done.is_open


def test_opening_again_proposes_what_was_left_and_warns_of_what_is_known(desk: Client) -> None:
    done, running = ended(deadline_at=at(20)), exam_at(1)
    page = desk.get(of_attempt(done, "reopen"))
    assert page.context["form"]["minutes"].value() == 25
    assert "may be known by now" in words(page.content)
    page = desk.get(of_attempt(running, "more-time"), {"minutes": "30"})
    assert page.context["form"]["minutes"].value() == 30
    assert "may be known by now" not in words(page.content)
    for odd in ("0", "601", "-1", "x", "", str(10**30)):
        page = desk.get(of_attempt(running, "more-time"), {"minutes": odd})
        assert page.context["form"]["minutes"].value() == 10


@pytest.mark.parametrize("page", ["more-time", "reopen"])
def test_only_exams_have_these_pages(desk: Client, page: str) -> None:
    quiz = submit(attempt_at([question(quiz=QuizFactory())]), ["A"])
    for pk in (quiz.pk, uuid.uuid4(), "x", "0", "%00"):
        url = f"/admin/quizzes/attempt/{pk}/{page}/"
        assert desk.get(url).status_code == 404
        assert desk.post(url, {"minutes": 10, "why": WHY}).status_code == 404


def test_who_may_look_at_attempts_may_not_give_time(client_of: SignIn) -> None:
    viewer = UserFactory(is_staff=True)
    names = ("view_attempt", "view_window", "view_extratime")
    viewer.user_permissions.set(Permission.objects.filter(codename__in=names))
    client, window = client_of(viewer), WindowFactory()
    attempt, extra = exam_at(1, window=window), ExtraTimeFactory()
    page = client.get(of_window(window))
    assert page.status_code == 200
    assert b"More time" not in page.content
    assert client.get(of_extra(extra)).status_code == 200
    for url in (
        of_attempt(attempt, "more-time"),
        of_attempt(attempt, "reopen"),
        of_window(window, "edit"),
        of_window(window, "call-off"),
        of_extra(extra),
        of_extra(extra, "remove"),
        f"{EXTRA}add/",
    ):
        assert client.post(url, {"minutes": 10, "why": WHY}).status_code == 403, url
    assert not ExamAct.objects.exists()


def test_exams_under_way_are_offered_the_extra_time(desk: Client, learner: User) -> None:
    exam: Quiz = ExamFactory(title="Mock of spring")
    attempt = exam_at(1, quiz=exam, user=learner)
    extra: ExtraTime = ExtraTimeFactory(user=learner, course=exam.course, minutes=20)
    page = desk.get(of_extra(extra))
    assert "It lacks 20 minutes of this." in words(page.content)
    offered = f"{of_attempt(attempt, 'more-time')}?minutes=20"
    assert offered in page.content.decode()
    desk.post(of_attempt(attempt, "more-time"), sent(desk, offered, minutes=20))
    page = desk.get(of_extra(extra))
    assert "It has all of this." in words(page.content)
    assert offered not in page.content.decode()
