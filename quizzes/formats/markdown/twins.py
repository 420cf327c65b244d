"""Questions of one text that ask the same and do not give the same answer."""

from collections.abc import Sequence
from dataclasses import replace

from quizzes.drafts import QuestionDraft, QuestionReport, Status
from quizzes.formats.markdown.keys import same_words


def with_twins_doubted(
    reports: Sequence[QuestionReport], *, decided: Sequence[bool]
) -> tuple[QuestionReport, ...]:
    """The reports, with a warning on those whose stem stands elsewhere with another key.

    decided: for each report, whether the author says if it may be published."""
    twins: dict[str, list[int]] = {}
    for i, report in enumerate(reports):
        if report.draft:
            twins.setdefault(same_words(report.draft.stem), []).append(i)
    found = list(reports)
    for places in twins.values():
        keys = {i: _key_words(reports[i].draft) for i in places}
        first = places[0]
        other = next((i for i in places if keys[i] != keys[first]), None)
        if other is None:
            continue
        for i in places:
            twin = other if keys[i] == keys[first] else first
            found[i] = _doubted(reports[i], line=reports[twin].line, keep=decided[i])
    return tuple(found)


def _key_words(draft: QuestionDraft | None) -> frozenset[str]:
    options = draft.options if draft else ()
    return frozenset(same_words(option.text) for option in options if option.is_key)


def _doubted(report: QuestionReport, *, line: int, keep: bool) -> QuestionReport:
    reason = f"line {line} asks the same but has another key – check which is right"
    draft = report.draft
    if draft and not keep:
        draft = replace(draft, publish=False)
    reasons = (reason, *report.reasons)
    return replace(report, status=Status.WARNING, reasons=reasons, draft=draft)
