"""Whether two texts say the same to a reader: two options, or two stems."""

import unicodedata

from quizzes.formats.words.code import without_code

_SENTENCE_MARKS = ".,;:!?…*_\"'“”‘’«»()"


def as_read(text: str) -> str:
    """Text without what makes no difference to a reader; texts that say the same come out equal.

    That is space, case, and what ends a sentence or stresses a word. Signs within a word make a
    difference (2^3, 23), and where there is code, all but space does (x = 1, x == 1)."""
    words = unicodedata.normalize("NFC", text).split()
    if without_code(text) != text:
        return " ".join(words)
    return " ".join(map(_bare, words)).casefold()


def _bare(word: str) -> str:
    bare = word.strip(_SENTENCE_MARKS)
    return bare if any(map(str.isalnum, bare)) else word
