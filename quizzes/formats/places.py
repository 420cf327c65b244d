"""Ordering questions as most formats have them: the items in the right order."""

from dataclasses import replace

from quizzes.drafts import Kind, QuestionDraft
from quizzes.formats.judging import letter


def by_place(draft: QuestionDraft) -> QuestionDraft:
    """An ordering question with its options as they belong, lettered so; any other as it is."""
    if draft.kind is not Kind.ORDERING:
        return draft
    ordered = sorted(draft.options, key=lambda option: option.place or 0)
    options = [replace(option, letter=letter(i)) for i, option in enumerate(ordered)]
    return replace(draft, options=tuple(options))
