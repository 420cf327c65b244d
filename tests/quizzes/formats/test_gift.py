from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Status, Tags
from quizzes.formats.gift import GIFT
from quizzes.formats.gift.marks import escaped, hidden, shown
from quizzes.formats.gift.reader import fits, read
from quizzes.formats.gift.writer import write
from tests.quizzes.formats.questions import ANY_TEXTS, questions

SINGLE = QuestionDraft(
    path="bank.gift",
    line=1,
    number="",
    kind=Kind.SINGLE,
    stem="Which of them rings?",
    options=(
        OptionDraft("A", "a bell", True, "It is struck."),
        OptionDraft("B", "%50% of {x: y}", False),
        OptionDraft("C", "[html] is a mark", False, "# = ~ \\ \\n"),
    ),
    explanation="A bell\nrings.",
    tags=Tags("bell", ("bells", "rings"), "1.2", "ringing", 2),
)
MULTIPLE = replace(
    SINGLE,
    kind=Kind.MULTIPLE,
    options=tuple(OptionDraft(c, c.lower(), c != "B") for c in "ABCD"),
    explanation="",
    tags=Tags(),
)
MATCHING = replace(
    MULTIPLE,
    kind=Kind.MATCHING,
    options=(OptionDraft("A", "bell", False, place=2), OptionDraft("B", "brake", False, place=1)),
    answers=("slows", "rings", "steers"),
)


def back(data: bytes) -> list[QuestionDraft | None]:
    return [report.draft for report in read(data, path="bank.gift")]


def bare(draft: QuestionDraft | None) -> QuestionDraft | None:
    return draft and replace(draft, path="", line=0, number="")


def lost(*drafts: QuestionDraft) -> list[str]:
    return [str(loss) for loss in write(drafts, title="").losses]


def test_questions_are_written_as_moodle_reads_them() -> None:
    written = write([SINGLE, MULTIPLE, MATCHING], title="Bells / brakes")
    assert (
        written.data.decode()
        == """\
$CATEGORY: $course$/top/Bells // brakes

// [id:bell] [tag:service:bells] [tag:service:rings] [tag:task:1.2] [tag:section:ringing] \
[tag:level:2]
::bell::[markdown]Which of them rings? {
\t=a bell#It is struck.
\t~[markdown]%50% of \\{x\\: y\\}
\t~[markdown][html] is a mark#\\# \\= \\~ \\\\ \\\\n
\t####A bell\\nrings.
}

::Question 2::[markdown]Which of them rings? {
\t~%33.33333%a
\t~%-100%b
\t~%33.33333%c
\t~%33.33333%d
}

::Question 3::[markdown]Which of them rings? {
\t=bell -> rings
\t=brake -> slows
\t= -> steers
}
"""
    )


def test_all_of_a_choice_question_comes_back() -> None:
    assert lost(SINGLE, MULTIPLE) == []
    found = back(write([SINGLE, replace(MULTIPLE, stem="Which?")], title="Bank").data)
    assert [bare(draft) for draft in found] == [
        bare(SINGLE),
        bare(replace(MULTIPLE, stem="Which?")),
    ]


def test_whatever_has_no_place_is_named() -> None:
    rationale = replace(MATCHING.options[0], rationale="It is struck.")
    assert lost(
        replace(SINGLE, shuffle=False),
        replace(SINGLE, publish=False),
        MATCHING,
        replace(MATCHING, options=(rationale, *MATCHING.options[1:]), answers=("slows", "rings")),
    ) == [
        "question 1 (bell) – without the order of options",
        "question 2 (bell) – without what says that it waits for a look",
        "question 3 – without the order of its answers",
        "question 4 – without the order of its answers",
        "question 4 – without the rationales",
    ]


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (replace(MULTIPLE, kind=Kind.ORDERING), "GIFT has no ordering questions"),
        (
            replace(MATCHING, options=(replace(MATCHING.options[0], text="a -> b"),) * 2),
            "GIFT takes the -> in an option for the one before its answer",
        ),
        (replace(SINGLE, stem="NUL \0"), "GIFT cannot hold its words"),
    ],
)
def test_what_cannot_be_written_is_left_out_and_named(draft: QuestionDraft, why: str) -> None:
    written = write([SINGLE, draft], title="Bank")
    assert [loss.what for loss in written.losses] == [f"not written: {why}"]
    assert len(back(written.data)) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(questions(ANY_TEXTS), max_size=2), ANY_TEXTS)
