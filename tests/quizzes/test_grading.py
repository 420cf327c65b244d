from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.grading import (
    AnswerKey,
    InvalidChoiceError,
    as_mark,
    check_choice,
    check_places,
    grade,
    in_place,
    reaches,
    whole_percent,
)


def single(key: int = 1, options: int = 4) -> AnswerKey:
    return AnswerKey(Kind.SINGLE, frozenset(range(1, options + 1)), frozenset([key]))


def multiple(*key: int, options: int = 5) -> AnswerKey:
    return AnswerKey(Kind.MULTIPLE, frozenset(range(1, options + 1)), frozenset(key))


def ordering(*places: int) -> AnswerKey:
    """Options 1, 2, 3 … that belong in these places."""
    right = dict(enumerate(places, 1))
    return AnswerKey(Kind.ORDERING, frozenset(right), places=right, most=len(right))


def matching(*places: int, answers: int) -> AnswerKey:
    right = dict(enumerate(places, 1))
    return AnswerKey(Kind.MATCHING, frozenset(right), places=right, most=answers)


@st.composite
def answer_keys(draw: st.DrawFn) -> AnswerKey:
    options = draw(st.frozensets(st.integers(1, 10**12), min_size=2, max_size=9))
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE]))
    most = 1 if kind is Kind.SINGLE else len(options) - 1
    key = draw(st.frozensets(st.sampled_from(sorted(options)), min_size=1, max_size=most))
    return AnswerKey(kind, options, key)


@st.composite
def placed_keys(draw: st.DrawFn) -> AnswerKey:
    """An ordering question, or a matching one with shared answers and distractors."""
    options = draw(st.lists(st.integers(1, 10**12), min_size=2, max_size=9, unique=True))
    if draw(st.booleans()):
        places = draw(st.permutations(range(1, len(options) + 1)))
        most = len(options)
    else:
        most = draw(st.integers(2, 9))
        places = [draw(st.integers(1, most)) for _ in options]
    kind = Kind.ORDERING if most == len(options) == len(set(places)) else Kind.MATCHING
    right = dict(zip(options, places, strict=True))
    return AnswerKey(kind, frozenset(options), places=right, most=most)


@st.composite
def placings(draw: st.DrawFn, key: AnswerKey) -> dict[int, int]:
    some = draw(st.frozensets(st.sampled_from(sorted(key.options))))
    return {option: draw(st.integers(1, key.most)) for option in sorted(some)}


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
    assert grade(key, dict.fromkeys(chosen)) == mark


@given(answer_keys(), st.data())
def test_of_all_subsets_only_the_key_is_right(key: AnswerKey, data: st.DataObject) -> None:
    chosen = data.draw(st.frozensets(st.sampled_from(sorted(key.options))))
    assert grade(key, dict.fromkeys(chosen)) == (1.0 if chosen == key.key else 0.0)
    assert grade(key, dict.fromkeys(key.key)) == 1.0


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
    assert check_choice(key, chosen) == dict.fromkeys(choice)


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
        (ordering(2, 1), [1, 2]),
        (matching(1, 2, answers=2), []),
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
        assert choice.keys() == chosen <= key.options


class TestPlaces:
    @pytest.mark.parametrize(
        ("key", "given", "placed", "part"),
        [
            (ordering(1, 2, 3), {1: 1, 2: 2, 3: 3}, 3, 1),
            (ordering(3, 1, 2), {1: 3, 2: 1, 3: 2}, 3, 1),
            (ordering(3, 1, 2), {1: 3, 2: 2, 3: 1}, 1, Fraction(1, 3)),
            (ordering(3, 1, 2), {1: 3, 2: 3, 3: 3}, 1, Fraction(1, 3)),
            (ordering(3, 1, 2), {1: 3, 2: 1}, 2, Fraction(2, 3)),
            (ordering(3, 1, 2), {1: 2, 2: 3, 3: 1}, 0, 0),
            (ordering(3, 1, 2), {}, 0, 0),
            (matching(1, 1, answers=3), {1: 1, 2: 1}, 2, 1),
            (matching(1, 1, answers=3), {1: 1, 2: 3}, 1, Fraction(1, 2)),
            (matching(2, 1, 3, 3, answers=4), {1: 2, 2: 4, 3: 3, 4: 3}, 3, Fraction(3, 4)),
            (matching(2, 1, answers=2), {1: 1, 2: 2}, 0, 0),
            (matching(2, 1, answers=2), {2: 1}, 1, Fraction(1, 2)),
        ],
    )
    def test_are_worth_all_or_nothing_or_their_share(
        self, key: AnswerKey, given: dict[int, int], placed: int, part: Fraction
    ) -> None:
        assert in_place(key, given) == placed
        assert grade(key, given) == (1 if part == 1 else 0)
        assert grade(key, given, partial=True) == part

    @given(placed_keys(), st.data())
    def test_are_all_right_only_where_they_belong(
        self, key: AnswerKey, data: st.DataObject
    ) -> None:
        given = data.draw(placings(key))
        assert grade(key, given) == (given == key.places)
        assert grade(key, key.places) == grade(key, key.places, partial=True) == 1
        assert key.needed == len(key.options)

    @given(placed_keys(), st.data())
    def test_one_more_in_its_place_is_one_share_more(
        self, key: AnswerKey, data: st.DataObject
    ) -> None:
        given = data.draw(placings(key))
        before = grade(key, given, partial=True)
        for option, place in key.places.items():
            better = grade(key, given | {option: place}, partial=True)
            assert better - before == (Fraction(1, key.needed) if given.get(option) != place else 0)

    @pytest.mark.parametrize(
        ("key", "placed"),
        [
            (ordering(2, 1), {1: 0}),
            (ordering(2, 1), {1: 3}),
            (ordering(2, 1), {3: 1}),
            (ordering(2, 1), {1: -1, 2: 2}),
            (matching(1, 2, answers=3), {1: 4}),
            (matching(1, 2, answers=3), {0: 1}),
            (matching(1, 2, answers=3), {1: 10**30}),
            (single(), {1: 1}),
            (multiple(1, 2), {}),
        ],
    )
    def test_may_be_of_this_question_only(self, key: AnswerKey, placed: dict[int, int]) -> None:
        with pytest.raises(InvalidChoiceError):
            check_places(key, placed)

    @given(placed_keys(), st.data())
    def test_may_be_given_some_at_a_time(self, key: AnswerKey, data: st.DataObject) -> None:
        placed = data.draw(placings(key))
        assert check_places(key, placed) == placed


