"""The result of an exam, as a page holds it and as it is drawn."""

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes import attempts, results
from quizzes.exam_results import ExamResult
from quizzes.models import Attempt, Quiz
from quizzes.sitting import of_learner
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory
from tests.quizzes.exam_told import ENDED, SCALE, sat, told
from tests.quizzes.under_way import DEADLINE, give, seconds_after, sit
from tests.world import TOKEN, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(ENDED, tick=False) as traveller:
        yield traveller


def positions(page: ExamResult) -> list[int]:
    return [row.position for row in page.questions]


class TestTheScore:
    def test_is_that_of_the_questions_that_count(self, learner: User, here: World) -> None:
        """By a second hand: from the responses, without the code that graded them."""
        attempt = sat(learner, here, "A", "BC", "A", "B", unscored=[3])
        keys = {
            row.pk: set(row.version.options.filter(is_key=True).values_list("pk", flat=True))
            for row in attempt.responses.filter(counts=True)
        }
        given = {
            row.pk: set(row.choices.values_list("option_id", flat=True))
            for row in attempt.responses.all()
        }
        right = sum(given[pk] == key for pk, key in keys.items())
        page = told(attempt)
        assert (right, len(keys)) == (2, 3)
        assert page.score.value == (100 + Fraction(right, len(keys)) * 100 * 600 / 70) // 1 == 671
        assert (page.uncounted, page.score.passed, attempt.right) == (1, False, 2)

    @pytest.mark.parametrize(
        ("answers", "value", "passed"),
        [
            ((), 100, False),
            (("A", "BC"), 528, False),
            (("A", "BC", "D"), 750, True),
            (("A", "BC", "D", "AD"), 1000, True),
        ],
    )
    def test_from_none_right_to_all(
        self, learner: User, here: World, answers: tuple[str, ...], value: int, passed: bool
    ) -> None:
        page = told(sat(learner, here, *answers))
        assert (page.score.value, page.score.passed) == (value, passed)
        assert page.score.low < page.score.high

    def test_stays_on_the_scale_of_its_day(self, learner: User, here: World) -> None:
        attempt = sat(learner, here, "A", "BC")
        here.course.exam_map = "0:0 100:10"
        here.course.save()
        here.course.bump()
        assert told(of_learner(learner.pk, attempt.pk)).score.value == 528

    def test_without_a_scale_is_in_percent(self, learner: User, here: World, mine: Client) -> None:
        attempt = sat(learner, here, "A", "BC", scale="")
        page = mine.get(reverse("result", args=[attempt.pk])).content.decode()
        assert "50 %" in page
        assert "practice scale" not in page


class TestTheReview:
    ANSWERS = ("A?", "BD!", "A", "AD!")

    def test_begins_with_what_was_sure_and_wrong(self, learner: User, here: World) -> None:
        page = told(sat(learner, here, *self.ANSWERS))
        assert positions(page) == [2, 3, 1, 4]
        assert page.sure_and_wrong == 1
        certainties = [(row.label, row.right, row.wrong) for row in page.certainties]
        assert certainties == [("sure", 1, 1), ("a guess", 1, 0), ("not said", 0, 1)]

    def test_has_a_filter_for_each_question_one_may_ask(self, learner: User, here: World) -> None:
        attempt = sit(learner, here.quiz, unscored=[4], scale=SCALE)
        for position, letters, certainty, flagged in (
            (1, "A", 1, True),
            (2, "BD", 3, False),
            (4, "AD", 3, False),
        ):
            give(attempt, position, letters, certainty=certainty, flagged=flagged)
        attempts.submit(learner.pk, attempt.pk, now=ENDED)
        closed = of_learner(learner.pk, attempt.pk)
        found = {each.value: each.count for each in told(closed).filters}
        shown = {show: positions(told(closed, show=show)) for show in found}
        assert shown == {
            "all": [2, 3, 1, 4],
            "wrong": [2, 3],
            "flagged": [1],
            "sure": [2],
            "guessed": [1],
            "uncounted": [4],
        }
        assert found == {show: len(rows) for show, rows in shown.items()}
        assert told(closed, show="nonsense").show == "all"

    def test_says_beside_a_question_how_it_was_answered(self, learner: User, here: World) -> None:
        page = told(sat(learner, here, *self.ANSWERS, unscored=[2]))
        notes = {row.position: list(row.notes) for row in page.questions}
        assert notes[1] == ["you said: a guess", "about 1 min"]
        assert notes[2] == ["did not count", "you said: sure", "about 1 min"]
        assert notes[3] == ["about 1 min"]

    def test_explains_each_question(self, learner: User, here: World) -> None:
        for row in told(sat(learner, here, *self.ANSWERS)).questions:
            assert f"{TOKEN} why cloud-{row.position}" in row.explanation

    def test_is_no_business_of_the_result_of_other_quizzes(
        self, learner: User, here: World
    ) -> None:
        with pytest.raises(ValueError, match="an exam not this one"):
            results.result(sat(learner, here, "A"))

    def test_of_an_open_exam_there_is_none(self, learner: User, here: World) -> None:
        attempt = sit(learner, here.quiz)
        with pytest.raises(ValueError, match="open attempt"):
            told(of_learner(learner.pk, attempt.pk))


