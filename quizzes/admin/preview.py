"""A question as learners will see it, by the site's own renderer, from words not yet stored."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from content.surroundings import Surroundings
from quizzes.drafts import Kind, QuestionDraft
from quizzes.models import QuestionVersion
from quizzes.shown import OptionRow, Shown


@dataclass(frozen=True, slots=True)
class Preview:
    """asked: before an answer. told: after one, a wrong one where the question has any."""

    asked: Shown
    told: Shown
    verdict: str


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
    shown = Shown(
        stem=_safe(surroundings.html(draft.stem)),
        kind=draft.kind,
        needed=len(draft.key),
        options=options,
        explanation=_safe(surroundings.html(draft.explanation)),
    )
    return _previewed(shown, [option.is_key for option in draft.options])


def stored(version: QuestionVersion) -> Preview:
    """The preview of a version, whose HTML was made when it was written."""
    rows = list(version.options.all())
    options = tuple(
        OptionRow(row.pk, row.letter, _safe(row.html), False, "", _safe(row.rationale_html))
        for row in rows
    )
    keys = [row.is_key for row in rows]
    stem, explanation = _safe(version.stem_html), _safe(version.explanation_html)
    return _previewed(Shown(stem, version.kind, sum(keys), options, explanation), keys)


def _previewed(shown: Shown, keys: list[bool]) -> Preview:
    """The question with the first wrong option chosen, and of several keys the first as well."""
    wrong = keys.index(False) if False in keys else None
    chosen = {wrong} if wrong is not None else set(range(len(keys)))
    if wrong is not None and shown.kind == Kind.MULTIPLE:
        chosen.add(keys.index(True))
    told = tuple(
        replace(option, chosen=place in chosen, state=_state(keys[place], place in chosen))
        for place, option in enumerate(shown.options)
    )
    verdict = "right" if wrong is None else "wrong"
    return Preview(asked=shown, told=replace(shown, options=told), verdict=verdict)


def _state(is_key: bool, chosen: bool) -> str:
    if is_key:
        return "key" if chosen else "missed"
    return "wrong" if chosen else ""


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer has sanitised."""
    return mark_safe(html)  # noqa: S308
