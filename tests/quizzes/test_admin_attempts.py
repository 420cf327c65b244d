from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.models import Attempt, Quiz, Saved
from studyapp.accounts.models import User
from tests.factories import (
    ChapterFactory,
    QuizFactory,
    UserFactory,
    WindowFactory,
    at,
    attempt_at,
    exam_at,
    question,
    reword,
    saved,
    submit,
)
from tests.quizzes.proctor_pages import of_attempt, words

pytestmark = pytest.mark.django_db
LIST = "/admin/quizzes/attempt/"


@pytest.fixture
def done(learner: User) -> Attempt:
    quiz = QuizFactory()
    questions = [question(quiz=quiz, stem=f"Stem {n}?") for n in range(2)]
    attempt = submit(attempt_at(questions, user=learner), ["A", "B"])
    reword(questions[0], stem="Another wording?")
    return attempt


def test_the_list_finds_by_learner_quiz_mode_and_end(
    desk: Client, done: Attempt, other: User
) -> None:
    begun = attempt_at([question(quiz=QuizFactory())], user=other, mode=Attempt.Mode.PRACTICE)

    def found(**asked: str | int) -> set[object]:
        return {row.pk for row in desk.get(LIST, asked).context["cl"].result_list}

    assert found() == {done.pk, begun.pk}
    assert found(q="ada@") == {done.pk}
    assert found(q="Bo") == {begun.pk}
    assert found(mode__exact="practice") == {begun.pk}
    assert found(quiz__id__exact=done.quiz_id) == {done.pk}
    assert found(submitted_at__isempty=1) == {begun.pk}
    page = desk.get(LIST).content.decode()
    assert "<bdi>Ada</bdi> (ada@example.org)" in page
    assert "1 of 2" in page
    assert "not finished" in page


def test_a_page_shows_each_answer_in_the_wording_that_was_answered(
    desk: Client, done: Attempt
) -> None:
    page = desk.get(f"{LIST}{done.pk}/change/").content.decode()
    assert f"\u2068{done.user}\u2069 – " in page, "a name turns nothing beside it"
    assert "Stem 0?" in page
    assert "Another wording?" not in page
    assert page.count("right</span>") == 1
    assert page.count("wrong</span>") == 1
    assert "1 of 2" in page


