from collections import Counter
from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.grading import AnswerKey, InvalidChoiceError, check_choice, grade, shown_order


def single(key: int = 1, options: int = 4) -> AnswerKey:
    return AnswerKey(Kind.SINGLE, frozenset(range(1, options + 1)), frozenset([key]))


def multiple(*key: int, options: int = 5) -> AnswerKey:
    return AnswerKey(Kind.MULTIPLE, frozenset(range(1, options + 1)), frozenset(key))


@st.composite
def answer_keys(draw: st.DrawFn) -> AnswerKey:
    options = draw(st.frozensets(st.integers(1, 10**12), min_size=2, max_size=9))
    kind = draw(st.sampled_from(Kind))
    most = 1 if kind is Kind.SINGLE else len(options) - 1
    key = draw(st.frozensets(st.sampled_from(sorted(options)), min_size=1, max_size=most))
    return AnswerKey(kind, options, key)


@pytest.mark.parametrize(
    ("key", "chosen", "mark"),
    [
        (single(1), [1], 1.0),
        (single(1), [2], 0.0),
        (single(1), [], 0.0),
        (single(1), [1, 1], 1.0),
        (multiple(1, 3), [1, 3], 1.0),
        (multiple(1, 3), [3, 1], 1.0),
        (multiple(1, 3), [1], 0.0),
        (multiple(1, 3), [1, 2], 0.0),
        (multiple(1, 3), [1, 2, 3], 0.0),
        (multiple(1, 3), [2, 4], 0.0),
        (multiple(1, 3), [], 0.0),
        (multiple(1, 2, 3, 4), [1, 2, 3, 4], 1.0),
        (multiple(1, 2, 3, 4), [1, 2, 3, 4, 5], 0.0),
    ],
)
def test_exactly_the_key_is_right(key: AnswerKey, chosen: list[int], mark: float) -> None:
    assert grade(key, chosen) == mark


@given(answer_keys(), st.data())
def test_of_all_subsets_only_the_key_is_right(key: AnswerKey, data: st.DataObject) -> None:
    chosen = data.draw(st.frozensets(st.sampled_from(sorted(key.options))))
    assert grade(key, chosen) == (1.0 if chosen == key.key else 0.0)
    assert grade(key, key.key) == 1.0


@given(answer_keys())
def test_a_full_answer_has_as_many_options_as_the_key(key: AnswerKey) -> None:
    assert key.needed == len(key.key) >= 1
    assert key.kind is Kind.MULTIPLE or key.needed == 1


@pytest.mark.parametrize(
    ("key", "chosen", "choice"),
    [
        (single(), [], set()),
        (single(), [2], {2}),
        (single(), [2, 2, 2], {2}),
        (multiple(1, 2), [1, 2, 3, 4, 5], {1, 2, 3, 4, 5}),
        (multiple(1, 2), (3,), {3}),
    ],
)
def test_what_may_be_chosen(key: AnswerKey, chosen: list[int], choice: set[int]) -> None:
    assert check_choice(key, chosen) == choice


@pytest.mark.parametrize(
    ("key", "chosen"),
    [
        (single(), [5]),
        (single(), [0]),
        (single(), [-1]),
        (single(), [1, 2]),
        (single(), [1, 99]),
        (multiple(1, 2), [1, 2, 6]),
        (multiple(1, 2), [10**30]),
    ],
)
def test_what_may_not_be_chosen(key: AnswerKey, chosen: list[int]) -> None:
    with pytest.raises(InvalidChoiceError):
        check_choice(key, chosen)


@given(answer_keys(), st.frozensets(st.integers(1, 10**12), max_size=9))
def test_a_choice_holds_only_the_questions_options(key: AnswerKey, chosen: frozenset[int]) -> None:
    try:
        choice = check_choice(key, chosen)
    except InvalidChoiceError:
        assert not chosen <= key.options or (key.kind is Kind.SINGLE and len(chosen) > 1)
    else:
        assert choice == chosen <= key.options


@dataclass(frozen=True)
class Place:
    position: int
    is_key: bool = False


seeds = st.binary(min_size=1, max_size=16)


def order(seed: bytes, count: int, *, key: int = 1, shuffle: bool = True) -> list[int]:
    options = [Place(n, is_key=n == key) for n in range(1, count + 1)]
    return [option.position for option in shown_order(options, seed=seed, shuffle=shuffle)]


@given(seeds, st.integers(2, 9), st.integers(1, 9), st.integers(1, 9))
def test_the_order_does_not_depend_on_the_key(
    seed: bytes, count: int, one: int, another: int
) -> None:
    assert order(seed, count, key=one) == order(seed, count, key=another)


@given(seeds, st.permutations([Place(n) for n in range(1, 8)]))
def test_the_order_does_not_depend_on_how_the_rows_come(seed: bytes, rows: list[Place]) -> None:
    assert [o.position for o in shown_order(rows, seed=seed, shuffle=True)] == order(seed, 7)


@given(seeds, st.integers(2, 9))
def test_every_option_is_shown_once(seed: bytes, count: int) -> None:
    assert sorted(order(seed, count)) == list(range(1, count + 1))


@given(seeds, st.permutations([Place(n) for n in range(1, 6)]))
def test_unshuffled_options_stand_as_authored(seed: bytes, rows: list[Place]) -> None:
    shown = shown_order(rows, seed=seed, shuffle=False)
    assert [option.position for option in shown] == [1, 2, 3, 4, 5]


def test_every_order_comes_up_about_equally_often() -> None:
    seen = Counter(tuple(order(n.to_bytes(16, "big"), 4)) for n in range(4_800))
    assert set(seen) == set(permutations([1, 2, 3, 4]))
    # 200 expected of each, standard deviation 13.8.
    assert 130 < min(seen.values()) <= max(seen.values()) < 270


@pytest.mark.parametrize(
    ("seed", "shown"),
    [
        (bytes(16), [1, 3, 4, 2, 5, 6]),
        (bytes(range(16)), [1, 5, 3, 2, 6, 4]),
        (b"\xff" * 16, [6, 3, 4, 5, 2, 1]),
    ],
)
def test_an_old_attempt_keeps_its_order_for_good(seed: bytes, shown: list[int]) -> None:
    """Golden: another order here would reshuffle what learners have already seen."""
    assert order(seed, 6) == shown
