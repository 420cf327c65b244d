"""Whether a file is a bank of questions, and whether a text says that its questions are to come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.formats.markdown.marks import HeadStyle, OptionStyle
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.reader import Found, Piece, find_questions
from quizzes.formats.words.cues import asks

_SOON = re.compile(
    r"\b(?:coming\s+soon|to\s+be\s+(?:added|written|announced|done)"
    r"|will\s+(?:be\s+added|follow|come|appear)|under\s+construction|work\s+in\s+progress"
    r"|not\s+(?:yet\s+)?(?:available|written|ready)(?:\s+yet)?"
    r"|in\s+preparation|placeholder|stay\s+tuned|tbd|tba|todo|wip)\b",
    re.IGNORECASE,
)
_ENOUGH = 1.5
_CLUE = re.compile(
    r"^[^\w\n]{0,20}(?:<[^<>\n]{1,40}>[^\w\n]{0,8}){0,3}(?:the )?"
    r"(?:(?:correct|right|suggested|expected|proper|best)"
    r"(?: (?:answ|opt|choi|resp|ord|seq|mat|pai)|[^\w\n])"
    r"|(?:answers?|ans|solution|key)(?:\(s\)| key| is| are)*[ *_]{0,6}(?:[:：=]|[-–—]\s|$|[a-j]\b)"
    r"|(?:show|view|see|click|reveal|check)\b[^\n]{0,40}\bansw"
    r"|(?:q|question)\W{0,3}\d+\W{1,4}(?:correct|answ)"
    r"|ответ|правильн|верн|richtig|korrekt|antwort|respuest|répons|respost|rispost|odpowied"
    r"|答案|正解|正确|正確|答え)"
    r"|^[^\w\n]{0,8}\[ ?[(\[]? ?[xX×✓✔✅☑]|^\s{0,8}\*\w[).]"
    r"|(?:[✅✔☑✓]\ufe0f?|[(\[]correct(?: answer)?[)\]])[*_]{0,2}\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of questions in a text: whether they are next to all of it, and the lines
    of those that are surely meant to be asked: with options, a key and a stem that asks, or a
    head that calls it a question. found is for `judge_all`."""

    is_bank: bool
    lines: Sequence[int]
    found: Found


def is_bank(text: str) -> bool:
    """True for a file that holds questions and next to nothing else.

    A title, topic headings, badges, lists of links and rules do not count as something else."""
    return sight(text).is_bank


def sight(text: str) -> Sight:
    """What can be seen of questions in a text."""
    found = find_questions([Piece(text)])
    sound = [parts for parts in found.questions if _is_question(parts)]
    # Where most are surely questions, those beside them that look like less are too.
    inside = sum(parts.words for parts in found.questions)
    most = bool(sound) and len(sound) * 2 >= len(found.questions)
    sure = [parts.line for parts in sound if len(parts.options) > 1]
    return Sight(most and inside >= _ENOUGH * found.other_words, sure, found)


def says_coming_soon(text: str) -> bool:
    """True for a text that holds no question and says that there will be some."""
    return bool(_SOON.search(text)) and not find_questions([Piece(text)]).questions


def has_clue(text: str) -> bool:
    """False for a text in which no line could be a key: then it holds no sure question."""
    return bool(_CLUE.search(text))


def _is_question(parts: Parts) -> bool:
    """True where there is more to see than a list under a heading would show."""
    key = bool(parts.answered or parts.weak_keys)
    ticked = any(option.is_right for option in parts.options)
    lettered = any(option.choice.letter for option in parts.options)
    labelled = parts.head is not None and parts.head.style is HeadStyle.LABEL
    if len(parts.options) < 2:
        return labelled and key
    buttons = any(o.choice.style in (OptionStyle.RADIO, OptionStyle.CHECK) for o in parts.options)
    if labelled or ((lettered or buttons) and (key or ticked)):
        return True
    return asks(parts.stem) and (ticked or key)
