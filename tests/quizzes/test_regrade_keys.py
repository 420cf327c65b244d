"""Which keys a wording may have had, and what a newer wording says of an older one's."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.grading import AnswerKey
from quizzes.regrade_keys import can_be_right, carried

SINGLE, MULTIPLE, MATCHING, ORDERING = Kind


def key(kind: Kind, *right: int) -> AnswerKey:
    return AnswerKey(kind, frozenset({1, 2, 3}), key=frozenset(right))


def places(kind: Kind, *where: int, most: int = 3) -> AnswerKey:
    return AnswerKey(kind, frozenset({1, 2, 3}), places=dict(enumerate(where, 1)), most=most)


@pytest.mark.parametrize(
    ("published", "right", "fits"),
    [
        (key(SINGLE, 1), key(SINGLE, 2), True),
        (key(SINGLE, 1), key(SINGLE, 1, 2), True),
        (key(SINGLE, 1), key(SINGLE), False),
        (key(SINGLE, 1), key(SINGLE, 9), False),
        (key(MULTIPLE, 1, 2), key(MULTIPLE, 1, 2, 3), True),
        (key(MULTIPLE, 1, 2), key(MULTIPLE, 1, 9), False),
        (places(ORDERING, 1, 2, 3), places(ORDERING, 2, 1, 3), True),
        (places(ORDERING, 1, 2, 3), places(ORDERING, 1, 1, 3), False),
        (places(ORDERING, 1, 2, 3), places(ORDERING, 1, 2), False),
        (places(ORDERING, 1, 2, 3), places(ORDERING, 1, 2, 4), False),
        (places(ORDERING, 1, 2, 3), key(ORDERING, 1), False),
        (places(MATCHING, 1, 1, 2, most=2), places(MATCHING, 2, 2, 2, most=2), True),
        (places(MATCHING, 1, 1, 2, most=2), places(MATCHING, 3, 2, 2, most=2), False),
        (places(MATCHING, 1, 1, 2, most=2), places(MATCHING, 0, 2, 2, most=2), False),
    ],
)
def test_a_key_fits_a_wording(published: AnswerKey, right: AnswerKey, fits: bool) -> None:
    assert can_be_right(published, right) is fits


def choice(texts: str, right: str, kind: Kind = SINGLE) -> QuestionDraft:
    """A wording whose options are these letters, as texts."""
    options = [
        OptionDraft("ABCD"[place], f"Option  {text}", text in right)
        for place, text in enumerate(texts)
    ]
    return QuestionDraft("", 0, "", kind, "Stem?", options)


def placed(texts: str, where: str, answers: Sequence[str] = ()) -> QuestionDraft:
    options = [
        OptionDraft("ABCD"[at], text, is_key=False, place=int(place))
        for at, (text, place) in enumerate(zip(texts, where, strict=True))
    ]
    kind = MATCHING if answers else ORDERING
    return QuestionDraft("", 0, "", kind, "Stem?", options, answers=answers)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (choice("pqr", "p"), choice("pqr", "q"), ("B",)),
        # Options in another order are the same options.
        (choice("pqr", "p"), choice("rqp", "r"), ("C",)),
        (choice("pqr", "p"), choice("pqr", "pq", MULTIPLE), ("A", "B")),
        (choice("pqr", "p"), choice("pqs", "q"), None),
        (choice("pqr", "p"), choice("pq", "q"), None),
        (choice("pqq", "p"), choice("pqq", "q"), None),
        (choice("pqr", "p"), placed("pqr", "123"), None),
        (placed("pqr", "123"), placed("pqr", "213"), ("B", "A", "C")),
        (placed("pqr", "123"), placed("rqp", "213"), ("B", "C", "A")),
        (placed("pqr", "112", "xy"), placed("pqr", "122", "xy"), ("A-1", "B-2", "C-2")),
        (placed("pqr", "112", "xy"), placed("pqr", "122", "yx"), ("A-2", "B-1", "C-1")),
        (placed("pqr", "112", "xy"), placed("pqr", "122", "xz"), None),
        (placed("pqr", "112", "xy"), placed("pqr", "123"), None),
    ],
)
def test_a_newer_key_is_carried_to_the_same_options(
    old: QuestionDraft, new: QuestionDraft, key: tuple[str, ...] | None
) -> None:
    made = carried(old, new)
    assert (made and made.key) == key
    if made is not None:
        assert [option.text for option in made.options] == [option.text for option in old.options]


@given(st.permutations("pqrs"), st.permutations("pqrs"), st.sets(st.sampled_from("pqrs")))
def test_the_same_texts_are_right_in_whatever_order(
    old: list[str], new: list[str], right: set[str]
) -> None:
    made = carried(choice("".join(old), "p"), choice("".join(new), "".join(right)))
    assert made is not None
    assert {option.text[-1] for option in made.options if option.is_key} == right
