"""Questions of one text that ask the same and do not give the same answer."""

from collections.abc import Sequence
from dataclasses import replace

from quizzes.drafts import Kind, QuestionDraft, QuestionReport, Status
from quizzes.formats.words.alike import as_read


def with_twins_doubted(
    reports: Sequence[QuestionReport], *, decided: Sequence[bool]
) -> tuple[QuestionReport, ...]:
    """The reports, with a warning on those whose stem stands elsewhere with another key.

    decided: for each report, whether the author says if it may be published."""
    places = [i for i, report in enumerate(reports) if report.draft]
    drafts = [report.draft for report in reports if report.draft]
    found = list(reports)
    for here, there in twins_among(drafts).items():
        i, line = places[here], drafts[there].line
        found[i] = _doubted(reports[i], line=line, keep=decided[i])
    return tuple(found)


def twins_among(drafts: Sequence[QuestionDraft]) -> dict[int, int]:
    """For each draft whose stem another has with another key: the place of one such other."""
    alike: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        alike.setdefault(as_read(draft.stem), []).append(i)
    twins: dict[int, int] = {}
    for places in alike.values():
        keys = {i: _key_words(drafts[i]) for i in places}
        first = places[0]
        other = next((i for i in places if keys[i] != keys[first]), None)
        if other is not None:
            twins.update((i, other if keys[i] == keys[first] else first) for i in places)
    return twins


def _key_words(draft: QuestionDraft) -> frozenset[tuple[str, str | int]]:
    """The right options' words; where options take places, all of them with what they belong to."""
    if draft.kind is Kind.MATCHING:
        answers = dict(enumerate(map(as_read, draft.answers), start=1))
        return frozenset((as_read(o.text), answers.get(o.place or 0, "")) for o in draft.options)
    chosen = (option for option in draft.options if option.is_key or option.place)
    return frozenset((as_read(option.text), option.place or 0) for option in chosen)


def _doubted(report: QuestionReport, *, line: int, keep: bool) -> QuestionReport:
    reason = f"line {line} asks the same but has another key – check which is right"
    draft = report.draft
    if draft and not keep:
        draft = replace(draft, publish=False)
    reasons = (reason, *report.reasons)
    return replace(report, status=Status.WARNING, reasons=reasons, draft=draft)
