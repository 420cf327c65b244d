"""Questions from Markdown: chapters' quiz sections and whole banks, in every dialect met so far."""

from quizzes.formats.markdown.banks import Sight, has_clue, is_bank, says_coming_soon, sight
from quizzes.formats.markdown.reader import judge_all, read

__all__ = ["Sight", "has_clue", "is_bank", "judge_all", "read", "says_coming_soon", "sight"]
