"""Questions from Markdown: chapters' quiz sections and whole banks, in every dialect met so far."""

from quizzes.formats.markdown.banks import (
    Sight,
    has_clue,
    has_words,
    is_bank,
    says_coming_soon,
    sight,
    strangers,
)
from quizzes.formats.markdown.reader import Piece, judge_all, read, read_pieces

__all__ = [
    "Piece",
    "Sight",
    "has_clue",
    "has_words",
    "is_bank",
    "judge_all",
    "read",
    "read_pieces",
    "says_coming_soon",
    "sight",
    "strangers",
]
