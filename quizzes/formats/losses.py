"""What of a question a file does not give back: found by reading what was written."""

from collections.abc import Iterator

from content.sources import Refused
from quizzes.drafts import QuestionDraft
from quizzes.formats.format import Loss, Read


def read_back(read: Read, block: str, *, sound: str = "") -> QuestionDraft | None:
    """The question that block is, read between two that are sound; None where it is not one."""
    data = f"{sound}\n{block}\n{sound}".encode(errors="replace")
    try:
        reports = read(data, path="")
    except Refused:
        return None
    if not sound:
        return reports[0].draft if len(reports) == 1 else None
    return reports[1].draft if len(reports) == 3 and reports[0].draft else None


def losses(draft: QuestionDraft, back: QuestionDraft, *, number: int) -> list[Loss]:
    """What draft has and back, the same question read again, has not.

    number counts the file's questions from 1. Path, line, number and letters are labels."""
    return [Loss(number, draft.tags.code, f"without {what}") for what in _missing(draft, back)]


def _missing(draft: QuestionDraft, back: QuestionDraft) -> Iterator[str]:
    if draft.tags.code != back.tags.code:
        yield "its id"
    if draft.kind != back.kind:
        yield "its kind"
    if draft.stem != back.stem:
        yield "the layout of the stem"
    if [option.text for option in draft.options] != [option.text for option in back.options]:
        yield "the layout of an option"
    if draft.answers != back.answers:
        yield "the order of its answers"
    if draft.explanation != back.explanation:
        yield "the explanation"
    if [o.rationale for o in draft.options] != [o.rationale for o in back.options]:
        yield "the rationales"
    for what in ("services", "task", "section", "level", "source", "facts"):
        if getattr(draft.tags, what) != getattr(back.tags, what):
            yield f"the {what}"
    if draft.shuffle != back.shuffle:
        yield "the order of options" if back.shuffle else "the leave to shuffle options"
    if draft.publish != back.publish:
        yield "what says that it waits for a look" if back.publish else "the leave to publish it"