def test_what_is_written_reads_back_the_same(drafts: list[QuestionDraft], title: str) -> None:
    written = write(drafts, title=title)
    found = [draft for draft in back(written.data) if draft]
    left_out = {loss.number for loss in written.losses if loss.what.startswith("not written")}
    kept = [draft for i, draft in enumerate(drafts, 1) if i not in left_out]
    named = {loss.what for loss in written.losses}
    assert len(found) == len(kept)
    for draft, again in zip(kept, found, strict=True):
        if draft.kind is Kind.MATCHING:
            assert "without the rationales" in named or not any(o.rationale for o in draft.options)
            draft = replace(
                draft, options=tuple(replace(option, rationale="") for option in draft.options)
            )
        if "without the leave to shuffle options" in named:
            again = replace(again, shuffle=draft.shuffle)
        if "without the leave to publish it" in named or len(drafts) > 1:
            again = replace(again, publish=draft.publish)
        assert bare(again) == bare(draft)


@given(st.text(st.sampled_from("\\:#={}~n\n xé😀")))
def test_an_escaped_text_has_no_marks_and_comes_back(text: str) -> None:
    line = escaped(text)
    assert "\n" not in line
    assert not set(hidden(line)) & set(":#={}~")
    assert shown(hidden(line)) == text


def test_no_multiple_response_gives_marks_for_choosing_everything() -> None:
    text = write([MULTIPLE], title="").data.decode()
    weights = [float(line.split("%")[1]) for line in text.splitlines() if line.startswith("\t~")]
    assert sum(weight for weight in weights if weight > 0) == pytest.approx(100, abs=0.01)
    assert sum(weights) <= 0.01


@pytest.mark.parametrize(
    ("text", "status", "key"),
    [
        ("{~%50%a ~%50%b ~c}", Status.IMPORTED, "AB"),
        ("{~%33%a ~%33%b ~%33%c ~d}", Status.IMPORTED, "ABC"),
        ("{~%33,333%a ~%33,333%b ~%33,333%c ~d}", Status.IMPORTED, "ABC"),
        ("{~%100%a ~b}", Status.IMPORTED, "A"),
        ("{~=a ~b}", Status.IMPORTED, "A"),
        ("{=%100%a ~b}", Status.IMPORTED, "A"),
        ("{~%60%a ~%40%b ~c}", Status.WARNING, "AB"),
        ("{=a ~%50%b ~c}", Status.WARNING, "A"),
        ("{~%100%a ~%25%b ~c}", Status.WARNING, "A"),
        ("{=a ~%-25%b}", Status.IMPORTED, "A"),
        ("{true}", Status.IMPORTED, "A"),
        ("{ F }", Status.IMPORTED, "B"),
    ],
)
def test_weights_make_a_key(text: str, status: Status, key: str) -> None:
    (report,) = read(f"Which of these are right? {text}".encode(), path="x")
    assert (report.status, "".join(report.key)) == (status, key)
    assert report.draft is not None
    assert report.draft.kind is (Kind.MULTIPLE if len(key) > 1 else Kind.SINGLE)


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (b"Which? {=a ~b}", True),
        (b"::Name::Which? {}", True),
        (b"Which? {T}", True),
        (b"How many? {#3}", True),
        (b"Match {=a -> b =c -> d}", True),
        (b"if (x) { y = 1; }", False),
        (b"Words alone.", False),
        (b"{}", False),
        (b"{=}", False),
        (b"Which?\nA) x\nB) y\nANSWER: A\n", False),
        (b"\xff", False),
    ],
)
def test_its_files_are_known_by_their_content(text: bytes, is_ours: bool) -> None:
    assert fits(text) is is_ours
    assert GIFT.own == (".gift",)
