"""The exam hall's tables: what is asked (`questions`), what was answered (`attempts`)."""

from quizzes.models.attempts import Attempt, Choice, Response, Tally
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
    "Choice",
    "ImmutableError",
    "MatchAnswer",
    "Option",
    "Question",
    "QuestionVersion",
    "Quiz",
    "Response",
    "Tally",
]
