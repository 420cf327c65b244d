from dataclasses import replace

import pytest

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats import aiken
from quizzes.formats.losses import losses, read_back

FULL = QuestionDraft(
    path="a",
    line=1,
    number="7",
    kind=Kind.SINGLE,
    stem="Which?",
    options=(OptionDraft("A", "x", True, "so"), OptionDraft("B", "y", False, "not")),
    explanation="Because.",
    tags=Tags("q-1", ("rds",), "1.2", "part", 2, "https://example.org", ("f",)),
)
BARE = tuple(replace(option, rationale="") for option in FULL.options)
SOUND = "Which?\nA) this\nB) that\nANSWER: A\n"


@pytest.mark.parametrize(
    ("back", "what"),
    [
        (replace(FULL, tags=replace(FULL.tags, code="")), "without its id"),
        (replace(FULL, kind=Kind.MULTIPLE), "without its kind"),
        (replace(FULL, stem="Which"), "without the layout of the stem"),
        (replace(FULL, answers=("x",)), "without the order of its answers"),
        (replace(FULL, explanation=""), "without the explanation"),
        (replace(FULL, options=BARE), "without the rationales"),
        (replace(FULL, tags=replace(FULL.tags, services=())), "without the services"),
        (replace(FULL, tags=replace(FULL.tags, task="")), "without the task"),
        (replace(FULL, tags=replace(FULL.tags, section="")), "without the section"),
        (replace(FULL, tags=replace(FULL.tags, level=None)), "without the level"),
        (replace(FULL, tags=replace(FULL.tags, source="")), "without the source"),
        (replace(FULL, tags=replace(FULL.tags, facts=())), "without the facts"),
    ],
)
def test_what_did_not_come_back_is_named(back: QuestionDraft, what: str) -> None:
    (loss,) = losses(FULL, back, number=3)
    assert (loss.number, loss.code, loss.what) == (3, "q-1", what)


def test_an_order_and_a_doubt_are_lost_in_both_directions() -> None:
    kept = replace(FULL, shuffle=False, publish=False)
    there = [loss.what for loss in losses(kept, FULL, number=1)]
    back = [loss.what for loss in losses(FULL, kept, number=1)]
    assert there == ["without the order of options", "without what says that it waits for a look"]
    assert back == ["without the leave to shuffle options", "without the leave to publish it"]


def test_labels_and_places_are_no_loss() -> None:
    lettered = tuple(replace(o, letter=o.letter.lower()) for o in FULL.options)
    moved = replace(FULL, path="b", line=9, number="1", options=lettered)
    assert losses(FULL, moved, number=1) == []


@pytest.mark.parametrize(
    ("block", "stem"),
    [
        ("What?\nA) x\nB) y\nANSWER: B\n", "What?"),
        ("What?\nA) x\nANSWER: A\n", None),
        ("What?\nA) x\nB) y\nANSWER: B\n\nAnd?\nA) x\nB) y\nANSWER: B\n", None),
        ("ANSWER: B\n", None),
        ("\0\n", None),
        ("", None),
    ],
)
def test_a_block_is_read_among_others(block: str, stem: str | None) -> None:
    back = read_back(aiken.read, block, sound=SOUND)
    assert (back and back.stem) == stem
    alone = read_back(aiken.read, block)
    assert (alone and alone.stem) == stem
