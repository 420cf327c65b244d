"""Questions from Markdown: chapters' quiz sections and whole banks, in every dialect met so far."""

from quizzes.formats.markdown.banks import Sight, is_bank, says_coming_soon, sight
from quizzes.formats.markdown.reader import read

__all__ = ["Sight", "is_bank", "read", "says_coming_soon", "sight"]
