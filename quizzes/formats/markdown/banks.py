"""Whether a file is a bank of questions, and whether a text says that its questions are to come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from quizzes.formats.markdown.lines import scan
from quizzes.formats.markdown.marks import HeadStyle, OptionStyle
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.reader import Found, Piece, find_questions
from quizzes.formats.markdown.serving import Stranger
from quizzes.formats.markdown.texts import count_words
from quizzes.formats.words.cues import asks

_SOON = re.compile(
    r"\b(?:coming\s+soon|to\s+be\s+(?:added|written|announced|done)"
    r"|will\s+(?:be\s+added|follow|come|appear)|under\s+construction|work\s+in\s+progress"
    r"|not\s+(?:yet\s+)?(?:available|written|ready)(?:\s+yet)?"
    r"|in\s+preparation|placeholder|stay\s+tuned|tbd|tba|todo|wip)\b",
    re.IGNORECASE,
)
_ENOUGH = 1.5
# What a line begins with that may be a key; and what an option that is right may end with.
_CLUE = re.compile(
    r"[^\w\n]{0,20}(?:<[^<>\n]{1,40}>[^\w\n]{0,8}){0,3}(?:the )?"
    r"(?:(?:correct|right|suggested|expected|proper|best)"
    r"(?: (?:answ|opt|choi|resp|ord|seq|mat|pai)|[^\w\n])"
    r"|(?:answers?|ans|solution|key)(?:\(s\)| key| is| are)*[ *_]{0,6}(?:[:：=]|[-–—]\s|$|[a-j]\b)"
    r"|(?:show|view|see|click|reveal|check)\b[^\n]{0,40}\bansw"
    r"|(?:q|question)\W{0,3}\d+\W{1,4}(?:correct|answ)"
    r"|ответ|правильн|верн|richtig|korrekt|antwort|respuest|répons|respost|rispost|odpowied"
    r"|corrig|bonne|gabarito|poprawn|prawidł|cevap|jawaban|đáp|정답|답|答|正解|正确|正確|参考|標準|标准)"
    r"|[^\w\n]{0,8}\[ ?[(\[]? ?[xX×✓✔✅☑]|\s{0,8}\*\w[).]"
    r"|[^\w\n]{0,8}(?:\w{1,2}[).:][^\w\n]{0,6})?(?:[✅✔☑✓]|[(\[]correct)",
    re.IGNORECASE | re.MULTILINE,
)
_CLUE_BEHIND = re.compile(
    r"[✅✔☑✓]\ufe0f?[*_]{0,2}\s*$|[(\[](?i:correct(?: answer)?)[)\]][*_]{0,2}\s*$", re.MULTILINE
)
_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of questions in a text: whether they are next to all of it, and the lines
    of those that are surely meant to be asked: with options, a key and a stem that asks, or a
    head that calls it a question. keyless are the lines of those that have no key, where they are
    next to all of the text. found is for `judge_all`."""

    is_bank: bool
    lines: Sequence[int]
    keyless: Sequence[int]
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
    full = inside >= _ENOUGH * found.other_words
    sure = [parts.line for parts in sound if len(parts.options) > 1]
    keyless = [parts.line for parts in found.questions if _lacks_key(parts)]
    alike = full and len(keyless) > 1 and len(keyless) * 2 >= len(found.questions)
    return Sight(most and full, sure, keyless if alike else (), found)


def says_coming_soon(text: str) -> bool:
    """True for a text that holds no question and says that there will be some."""
    return bool(_SOON.search(text)) and not find_questions([Piece(text)]).questions


def strangers(text: str) -> Sequence[Stranger]:
    """The numbered questions without a key in a text outside of every quiz section."""
    found = find_questions([Piece(text)]).questions
    return [Stranger(one.line, one.number) for one in found if one.number and _lacks_key(one)]


def has_words(text: str) -> bool:
    """True for a text with words of its own: more than headings and links."""
    return count_words(scan(text)) > 0


def has_clue(text: str) -> bool:
    """False for a text in which no line could be a key: then it holds no sure question."""
    starts = chain((0,), (found.end() for found in _LINE_END.finditer(text)))
    return any(_CLUE.match(text, at) for at in starts) or bool(_CLUE_BEHIND.search(text))


def _is_question(parts: Parts) -> bool:
    """True where there is more to see than a list under a heading would show."""
    key = bool(parts.answered or parts.weak_keys)
    ticked = any(option.is_right for option in parts.options)
    lettered = any(option.choice.letter for option in parts.options)
    labelled = parts.head is not None and parts.head.style is HeadStyle.LABEL
    if len(parts.options) < 2:
        return labelled and key
    buttons = _has_buttons(parts)
    if labelled or ((lettered or buttons) and (key or ticked)):
        return True
    return asks(parts.stem) and (ticked or key)


def _lacks_key(parts: Parts) -> bool:
    """True for what has all of a question but its key."""
    lettered = _has_buttons(parts) or all(option.choice.letter for option in parts.options)
    ticked = any(option.is_right for option in parts.options)
    answered = parts.answered or parts.weak_keys or ticked
    stem = parts.stem.strip()
    asked = parts.head is not None and (asks(stem) or "\n\n" not in stem)
    return asked and len(parts.options) > 1 and lettered and not answered


def _has_buttons(parts: Parts) -> bool:
    buttons = (OptionStyle.RADIO, OptionStyle.CHECK)
    return any(option.choice.style in buttons for option in parts.options)
