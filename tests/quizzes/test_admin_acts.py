"""The log of what instructors did about exams, as a list and as a table."""

import csv
import io

import pytest
from django.test import Client

from quizzes import acts, more_time
from quizzes.models import ExamAct, Window
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, UserFactory, WindowFactory, at
from tests.quizzes.proctor_pages import ACTS, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def logged(instructor: User, learner: User) -> Window:
    """An act about a window, one about a learner, and one of somebody who has left."""
    window: Window = WindowFactory(title="Spring class")
    acts.log(
        ExamAct.Kind.OPENED, instructor.pk, window.quiz.course, "=cmd()", now=NOON, window=window
    )
    more_time.set_extra_time(
        instructor.pk, learner.pk, CourseFactory(), minutes=30, percent=0, why="A paper.", now=at(1)
    )
    gone = UserFactory()
    acts.log(ExamAct.Kind.CANCELLED, gone.pk, CourseFactory(), "Rain.", now=at(2))
    gone.delete()
    return window


def test_the_log_is_filtered_by_who_what_and_window(
    desk: Client, instructor: User, learner: User
) -> None:
    window = logged(instructor, learner)

    def found(**asked: str | int) -> list[str]:
        return [act.why for act in desk.get(ACTS, asked).context["cl"].result_list]

    assert found() == ["Rain.", "A paper.", "=cmd()"]
    assert found(by__id__exact=instructor.pk) == ["A paper.", "=cmd()"]
    assert found(kind__exact="cancelled") == ["Rain."]
    assert found(window__id__exact=window.pk) == ["=cmd()"]
    assert found(q="ada@") == ["A paper."]
    page = words(desk.get(ACTS).content)
    assert "somebody who has left" in page
    assert "none → 30 minutes" in page
    act = ExamAct.objects.get(why="A paper.")
    assert desk.get(f"{ACTS}{act.pk}/change/").status_code == 200
    assert desk.post(f"{ACTS}{act.pk}/change/", {"why": "Mine."}).status_code == 403


def test_the_log_is_taken_along_as_a_table_without_formulas(
    desk: Client, instructor: User, learner: User
) -> None:
    logged(instructor, learner)
    response = desk.get(f"{ACTS}export/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(response.content.decode()))
    assert head[-1] == "why"
    assert [row[-1] for row in rows] == ["Rain.", "A paper.", "'=cmd()"]
    assert [row[head.index("who")] for row in rows] == ["", "ines@example.org", "ines@example.org"]
    assert rows[1][head.index("learner")] == "ada@example.org"
    some = desk.get(f"{ACTS}export/", {"kind__exact": "cancelled"}).content.decode()
    assert len(some.splitlines()) == 2
    assert desk.get(f"{ACTS}export/", {"kind__nonsense": "1"}).status_code in (302, 400)
