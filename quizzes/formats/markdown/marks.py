"""What a line may be to a question: its head, an option, the key, the explanation's beginning.

Each is only a candidate: `blocks` decides by what stands around it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from quizzes.formats.markdown.lines import Line, LineKind


class HeadStyle(Enum):
    """How sure a head is: "Question 7" is one anywhere, a number or a heading only in its place."""

    LABEL = auto()
    NUMBERED_HEADING = auto()
    HEADING = auto()
    NUMBERED = auto()


@dataclass(frozen=True, slots=True)
class Head:
    """The start of a question. titled: what follows the label may be a title and not the stem."""

    style: HeadStyle
    number: str
    rest: str
    titled: bool = False


class OptionStyle(Enum):
    LETTER = auto()
    BOX = auto()
    RADIO = auto()
    CHECK = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option's line. marked: the line itself says that it is right; None where it cannot say.

    letter is empty where the line has none; odd is a mark that means nothing known."""

    style: OptionStyle
    letter: str
    text: str
    marked: bool | None = None
    odd: str = ""


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """A line that says which options are right; rest is what follows the label.

    number names the question where the line does; weak: the words may be prose as well."""

    rest: str
    number: str = ""
    weak: bool = False


class LabelKind(Enum):
    EXPLANATION = auto()
    OPTIONS = auto()
    REVEAL = auto()


@dataclass(frozen=True, slots=True)
class Label:
    kind: LabelKind
    rest: str = ""


Mark = Head | Choice | KeyLabel | Label