class TestTheTime:
    def test_is_counted_from_save_to_save(self, learner: User, here: World) -> None:
        clock = told(sat(learner, here, "A", "BC", "D")).clock
        assert (clock.minutes, clock.given, clock.by_time) == (30, 90, False)
        assert clock.a_question == "1 min"
        assert [row.position for row in clock.longest] == [1, 2, 3]

    def test_an_answer_that_came_late_is_shown_and_not_scored(
        self, learner: User, here: World, mine: Client
    ) -> None:
        attempt = sit(learner, here.quiz, scale=SCALE)
        give(attempt, 1, "A")
        send_late(attempt, 2, "BC")
        attempts.submit(learner.pk, attempt.pk, now=seconds_after(60))
        closed = of_learner(learner.pk, attempt.pk)
        page = told(closed, now=seconds_after(60))
        assert (page.clock.late, page.clock.by_time, closed.right) == ([2], True, 1)
        assert [row.position for row in page.clock.longest] == [1]
        drawn = mine.get(reverse("result", args=[attempt.pk])).content.decode()
        assert "An answer came after the end. It is kept, but does not count: question 2." in (
            re.sub(r"\s+", " ", drawn)
        )

    def test_where_nothing_was_answered(self, learner: User, here: World) -> None:
        page = told(sat(learner, here, ended=NOON))
        assert (page.clock.minutes, page.clock.a_question, page.clock.longest) == (1, "", [])
        assert page.certainties == []


def send_late(attempt: Attempt, position: int, letters: str) -> None:
    give(attempt, position, letters, now=DEADLINE + timedelta(seconds=11))


class TestNextSteps:
    def steps(self, attempt: Attempt) -> list[tuple[str, str]]:
        return [(step.kind, step.url) for step in told(attempt).next_steps]

    def test_read_practise_and_sit_again(self, learner: User, here: World) -> None:
        assert self.steps(sat(learner, here, "B", "BD", "D", "AD")) == [
            ("read", "/cloud/databases/#rds"),
            ("practise", "/cloud/databases/quiz/"),
            ("exam", "/cloud/databases/quiz/"),
        ]

    def test_what_was_wrong_is_put_together_where_the_course_has_such_a_quiz(
        self, learner: User, here: World
    ) -> None:
        custom = QuizFactory(course=here.course, kind=Quiz.Kind.CUSTOM, slug="own")
        here.course.bump()
        attempt = sat(learner, here, "B", "BD", "D", "AD")
        assert ("practise", f"{custom.get_absolute_url()}?only=wrong") in self.steps(attempt)

    def test_after_an_exam_without_a_fault(self, learner: User, here: World) -> None:
        kinds = [kind for kind, _url in self.steps(sat(learner, here, "A", "BC", "D", "AD"))]
        assert kinds == ["exam", "progress"]


def test_the_page_is_drawn_and_tells_what_the_scale_is(
    learner: User, here: World, mine: Client
) -> None:
    sat(learner, here, "B", started_at=NOON - timedelta(days=9))
    attempt = sat(learner, here, "A!", "BD!", "D", unscored=[4])
    page = mine.get(reverse("result", args=[attempt.pk]), {"show": "sure"}).content.decode()
    for words in (
        "671",
        "on the practice scale, 100 to 1,000",
        "how the real exam turns answers into its score is not published",
        "1 question more did not count",
        'href="?show=uncounted#questions"',
        "too few to say",
        "30 of 90 minutes used",
        "What to do next",
        "Beside your earlier exams",
    ):
        assert words in page, words
    assert re.findall(r'id="question-(\d)"', page) == ["2"]
