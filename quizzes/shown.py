"""Questions as a learner is shown them. The key, rationales and explanation are here only where
they may be seen: what makes these values decides it, and templates merely draw them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.outline import Outline, Place
from quizzes.drafts import Kind
from quizzes.grading import Given, shown_order
from quizzes.holdings import QuestionEntry
from quizzes.models import Attempt
from quizzes.notices import counting_now
from quizzes.places import Layout
from quizzes.regrades import as_counts_now
from quizzes.responses import ResponseRow
from quizzes.shown_places import (
    LETTERS,
    NOTHING,
    AnswerRow,
    PlacedRow,
    answers_of,
    asked,
    part,
    told,
)
from quizzes.wordings import OptionWords, Words, wordings


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option in the order of this attempt. state and rationale are empty until they may be seen:
    "key" chosen and right, "missed" right but not chosen, "wrong" chosen but wrong."""

    id: int
    letter: str
    html: SafeString
    chosen: bool
    state: str = ""
    rationale: SafeString = NOTHING


@dataclass(frozen=True, slots=True)
class Shown:
    """A question in the wording that the attempt pins. options are to be chosen; placed are to be
    given one of answers each. part: how much of an answer was right, in words, once explained.
    regraded: what counts of it now, in words, where that is another thing than was asked."""

    stem: SafeString
    kind: str
    needed: int
    options: Sequence[OptionRow] = ()
    placed: Sequence[PlacedRow] = ()
    answers: Sequence[AnswerRow] = ()
    explanation: SafeString = NOTHING
    part: str = ""
    regraded: str = ""

    @property
    def cue(self) -> str:
        return cue(self.kind, self.needed)


def cue(kind: str, needed: int) -> str:
    """What to do, in words."""
    if kind == Kind.ORDERING:
        return _("Put them in order")
    if kind == Kind.MATCHING:
        return _("Match each with an answer")
    if kind == Kind.SINGLE:
        return _("Choose one")
    words = {2: _("Choose two"), 3: _("Choose three"), 4: _("Choose four")}
    return words.get(needed) or _("Choose %(count)d") % {"count": needed}


def questions(
    attempt: Attempt, rows: Sequence[ResponseRow], *, explained: bool, refused: bool = False
) -> dict[int, Shown]:
    """The questions of some of the attempt's responses by version id, explained or not.

    refused: say what an answer lacks that was not taken."""
    revision = attempt.quiz.course.revision
    words = wordings([row.version_id for row in rows], revision=revision)
    # Until it is submitted, practice explains by the key that was asked, as it grades.
    now = (
        counting_now(rows, partial=attempt.partial_credit)
        if explained and not attempt.is_open
        else {}
    )
    words |= {pk: as_counts_now(words[pk], each.rule) for pk, each in now.items()}
    seed = bytes(attempt.seed)
    found = {
        row.version_id: _chosen(
            words[row.version_id],
            row.chosen,
            seed=seed,
            # Attempts begun before there were seeds keep the one order that they have shown.
            salt=b"" if seed == attempt.pk.bytes else row.version_id.to_bytes(8, "big"),
            explained=explained,
        )
        if words[row.version_id].kind.is_choice
        else _placed(
            words[row.version_id],
            row.given,
            words[row.version_id].layout(row.version_id, seed=seed),
            explained=explained,
            refused=refused,
        )
        for row in rows
    }
    return found | {pk: replace(found[pk], regraded=each.says) for pk, each in now.items()}


def _chosen(
    words: Words, chosen: Collection[int], *, seed: bytes, salt: bytes, explained: bool
) -> Shown:
    ordered = shown_order(words.options, seed=seed, shuffle=words.shuffle, salt=salt)
    options = tuple(
        OptionRow(
            id=option.id,
            # Words that cite a letter keep the author's; shuffled ones are lettered anew.
            letter=LETTERS[place % 26] if words.shuffle else option.letter,
            html=option.html,
            chosen=option.id in chosen,
            state=_state(option, option.id in chosen) if explained else "",
            rationale=option.rationale if explained else NOTHING,
        )
        for place, option in enumerate(ordered)
    )
    needed = words.answer_key.needed
    return Shown(
        stem=words.stem,
        kind=words.kind,
        needed=needed,
        options=options,
        explanation=words.explanation if explained else NOTHING,
        part=_part(words.kind, options, needed) if explained and needed > 1 else "",
    )


def _placed(words: Words, given: Given, seen: Layout, *, explained: bool, refused: bool) -> Shown:
    placed = told(words, seen, given) if explained else asked(words, seen, given, refused=refused)
    needed = words.answer_key.needed
    return Shown(
        stem=words.stem,
        kind=words.kind,
        needed=needed,
        placed=placed,
        answers=answers_of(words, seen),
        explanation=words.explanation if explained else NOTHING,
        part=_part(words.kind, placed, needed) if explained else "",
    )


def _part(kind: Kind, rows: Sequence[OptionRow | PlacedRow], total: int) -> str:
    return part(kind, Counter(row.state for row in rows), total)


def _state(option: OptionWords, chosen: bool) -> str:
    if option.is_key:
        return "key" if chosen else "missed"
    return "wrong" if chosen else ""


def teaching_section(outline: Outline, question: QuestionEntry | None) -> Place | None:
    """The section that teaches the question, if the book still has it."""
    return outline.place(question.section_id) if question is not None else None
