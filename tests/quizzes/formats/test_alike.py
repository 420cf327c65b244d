"""Which texts of options and stems say the same to a reader."""

import pytest

from quizzes.formats.words.alike import as_read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Port", "port"),
        ("The sail.", "the  *sail*"),
        ("Which lamp is red?", "“Which” lamp\nis red"),
        ("(a mast)", "a mast"),
        ("`go  on`", "`go on`"),
        ("Stra\u00dfe", "STRASSE"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_texts_that_say_the_same(one: str, other: str) -> None:
    assert as_read(one) == as_read(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1", "x == 1"),
        ("x := 1", "x = 1"),
        ("2^3", "23"),
        ("2\u00b3", "23"),
        ("-5", "5"),
        ("1 2 3", "123"),
        ("50 %", "50 °"),
        ("`path`", "`PATH`"),
        ("`\\d+`", "`\\D+`"),
        ("`*.md`", "`.md`"),
        ("What is it?\n\n```c\nn++;\n```", "What is it?\n\n```c\n++n;\n```"),
        ("*", "**"),
        ("?", "!"),
    ],
)
def test_texts_that_do_not(one: str, other: str) -> None:
    assert as_read(one) != as_read(other)
