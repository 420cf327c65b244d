"""A question as learners will see it, by the site's own renderer, from words not yet stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from content.surroundings import Surroundings
from quizzes.drafts import Kind, QuestionDraft
from quizzes.models import QuestionVersion
from quizzes.shown import OptionRow, cue
from quizzes.shown_places import NOTHING


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A question as the templates of a quiz's pages draw it."""

    stem: SafeString
    kind: str
    options: Sequence[OptionRow]
    explanation: SafeString = NOTHING
    graded: bool = False
    verdict: str | None = None

    @property
    def has_words(self) -> bool:
        return bool(self.stem or self.options)


@dataclass(frozen=True, slots=True)
class Preview:
    """asked: before an answer. told: after one, a wrong one where the question has any."""

    asked: PreviewPage
    told: PreviewPage
    cue: str


def drawn(draft: QuestionDraft, surroundings: Surroundings) -> Preview:
    """The preview of words as they are typed."""
    options = tuple(
        OptionRow(
            id=place,
            letter=option.letter,
            html=_safe(surroundings.html(option.text)),
            chosen=False,
            rationale=_safe(surroundings.html(option.rationale)),
        )
        for place, option in enumerate(draft.options)
    )
    return _previewed(
        _safe(surroundings.html(draft.stem)),
        options,
        [option.is_key for option in draft.options],
        _safe(surroundings.html(draft.explanation)),
    )


def stored(version: QuestionVersion) -> Preview:
    """The preview of a version, whose HTML was made when it was written."""
    rows = list(version.options.all())
    options = tuple(
        OptionRow(row.pk, row.letter, _safe(row.html), False, "", _safe(row.rationale_html))
        for row in rows
    )
    keys = [row.is_key for row in rows]
    return _previewed(_safe(version.stem_html), options, keys, _safe(version.explanation_html))


def _previewed(
    stem: SafeString, options: Sequence[OptionRow], keys: list[bool], explanation: SafeString
) -> Preview:
    """The question with the first wrong option chosen, and of several keys the first as well."""
    needed = sum(keys)
    kind = Kind.MULTIPLE if needed > 1 else Kind.SINGLE
    wrong = keys.index(False) if False in keys else None
    chosen = {wrong} if wrong is not None else set(range(len(keys)))
    if wrong is not None and kind is Kind.MULTIPLE:
        chosen.add(keys.index(True))
    told = tuple(
        replace(option, chosen=place in chosen, state=_state(keys[place], place in chosen))
        for place, option in enumerate(options)
    )
    asked = tuple(replace(option, rationale=NOTHING) for option in options)
    return Preview(
        asked=PreviewPage(stem, kind, asked),
        told=PreviewPage(
            stem,
            kind,
            told,
            explanation,
            graded=True,
            verdict="right" if wrong is None else "wrong",
        ),
        cue=cue(kind, needed),
    )


def _state(is_key: bool, chosen: bool) -> str:
    if is_key:
        return "key" if chosen else "missed"
    return "wrong" if chosen else ""


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer has sanitised."""
    return mark_safe(html)  # noqa: S308