class TestPartialCredit:
    @pytest.mark.parametrize(
        ("key", "chosen", "mark"),
        [
            (single(1), [1], 1),
            (single(1), [2], 0),
            (single(1), [], 0),
            (multiple(1, 2), [1, 2], 1),
            (multiple(1, 2), [1], Fraction(1, 2)),
            (multiple(1, 2), [1, 3], 0),
            (multiple(1, 2), [1, 2, 3], Fraction(1, 2)),
            (multiple(1, 2), [3, 4], 0),
            (multiple(1, 2), [1, 2, 3, 4, 5], 0),
            (multiple(1, 2, 3), [1, 2], Fraction(2, 3)),
            (multiple(1, 2, 3), [1, 2, 4], Fraction(1, 3)),
            (multiple(1, 2, 3), [1, 2, 3, 4], Fraction(2, 3)),
            (multiple(1, 2, 3), [], 0),
        ],
    )
    def test_is_right_less_wrong_ones_as_a_share_of_the_key(
        self, key: AnswerKey, chosen: list[int], mark: Fraction
    ) -> None:
        assert grade(key, dict.fromkeys(chosen), partial=True) == mark

    @given(answer_keys(), st.data())
    def test_is_a_full_mark_for_the_key_alone(self, key: AnswerKey, data: st.DataObject) -> None:
        chosen = data.draw(st.frozensets(st.sampled_from(sorted(key.options))))
        mark = grade(key, dict.fromkeys(chosen), partial=True)
        assert 0 <= mark <= 1
        assert (mark == 1) == (chosen == key.key)
        assert mark >= grade(key, dict.fromkeys(chosen))

    @given(answer_keys(), st.data())
    def test_never_pays_to_choose_everything(self, key: AnswerKey, data: st.DataObject) -> None:
        chosen = data.draw(st.frozensets(st.sampled_from(sorted(key.options))))
        wrong = data.draw(st.sampled_from(sorted(key.options - key.key)))
        mark = grade(key, dict.fromkeys(chosen | {wrong}), partial=True)
        assert mark <= grade(key, dict.fromkeys(chosen - {wrong}), partial=True)


class TestScores:
    @given(st.lists(st.tuples(st.integers(0, 26), st.integers(1, 26)), min_size=1, max_size=200))
    def test_are_compared_with_the_pass_mark_exactly(self, parts: list[tuple[int, int]]) -> None:
        marks = [min(Fraction(*part), Fraction(1)) for part in parts]
        mean = sum(marks) / len(marks)
        for percent in range(101):
            assert reaches(float(mean), percent) == (mean * 100 >= percent)
        assert whole_percent(float(mean)) == mean * 100 // 1

    @given(st.integers(1, 3_000), st.data())
    def test_of_whole_marks_are_what_they_always_were(
        self, total: int, data: st.DataObject
    ) -> None:
        right = data.draw(st.integers(0, total))
        assert whole_percent(right / total) == right * 100 // total

    @given(st.integers(1, 1_000), st.data())
    def test_are_made_of_marks_that_come_back_from_the_database_as_they_were(
        self, parts: int, data: st.DataObject
    ) -> None:
        mark = Fraction(data.draw(st.integers(0, parts)), parts)
        assert as_mark(float(mark)) == mark
