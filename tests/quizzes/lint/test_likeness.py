import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lint.likeness import ALIKE, FEWEST, near, shingles

LINE = "a ship lies at the quay in a strong wind and needs one more line"
WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=0, max_size=14).map(" ".join)


def pairs(*texts: str) -> list[tuple[int, int]]:
    return [(one, other) for one, other, _likeness in near(texts)]


def test_shingles_are_runs_of_three_words_case_and_punctuation_aside() -> None:
    assert shingles("One, two: THREE four") == {("one", "two", "three"), ("two", "three", "four")}
    assert shingles("one two") == frozenset()


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (LINE, True),
        (LINE.upper() + ".", True),
        (LINE.replace("one more line", "one more rope"), True),
        (LINE.replace("quay", "pier").replace("needs", "wants"), False),
        ("something else is asked here about the lights of a harbour by night", False),
    ],
)
def test_alike_is_what_shares_most_of_its_runs(other: str, alike: bool) -> None:
    assert pairs(LINE, other) == [(0, 1)] * alike


def test_the_likeness_is_the_share_of_runs_that_both_have() -> None:
    ((_one, _other, likeness),) = near([LINE, LINE.replace("more line", "more rope")])
    runs = len(shingles(LINE))
    assert likeness == (runs - 1) / (runs + 1)


def test_short_texts_are_never_near() -> None:
    assert len(shingles("which knot is the best knot")) < FEWEST
    assert pairs("which knot is the best knot", "which knot is the best knot") == []


@given(st.lists(WORDS, max_size=12))
def test_none_is_missed_and_none_is_made_up(texts: list[str]) -> None:
    sets = [shingles(text) for text in texts]
    every = {
        (one, other)
        for other in range(len(texts))
        for one in range(other)
        if len(sets[one]) >= FEWEST
        and len(sets[other]) >= FEWEST
        and len(sets[one] & sets[other]) / len(sets[one] | sets[other]) >= ALIKE
    }
    assert set(pairs(*texts)) == every


def test_a_bank_made_by_a_pattern_costs_no_square() -> None:
    texts = [f"Which of these words stands for the number {n} alone of all?" for n in range(3_000)]
    assert sum(1 for _pair in near(texts)) == 0
    twins = [*texts, texts[1_234]]
    assert list(near(twins)) == [(1_234, 3_000, 1.0)]
