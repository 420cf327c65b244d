"""Courses whose bank can fill a mock exam, small enough to be made for each test."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from content.models import Course
from quizzes import exams
from quizzes.models import Attempt, ExtraTime, FormQuestion, Question, Quiz, Window
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, DomainFactory, QuizFactory, question

SIZE = 6
SMALL = {"exam_questions": SIZE, "exam_scored": 4, "exam_minutes": 30}
"""A form of 6, of which 4 count: 4 and 2 of the domains, 3 and 1 of them counted."""


def bank(*sizes: int, **fields: Any) -> Course:
    """A course whose exam is SMALL, with so many questions in its two domains."""
    course: Course = CourseFactory(**(SMALL | fields))
    own = QuizFactory(course=course)
    for number, (weight, size) in enumerate(zip((70, 30), sizes, strict=True), 1):
        domain = DomainFactory(course=course, number=number, weight=weight)
        for _ in range(size):
            question(quiz=own, domain=domain)
    return course


def mock(course: Course | None = None, **fields: Any) -> Quiz:
    """The mock exam of the course; of a bank of 10 if none is given."""
    course = course or bank(6, 4)
    made: Quiz = QuizFactory(
        course=course,
        kind=Quiz.Kind.MOCK,
        minutes=course.exam_minutes,
        title="Mock exam",
        slug="mock-exam",
        **fields,
    )
    return made


def fixed(course: Course, questions: Sequence[Question], *, scored: int, **fields: Any) -> Quiz:
    """A fixed form of the questions, the first of which count."""
    values = {"kind": Quiz.Kind.FIXED, "minutes": course.exam_minutes} | fields
    made: Quiz = QuizFactory(course=course, **values)
    FormQuestion.objects.bulk_create(
        FormQuestion(quiz=made, question=each, position=place, scored=place <= scored)
        for place, each in enumerate(questions, 1)
    )
    return made


def window(quiz: Quiz, *, opens: int = -10, closes: int = 60, **fields: Any) -> Window:
    """A window that opens and closes so many minutes after NOON."""
    return Window.objects.create(
        quiz=quiz,
        title="Class A",
        opens_at=NOON + timedelta(minutes=opens),
        closes_at=NOON + timedelta(minutes=closes),
        **fields,
    )


def grant(user: User, course: Course, **fields: int) -> ExtraTime:
    return ExtraTime.objects.create(user=user, course=course, **fields)


def begin(user: User, quiz: Quiz, *, now: datetime = NOON, **kwargs: Any) -> Attempt:
    return exams.start(user.pk, quiz, now=now, **kwargs)[0]


def asked(attempt: Attempt) -> list[Question]:
    return [each.question for each in attempt.responses.select_related("question__domain")]
