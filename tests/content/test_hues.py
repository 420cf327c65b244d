from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.hues import HUES, hues

CATEGORIES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=60)


def test_they_go_round_in_the_catalogues_order() -> None:
    assert hues([str(n) for n in range(14)]) == [*range(1, 13), 1, 2]
    assert hues([""] * 25) == [*range(1, 13), *range(1, 13), 1]
    assert hues([]) == []


def test_a_category_that_is_scattered_shares_none() -> None:
    # Without care the first and the last, twelve places on, would be alike.
    scattered = ["storage", *["other"] * 11, "storage"]
    found = hues(scattered)
    assert found[0] != found[-1]


@given(CATEGORIES)
def test_neighbours_never_share_a_hue(categories: list[str]) -> None:
    found = hues(categories)
    assert len(found) == len(categories)
    assert all(1 <= hue <= HUES for hue in found)
    assert all(one != other for one, other in pairwise(found))


@given(CATEGORIES)
def test_a_category_shares_none_while_there_are_enough(categories: list[str]) -> None:
    found = hues(categories)
    for wanted in set(categories):
        own = [hue for hue, name in zip(found, categories, strict=True) if name == wanted]
        # The last hue left may be the neighbour's, and is then not taken.
        assert len(set(own[: HUES - 1])) == len(own[: HUES - 1])


@given(CATEGORIES, CATEGORIES)
def test_what_is_added_behind_changes_nothing_before(some: list[str], more: list[str]) -> None:
    assert hues(some + more)[: len(some)] == hues(some)
