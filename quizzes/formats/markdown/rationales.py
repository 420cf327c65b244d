"""Reasons for single options, taken out of an explanation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.formats.words.keys import folded, same_words

_AND = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_LETTERS = r"(?P<letters>[^\W\d_](?:\s*(?:,|&|/|\band\b|\bor\b)\s*[^\W\d_](?!\w))*)"
_WORD = r"(?:(?:options?|choices?|answers?)\s+)?"
_BEGIN = r"[^\w\s*_(\[`<>#|!-]*\s*(?P<open>\*\*|__)?"
_ITEM = re.compile(
    rf"{_BEGIN}{_WORD}\(?{_LETTERS}"
    r"(?:(?P<sign>[).:：．、])|(?P<dash>\s+[-–—](?=\s))|(?=\s*\(|\*\*|__))(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_WHY = re.compile(
    rf"{_BEGIN}[*_]?why\s+(?:not\s+)?{_WORD}{_LETTERS}(?P<sign>[^:：.\n]{{0,40}}[:：])[*_]*"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BOLD_HEAD = re.compile(
    r"\s*(?P<text>.*?)(?P<before>[:.]?)(?:\*\*|__)\s*(?P<after>[:：–—-]?)\s*(?P<rest>.*)$",
    re.DOTALL,
)
_LEAD_IN = re.compile(
    r"\b(?:why|incorrect|wrong|other|options?|choices|rationales?|distractors?)\b.*[:：]\W*$", re.I
)


@dataclass(slots=True)
class _Item:
    letters: Sequence[str]
    firm: bool
    lines: list[str] = field(default_factory=list)


def take_rationales(explanation: str, options: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The explanation without its list of reasons, and the reasons by folded letter.

    options: the texts by folded letter. A lone line such as "A. Smith" is no reason; a bulleted
    or bold letter is, and so are two plain ones."""
    items, kept = _items(explanation, options)
    firm = [item for item in items if item.firm]
    if not firm and len({letter for item in items for letter in item.letters}) < 2:
        return explanation, {}
    reasons: dict[str, str] = {}
    for item in items:
        text = "\n".join(item.lines).strip()
        for letter in item.letters:
            before = reasons.get(letter)
            reasons[letter] = f"{before}\n\n{text}" if before else text
    return "\n".join(kept).strip("\n").rstrip(), reasons


def _items(explanation: str, options: Mapping[str, str]) -> tuple[list[_Item], list[str]]:
    items: list[_Item] = []
    kept: list[str] = []
    current: _Item | None = None
    indent, blank, fence = 0, False, ""
    for line in explanation.split("\n"):
        bare = line.lstrip()
        if bare[:3] in ("```", "~~~") and (not fence or bare.startswith(fence)):
            fence = "" if fence else bare[:3]
        elif not fence and (found := _reason(line, options)):
            if current is None:
                _drop_lead_in(kept)
            current = found
            indent, blank = len(line) - len(bare), False
            items.append(current)
            continue
        inside = current and (not bare or not blank or len(line) - len(bare) > indent)
        if current and inside:
            current.lines.append(line[min(len(line) - len(bare), indent + 2) :])
            blank = blank or not bare
            continue
        if current:
            current = None
            if kept and kept[-1].strip() and bare:
                kept.append("")
        kept.append(line)
    return items, kept


def _reason(line: str, options: Mapping[str, str]) -> _Item | None:
    bare = line.lstrip()
    bullet = bare[:1] in ("-", "*", "+") and bare[1:2].isspace()
    if bullet:
        bare = bare[1:].lstrip()
    if why := _WHY.match(bare):
        letters = _letters(why["letters"])
        return _Item(letters, True, [why["rest"].strip()]) if _known(letters, options) else None
    found = _ITEM.match(bare)
    letters = _letters(found["letters"]) if found else ()
    if not found or not _known(letters, options):
        return None
    rest, opened = found["rest"], bool(found["open"])
    if not (found["sign"] or found["dash"] or opened):
        return None
    if not (bullet or opened) and found["sign"] != ")" and not rest.strip():
        return None
    if found["sign"] == "." and rest[:1].strip() and not rest.startswith(("**", "__")):
        return None
    if opened:
        rest = _without_option(rest, options[letters[0]])
    return _Item(letters, bullet or opened, [rest.strip()])


def _letters(text: str) -> tuple[str, ...]:
    return tuple(folded(c) for c in _AND.sub(" ", text) if c.isalpha())


def _known(letters: Sequence[str], options: Mapping[str, str]) -> bool:
    return all(letter in options for letter in letters)


def _without_option(rest: str, option: str) -> str:
    """The words after a bold letter, without the option's own text where it is repeated."""
    found = _BOLD_HEAD.match(rest)
    if not found:
        return rest
    text = found["text"].strip().strip("()")
    same = same_words(text)
    if not text or same_words(option).startswith(same):
        return found["rest"]
    return f"**{text}{found['before']}**{found['after']} {found['rest']}"


def _drop_lead_in(kept: list[str]) -> None:
    while kept and not kept[-1].strip():
        kept.pop()
    if kept and len(kept[-1]) < 80 and _LEAD_IN.search(kept[-1]):
        kept.pop()
