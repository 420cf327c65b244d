"""GIFT, Moodle's text format, read."""

import re
from collections.abc import Sequence

from content.drafts import shown as quoted
from content.sources import Refused, decode
from quizzes.drafts import QuestionReport
from quizzes.formats.gift.answers import take_answers
from quizzes.formats.gift.items import Item, items
from quizzes.formats.gift.marks import hidden, shown
from quizzes.formats.gift.texts import Texts
from quizzes.formats.judging import Found, judged_all
from quizzes.formats.tag_words import from_words

_BLANK = "_____"
_TAG = re.compile(r"\[(id|tag):((?:\\\]|[^\]]){1,200})\]")
_ANSWERS = re.compile(r"\{\s*(?:[=~]|#\s*-?\d|(?:T|F|TRUE|FALSE)\s*[#}])[^{}]*\}?", re.MULTILINE)
_CLEAR = re.compile(r"^[ \t]*::[^:\n]+::|^\$CATEGORY:", re.MULTILINE)


def fits(data: bytes) -> bool:
    """Whether the data is a text with answers between braces as GIFT has them."""
    try:
        text = hidden(decode(data, path=""))
    except Refused:
        return False
    answers = _ANSWERS.findall(text)
    return bool(_CLEAR.search(text) and "{" in text) or any(
        "~" in found or "->" in found or found.count("=") != 1 for found in answers
    )


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every question of a file in GIFT; see `format.Read`."""
    return judged_all([_found(item, path) for item in items(decode(data, path=path))])


def _found(item: Item, path: str) -> Found:
    found = Found(path, item.line)
    _take_tags(found, item.comments)
    if item.crowded:
        found.hints.append("no blank line stands above the question – put one there")
    text = _without_name(found, item.text)
    before, opening, rest = text.partition("{")
    body, _, after = rest.partition("}")
    if what := _amiss(text):
        found.errors.append(what)
        found.type_name = "" if opening or "}" in text else "description"
        return found
    texts = Texts()
    found.stem = texts.stem(f"{before}{_BLANK}{after}" if after.strip() else before)
    body, _, explanation = body.rpartition("####") if "####" in body else (body, "", "")
    take_answers(found, body, texts)
    found.explanation = texts.markdown(explanation)
    if count := len(texts.images):
        what = "an image is" if count == 1 else f"{count} images are"
        found.hints.append(f"{what} left out – say in words what there is to see")
    return found


def _take_tags(found: Found, comments: Sequence[str]) -> None:
    codes: list[str] = []
    words: list[str] = []
    for comment in comments:
        for name, value in _TAG.findall(shown(comment)):
            (codes if name == "id" else words).append(value.replace("\\]", "]").strip())
    found.tags, others = from_words(words, code=codes[-1] if codes else "")
    if others:
        found.notes.append(
            f"tags not kept: {quoted(', '.join(others))} – write “service:…” for what it is about"
        )


def _without_name(found: Found, text: str) -> str:
    """The text behind `::name::`."""
    if text.startswith("::"):
        name, end, rest = text[2:].partition("::")
        if end:
            found.number = " ".join(shown(name).split())
            return rest.strip()
    return text


def _amiss(text: str) -> str:
    """What is wrong with the braces."""
    opening, closing = text.count("{"), text.count("}")
    if not opening and not closing:
        return "no answers – write them between { and }"
    if opening > closing:
        return "a { without its } – close it, or write \\{ where it is text"
    if closing > opening or text.index("}") < text.index("{"):
        return "a } without its { – open it, or write \\} where it is text"
    if opening > 1:
        return "more than one {…} – leave one, and write \\{ and \\} where they are text"
    return ""
