"""Reports as the files of expected results in tests/corpus write them."""

from typing import Any

from content.sources import Refused
from quizzes.drafts import QuestionReport
from quizzes.formats.format import Read


def as_json(report: QuestionReport) -> dict[str, Any]:
    """A report as the expected files write it: what is empty or usual is left out."""
    found: dict[str, Any] = {
        "line": report.line,
        "number": report.number,
        "status": str(report.status),
        "kind": str(report.kind),
        "options": report.options,
        "key": "".join(report.key),
        "reasons": list(report.reasons),
    }
    if draft := report.draft:
        tags = draft.tags
        found |= {
            "stem": draft.stem,
            "texts": {option.letter: option.text for option in draft.options},
            "answers": list(draft.answers),
            "rationales": {o.letter: o.rationale for o in draft.options if o.rationale},
            "explanation": draft.explanation,
            "tags": [tags.code, *tags.services, tags.task, tags.section, tags.level]
            + [s for s in (tags.source, *tags.facts) if s],
            "shuffle": draft.shuffle,
            "publish": draft.publish,
        }
    usual = {"tags": ["", "", "", None], "shuffle": True, "publish": True}
    return {key: v for key, v in found.items() if v not in ("", [], {}) and v != usual.get(key)}


def read_as_json(read: Read, data: bytes, *, path: str) -> dict[str, Any]:
    """What a format's reader makes of a file: its questions, or why it was refused."""
    try:
        reports = read(data, path=path)
    except Refused as refused:
        return {"refused": str(refused.problem)}
    assert all(report.path == path for report in reports)
    return {"questions": [as_json(report) for report in reports]}
