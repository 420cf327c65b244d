from dataclasses import replace

import pytest

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags, normal_stem

DRAFT = QuestionDraft(
    path="a.md",
    line=3,
    number="1",
    kind=Kind.MULTIPLE,
    stem="Which?",
    options=(
        OptionDraft("C", "this", is_key=True, rationale="because"),
        OptionDraft("D", "that", is_key=False),
        OptionDraft("A", "these", is_key=True),
    ),
    explanation="So.",
)


def test_key_holds_the_letters_as_written_in_the_options_order() -> None:
    assert DRAFT.key == ("C", "A")


def test_texts_are_all_that_is_markdown() -> None:
    assert DRAFT.texts == ("Which?", "So.", "this", "because", "that", "", "these", "")


@pytest.mark.parametrize(
    "other",
    [
        replace(DRAFT, stem="Which one?"),
        replace(DRAFT, explanation=""),
        replace(DRAFT, kind=Kind.SINGLE),
        replace(DRAFT, shuffle=False),
        replace(DRAFT, options=DRAFT.options[:2]),
        replace(DRAFT, options=DRAFT.options[::-1]),
        replace(DRAFT, options=(replace(DRAFT.options[0], is_key=False), *DRAFT.options[1:])),
        replace(DRAFT, options=(replace(DRAFT.options[0], rationale="no"), *DRAFT.options[1:])),
        replace(DRAFT, options=(replace(DRAFT.options[0], letter="B"), *DRAFT.options[1:])),
    ],
)
def test_other_words_have_another_fingerprint(other: QuestionDraft) -> None:
    assert other.fingerprint != DRAFT.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        replace(DRAFT, path="b.md", line=9, number="7"),
        replace(DRAFT, tags=Tags(code="x", services=("rds",), task="1.1", level=2)),
        replace(DRAFT, publish=False),
        replace(DRAFT, options=list(DRAFT.options)),
    ],
)
def test_fingerprint_is_that_of_the_words_alone(other: QuestionDraft) -> None:
    assert other.fingerprint == DRAFT.fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Which is *it*?", "which  is it"),
        ("Which, then, is it?", "Which then is it"),
        ("What is `a  b`?", "what is `a b`"),
        ("What is `a` `b`?", "What, is ``a``: `b`?"),
        ("A lone ` is no code.", "A lone is no code"),
    ],
)
def test_stems_of_the_same_words_are_those_of_one_question(one: str, other: str) -> None:
    assert normal_stem(one) == normal_stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is `n++`?", "What is `++n`?"),
        ("What is `Path`?", "What is `PATH`?"),
        ("What is `a`?", "What is a?"),
        ("Which?\n\n```c\nn - 2;\n```", "Which?\n\n```c\nn + 2;\n```"),
        ("Which?\n\n~~~\n<\n~~~", "Which?\n\n~~~\n>\n~~~"),
    ],
)
def test_stems_of_other_words_or_other_code_are_not(one: str, other: str) -> None:
    assert normal_stem(one) != normal_stem(other)


def test_a_stem_of_nothing_but_signs_is_no_identity() -> None:
    assert normal_stem(" … ?") == ""
