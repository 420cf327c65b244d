"""How a GIFT file falls into questions, and in what format each text is."""

import pytest

from quizzes.formats.gift.items import items
from quizzes.formats.gift.marks import hidden, shown
from quizzes.formats.gift.texts import Texts, needs_format


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {=x}\n\nb {=y}", [(1, "a {=x}"), (3, "b {=y}")]),
        ("\n\n a {=x}\n", [(3, "a {=x}")]),
        ("a {\n=x\n\n~y\n}\n\nb", [(1, "a {\n=x\n\n~y\n}"), (7, "b")]),
        ("a {\n\n\n}", [(1, "a {\n\n\n}")]),
        ("a {=x\n\nb {=y}", [(1, "a {=x"), (3, "b {=y}")]),
        ("a {=x\n\nb\nc {=y}", [(1, "a {=x"), (3, "b\nc {=y}")]),
        ("a {=x\n\n::b:: c }", [(1, "a {=x"), (3, "::b:: c }")]),
        ("a {=x\n\n~y\n\nb {=z}", [(1, "a {=x\n\n~y"), (5, "b {=z}")]),
        ("a {=x\n\n####y", [(1, "a {=x\n\n####y")]),
        ("a {=x}\nb {=y}", [(1, "a {=x}"), (2, "b {=y}")]),
        ("a {=x}\nb", [(1, "a {=x}\nb")]),
        ("a {=x} b\nc {=y}", [(1, "a {=x} b\nc {=y}")]),
        ("a {=x}\nb\nc {=y}", [(1, "a {=x}"), (2, "b\nc {=y}")]),
        ("a {=x}\n::b:: {=y}", [(1, "a {=x}"), (2, "::b:: {=y}")]),
        ("a {=x\n::b:: {=y}", [(1, "a {=x"), (2, "::b:: {=y}")]),
        ("a\n::b:: {=y}", [(1, "a"), (2, "::b:: {=y}")]),
        ("$CATEGORY: x\na {=x}", [(2, "a {=x}")]),
        ("a {=x}\n$CATEGORY: x\n\nb {=y}", [(1, "a {=x}"), (4, "b {=y}")]),
        ("a {=x\n\n$CATEGORY: x }", [(1, "a {=x")]),
        ("// c\n\n// d\na {=x}", [(4, "a {=x}")]),
        ("a {\n// not }\n=x\n}", [(1, "a {\n=x\n}")]),
        ("a \\{=x\n\nb {=y}", [(1, "a {=x"), (3, "b {=y}")]),
        ("// only\n// comments", []),
    ],
)
def test_a_file_falls_into_questions(text: str, found: list[tuple[int, str]]) -> None:
    assert [(item.line, shown(item.text)) for item in items(text)] == found


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("// a\nx {=y}", [["// a"]]),
        ("// a\n\nx {=y}", [[]]),
        ("x {\n// a\n=y}\n// b", [["// a", "// b"]]),
        ("x {=y}\n// a\nz {=y}", [[], ["// a"]]),
        ("x {=y}\n// a\n::z:: {=y}", [[], ["// a"]]),
        ("x {=y}\n// a\n\nz {=y}", [["// a"], []]),
    ],
)
def test_a_comment_is_of_the_question_below_it(text: str, comments: list[list[str]]) -> None:
    assert [item.comments for item in items(text)] == comments


def test_only_a_question_without_a_blank_line_above_is_crowded() -> None:
    text = "a {=x}\nb {=x}\n\nc {=x}\n// d\n::e:: {=x}\n$CATEGORY: f\ng {=x}"
    assert [item.crowded for item in items(text)] == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("stem", "text", "markdown"),
    [
        ("[markdown]x", "*a* <b>", "*a* <b>"),
        ("[markdown]x", "[html]<b>a</b>", "**a**"),
        ("[html]x", "<b>a</b> &amp; 1 * 2", "**a** & 1 * 2"),
        ("[html]x", "[plain]*a*", "\\*a\\*"),
        ("[html]x", "[markdown]*a*", "*a*"),
        ("[HTML]x", "<i>a</i>", "*a*"),
        ("[plain]x", "<b>a</b>", "&lt;b>a&lt;/b>"),
        ("x", "*a* `b`", "*a* `b`"),
        ("x", "<b>a</b>", "**a**"),
        ("x", "a<br>b", "a\\\nb"),
        ("x", "the <b> tag", "the <b> tag"),
        ("x", "</b> before <b>", "</b> before <b>"),
        ("x", "an <input> tag", "an <input> tag"),
        ("[moodle]x", "<em>a</em>", "*a*"),
        ("[latex]x", "a", "a"),
        ("x", "[0] is first", "[0] is first"),
    ],
)
def test_each_text_is_in_its_format(stem: str, text: str, markdown: str) -> None:
    texts = Texts()
    texts.stem(stem)
    assert texts.markdown(hidden(text)) == markdown


def test_images_that_are_left_out_are_counted() -> None:
    texts = Texts()
    assert texts.stem("[html]<p>Look: <img src\\=x alt\\=wheel></p>") != ""
    texts.markdown("<img src=y>")
    assert len(texts.images) == 2


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("[html]x", True),
        ("[Plain]", True),
        ("%50%x", True),
        ("[x]", False),
        ("x%", False),
        ("", False),
    ],
)
def test_a_text_that_looks_like_a_mark_needs_its_format(text: str, needs: bool) -> None:
    assert needs_format(text) is needs
