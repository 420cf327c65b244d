"""Bytes to text."""

import codecs

import pytest

from content.drafts import Severity
from content.reader import Refused, decode
from content.sources import without_front_matter


@pytest.mark.parametrize(
    "data",
    [
        "Oak é\nelm\n".encode(),
        codecs.BOM_UTF8 + "Oak é\nelm\n".encode(),
        codecs.BOM_UTF16_LE + "Oak é\nelm\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Oak é\nelm\n".encode("utf-16-be"),
        "Oak é\r\nelm\r\n".encode(),
        "Oak é\relm\r".encode(),
    ],
)
def test_text_comes_in_several_forms(data: bytes) -> None:
    assert decode(data, path="a.md") == "Oak é\nelm\n"


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"", 0, "empty"),
        (b" \n\t\n", 0, "empty"),
        (codecs.BOM_UTF8, 0, "empty"),
        (b"oak\n\nel\x00m", 3, "NUL"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\x00", 1, "NUL"),
        ("oak\nüber".encode("latin-1"), 2, "byte 5 (0xFC) is not UTF-8"),
        (codecs.BOM_UTF8 + b"oak \xff", 1, "byte 8 (0xFF) is not UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\x00\n\x00\x00\xdc", 2, "byte 7 (0x00) is not UTF-16-LE"),
        (codecs.BOM_UTF16_LE + b"a\x00b", 1, "byte 5 (0x62) is not UTF-16-LE"),
        (b"x" * 101, 0, "101 bytes are more than 100"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, line: int, what: str) -> None:
    with pytest.raises(Refused, match=r"a\.md") as refused:
        decode(data, path="a.md", cap=100)
    problem = refused.value.problem
    assert (problem.path, problem.line, problem.severity) == ("a.md", line, Severity.ERROR)
    assert what in problem.what
    assert problem.how


def test_front_matter_leaves_the_lines_their_numbers() -> None:
    text = "---\ntitle: Oak\ntags: [a]\n---\n# Oak\n"
    assert without_front_matter(text) == "\n\n\n\n# Oak\n"


@pytest.mark.parametrize(
    "text",
    ["---\n\n# Oak\n\n---\n", "---\nOak and elm\n---\n", "# Oak\n---\na: b\n---\n", "---\na: b\n"],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert without_front_matter(text) == text
