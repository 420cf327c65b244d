from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats.aiken import fits, read, write
from tests.quizzes.formats.questions import ANY_TEXTS, PLAIN_TEXTS, questions

PLAIN = QuestionDraft(
    path="bank.txt",
    line=1,
    number="",
    kind=Kind.SINGLE,
    stem="Which of them rings?",
    options=(OptionDraft("A", "a brake", False), OptionDraft("B", "a bell", True)),
)


def back(data: bytes) -> list[QuestionDraft | None]:
    return [report.draft for report in read(data, path="bank.txt")]


def lost(*drafts: QuestionDraft) -> list[str]:
    return [str(loss) for loss in write(drafts, title="Bank").losses]


def test_plain_questions_are_written_as_moodle_reads_them() -> None:
    written = write([PLAIN, PLAIN], title="Bank")
    one = "Which of them rings?\nA) a brake\nB) a bell\nANSWER: B\n"
    assert written.data.decode() == f"{one}\n{one}"
    assert written.losses == []


def test_whatever_has_no_place_is_named() -> None:
    rich = replace(
        PLAIN,
        stem="Which of them\nrings?",
        options=(PLAIN.options[0], replace(PLAIN.options[1], rationale="It rings.")),
        explanation="A bell rings.",
        tags=Tags("bell", ("bells",), "1.2", "ringing", 2, "https://example.org", ("f",)),
        shuffle=False,
        publish=False,
    )
    assert lost(PLAIN, rich) == [
        f"question 2 (bell) – without {what}"
        for what in (
            "its id",
            "the layout of the stem",
            "the explanation",
            "the rationales",
            "the services",
            "the task",
            "the section",
            "the level",
            "the source",
            "the facts",
            "the order of options",
            "what says that it waits for a look",
        )
    ]


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (replace(PLAIN, kind=Kind.MULTIPLE), "Aiken has no multiple questions"),
        (replace(PLAIN, kind=Kind.MATCHING), "Aiken has no matching questions"),
        (replace(PLAIN, kind=Kind.ORDERING), "Aiken has no ordering questions"),
        (replace(PLAIN, stem="A) first"), "its words would be taken for Aiken's own marks"),
        (replace(PLAIN, stem="ANSWER: B"), "its words would be taken for Aiken's own marks"),
        (replace(PLAIN, stem="Explanation: x"), "its words would be taken for Aiken's own marks"),
        (replace(PLAIN, stem="7. What?"), "its words would be taken for Aiken's own marks"),
    ],
)
def test_what_cannot_be_written_is_left_out_and_named(draft: QuestionDraft, why: str) -> None:
    written = write([PLAIN, draft, PLAIN], title="Bank")
    assert [str(loss) for loss in written.losses] == [f"question 2 – not written: {why}"]
    assert len(back(written.data)) == 2


def test_nothing_is_written_of_nothing() -> None:
    assert write([], title="Bank").data == b""


@settings(max_examples=100, deadline=None)
@given(st.lists(questions(ANY_TEXTS), max_size=2))
@example([replace(PLAIN, stem="\ufeffWhich of them rings?")])
def test_what_is_written_reads_back_and_what_is_not_is_named(drafts: list[QuestionDraft]) -> None:
    written = write(drafts, title="Bank")
    left_out = {loss.number for loss in written.losses if loss.what.startswith("not written")}
    kept = [draft for i, draft in enumerate(drafts, 1) if i not in left_out]
    found = back(written.data) if kept else []
    assert len(found) == len(kept)
    for draft, read_back in zip(kept, found, strict=True):
        assert read_back is not None
        assert read_back.key == draft.key
        assert words(read_back) == words(draft)


def words(draft: QuestionDraft) -> Sequence[str]:
    """Stem and options as they stand on one line."""
    return [" ".join(text.split()) for text in (draft.stem, *(o.text for o in draft.options))]


@settings(max_examples=100, deadline=None)
@given(questions(PLAIN_TEXTS.map(str.capitalize), kinds=[Kind.SINGLE]))
def test_plain_words_of_one_line_lose_nothing_else(draft: QuestionDraft) -> None:
    (line,) = back(write([draft], title="").data)
    assert line is not None
    bare = tuple(replace(option, rationale="") for option in draft.options)
    assert line.options == bare
    assert (line.stem, line.shuffle) == (draft.stem, True)


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (b"Which?\nA) x\nB) y\nANSWER: A\n", True),
        (b"Which?\nA. x\nB. y\nanswer: b.\n", True),
        (b"Which?\nA) x\nB) y\n", False),
        (b"ANSWER: A\n", False),
        (b"The answer: A) x\n", False),
        (b"Which?\n- A) x\n- B) y\nCorrect Answer: A\n", True),
        (b"Correct Answer: A\n", False),
        (b"\xff\x00", False),
        (b"", False),
    ],
)
def test_its_files_are_known_by_their_content(text: bytes, is_ours: bool) -> None:
    assert fits(text) is is_ours


NO_OPTIONS = "no options – write two or more, each as “A) text”"


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("1. Which?\n\n    x = 1\n", ["Which?\n\n    x = 1"]),
        ("Which?\n\n\tx = 1\n", ["Which?\n\n\tx = 1"]),
        ("Which?\n\nAnd which?\n", [NO_OPTIONS, "And which?"]),
        ("7. Read on.\n\n8. Which?\n", [NO_OPTIONS, "Which?"]),
        ("7. Read on.\n\n  9. Which?\n", [NO_OPTIONS, "Which?"]),
        ("7. Which?\n\n1. one\n2. two\n", ["Which?\n\n1. one\n2. two"]),
        ("Read on.\n\n1. Which?\n", ["Read on.\n\n1. Which?"]),
        ("Why?\nAnswer: because\n\nWhich?\n", [NO_OPTIONS, "Which?"]),
        ("Why?\nAnswer: ____\n", ["Why?\nAnswer: ____"]),
        ("Because.\nAnswer: so\n", ["Because.\nAnswer: so"]),
        ("Why?\nANSWER: TRUE\n\nWhich?\n", [NO_OPTIONS, "Which?"]),
    ],
)
def test_what_stands_above_options_is_their_stem_or_a_question_without_any(
    text: str, stems: Sequence[str]
) -> None:
    reports = read(f"{text}A) x\nB) y\nANSWER: A\n".encode(), path="bank.txt")
    assert [r.draft.stem if r.draft else r.reasons[0] for r in reports] == stems
    assert all(not r.draft.publish for r in reports if r.draft and "\n\n" in r.draft.stem)
