"""Reasons for single options, taken out of an explanation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quizzes.formats.markdown.keys import folded, same_words

_ITEM = re.compile(
    r"(?P<indent>\s*)(?P<bullet>[-*+]\s+)?[^\w\s*_(\[`<>#|!-]*\s*(?P<open>\*\*|__)?"
    r"(?:(?:options?|choices?|answers?)\s+)?\(?(?P<letter>[^\W\d_])"
    r"(?:(?P<sign>[).:：．、])|(?P<dash>\s+[-–—](?=\s))|(?=\s*\(|\*\*|__))(?P<rest>.*)$",
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
    letter: str
    firm: bool
    lines: list[str] = field(default_factory=list)


def take_rationales(explanation: str, options: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The explanation without its list of reasons, and the reasons by folded letter.

    options: the texts by folded letter. A lone line such as "A. Smith" is no reason; a bulleted
    or bold letter is, and so are two plain ones."""
    items, kept = _items(explanation, options)
    firm = [item for item in items if item.firm]
    if not firm and len({item.letter for item in items}) < 2:
        return explanation, {}
    reasons: dict[str, str] = {}
    for item in items:
        text = "\n".join(item.lines).strip()
        before = reasons.get(item.letter)
        reasons[item.letter] = f"{before}\n\n{text}" if before else text
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
            kept.append("")
        kept.append(line)
    return items, kept


def _reason(line: str, options: Mapping[str, str]) -> _Item | None:
    found = _ITEM.match(line)
    if not found or folded(found["letter"]) not in options:
        return None
    letter, rest = folded(found["letter"]), found["rest"]
    opened = bool(found["open"])
    if not found["sign"] and not found["dash"] and not opened:
        return None
    if not (found["bullet"] or opened) and found["sign"] in (None, ".", ":") and not rest:
        return None
    if found["sign"] == "." and rest[:1].strip() and not rest.startswith(("**", "__")):
        return None
    if opened:
        rest = _without_option(rest, options[letter])
    return _Item(letter, bool(found["bullet"] or opened), [rest.strip()])


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
    if kept and _LEAD_IN.search(kept[-1]) and len(kept[-1]) < 80:
        kept.pop()
