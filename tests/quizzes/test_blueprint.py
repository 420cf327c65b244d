import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.blueprint import ANY, Quota, quotas, shares

CLF_C02 = (24, 30, 34, 12)
WEIGHTS = st.lists(st.integers(0, 100), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (65, CLF_C02, (16, 19, 22, 8)),
        (50, CLF_C02, (12, 15, 17, 6)),
        (20, CLF_C02, (5, 6, 7, 2)),
        (0, CLF_C02, (0, 0, 0, 0)),
        (3, (50, 50), (2, 1)),
        (1, (1, 1, 1), (1, 0, 0)),
        (10, (100, 0), (10, 0)),
        (10, (0, 0), (0, 0)),
        (10, (), ()),
    ],
)
def test_shares_by_the_largest_remainder(
    total: int, weights: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert shares(total, weights) == expected


@given(st.integers(0, 500), WEIGHTS)
def test_shares_add_up_and_each_is_within_one_of_its_part(total: int, weights: list[int]) -> None:
    given = shares(total, weights)
    whole = sum(weights)
    assert sum(given) == (total if whole else 0)
    for share, weight in zip(given, weights, strict=True):
        assert abs(share * whole - total * weight) < max(whole, 1)
        assert weight or not share


def test_the_real_exam() -> None:
    domains = list(zip((11, 12, 13, 14), CLF_C02, strict=True))
    assert quotas(65, 50, domains) == (
        Quota(11, 16, 12),
        Quota(12, 19, 15),
        Quota(13, 22, 17),
        Quota(14, 8, 6),
    )


@pytest.mark.parametrize("domains", [[], [(1, 0), (2, 0)]])
def test_without_weights_any_question_will_do(domains: list[tuple[int, int]]) -> None:
    assert quotas(20, 15, domains) == (Quota(ANY, 20, 15),)


@given(st.integers(1, 100), st.data(), WEIGHTS.filter(any))
def test_no_domain_counts_more_than_it_has(
    questions: int, data: st.DataObject, weights: list[int]
) -> None:
    scored = data.draw(st.integers(0, questions))
    found = quotas(questions, scored, list(enumerate(weights)))
    assert sum(quota.questions for quota in found) == questions
    assert sum(quota.scored for quota in found) == scored
    assert all(0 <= quota.scored <= quota.questions for quota in found)


def test_what_a_paradox_cuts_off_counts_elsewhere() -> None:
    # Of 11 the last domain gets fewer than of 10: largest remainders do that.
    weights = (6, 6, 2)
    assert (shares(11, weights), shares(10, weights)) == ((5, 5, 1), (4, 4, 2))
    found = quotas(11, 10, list(enumerate(weights)))
    assert [(quota.questions, quota.scored) for quota in found] == [(5, 5), (5, 4), (1, 1)]