def test_an_attempt_cannot_be_written(desk: Client, done: Attempt) -> None:
    url = f"{LIST}{done.pk}/change/"
    assert desk.post(url, {"right": "2", "score": "1"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403
    done.refresh_from_db()
    assert done.right == 1
    assert b'type="submit" value' not in desk.get(url).content


@pytest.mark.parametrize("pk", ["0", "x", "%00", "00000000-0000-0000-0000-000000000000"])
def test_there_is_no_such_attempt(desk: Client, pk: str) -> None:
    assert desk.get(f"{LIST}{pk}/change/").status_code in (302, 404)


def test_quizzes_of_files_are_for_looking(desk: Client) -> None:
    made: Quiz = QuizFactory(source_root="clf", source_path="chapters/06.md")
    url = f"/admin/quizzes/quiz/{made.pk}/change/"
    page = desk.get(url)
    assert b"chapters/06.md" in page.content
    assert b'name="pass_mark"' not in page.content
    assert desk.post(url, {"title": "Mine", "pass_mark": "1"}).status_code == 403
    made.refresh_from_db()
    assert made.pass_mark == 70
    assert made.title != "Mine"


def test_other_quizzes_take_a_title_and_a_pass_mark(desk: Client) -> None:
    made: Quiz = QuizFactory()
    url = f"/admin/quizzes/quiz/{made.pk}/change/"
    revision = made.course.revision
    assert desk.post(url, {"title": "Mine", "pass_mark": "101"}).status_code == 200
    assert desk.post(url, {"title": "Mine", "pass_mark": "80"}).status_code == 302
    made.refresh_from_db()
    made.course.refresh_from_db()
    assert (made.title, made.pass_mark) == ("Mine", 80)
    assert made.course.revision > revision


def test_the_book_is_for_looking(desk: Client) -> None:
    chapter = ChapterFactory()
    for url in (
        f"/admin/content/chapter/{chapter.pk}/change/",
        f"/admin/content/course/{chapter.course_id}/change/",
    ):
        assert desk.get(url).status_code == 200
        assert desk.post(url, {"title": "Mine"}).status_code == 403
    assert desk.get("/admin/content/course/add/").status_code == 403


def test_dates_are_written_as_on_the_site(desk: Client, done: Attempt) -> None:
    Attempt.objects.update(
        started_at=datetime(2026, 4, 3, 13, 5, tzinfo=UTC),
        submitted_at=datetime(2026, 4, 3, 13, 25, tzinfo=UTC),
    )
    for url in (LIST, f"{LIST}{done.pk}/change/"):
        page = desk.get(url).content.decode()
        assert "3 Apr 2026, 13:05" in page
        assert "3 Apr 2026, 13:25" in page
        assert "p.m." not in page


@pytest.fixture
def sat(learner: User) -> Attempt:
    """An exam whose third question does not count, with saves of every outcome."""
    window = WindowFactory(title="Spring class")
    attempt: Attempt = exam_at(
        3, window=window, user=learner, scale="0:100 70:700 100:1000", counted=2
    )
    first, second, third = attempt.responses.all()
    ids = list(first.version.options.values_list("pk", flat=True))
    saved(first, given=str(ids[1]), certainty=1, arrived_at=at(1))
    saved(first, given=f"{ids[0]},{ids[2]}", certainty=3, flagged=True, arrived_at=at(2))
    saved(second, given="", arrived_at=at(3), outcome=Saved.Outcome.OVERTAKEN)
    saved(third, given=f"{third.version.options.all()[3].pk}:2", outcome=Saved.Outcome.LATE)
    attempt.responses.filter(pk=third.pk).update(counts=False)
    submit(attempt, "ABA")
    Attempt.objects.filter(pk=attempt.pk).update(right=1, score=0.5, ended_by="time")
    attempt.responses.filter(pk=first.pk).update(certainty=3, flagged=True)
    return attempt


def test_an_exams_page_says_how_it_ended_and_what_counts(desk: Client, sat: Attempt) -> None:
    response = desk.get(f"{LIST}{sat.pk}/change/")
    page = words(response.content)
    for said in (
        "Mode: Exam",
        "Window: Spring class",
        "Ends: 4 May 2026, 13:30",
        "Ended by: time was up",
        "Questions that count: 2",
        "On the practice scale: 528",
        "1 of 2",
        "does not count",
        "sure",
        "4 saves, in the order in which they arrived",
    ):
        assert said in page, said
    assert of_attempt(sat, "reopen") in response.content.decode()


def test_saves_are_listed_in_order_with_letters_and_outcome(desk: Client, sat: Attempt) -> None:
    page = desk.get(f"{LIST}{sat.pk}/change/").content.decode()
    log = words(page[page.index('class="saves"') :])
    rows = [
        "12:01:00 1 B a guess – counts",
        "12:02:00 1 A, C sure yes counts",
        "12:03:00 2 nothing – – a newer one had arrived before it",
        "12:00:00 3 D → 2 – – came after the end",
    ]
    places = [log.index(row) for row in rows]
    assert places == sorted(places)


def test_a_quiz_says_nothing_of_exams(desk: Client, done: Attempt) -> None:
    page = desk.get(f"{LIST}{done.pk}/change/").content.decode()
    for said in ("Window", "Certainty", "saves", "does not count", "practice scale", "More time"):
        assert said not in page, said


def test_the_list_finds_exams_by_window_and_end(desk: Client, sat: Attempt, done: Attempt) -> None:
    def found(**asked: str | int) -> set[object]:
        return {row.pk for row in desk.get(LIST, asked).context["cl"].result_list}

    assert found(mode__exact="exam") == {sat.pk}
    assert found(window__id__exact=sat.window_id or 0) == {sat.pk}
    assert found(ended_by__exact="time") == {sat.pk}
    assert "1 of 2" in words(desk.get(LIST, {"mode__exact": "exam"}).content)


def test_a_long_exam_costs_as_much_as_a_short_one(desk: Client) -> None:
    # The first page warms the process: Django keeps the content types that it has met.
    desk.get(LIST)
    desk.get(f"{LIST}{submit(exam_at(1, user=UserFactory()), ['A']).pk}/change/")
    costs = []
    for count in (1, 20):
        attempt = submit(exam_at(count, user=UserFactory()), ["A"] * count)
        for response in attempt.responses.all():
            saved(response)
        with CaptureQueriesContext(connection) as statements:
            assert desk.get(f"{LIST}{attempt.pk}/change/").status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 12
