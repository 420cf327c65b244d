"""Keys on the lines below the label that announces them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizzes.formats.markdown.heads import is_letters, plain
from quizzes.formats.markdown.lines import LineKind
from quizzes.formats.markdown.marks import Choice, Head, KeyLabel, Label
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.words.keys import is_bold_key, same_words

_BULLET = re.compile(r"[-*+]\s+")
_MOST_LETTERS = 12


def key_below(survey: Survey, at: int, end: int, *, label: KeyLabel) -> tuple[int, KeyLabel | None]:
    """The last line of the key below the bare label on line at, before line end; and the key.

    None where the lines below are no key."""
    lines = [*(_places(survey, at, end) if label.kind else _letters(survey, at, end))]
    if not lines:
        return at, replace(label, rest="") if label.kind else None
    joint = "; " if label.kind else ", "
    return lines[-1][0], replace(label, rest=joint.join(words for _, words in lines))


def texts_below(
    survey: Survey, at: int, end: int, *, texts: Sequence[str]
) -> tuple[int, KeyLabel | None]:
    """The last line of the texts of options below the bare label on line at; and the key.

    None unless each line of the paragraph or list there is the whole text of one option."""
    known = Counter(same_words(text) for text in texts)
    found: list[str] = []
    for i in range(at + 1, end):
        line = survey.lines[i]
        if line.kind is LineKind.BLANK and not found:
            continue
        if line.kind is not LineKind.TEXT or survey.marks[i] is not None:
            break
        found.append(_BULLET.sub("", line.body))
        at = i
    is_key = found and all(known[same_words(text)] == 1 for text in found)
    return at, KeyLabel("; ".join(found)) if is_key else None


def _letters(survey: Survey, at: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines below that name options by their letters, with their words."""
    found = 0
    for i in range(at + 1, end):
        line, mark = survey.lines[i], survey.marks[i]
        if line.kind is LineKind.BLANK:
            if found:
                return
            continue
        if isinstance(mark, Choice) and mark.letter and not mark.marked:
            yield i, f"{mark.letter}) {mark.text}"
        elif is_letters(line) and mark is None:
            yield i, plain(line.body)
        elif not found and mark is None and is_bold_key(line.body):
            yield i, line.body
            return
        else:
            return
        found += 1
        if found == _MOST_LETTERS:
            return


def _places(survey: Survey, at: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines below that give an order or matches, with their words."""
    found = False
    for i in range(at + 1, end):
        line, mark = survey.lines[i], survey.marks[i]
        if line.kind is LineKind.BLANK and not found:
            continue
        if line.kind is not LineKind.TEXT or isinstance(mark, KeyLabel | Label):
            return
        yield i, mark.rest if isinstance(mark, Head) else line.body.lstrip("-*+ ")
        found = True
