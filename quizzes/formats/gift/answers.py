"""What stands between the braces of a GIFT question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.drafts import shown as cut
from quizzes.drafts import Kind, OptionDraft
from quizzes.formats.gift.marks import shown
from quizzes.formats.gift.texts import Texts
from quizzes.formats.judging import Found, letter

_MARK = re.compile(r"(~=|[=~])")
_WEIGHT = re.compile(r"%[ \t]*(-?\d{1,3}(?:[.,]\d*)?)[ \t]*%")
_TRUTH = re.compile(r"(t|true|f|false)", re.IGNORECASE)
_WHOLE = 100.0
# Weights are rounded: three thirds make 99.99999, and some write 33 for each.
_ROUNDING = 1.01


@dataclass(frozen=True, slots=True)
class _Answer:
    """is_right: marked with `=`. weight is in percent."""

    text: str
    reason: str
    is_right: bool
    weight: float


def take_answers(found: Found, body: str, texts: Texts) -> None:
    """Put into found what body, the text between the braces, holds. Escapes are hidden."""
    body = body.strip()
    if not body:
        _reject(found, "essay")
    elif body.startswith("#"):
        _reject(found, "numerical")
    elif body.startswith(">"):
        _reject(found, "ordering")
    elif "~" in body:
        _take_choice(found, body, texts)
    elif "=" in body and "->" in body:
        _take_pairs(found, body, texts)
    elif _TRUTH.fullmatch(body.partition("#")[0].strip()):
        _take_truth(found, body, texts)
    else:
        _reject(found, "short answer")


def _reject(found: Found, kind: str) -> None:
    found.type_name = kind
    found.errors.append(f"a question of the kind “{kind}” – make it one with options, or leave it")


def _take_truth(found: Found, body: str, texts: Texts) -> None:
    word, wrong, right = (*(part.strip() for part in body.split("#", 2)), "", "")[:3]
    is_true = word[0] in "Tt"
    reasons = (right, wrong) if is_true else (wrong, right)
    found.kind = Kind.SINGLE
    found.options = [
        OptionDraft(letter(i), text, is_true is (i == 0), texts.markdown(reasons[i]))
        for i, text in enumerate(("True", "False"))
    ]


def _take_pairs(found: Found, body: str, texts: Texts) -> None:
    found.kind = Kind.MATCHING
    before, *pairs = body.split("=")
    places: dict[str, int] = {}
    if before.strip():
        found.errors.append(f"“{cut(shown(before))}” has no mark – write = before each pair")
    for pair in pairs:
        left, arrow, rest = pair.partition("->")
        right, _, reason = rest.partition("#")
        if not arrow:
            found.errors.append(f"“{cut(shown(pair))}” is no pair – write “=this -> that”")
            continue
        answer = shown(right).strip()
        place = places.setdefault(answer, len(places) + 1)
        # An answer without an option only makes the others harder to find.
        if left.strip():
            found.options.append(
                OptionDraft(
                    letter(len(found.options)),
                    texts.markdown(left),
                    is_key=False,
                    rationale=texts.markdown(reason),
                    place=place,
                )
            )
    found.answers = list(places)


def _take_choice(found: Found, body: str, texts: Texts) -> None:
    before, *rest = _MARK.split(body)
    if before.strip():
        found.errors.append(f"“{cut(shown(before))}” has no mark – write = or ~ before each option")
    answers = [_answer(mark, text) for mark, text in zip(rest[::2], rest[1::2], strict=True)]
    one = any(answer.is_right for answer in answers)
    keys = _keys_of_one(found, answers) if one else _keys_of_several(found, answers)
    found.options = [
        OptionDraft(
            letter(i), texts.markdown(answer.text), i in keys, texts.markdown(answer.reason)
        )
        for i, answer in enumerate(answers)
    ]


def _answer(mark: str, text: str) -> _Answer:
    is_right = "=" in mark
    weight = _WHOLE if is_right else 0.0
    text = text.strip()
    if given := _WEIGHT.match(text):
        weight, text = float(given[1].replace(",", ".")), text[given.end() :]
    words, _, reason = text.partition("#")
    return _Answer(words, reason, is_right, weight)


def _keys_of_one(found: Found, answers: Sequence[_Answer]) -> set[int]:
    """The key where one option is chosen; what is partly right counts as wrong."""
    found.kind = Kind.SINGLE
    keys = {i for i, answer in enumerate(answers) if answer.weight == _WHOLE}
    if not keys:
        found.errors.append("no option is worth 100 % – mark the right one with “=”")
    elif len(keys) > 1:
        found.errors.append(
            f"{len(keys)} options are right where one is chosen – mark one with “=”, give each "
            "right one its share as in “~%50%”, or write “\\=” where it is text"
        )
    _tell_partial(found, answers, keys)
    return keys


def _keys_of_several(found: Found, answers: Sequence[_Answer]) -> set[int]:
    """The key where several may be chosen: those whose weights make 100 % together."""
    keys = {i for i, answer in enumerate(answers) if answer.weight > 0}
    total = sum(answers[i].weight for i in keys)
    whole = {i for i in keys if answers[i].weight == _WHOLE}
    found.kind = Kind.MULTIPLE if len(keys) > 1 else Kind.SINGLE
    if not keys:
        found.errors.append("no key – mark the right option with “=”")
    elif abs(total - _WHOLE) <= _ROUNDING:
        if max(answers[i].weight for i in keys) - min(answers[i].weight for i in keys) > _ROUNDING:
            found.hints.append("the right options have different weights – here they count alike")
        _tell_partial(found, answers, keys)
    elif len(whole) == 1:
        found.kind, keys = Kind.SINGLE, whole
        found.doubts.append("one option alone is worth 100 % – check that it is the whole key")
        _tell_partial(found, answers, keys)
    else:
        found.errors.append(
            f"the weights of the right options make {total:g} % – let them make 100 % together"
        )
    return keys


def _tell_partial(found: Found, answers: Sequence[_Answer], keys: set[int]) -> None:
    """A hint on what is partly right outside the key, a note on what costs a part."""
    partial = [i for i, answer in enumerate(answers) if answer.weight > 0 and i not in keys]
    if partial and keys:
        named = ", ".join(letter(i) for i in partial)
        found.hints.append(f"partly right in the file, wrong here: {named} – check the key")
    if any(-_WHOLE < answer.weight < 0 for answer in answers):
        found.notes.append(
            "what wrong options cost is not kept – a wrong one makes the whole wrong"
        )
