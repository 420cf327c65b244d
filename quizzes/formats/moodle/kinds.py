"""The options of Moodle's kinds of questions that there are here too."""

import math
from collections.abc import Sequence

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft
from quizzes.formats.html import from_plain
from quizzes.formats.judging import Found, letter
from quizzes.formats.moodle.words import Words
from quizzes.formats.trees import Node

# Moodle rounds thirds and sevenths.
_ALMOST_ALL = 99.0


def choice(found: Found, node: Node, words: Words) -> None:
    """One answer of 100 %, or several that earn something; what weights say besides is told."""
    answers = node.all("answer")
    earned = [_fraction(found, answer) for answer in answers]
    if node.get("type") == "multichoice" and node.text("single").lower() not in ("0", "false"):
        found.kind = Kind.SINGLE
        keys = [part >= _ALMOST_ALL for part in earned]
        _say_part_of(found, [part for part in earned if 0 < part < _ALMOST_ALL])
        if answers and not any(keys):
            found.errors.append("no answer earns the whole mark – give the right one 100 %")
    else:
        found.kind = Kind.MULTIPLE
        keys = [part > 0 for part in earned]
        _say_weights(found, [part for part in earned if part > 0])
    for answer, is_key in zip(answers, keys, strict=True):
        _add(found, words.of(answer), words.of(answer.find("feedback")), is_key=is_key)


def true_or_false(found: Found, node: Node, words: Words) -> None:
    """True and false as two options."""
    found.kind = Kind.SINGLE
    for answer in node.all("answer"):
        word = (answer.text("text") or answer.own_text()).strip().lower()
        if word not in ("true", "false"):
            what = f"the answer “{shown(word)}” is neither true nor false"
            found.errors.append(f"{what} – write one of the two")
        is_key = _fraction(found, answer) >= _ALMOST_ALL
        _add(found, word.capitalize(), words.of(answer.find("feedback")), is_key=is_key)


def matching(found: Found, node: Node, words: Words) -> None:
    """Subquestions are the options; one without words only adds an answer to choose from."""
    found.kind = Kind.MATCHING
    numbers: dict[str, int] = {}
    for pair in node.all("subquestion"):
        # An answer has no format of its own: it is plain text in Moodle.
        answer = from_plain(pair.text("answer", "text") or pair.text("answer"))
        option = words.of(pair)
        if answer:
            numbers.setdefault(answer, len(numbers) + 1)
        if option:
            _add(found, option, words.of(pair.find("feedback")), place=numbers.get(answer))
    found.answers = list(numbers)


def ordering(found: Found, node: Node, words: Words) -> None:
    """Items stand in the right order; where their fractions number them, these say the order."""
    found.kind = Kind.ORDERING
    answers = node.all("answer")
    numbers = [_fraction(found, answer) for answer in answers]
    if sorted(numbers) != [float(i) for i in range(1, len(answers) + 1)]:
        numbers = [float(i) for i in range(1, len(answers) + 1)]
    for answer, number in zip(answers, numbers, strict=True):
        rationale = words.of(answer.find("feedback"))
        _add(found, words.of(answer), rationale, place=int(number))
    if node.text("selecttype").lower() in ("random", "contiguous", "1", "2"):
        found.notes.append("Moodle shows some of the items – here all of them are asked")


def _add(
    found: Found, text: str, rationale: str, *, is_key: bool = False, place: int | None = None
) -> None:
    option = OptionDraft(letter(len(found.options)), text, is_key, rationale, place)
    found.options.append(option)


def _fraction(found: Found, answer: Node) -> float:
    """The part of the mark that an answer earns, in percent."""
    written = answer.get("fraction") or "0"
    try:
        part = float(written.replace(",", "."))
    except ValueError:
        part = math.nan
    if not math.isfinite(part):
        found.errors.append(
            f"line {answer.line}: the fraction “{shown(written)}” is no number – write 100 or 0"
        )
        return 0.0
    return part


def _say_part_of(found: Found, parts: Sequence[float]) -> None:
    if parts:
        some = f"an option earns {parts[0]:g} % of the mark"
        found.hints.append(f"{some} – here it is wrong, or make it the key")


def _say_weights(found: Found, parts: Sequence[float]) -> None:
    if not parts:
        return
    if max(parts) - min(parts) > 1:
        weights = ", ".join(f"{part:g}" for part in parts)
        found.hints.append(f"the right options weigh differently ({weights} %) – here all the same")
    elif sum(parts) < _ALMOST_ALL:
        what = f"all right options together earn {sum(parts):g} % of the mark"
        found.doubts.append(f"{what} – look whether one is missing")
