"""Questions as a learner is shown them. The key, rationales and explanation are here only where
they may be seen: what makes these values decides it, and templates merely draw them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.outline import Outline, Place
from quizzes.drafts import Kind
from quizzes.grading import shown_order
from quizzes.holdings import QuestionEntry
from quizzes.models import Attempt
from quizzes.responses import ResponseRow
from quizzes.wordings import OptionWords, Words, wordings

NOTHING = SafeString("")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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
    """A question in the wording that the attempt pins."""

    stem: SafeString
    kind: str
    needed: int
    options: Sequence[OptionRow]
    explanation: SafeString = NOTHING

    @property
    def cue(self) -> str:
        return cue(self.needed) if self.kind == Kind.MULTIPLE else ""


def cue(needed: int) -> str:
    """How many options to choose, in words."""
    words = {2: _("Choose two"), 3: _("Choose three"), 4: _("Choose four")}
    return words.get(needed) or _("Choose %(count)d") % {"count": needed}


def questions(
    attempt: Attempt, rows: Sequence[ResponseRow], *, explained: bool
) -> dict[int, Shown]:
    """The questions of some of the attempt's responses by version id, explained or not."""
    revision = attempt.quiz.course.revision
    words = wordings([row.version_id for row in rows], revision=revision)
    return {
        row.version_id: _shown(
            bytes(attempt.seed), words[row.version_id], row.chosen, explained=explained
        )
        for row in rows
    }


def _shown(seed: bytes, words: Words, chosen: Collection[int], *, explained: bool) -> Shown:
    ordered = shown_order(words.options, seed=seed, shuffle=words.shuffle)
    return Shown(
        stem=words.stem,
        kind=words.kind,
        needed=words.answer_key.needed,
        options=tuple(
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
        ),
        explanation=words.explanation if explained else NOTHING,
    )


def _state(option: OptionWords, chosen: bool) -> str:
    if option.is_key:
        return "key" if chosen else "missed"
    return "wrong" if chosen else ""


def teaching_section(outline: Outline, question: QuestionEntry | None) -> Place | None:
    """The section that teaches the question, if the book still has it."""
    return outline.place(question.section_id) if question is not None else None
