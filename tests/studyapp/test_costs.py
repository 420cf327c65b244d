"""What each page may ask of the database: never more than its budget, and the same number however
much there is. Counted in a warm process: what it keeps by revision has been read before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import attempts
from quizzes.models import Attempt, Window
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, WindowFactory
from tests.quizzes.under_way import sit
from tests.studyapp.growth import grow, more_questions
from tests.world import World, form_of, open_attempt, option_ids, with_places

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "PRAGMA")

BUDGETS = {
    "lesson": 4,
    "course": 4,
    "quiz": 4,
    "question": 5,
    "review": 5,
    "answer": 6,
    "answer in practice": 6,
    "order": 6,
    "match": 6,
    "match in practice": 6,
    "flag": 6,
    "exam question": 4,
    "exam review": 4,
    "exam save": 6,
    "exam save again": 6,
    "exam certainty": 6,
    "exam flag": 6,
    "exam save of all at once": 7,
    "exam save that is late": 4,
    "exam ended": 5,
    "exam submit": 7,
    "exam result": 5,
    "exam result held back": 5,
    "submit": 7,
    "result": 5,
    "progress": 5,
    "history": 5,
    "home": 11,
}
"""From shared/performance.md; what it does not name (review, flag, history, home, an exam's pages)
is held to what it costs. A save of all at once, another answer with another certainty, is one over
the budget of six: session, user, the lock, the log, the earlier choices out, the new ones in, the
response. Each is a row of its own, and the choices cannot be read along with the lock: PostgreSQL
would show them as they were before it waited. A page whose wording is new to the process reads it
in one statement more."""


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements run inside, those of transactions left out."""
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(NOT_COUNTED):
            statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


class Reader:
    """The learner with an open and a submitted attempt, and what each page costs for them."""

    def __init__(self, client: Client, user: User, here: World) -> None:
        self.client, self.user, self.here = client, user, here
        self.closed = open_attempt(user, here.quiz)
        attempts.submit(user.pk, self.closed.pk, now=NOON)

    def begin(self, mode: Attempt.Mode = Attempt.Mode.GRADED) -> Attempt:
        attempt = open_attempt(self.user, self.here.quiz, mode)
        return attempt

    def close(self, attempt: Attempt) -> None:
        attempts.submit(self.user.pk, attempt.pk, now=NOON)

    def get(self, address: str) -> int:
        assert self.client.get(address).status_code == 200
        with asked() as statements:
            assert self.client.get(address).status_code == 200
        return len(statements)

    def post(self, address: str, *forms: Mapping[str, object]) -> int:
        """The cost of the last of the forms."""
        for form in forms[:-1]:
            assert self.client.post(address, form).status_code == 302
        with asked() as statements:
            assert self.client.post(address, forms[-1]).status_code == 302
        return len(statements)

    def place(self, attempt: Attempt, position: int) -> int:
        """The cost of storing an order or a match in place of an earlier one."""
        response = attempt.responses.get(position=position)
        self.get(reverse("question", args=[attempt.pk, position]))
        forms = [form_of(response, {"A": 1, "B": 2, "C": 3, "D": last}) for last in (3, 4)]
        return self.post(
            reverse("answer", args=[attempt.pk, position]),
            *(forms if attempt.mode == Attempt.Mode.GRADED else forms[1:]),
        )

    def exam(self) -> dict[str, int]:
        """What sitting an exam costs; its questions are those of the quiz."""
        now = timezone.now()
        attempt = sit(self.user, self.here.quiz, deadline_at=now + timedelta(hours=1))
        response = attempt.responses.get(position=2)
        save = reverse("save", args=[attempt.pk, 2])
        whole = {"answer": "1", "go": "next", "whole": "1"}
        first, second = ({**whole, "option": option_ids(response, key)} for key in ("BC", "AD"))
        found = {
            "exam question": self.get(reverse("question", args=[attempt.pk, 2])),
            "exam save": self.post(save, first),
            "exam save again": self.post(save, second),
            "exam certainty": self.post(save, {"certainty": "3", "whole": "1"}),
            "exam save of all at once": self.post(save, {**first, "certainty": "2"}),
            "exam flag": self.post(save, {"go": "flag", "whole": "1"}),
            "exam review": self.get(reverse("review", args=[attempt.pk])),
        }
        Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now - timedelta(seconds=1))
        found["exam ended"] = self.get(reverse("ended", args=[attempt.pk]))
        found["exam submit"] = self.post(reverse("submit", args=[attempt.pk]), {})
        found["exam save that is late"] = self.post(save, first)
        result = reverse("result", args=[attempt.pk])
        found["exam result"] = self.get(result)
        # Sat in a window, which asks whom it must wait for.
        within = WindowFactory(quiz=self.here.quiz, opens_at=now, closes_at=now + DAY)
        Attempt.objects.filter(pk=attempt.pk).update(window=within)
        found["exam result held back"] = self.get(result)
        Window.objects.filter(pk=within.pk).update(review=Window.Review.AT_ONCE)
        assert self.get(result) == found["exam result"]
        return found

    def costs(self) -> dict[str, int]:
        course, chapter = self.here.course.slug, self.here.chapter.slug
        found = {
            "lesson": self.get(f"/{course}/{chapter}/"),
            "course": self.get(f"/{course}/"),
            "quiz": self.get(self.here.quiz.get_absolute_url()),
            "result": self.get(reverse("result", args=[self.closed.pk])),
            "progress": self.get("/progress/"),
            "history": self.get("/attempts/"),
            "home": self.get("/"),
        }
        practice = self.begin(Attempt.Mode.PRACTICE)
        warm, cold = (practice.responses.get(position=n) for n in (1, 2))
        answer = "answer"
        self.post(reverse(answer, args=[practice.pk, 1]), {"option": option_ids(warm, "A")})
        self.get(reverse("question", args=[practice.pk, 2]))
        found["answer in practice"] = self.post(
            reverse(answer, args=[practice.pk, 2]), {"option": option_ids(cold, "AB")}
        )
        found["match in practice"] = self.place(practice, 6)
        self.close(practice)
        graded = self.begin()
        self.get(reverse("question", args=[graded.pk, 1]))
        response = graded.responses.get(position=1)
        first, second = ({"option": option_ids(response, letter)} for letter in "AB")
        address = reverse(answer, args=[graded.pk, 1])
        found["answer"] = self.post(address, first, second)
        found["order"] = self.place(graded, 5)
        found["match"] = self.place(graded, 6)
        found["flag"] = self.post(reverse("flag", args=[graded.pk, 1]), {"flagged": "1"})
        found["question"] = self.get(reverse("question", args=[graded.pk, 1]))
        found["review"] = self.get(reverse("review", args=[graded.pk]))
        found["submit"] = self.post(reverse("submit", args=[graded.pk]), {})
        # Else a slow machine would let the time of grace run out between two of its steps.
        with time_machine.travel(timezone.now(), tick=False):
            return found | self.exam()


