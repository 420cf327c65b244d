"""Which of the questions stored each question of a file is."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from content.models import Course
from quizzes.drafts import QuestionDraft, normal_stem
from quizzes.models import Question

NUMBER = 40
"""How much of a question's label is kept."""


def recognised(
    drafts: Sequence[QuestionDraft], standing: Sequence[Question], course: Course
) -> list[Question | None]:
    """Each draft's row: by id first, else by the same words, the same stem, the same number.

    Where several questions share a stem, as "What does this print?", each is found again."""
    codes = [draft.tags.code for draft in drafts if draft.tags.code]
    elsewhere = Question.objects.filter(course=course, code__in=codes).select_related("current")
    by_code = {question.code: question for question in elsewhere}
    rows = [by_code.get(draft.tags.code) if draft.tags.code else None for draft in drafts]
    # A retired question is found again by its words only, and after those that are still asked.
    ordered = sorted(standing, key=lambda q: (q.status == Question.Status.RETIRED, q.pk))
    free = {question.pk: question for question in ordered}
    for row in rows:
        if row is not None:
            free.pop(row.pk, None)
    for likeness, wanted in _LIKENESSES:
        alike: dict[str, list[Question]] = defaultdict(list)
        for question in free.values():
            alike[likeness(question)].append(question)
        for place, draft in enumerate(drafts):
            likeness_wanted = "" if rows[place] else wanted(draft)
            if likeness_wanted and alike[likeness_wanted]:
                rows[place] = free.pop(alike[likeness_wanted].pop(0).pk)
    return rows


def _stem(question: Question) -> str:
    return normal_stem(question.current.stem) if question.current else ""


def _older_stem(question: Question) -> str:
    """The stem that the file still has of a question that was reworded in the admin."""
    if question.origin == Question.Origin.MARKDOWN:
        return ""
    version = question.versions.filter(author=None).order_by("-number").first()
    return normal_stem(version.stem) if version is not None else ""


def _number(question: Question) -> str:
    return "" if question.status == Question.Status.RETIRED else question.source_number


def _words(question: Question) -> str:
    standing = question.current if question.status != Question.Status.RETIRED else None
    return standing.fingerprint if standing else ""


def _wanted_number(draft: QuestionDraft) -> str:
    return "" if draft.tags.code else draft.number[:NUMBER]


def _wanted_stem(draft: QuestionDraft) -> str:
    return normal_stem(draft.stem)


_LIKENESSES: Sequence[tuple[Callable[[Question], str], Callable[[QuestionDraft], str]]] = (
    (_words, lambda draft: draft.fingerprint),
    (_stem, _wanted_stem),
    (_older_stem, _wanted_stem),
    (_number, _wanted_number),
)
