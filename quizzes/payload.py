"""A draft as the values that a staged question keeps between reading and import, and back."""

from dataclasses import asdict
from typing import Any

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags

Payload = dict[str, Any]


def packed(draft: QuestionDraft) -> Payload:
    """The draft as plain values for JSON."""
    return asdict(draft)


def unpacked(values: Any) -> QuestionDraft:
    """The draft that was packed: unpacked(packed(draft)) == draft, sequences being tuples."""
    tags = values["tags"]
    # What was staged before questions had facts has none.
    lists = {name: tuple(tags.get(name, ())) for name in ("services", "facts")}
    return QuestionDraft(
        **{
            **values,
            "kind": Kind(values["kind"]),
            "options": tuple(OptionDraft(**option) for option in values["options"]),
            "tags": Tags(**{**tags, **lists}),
            "answers": tuple(values["answers"]),
        }
    )