@pytest.fixture
def here(here: World) -> World:
    """Questions of every kind."""
    return with_places(here)


@pytest.fixture
def reader(learner: User, here: World, client_of: Callable[[User], Client]) -> Reader:
    return Reader(client_of(learner), learner, here)


def test_every_page_keeps_its_budget_and_costs_the_same_at_a_hundred_times_the_data(
    reader: Reader, here: World, learner: User
) -> None:
    once = reader.costs()
    assert {page: cost for page, cost in once.items() if cost > BUDGETS[page]} == {}
    assert once.keys() == BUDGETS.keys()
    grow(here, learner)
    many = reader.costs()
    assert many == once


def test_submission_costs_the_same_for_any_length(reader: Reader, here: World) -> None:
    def submitted() -> int:
        attempt = reader.begin()
        for response in attempt.responses.filter(position__lte=2):
            form: dict[str, object] = {"option": option_ids(response, "A")}
            reader.post(reverse("answer", args=[attempt.pk, response.position]), form)
        return reader.post(reverse("submit", args=[attempt.pk]), {})

    short = submitted()
    more_questions(here, 100)
    here.course.bump()
    submitted()
    assert submitted() == short <= BUDGETS["submit"]


def test_a_cold_process_asks_a_fixed_number_more(
    reader: Reader, here: World, learner: User
) -> None:
    """The first request after a course has changed reads it anew, in so many queries."""

    def cold() -> dict[str, int]:
        pages = {
            "lesson": here.chapter.get_absolute_url(),
            "quiz": here.quiz.get_absolute_url(),
            "progress": "/progress/",
        }
        costs = {}
        for page, address in pages.items():
            here.course.bump()
            with asked() as statements:
                assert reader.client.get(address).status_code == 200
            costs[page] = len(statements)
        return costs

    once = cold()
    assert max(once.values()) <= 20
    grow(here, learner)
    assert cold() == once


def test_a_course_more_costs_no_page_but_the_first_more(reader: Reader, here: World) -> None:
    once = reader.costs()
    for n in range(5):
        CourseFactory(slug=f"another-{n}", title=f"Yet another {n}")
    assert reader.costs() == once
