"""The exam hall's tables: what is asked (`questions`), what was answered (`attempts`),
what comes in from files that instructors upload (`imports`), and what exams need (`exams`)."""

from quizzes.models.attempts import Attempt, Choice, Response, Tally
from quizzes.models.exams import (
    ExamAct,
    ExtraTime,
    FormQuestion,
    Regrade,
    RegradedAttempt,
    RegradePlace,
    RegradeVersion,
    Saved,
    Window,
)
from quizzes.models.immutable import ImmutableError
from quizzes.models.imports import Brought, Import, ImportFile, ImportItem
from quizzes.models.questions import (
    MatchAnswer,
    Option,
    Question,
    QuestionVersion,
    Quiz,
)

__all__ = [
    "Attempt",
    "Brought",
    "Choice",
    "ExamAct",
    "ExtraTime",
    "FormQuestion",
    "ImmutableError",
    "Import",
    "ImportFile",
    "ImportItem",
    "MatchAnswer",
    "Option",
    "Question",
    "QuestionVersion",
    "Quiz",
    "Regrade",
    "RegradePlace",
    "RegradeVersion",
    "RegradedAttempt",
    "Response",
    "Saved",
    "Tally",
    "Window",
]
