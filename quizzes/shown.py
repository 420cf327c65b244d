"""Questions as a learner is shown them. The key, rationales and explanation are here only where
they may be seen: what makes these values decides it, and templates merely draw them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from content.outline import Outline, Place
from quizzes.drafts import Kind
from quizzes.grading import shown_order
from quizzes.holdings import QuestionEntry
from quizzes.models import Attempt, Choice, Option, Response

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


class ResponseRow(NamedTuple):
    """A response's own columns: small, because a page reads all of an attempt's."""

    id: int
    position: int
    question_id: int
    version_id: int
    flagged: bool
    answered: bool
    score: float | None

    @property
    def verdict(self) -> str | None:
        """ "right" or "wrong" once graded."""
        return None if self.score is None else "right" if self.score == 1.0 else "wrong"


def cue(needed: int) -> str:
    """How many options to choose, in words."""
    words = {2: _("Choose two"), 3: _("Choose three"), 4: _("Choose four")}
    return words.get(needed) or _("Choose %(count)d") % {"count": needed}


def responses(attempt: Attempt) -> list[ResponseRow]:
    """Every response of the attempt in order, in one query."""
    rows = Response.objects.filter(attempt=attempt).order_by("position")
    return [
        ResponseRow(pk, position, question, version, flagged, answered is not None, score)
        for pk, position, question, version, flagged, answered, score in rows.values_list(
            "pk", "position", "question_id", "version_id", "flagged", "answered_at", "score"
        )
    ]


def questions(attempt: Attempt, version_ids: Iterable[int], *, explained: bool) -> dict[int, Shown]:
    """The attempt's questions by version id, in one query; key and reasons only if explained."""
    picked = Choice.objects.filter(response__attempt=attempt, option=OuterRef("pk"))
    rows = (
        Option.objects.filter(version__in=version_ids)
        .select_related("version")
        .annotate(picked=Exists(picked))
        .order_by("version", "position")
    )
    by_version: dict[int, list[Option]] = defaultdict(list)
    for option in rows:
        by_version[option.version_id].append(option)
    return {
        pk: _shown(attempt.pk, options, explained=explained) for pk, options in by_version.items()
    }


def _shown(attempt_id: uuid.UUID, options: Sequence[Option], *, explained: bool) -> Shown:
    version = options[0].version
    ordered = shown_order(options, seed=attempt_id.bytes, shuffle=version.shuffle)
    return Shown(
        stem=_safe(version.stem_html),
        kind=version.kind,
        needed=sum(option.is_key for option in options),
        options=tuple(
            OptionRow(
                id=option.pk,
                # Words that cite a letter keep the author's; shuffled ones are lettered anew.
                letter=LETTERS[place % 26] if version.shuffle else option.letter,
                html=_safe(option.html),
                chosen=option.picked,
                state=_state(option) if explained else "",
                rationale=_safe(option.rationale_html) if explained else NOTHING,
            )
            for place, option in enumerate(ordered)
        ),
        explanation=_safe(version.explanation_html) if explained else NOTHING,
    )


def _state(option: Option) -> str:
    if option.is_key:
        return "key" if option.picked else "missed"
    return "wrong" if option.picked else ""


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer made and sanitised when it was stored."""
    return mark_safe(html)  # noqa: S308


def teaching_section(outline: Outline, question: QuestionEntry | None) -> Place | None:
    """The section that teaches the question, if the book still has it."""
    return outline.place(question.section_id) if question is not None else None
