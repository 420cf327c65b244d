"""A question with all that a file may say of one, to be written and read back."""

from dataclasses import replace

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags

WHOLE = QuestionDraft(
    path="bank",
    line=1,
    number="7",
    kind=Kind.MULTIPLE,
    stem="Which two are even? (Select TWO)",
    options=(
        OptionDraft("A", "two", is_key=True, rationale="Twice one."),
        OptionDraft("B", "three", is_key=False),
        OptionDraft("C", "four", is_key=True),
    ),
    explanation="Even numbers are multiples of two.",
    tags=Tags(
        code="even",
        services=("alpha", "beta"),
        task="1.2",
        section="numbers",
        level=2,
        source="https://example.org",
        facts=("f-1", "f-2"),
    ),
)


def without_line(draft: QuestionDraft | None) -> QuestionDraft | None:
    return draft and replace(draft, path="", line=0)
