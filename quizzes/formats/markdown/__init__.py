"""Questions from Markdown: chapters' quiz sections and whole banks, in every dialect met so far."""

from quizzes.formats.markdown.banks import is_bank, says_coming_soon
from quizzes.formats.markdown.reader import read

__all__ = ["is_bank", "read", "says_coming_soon"]
