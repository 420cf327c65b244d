"""Matching and ordering questions as the tests of their pages meet them."""

import re
from html import unescape

from tests.quizzes.asking import Got

ORDERED, MATCHED = 5, 6
"""Their places in an attempt."""


def text_of(got: Got) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", got.content.decode())).split())
