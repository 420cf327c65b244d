"""What each page may ask of the database: never more than its budget, and the same number however
much there is. Counted in a warm process: what it keeps by revision has been read before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from content.models import Chapter, ReadingPosition, Section, SectionRead
from quizzes import attempts
from quizzes.models import (
    Attempt,
    Choice,
    Option,
    Question,
    QuestionVersion,
    Quiz,
    Response,
    Tally,
)
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory
from tests.world import World, open_attempt, option_ids

pytestmark = pytest.mark.django_db

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "PRAGMA")

BUDGETS = {
    "lesson": 4,
    "course": 4,
    "quiz": 4,
    "question": 5,
    "review": 5,
    "answer": 6,
    "answer in practice": 6,
    "flag": 6,
    "submit": 7,
    "result": 5,
    "progress": 5,
    "history": 5,
    "home": 10,
}
"""From shared/performance.md; the four that it does not name (review, flag, history, home) are
held to what they cost."""


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
        self.close(practice)
        graded = self.begin()
        self.get(reverse("question", args=[graded.pk, 1]))
        response = graded.responses.get(position=1)
        first, second = ({"option": option_ids(response, letter)} for letter in "AB")
        address = reverse(answer, args=[graded.pk, 1])
        found["answer"] = self.post(address, first, second)
        found["flag"] = self.post(reverse("flag", args=[graded.pk, 1]), {"flagged": "1"})
        found["question"] = self.get(reverse("question", args=[graded.pk, 1]))
        found["review"] = self.get(reverse("review", args=[graded.pk]))
        found["submit"] = self.post(reverse("submit", args=[graded.pk]), {})
        return found


def grow(here: World, learner: User, *, by: int = 100) -> None:
    """A hundred times as many chapters, questions, own attempts and others' answers."""
    _more_chapters(here, learner, by)
    _more_questions(here, by)
    _more_attempts(here, [learner], by)
    _more_attempts(here, _people(by), 2)
    here.course.bump()


def _people(count: int) -> list[User]:
    return User.objects.bulk_create(User(email=f"many{n}@example.org") for n in range(count))


def _more_chapters(here: World, learner: User, by: int) -> None:
    chapters = Chapter.objects.bulk_create(
        Chapter(course=here.course, number=n, slug=f"many-{n}", title=f"Chapter {n}")
        for n in range(10, 10 + 2 * by)
    )
    sections = Section.objects.bulk_create(
        Section(
            chapter=chapter,
            slug=f"s-{n}",
            title=f"Section {n}",
            level=2,
            kind="concept",
            position=n,
            markdown="Words.",
            html="<p>Words.</p>",
        )
        for chapter in chapters
        for n in range(2)
    )
    links = Section.services.through.objects
    links.bulk_create(
        Section.services.through(section=section, service=here.services[n % 3])
        for n, section in enumerate(sections)
    )
    SectionRead.objects.bulk_create(
        SectionRead(user=learner, section=section, read_at=NOON) for section in sections[::2]
    )
    ReadingPosition.objects.bulk_create(
        ReadingPosition(user=learner, chapter=one, section=section, updated_at=NOON)
        for one, section in zip(chapters, sections[::2], strict=True)
    )
    Quiz.objects.bulk_create(
        Quiz(course=here.course, chapter=chapter, slug=chapter.slug, title=chapter.title)
        for chapter in chapters
    )


def _more_questions(here: World, by: int) -> None:
    """A hundred times as many in the quiz itself and in the course."""
    made = Question.objects.bulk_create(
        Question(
            course=here.course,
            quiz=here.quiz,
            section=here.first,
            task=here.tasks[n % 2],
            code=f"many-{n}",
            position=100 + n,
        )
        for n in range(4 * by - 4)
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=one,
            number=1,
            kind="single",
            stem="?",
            stem_html="<p>?</p>",
            fingerprint="f",
            created_at=NOON,
        )
        for one in made
    )
    Option.objects.bulk_create(
        Option(version=version, position=n, letter="AB"[n - 1], text="t", html="t", is_key=n == 1)
        for version in versions
        for n in (1, 2)
    )
    for one, version in zip(made, versions, strict=True):
        one.current, one.status = version, Question.Status.PUBLISHED
    Question.objects.bulk_update(made, ["current", "status"], batch_size=200)
    Question.services.through.objects.bulk_create(
        Question.services.through(question=one, service=here.services[n % 3])
        for n, one in enumerate(made)
    )


def _more_attempts(here: World, users: list[User], each: int) -> None:
    made = Attempt.objects.bulk_create(
        Attempt(
            user=user,
            quiz=here.quiz,
            mode="graded",
            pass_mark=70,
            started_at=NOON - timedelta(days=n + 1),
            submitted_at=NOON - timedelta(days=n + 1),
            total=4,
            right=n % 5,
            score=n % 5 / 4,
        )
        for user in users
        for n in range(each)
    )
    responses = Response.objects.bulk_create(
        Response(
            attempt=attempt,
            question=asked,
            version_id=asked.current_id or 0,
            position=place,
            answered_at=NOON,
            graded_at=NOON,
            score=0.0,
        )
        for attempt in made
        for place, asked in enumerate(here.questions, 1)
    )
    wrong = {one.pk: option_ids(_blank(one), "C")[0] for one in here.questions}
    Choice.objects.bulk_create(
        Choice(response=response, option_id=wrong[response.question_id]) for response in responses
    )
    Tally.objects.bulk_create(
        (
            Tally(
                user=user,
                question=asked,
                answers=each,
                right=0,
                last_right=False,
                last_answered_at=NOON,
            )
            for user in users
            for asked in here.questions
        ),
        ignore_conflicts=True,
    )


def _blank(asked: Question) -> Response:
    return Response(question=asked, version=asked.current)


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
    _more_questions(here, 100)
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
