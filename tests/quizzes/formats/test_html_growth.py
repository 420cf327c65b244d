"""HTML that repeats itself: the time to read it must not grow with its square."""

import time

import pytest

from quizzes.formats.html import MOST_CHARACTERS, Texts, from_plain, to_markdown


@pytest.mark.growth
@pytest.mark.parametrize(
    "piece",
    [
        *[
            " ",
            "\t",
            "\n",
            " \n",
            "\r",
            "\xa0",
            "\u2003",
            "\u3000",
            "&",
            "&a",
            "&amp;",
            "<",
            "<b",
            "<b>",
        ],
        *[
            "</b>",
            "<svg>",
            "<svg",
            "<object ",
            "<img alt=",
            "<!--",
            "<!-- -->",
            "<![CDATA[",
            "<br>",
        ],
        *[
            "<ul><li>",
            "<table><tr><td>",
            "<pre>",
            "<p>",
            "*",
            "_",
            "`",
            "[",
            "](",
            "![a](data:",
            ":a",
        ],
        *["\\", "~", "#", "1. ", "- ", "|", "=", "<a href=x>", 'a="', "<x ", "<b> ", "<pre> "],
    ],
)
def test_hostile_repetition_costs_little(piece: str) -> None:
    long = piece * (400_000 // len(piece))
    text = long[: MOST_CHARACTERS - 20]
    start = time.process_time()
    for words in (text, f"<b>x</b>{text}", f"{text}<b>x</b>", f"<b>{long}"):
        to_markdown(words)
        from_plain(words)
        Texts().markdown(words)
    # A guard against time that grows with the square or worse, which is minutes.
    assert time.process_time() - start < 30
