"""Which letters a key names, and the text that it says they stand for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_EMPHASIS = re.compile(r"\*\*|__|`|</?(?:b|strong|i|em|u|code)>", re.IGNORECASE)
_WORD_BEFORE = re.compile(
    r"^(?:(?:both|options?|choices?|letters?|answers?)\s+)+(?=[^\W\d_](?!\w))", re.IGNORECASE
)
_SIGNED = re.compile(r"[(\[（]?([^\W\d_])\s*(?:[)\]）][.:：]?|[.:：．、])\s*|([A-Za-z])\s+[-–—]\s+")
_LOOSE = re.compile(r"([A-Z])[\s,;]\s*")
_SPLIT = re.compile(
    r"(?:\s?[,;、，]\s?(?:and\s|&\s?)?|\s(?:and|&|plus|\+)\s)"
    r"(?=[(\[]?[^\W\d_](?:[)\]）][.:：]?|[.:：．、])\s*)",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"[(\[]?[A-Ja-j](?:\s*[,/]\s*[(\[]?[A-Ja-j][)\]]?){0,8}\s*[)\].,]?\s*(?:\b(?:or|oder|ou|o|или)\b|/\s*or\b)"
    r"\s*[(\[]?[A-Ja-j]\b"
)
# A small letter amid capitals is a word, as in "A e C"; so is one before an earlier letter.
_AND = re.compile(
    r"\b(?:and|und|et|и|και)\b|和|(?<=[A-Z)\]]) [eiy] (?=[(\[]?[A-Z]\b)"
    r"|(?<=\b[a-d]) [ey] (?=[a-d]\b)"
)
# What says of letters alone that they are right: "B is correct", "A, C und E sind richtig".
_VERDICT = re.compile(
    r"\s+(?:is|are|ist|sind|es|son|est|sont|é|são)\s+(?:the\s+)?(?:both\s+)?"
    r"(?:correct\w*|right|true|richtig|corret\w*)(?:\s+(?:answers?|options?|choices?))?[.!]?$",
    re.IGNORECASE,
)
# Letters alone, with a new sentence or a label in bold behind them: "B。…", "B **Why:** …".
_TOLD = re.compile(
    r"(?P<letters>[^*_。\n]{1,60}?)(?:。|\s+(?:\*\*|__)[^*_:：\n]{1,40}(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*[:：]))"
    r"\s*(?P<after>\S.*)$",
    re.DOTALL,
)
# Letters in bold, or several of them, and why.
_APART = re.compile(
    r"((?:\*\*|__)(?P<bold>[^*_]{1,60})(?:\*\*|__)|(?P<plain>[^*_\n–—-]{1,60}?)(?=\s+[-–—]\s))"
    r"\s*[-–—:.]\s*(?P<after>.*)$",
    re.DOTALL,
)
# Letters written together are ascending, so that a word such as the Russian for "yes" is none.
_TOGETHER = "|".join(
    rf"(?=[{letters}]{{2}}){'?'.join(letters)}?" for letters in ("АБВГДЕЖЗ", "ΑΒΓΔΕΖΗΘ")
)
_LETTER = rf"[(\[\"'“`（]?(?:[A-J]{{2,8}}|[a-j]{{2,8}}|{_TOGETHER}|[^\W\d_])(?!\w)[)\]\"'”`）]?"
_BETWEEN = r" ?(?:[,;/&+、，] ?(?:(?:and|und|et|и|και) )?|(?:and|und|et|и|και) |和)?"
_STRICT = re.compile(rf"{_LETTER}(?:{_BETWEEN}{_LETTER})*[.。]?$")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Named:
    """A letter that a key names, with the text that follows it, if any.

    loose: only a space stands between the two, so the letter may be the word "A"."""

    letter: str
    text: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key as read: the letters it names, its words, and what follows them on its line.

    signed is the other way to read letters alone: "C) AB" may be C with its text."""

    words: str
    named: Sequence[Named] = ()
    after: str = ""
    signed: Sequence[Named] = ()


def same_words(text: str) -> str:
    """Text as it is compared: case, space and punctuation aside."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, plain)) or "".join(plain.split())


def folded(letter: str) -> str:
    """A letter as it is looked up."""
    return unicodedata.normalize("NFKC", letter).upper()


def only_letters(text: str) -> bool:
    """True for words that are option letters and nothing else: "B", "A, C", "A and C", "AC"."""
    if len(text) > _LONGEST:
        return False
    words = " ".join(text.replace("*", " ").replace("_", " ").split())
    words = words.replace(" ,", ",").replace(" .", ".")
    return bool(_STRICT.match(words)) and len({_script(c) for c in _AND.sub(" ", words)} - {""}) < 2


def _script(c: str) -> str:
    """What alphabet a letter is of, as far as it tells "E" from a text of one ideograph."""
    if not c.isalpha():
        return ""
    return "cased" if c.lower() != c.upper() else "other"


def read_key(rest: str) -> Key:
    """The key in the words after its label; named is empty where they name no letter."""
    inside, after = rest, ""
    told = _TOLD.match(rest) if "。" in rest or "**" in rest or "__" in rest else None
    if told and only_letters(told["letters"]):
        inside, after = told["letters"], told["after"]
    elif rest.count("**") % 2:
        inside, _, after = rest.partition("**")
    elif apart := _APART.match(rest):
        sure = only_letters(apart["bold"] or "") or _is_list(apart["plain"] or "")
        inside, after = (apart[1], apart["after"]) if sure else (rest, "")
    words = " ".join(_EMPHASIS.sub("", inside).rstrip("✅✔ ").split())
    verdict = _VERDICT.search(words) if len(words) < _LONGEST else None
    if verdict and only_letters(words[: verdict.start()]):
        words = words[: verdict.start()]
    if not any(c.isalnum() for c in after):
        after = ""
    named = tuple(_named(words))
    signed = tuple(_signed(words)) if named and not any(one.text for one in named) else ()
    return Key(words, named, after.lstrip(" \t-–—:,.。").rstrip(" \t-–—:,"), signed)


def is_bold_key(words: str) -> bool:
    """True for words that begin with letters alone in bold: "**B** – it hoists"."""
    apart = _APART.match(words)
    return apart is not None and only_letters(apart["bold"] or "")


def _is_list(words: str) -> bool:
    """True for two letters or more and nothing else."""
    return only_letters(words) and len(words.strip()) > 1 and not words.strip("([])").isalpha()


def _named(words: str) -> list[Named]:
    words = _WORD_BEFORE.sub("", words)
    if _EITHER.match(words):
        return []
    if only_letters(words):
        letters = [c for c in _AND.sub(" ", words) if c.isalpha()]
        return [Named(c) for c in dict.fromkeys(letters)]
    if found := _signed(words):
        return found
    loose = _LOOSE.match(words)
    return [Named(loose[1], words[loose.end() :].strip(), loose=True)] if loose else []


def _signed(words: str) -> list[Named]:
    """The letters that a sign sets apart from the text behind them."""
    found = []
    for segment in _SPLIT.split(words):
        signed = _SIGNED.match(segment)
        if not signed:
            break
        found.append(Named(signed[1] or signed[2], segment[signed.end() :].strip()))
    return found
