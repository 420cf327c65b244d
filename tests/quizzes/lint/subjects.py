"""Questions to lint: sound ones, changed where a test wants a fault."""

from dataclasses import replace
from typing import Any

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.lint import Subject
from quizzes.lint.findings import About

TEXTS = ("Head rope", "Stern rope", "Bow spring", "Halyard")


def draft(
    *, key: str = "A", texts: tuple[str, ...] = TEXTS, reasons: bool = True, **words: Any
) -> QuestionDraft:
    """A sound question of four options; words are the draft's own fields."""
    options = tuple(
        OptionDraft(letter, text, letter in key, f"So it is with {text}." if reasons else "")
        for letter, text in zip("ABCDEF", texts, strict=False)
    )
    made = QuestionDraft(
        path="",
        line=0,
        number="1",
        kind=Kind.MULTIPLE if len(key) > 1 else Kind.SINGLE,
        stem="Which line leads ahead from the bow?",
        options=options,
        explanation="It leads ahead.",
    )
    return replace(made, **words)


def subject(code: str = "rope", **words: Any) -> Subject:
    """A sound question of a bank; words as in draft."""
    return Subject(code, draft(**words), place="knots.md:7", services=[About("ropes")])