QUESTION = r"question|quest|que|q|mcq|вопрос|frage|pregunta|pergunta|domanda|pytanie|问题|題|问"
_RIGHT = (
    r"correct|right|suggested|expected|proper|best|правильный|верный|richtige|korrekte|正确|正確"
)
_ANSWER = (
    r"answers?|ans|ответы?|antwort(?:en)?|respuestas?|réponses?|respostas?|risposte?|risposta"
    r"|odpowied[źz]i?|答案|正解|答え"
)
_DECORATION = re.compile(r"^(?:[-*+]\s+(?=\W*\w)|(?![\[(<`_$!|#~])[^\w\s]|__(?=\w)|\s|#+\s|~~)+")
_NUMBER = r"(\d+(?:\.\d+)*[a-z]?)"
_HEAD = re.compile(
    rf"(?:(?:practice|sample|exam|quiz|review|mock|test|bonus|new|knowledge|check|multiple|choice)\s+)*"
    rf"({QUESTION})\s*(?:(?:no|number|nr|num)\b\.?)?[\s.#№:]*{_NUMBER}(?:\s*(?:of|/)\s*\d+)?"
    rf"(?=\W|$)(?P<close>[*_]*)\s*(?P<sep>[:.)\]：．、）]|[-–—](?=\s|$)|)(?P<close2>[*_]*)\s*",
    re.IGNORECASE,
)
_BARE_HEAD = re.compile(r"(question|q)\s*[*_]*\s*(?P<sep>[:：.])[*_]*\s*", re.IGNORECASE)
_NUMBERED = re.compile(
    r"#?(\d{1,5}(?:\.\d{1,5})*)\s*[*_]*\s*(?:[.):：．、）]|[-–—](?=\s))(?!\d)[*_]*\s*"
)
_LIST_NUMBER = re.compile(
    r"([*_]{0,2})(\d{1,5})([*_]{0,2})[.)．、）]([*_]{0,2})(?:\s+|$|(?<=[．、）]))"
)
_KEY = re.compile(
    rf"(?:the\s+)?(?:(?P<right>{_RIGHT})\s*)?(?:(?P<answer>{_ANSWER})|(?P<option>options?|choices?|responses?)"
    r"|(?P<soft>key|solution|lösung|correct))(?:\s*\(s\))?(?:\s+key)?"
    r"(?:\s+(?:to|for)\s+(?:question|q)\s*(?P<n>\d+)|\s+(?P<n2>\d+))?"
    r"(?P<close>[\s*_]*)(?P<sep>[:：=]|[-–—](?=\s|[*_])|(?:is|are|est|ist|es)\b[:：]?|)[\s*_]*",
    re.IGNORECASE,
)
_EXPLANATION = re.compile(
    r"(?:(?:detailed|brief|full|answer|short|overall|general)\s+)*"
    r"(?:explanations?|rationales?|reason(?:ing)?|justification|feedback|why"
    r"|объяснение|пояснение|erklärung|explicación|explication|explicação|spiegazione|解析|解説|解释)"
    r"(?:\s*\((?:s|why)\))?(?P<close>[\s*_]*)(?P<sep>[:：]|[-–—](?=\s)|)(?P<close2>[*_]*)\s*",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"(?:options|choices|answer\s+(?:options|choices)|possible\s+answers|answers)\s*[*_]*\s*[:：]?[*_]*\s*$",
    re.IGNORECASE,
)
_REVEAL = re.compile(
    r"\W*(?:(?:click|tap|show|see|view|reveal|check|display|open|expand|hide|toggle|spoiler)\b.*"
    r"|(?:the\s+)?(?:answers?|solution|ответ|答案)(?:\s*(?:&|and|\+|/)\s*(?:explanations?|rationale))?"
    r"|explanations?)\W*$",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(?:[-*+]\s+)?(?P<star>\*(?!\*))?(?P<open>\*\*|__)?(?P<paren>[(\[（])?(?P<letter>[^\W\d_])"
    r"(?P<mid>\*\*|__)?(?P<mark>[).:\]:：．、）])(?P<close>\*\*|__)?(?P<gap>\s+|$|)(?P<text>.*)$",
    re.DOTALL,
)
_BOX = re.compile(
    r"(?P<bullet>(?:[-*+]|\d{1,3}[.)])\s*)?"
    r"(?:\[(?P<shape>[(\[])\s*(?P<deep>[^\s\])]?)\s*[)\]]\]|\[\s*(?P<flat>[^\s\]]?)\s*\](?![(\[:])"
    r"|(?P<paren>\(\s*(?P<round>[^\s)]?)\s*\)))(?P<gap>\s+|$|)(?P<text>.*)$",
    re.DOTALL,
)
_MARKS = frozenset("xX×✓✔✅☑хХ*")
_STRICT = r"[(\[\"'“`]*[A-Ja-j][)\]\"'”`]*"
STRICT_LETTERS = re.compile(
    rf"[\s*_]*{_STRICT}(?:[\s*_]*(?:,|;|/|&|\+|and|、|，)?[\s*_]*{_STRICT})*[\s*_.]*$"
)


def plain(text: str) -> str:
    """Text without the bullet, emphasis and pictures that stand before its first word."""
    return _DECORATION.sub("", text)


def mark(line: Line) -> Mark | None:
    """What the line may be; None for words, code, rules and comments."""
    if line.kind is LineKind.HEADING:
        return _heading(line)
    if line.kind is not LineKind.TEXT:
        return None
    body = line.body
    if line.summary:
        return _summary(body)
    return choice(body) or _label(body) or _numbered(line) or None


def choice(body: str) -> Choice | None:
    """The option that the line's words may be."""
    first = body[0]
    if first in "-*+[(" or first.isdigit():
        box = _box(body)
        if box:
            return box
    found = _LETTERED.match(body)
    if not found:
        return None
    text, sign, opened = found["text"], found["mark"], found["open"]
    closed = bool(found["mid"] or found["close"])
    if (sign == "]") != (found["paren"] == "["):
        return None
    if not found["gap"] and not closed and sign in ".:：" and text:
        return None
    if found["letter"].lower() in "xх" and sign == "]":
        return None
    if (found["mid"] and not opened) or (found["close"] and not opened):
        return None
    if opened and not closed:
        text = _closed(text, opened)
    starred: bool | None = None
    if found["star"]:
        if text.endswith("*") and not text.endswith("**"):
            text = text[:-1]
        else:
            starred = True
    letter = unicodedata.normalize("NFKC", found["letter"])
    return Choice(OptionStyle.LETTER, letter, text.strip(), starred)


def _closed(text: str, opened: str) -> str:
    """Text whose emphasis was opened before the letter, made whole."""
    if text.rstrip().endswith(opened) and text.count(opened) == 1:
        return text.rstrip()[: -len(opened)]
    return opened + text if opened in text else text


def _box(body: str) -> Choice | None:
    found = _BOX.match(body)
    if not found or not (found["bullet"] or found["shape"] or found["gap"]):
        return None
    if found["paren"] and not found["bullet"]:
        return None
    sign = found["deep"] or found["flat"] or found["round"] or ""
    bare = not found["bullet"] and not found["shape"]
    if bare and not (found["gap"] and (sign or body.startswith("[ ]"))):
        return None
    if sign and sign not in _MARKS:
        lettered = unicodedata.category(sign).startswith("L") and not found["shape"]
        return None if lettered else Choice(OptionStyle.BOX, "", found["text"].strip(), False, sign)
    style = OptionStyle.BOX
    if found["shape"]:
        style = OptionStyle.RADIO if found["shape"] == "(" else OptionStyle.CHECK
    elif found["paren"]:
        style = OptionStyle.RADIO
    text = found["text"].strip()
    inner = _LETTERED.match(text) if text else None
    if inner and inner["letter"].isascii() and not inner["star"] and not inner["paren"]:
        lettered_option = choice(text)
        if lettered_option and lettered_option.style is OptionStyle.LETTER:
            return Choice(style, lettered_option.letter, lettered_option.text, bool(sign))
    return Choice(style, "", text, bool(sign))


def _heading(line: Line) -> Mark | None:
    words = plain(line.body)
    if _OPTIONS.match(words) and not words.lower().startswith("answers"):
        return Label(LabelKind.OPTIONS)
    if key := _key(words, whole=True):
        return key
    if explanation := _explanation(words, whole=True):
        return explanation
    if head := _head(words, strong=True):
        return head
    if found := _NUMBERED.match(words):
        return Head(HeadStyle.NUMBERED_HEADING, found[1], words[found.end() :])
    if words.isdigit():
        return Head(HeadStyle.NUMBERED_HEADING, words, "")
    return Head(HeadStyle.HEADING, "", line.body)


def _summary(body: str) -> Mark | None:
    words = plain(body)
    key = _key(words, whole=True)
    if key and key.rest:
        return key
    if head := _head(words, strong=True):
        return head
    if _REVEAL.match(words):
        return Label(LabelKind.REVEAL)
    return None


def _label(body: str) -> Mark | None:
    words = plain(body)
    if not words:
        return None
    emphasised = "*" in body[: len(body) - len(words)] or "_" in body[: len(body) - len(words)]
    if key := _key(words, whole=emphasised):
        return key
    if explanation := _explanation(words, whole=emphasised):
        return explanation
    if _OPTIONS.match(words):
        return Label(LabelKind.OPTIONS)
    return _head(words, strong=emphasised)


def _key(words: str, *, whole: bool) -> KeyLabel | None:
    """A key's label; whole: the line is set apart, so that it needs no colon."""
    found = _KEY.match(words)
    if not found or not (found["answer"] or found["soft"] or found["right"]):
        return None
    rest, sep = words[found.end() :], found["sep"]
    if not sep and not found["close"].strip() and rest and not words[found.end() - 1].isspace():
        return None
    strict = bool(STRICT_LETTERS.match(rest))
    number = found["n"] or (found["n2"] if sep else "") or ""
    if found["soft"] and not found["right"]:
        return KeyLabel(rest, number) if strict and sep else None
    if sep.lower().rstrip(":：") in ("is", "are", "est", "ist", "es"):
        letter = re.match(r"[\s*_(]*(?:option\s+)?[A-J]\b", rest)
        return KeyLabel(rest, number, weak=True) if letter else None
    if sep or strict:
        return KeyLabel(rest, number)
    if not rest and (whole or found["close"].strip()):
        return KeyLabel("", number)
    return KeyLabel(rest, number) if found["close"].strip("\t ") else None


def _explanation(words: str, *, whole: bool) -> Label | None:
    found = _EXPLANATION.match(words)
    if not found:
        return None
    rest = words[found.end() :]
    if found["sep"] in (":", "：") or (not rest and whole) or found["close"].strip("\t "):
        return Label(LabelKind.EXPLANATION, rest)
    if found["sep"] and whole:
        return Label(LabelKind.EXPLANATION, rest)
    return None


def _head(words: str, *, strong: bool) -> Mark | None:
    """A labelled head, or the entry of an answer key where what follows the label is a key."""
    found = _HEAD.match(words)
    if found:
        rest = words[found.end() :]
        closed = bool(found["close"] or found["close2"])
        if not (strong or found["sep"] or not rest):
            return None
        inner = plain(rest)
        if (key := _key(inner, whole=True)) and not key.weak:
            return KeyLabel(key.rest, found[2])
        word = found[1].lower()
        titled = (
            word not in ("q", "mcq") and found["sep"] in (":", "-", "–", "—", "：") and not closed
        )
        return Head(
            HeadStyle.LABEL, found[2], _unopened(rest, opened=strong and not closed), titled
        )
    if found := _BARE_HEAD.match(words):
        return Head(HeadStyle.LABEL, "", words[found.end() :])
    if strong and re.fullmatch(r"question\W*", words, re.IGNORECASE):
        return Head(HeadStyle.LABEL, "", "")
    return None


def _unopened(rest: str, *, opened: bool) -> str:
    """A stem without the closing mark of emphasis that began before its label."""
    for sign in ("**", "__"):
        if opened and rest.endswith(sign) and rest.count(sign) == 1:
            return rest[: -len(sign)]
    return rest


def _numbered(line: Line) -> Head | None:
    found = _LIST_NUMBER.match(line.body)
    if not found or line.column > 3:
        return None
    rest = line.body[found.end() :]
    opened = bool(found[1]) and not (found[3] or found[4])
    return Head(HeadStyle.NUMBERED, found[2], _unopened(rest, opened=opened))
