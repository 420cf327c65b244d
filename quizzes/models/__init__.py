"""The exam hall's tables: what is asked (`questions`), what was answered (`attempts`),
what comes in from files that instructors upload (`imports`)."""

from quizzes.models.attempts import Attempt, Choice, Response, Tally
from quizzes.models.imports import Brought, Import, ImportFile, ImportItem
from quizzes.models.questions import (
    ImmutableError,
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
    "ImmutableError",
    "Import",
    "ImportFile",
    "ImportItem",
    "MatchAnswer",
    "Option",
    "Question",
    "QuestionVersion",
    "Quiz",
    "Response",
    "Tally",
]
