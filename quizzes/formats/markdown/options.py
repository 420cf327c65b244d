"""The forms of an option's line: `A) t`, `- B. t`, `**c)** t`, `- [x] t`, `- [( )] t`, `*d) t`."""

import re
import unicodedata

from quizzes.formats.markdown.marks import Choice, OptionStyle

_LETTERED = re.compile(
    r"(?:[-*+]\s+)?(?P<star>\*(?!\*))?(?P<open>\*\*|__)?(?P<paren>[(\[（])?(?P<letter>[^\W\d_])"
    r"(?P<mid>\*\*|__)?(?P<mark>[).:\]:：．、）])(?P<close>\*\*|__)?(?P<gap>\s+|$|)(?P<text>.*)$",
    re.DOTALL,
)
_BOX = re.compile(
    r"(?P<bullet>(?:[-*+]|\d{1,3}[.)])\s*)?"
    r"(?:\[(?P<shape>[(\[]) {0,3}(?P<deep>[^\s\])]?) {0,3}[)\]]\]"
    r"|\[ {0,3}(?P<flat>[^\s\]]?) {0,3}\](?![(\[:])"
    r"|(?P<paren>\( {0,3}(?P<round>[^\s)]?) {0,3}\)))(?P<gap>\s+|$|)(?P<text>.*)$",
    re.DOTALL,
)
_TICKS = frozenset("xX×✓✔✅☑хХ*")


def choice(body: str) -> Choice | None:
    """The option that the words of a line may be."""
    if (body[0] in "-*+[(" or body[0].isdigit()) and (box := _box(body)):
        return box
    return _lettered(body)


def surface(body: str) -> str:
    """How an option's line is set, its letter and words aside: "- A. x" and "- B. y" are alike."""
    found = _LETTERED.match(body)
    if not found:
        return ""
    bullet = body[0] if body[1:2].isspace() else ""
    return f"{bullet}{found['open'] or ''}{found['paren'] or ''}{found['mark']}"


def _lettered(body: str) -> Choice | None:
    found = _LETTERED.match(body)
    if not found:
        return None
    text, sign, opened = found["text"], found["mark"], found["open"]
    closed = bool(found["mid"] or found["close"])
    if (sign == "]") != (found["paren"] == "[") or (closed and not opened):
        return None
    if not found["gap"] and not closed and sign in ".:" and text and text[0] != "`":
        return None
    if found["letter"] in _TICKS and sign == "]":
        return None
    if opened and not closed:
        text = _closed(text, opened)
    starred: bool | None = None
    if found["star"]:
        italic = text.endswith("*") and not text.endswith("**")
        text, starred = (text[:-1], None) if italic else (text, True)
    letter = unicodedata.normalize("NFKC", found["letter"])
    return Choice(OptionStyle.LETTER, letter, text.strip(), starred)


def _closed(text: str, opened: str) -> str:
    """Text whose emphasis was opened before the letter, made whole."""
    bare = text.rstrip()
    if bare.endswith(opened) and bare.count(opened) == 1:
        return bare[: -len(opened)]
    return opened + text if opened in text else text


def _box(body: str) -> Choice | None:
    found = _BOX.match(body)
    if not found:
        return None
    bullet, shape, sign = found["bullet"], found["shape"], found["deep"] or found["flat"] or ""
    if found["paren"]:
        sign = found["round"]
        if not bullet or not found["gap"]:
            return None
    elif not bullet and not shape and not (found["gap"] and (sign or body.startswith("[ ]"))):
        return None
    text = found["text"].strip()
    if sign and sign not in _TICKS:
        if unicodedata.category(sign)[0] in "LN" and not shape:
            return None
        return Choice(OptionStyle.BOX, "", text, False, sign)
    style = OptionStyle.BOX
    if shape or found["paren"]:
        style = OptionStyle.CHECK if shape == "[" else OptionStyle.RADIO
    inner = _lettered(text) if text else None
    if inner and inner.letter.isascii() and inner.marked is None:
        return Choice(style, inner.letter, inner.text, bool(sign))
    return Choice(style, "", text, bool(sign))
