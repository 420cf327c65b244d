"""Exams: their windows, extra time, attempts at them and saves."""

import uuid
from collections import abc
from datetime import timedelta
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory

from quizzes.models import Attempt, ExtraTime, Question, Quiz, Response, Saved, Window
from tests.factories.book import CourseFactory
from tests.factories.exam_hall import QuizFactory, attempt_at, question
from tests.factories.people import NOON, ModelFactory, UserFactory

MINUTES = 90


class ExamFactory(QuizFactory):
    """An exam of 90 minutes whose questions are fixed."""

    kind = Quiz.Kind.FIXED
    minutes = MINUTES
    title = Sequence(lambda n: f"Exam {n}")


class WindowFactory(ModelFactory):
    """A window that has opened at NOON and closes eight hours after."""

    class Meta:
        model = Window

    quiz = SubFactory(ExamFactory)
    title = Sequence(lambda n: f"Window {n}")
    opens_at = NOON
    closes_at = LazyAttribute(lambda o: o.opens_at + timedelta(hours=8))


class ExtraTimeFactory(ModelFactory):
    class Meta:
        model = ExtraTime

    user = SubFactory(UserFactory)
    course = SubFactory(CourseFactory)
    minutes = 30


def saved(response: Response, **fields: Any) -> Saved:
    """A save of the question that counts, unless fields say otherwise."""
    values = {"key": uuid.uuid4(), "arrived_at": NOON, "outcome": Saved.Outcome.KEPT} | fields
    return Saved.objects.create(attempt=response.attempt, response=response, **values)


def exam_at(questions: abc.Sequence[Question] | int, **fields: Any) -> Attempt:
    """An open exam attempt begun at NOON, at these questions or so many new ones.

    window: the one it is sat in; fields are Attempt's."""
    window = fields.get("window")
    if window is not None:
        fields.setdefault("quiz", window.quiz)
    quiz = fields.pop("quiz", None) or ExamFactory()
    if isinstance(questions, int):
        questions = [question(course=quiz.course) for _ in range(questions)]
    begun = fields.pop("started_at", NOON)
    fields.setdefault("deadline_at", begun + timedelta(minutes=quiz.minutes or MINUTES))
    return attempt_at(questions, quiz=quiz, mode=Attempt.Mode.EXAM, started_at=begun, **fields)
