from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats.markdown import read
from quizzes.formats.markdown_writer import write
from tests.quizzes.formats.drafts_strategy import MARKUP, drafts, placed_drafts

PLAIN = QuestionDraft(
    path="bank.md",
    line=1,
    number="1",
    kind=Kind.MULTIPLE,
    stem="Which two are even? (Select TWO)",
    options=(
        OptionDraft("A", "two", is_key=True, rationale="It is twice one."),
        OptionDraft("B", "three", is_key=False, rationale="It is odd.\n\nIt is prime as well."),
        OptionDraft("C", "four", is_key=True),
    ),
    explanation="Even numbers are multiples of two.",
    tags=Tags(
        code="even",
        services=("alpha", "beta"),
        task="1.2",
        section="numbers",
        level=2,
        source="https://example.org/x?a=1",
        facts=("f-1", "f-2"),
    ),
)


def without_place(draft: QuestionDraft | None) -> QuestionDraft | None:
    return draft and replace(draft, path="", line=0, number="")


def assert_lossless(questions: Sequence[QuestionDraft]) -> None:
    text = write(questions)
    back = [report.draft for report in read(text, path="bank.md")]
    assert list(map(without_place, back)) == list(map(without_place, questions)), text


def test_plain_question_is_written_in_our_dialect() -> None:
    assert (
        write([PLAIN])
        == """\
### Question 1
<!-- id: even; services: alpha, beta; task: 1.2; level: 2; section: numbers; \
source: https://example.org/x?a=1; facts: f-1, f-2 -->

Which two are even? (Select TWO)

A) two
B) three
C) four

**Correct Answers: A, C**

**Explanation:** Even numbers are multiples of two.

- **A)** It is twice one.
- **B)** It is odd.

  It is prime as well.
"""
    )


def test_words_that_look_like_markup_are_guarded_and_no_others() -> None:
    draft = replace(PLAIN, stem="### Question 2\n\nReally?")
    text = write([draft])
    assert "<!-- text -->\n### Question 2\n\nReally?\n<!-- /text -->" in text
    assert text.count("<!-- text -->") == 1
    assert_lossless([draft])


def test_what_an_author_decided_is_stated_only_where_it_would_be_lost() -> None:
    assert "publish" not in write([PLAIN])
    assert "publish: no" in write([replace(PLAIN, publish=False)])
    assert "shuffle: no" in write([replace(PLAIN, shuffle=False)])
    cites = replace(PLAIN, explanation="Option B is odd.")
    assert "shuffle: yes" in write([cites])
    assert_lossless([PLAIN, replace(PLAIN, publish=False, shuffle=False), cites])


def test_the_same_stem_with_another_key_stays_published_where_it_was() -> None:
    other = replace(
        PLAIN,
        kind=Kind.SINGLE,
        stem="Which is even?",
        options=(OptionDraft("A", "two", is_key=True), OptionDraft("B", "three", is_key=False)),
    )
    twin = replace(
        other,
        options=(OptionDraft("A", "two", is_key=False), OptionDraft("B", "three", is_key=True)),
    )
    assert_lossless([other, twin, replace(twin, publish=False)])


def test_nothing_is_written_of_nothing() -> None:
    assert write([]) == ""


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a;b--c", "https://example.org/a%3Bb%2D%2Dc"),
        ("https://example.org/<a> b", "https://example.org/%3Ca%3E%20b"),
        ("https://example.org/a-b?c=%20", "https://example.org/a-b?c=%20"),
    ],
)
def test_an_address_stays_one_and_keeps_its_comment_whole(address: str, written: str) -> None:
    question = replace(PLAIN, tags=replace(PLAIN.tags, source=address))
    assert f"source: {written}; facts" in write([question])
    assert_lossless([replace(PLAIN, tags=replace(PLAIN.tags, source=written))])


@pytest.mark.parametrize("text", ["AC", "a, c", "| a | c |", "A-C"])
def test_a_key_that_could_be_an_options_text_stays_letters(text: str) -> None:
    question = replace(
        PLAIN, options=(PLAIN.options[0], OptionDraft("B", text, False), PLAIN.options[2])
    )
    assert "**Correct Answers: A and C**" in write([question])
    assert_lossless([question])


@pytest.mark.parametrize("line", [line for line in MARKUP if line.strip()])
def test_every_piece_of_markup_survives_in_every_place(line: str) -> None:
    for text in (line, f"{line}\nmore", f"before\n{line}", f"before\n\n{line}\n\nafter"):
        assert_lossless(
            [
                replace(PLAIN, stem=text),
                replace(PLAIN, explanation=text),
                replace(PLAIN, options=(replace(PLAIN.options[0], text=text), *PLAIN.options[1:])),
                replace(PLAIN, options=(*PLAIN.options[:2], replace(PLAIN.options[2], text=text))),
                replace(
                    PLAIN, options=(*PLAIN.options[:2], replace(PLAIN.options[2], rationale=text))
                ),
            ]
        )


ORDER = replace(
    PLAIN,
    kind=Kind.ORDERING,
    stem="Put the steps in order.",
    options=(
        OptionDraft("A", "Hoist", False, "Second.", 2),
        OptionDraft("B", "Cast off", False, place=1),
        OptionDraft("C", "Trim", False, place=3),
    ),
)
MATCHES = replace(
    PLAIN,
    kind=Kind.MATCHING,
    stem="Match each boat with its masts.",
    options=(
        OptionDraft("A", "Ketch", False, "It has a mizzen.", 2),
        OptionDraft("B", "Sloop", False, place=1),
        OptionDraft("C", "Yawl", False, place=2),
    ),
    answers=("one", "two", "three"),
)


def test_orders_and_matches_are_written_in_our_dialect() -> None:
    assert (
        "A) Hoist\nB) Cast off\nC) Trim\n\n**Correct Order: B, A, C**\n\n**Explanation:**"
    ) in write([ORDER])
    assert (
        "A) Ketch\nB) Sloop\nC) Yawl\n\n1) one\n2) two\n3) three\n\n"
        "**Correct Matches: A-2, B-1, C-2**\n\n**Explanation:**"
    ) in write([MATCHES])
    assert_lossless([ORDER, MATCHES, PLAIN, MATCHES, ORDER])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(drafts() | placed_drafts(), min_size=1, max_size=2))
@example([replace(MATCHES, answers=("1) one\n2) two", "", "**Correct Matches: A-1, B-2**"))])
@example([replace(ORDER, explanation="**Correct Order: B, A**"), replace(ORDER, stem="1) x\n2) y")])
@example([replace(PLAIN, stem="<!-- /text -->\n<!-- /text x1 -->")])
@example([replace(PLAIN, explanation="```\nnever closed"), PLAIN])
def test_what_is_written_reads_back_the_same(questions: list[QuestionDraft]) -> None:
    assert_lossless(questions)
