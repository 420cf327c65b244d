"""The pages on which instructors give somebody extra time in every exam of a course."""

import pytest
from django.test import Client

from quizzes.models import ExamAct, ExtraTime
from studyapp.accounts.models import User
from tests.factories import CourseFactory
from tests.quizzes.proctor_pages import EXTRA, of_extra, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_extra_time_is_given_changed_and_taken_away(
    desk: Client, learner: User, instructor: User
) -> None:
    course = CourseFactory()
    form = {"email": "ADA@example.org", "course": course.pk, "minutes": 30, "why": "A paper."}
    given = desk.post(f"{EXTRA}add/", form, follow=True)
    extra = ExtraTime.objects.get()
    assert given.redirect_chain == [(of_extra(extra), 302)]
    assert (extra.user, extra.course, extra.minutes, extra.percent) == (learner, course, 30, 0)
    assert "none → 30 minutes" in words(given.content)
    again = desk.post(f"{EXTRA}add/", form | {"minutes": 45})
    assert "30 minutes already" in str(again.context["form"].errors["email"])
    desk.post(of_extra(extra), {"minutes": "", "percent": 50, "why": "Another paper."})
    extra.refresh_from_db()
    assert (extra.minutes, extra.percent) == (0, 50)
    assert "50 % of the time" in words(desk.get(EXTRA).content)
    assert "why" in desk.post(of_extra(extra, "remove"), {}).context["form"].errors
    desk.post(of_extra(extra, "remove"), {"why": "It ran out."})
    assert not ExtraTime.objects.exists()
    made = ExamAct.objects.order_by("pk")
    assert [(act.by, act.learner, act.why) for act in made] == [
        (instructor, learner, "A paper."),
        (instructor, learner, "Another paper."),
        (instructor, learner, "It ran out."),
    ]


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ({"email": "nobody@example.org"}, "email"),
        ({"email": "ada"}, "email"),
        ({"course": "0"}, "course"),
        ({"minutes": "", "percent": ""}, "minutes"),
        ({"minutes": "0", "percent": "0"}, "minutes"),
        ({"minutes": "601"}, "minutes"),
        ({"percent": "301"}, "percent"),
        ({"percent": "x"}, "percent"),
        ({"why": " "}, "why"),
    ],
)
def test_what_is_wrong_with_extra_time_is_said_beside_its_field(
    desk: Client, learner: User, instead: dict[str, object], field: str
) -> None:
    form = {"email": learner.email, "course": CourseFactory().pk, "minutes": 30, "why": "A paper."}
    response = desk.post(f"{EXTRA}add/", form | instead)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not ExtraTime.objects.exists()


@pytest.mark.parametrize("pk", ["0", "-1", str(2**63), "%00", "٣", "x"])
def test_there_is_no_such_extra_time(desk: Client, pk: str) -> None:
    for page in ("change", "remove"):
        assert desk.get(f"{EXTRA}{pk}/{page}/").status_code == 404
