from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from hypothesis import given
from hypothesis import strategies as st

from content.addresses import NOBODYS, address

ONE = uuid4()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("home", []),
        ("course", ["clf-c02"]),
        ("chapter", ["clf-c02", "databases"]),
        ("quiz", ["clf-c02", "databases"]),
        ("attempt", [ONE]),
        ("attempt", [NOBODYS]),
        ("question", [ONE, 1]),
        ("question", [ONE, 65]),
        ("answer", [ONE, 2]),
    ],
)
def test_is_what_reverse_gives_the_second_time_too(name: str, args: list[str | int | UUID]) -> None:
    for _ in range(2):
        assert address(name, *args) == reverse(name, args=args)


@given(st.lists(st.tuples(st.uuids(), st.integers(1, 99)), min_size=1, max_size=5))
def test_each_attempt_has_its_own(places: list[tuple[UUID, int]]) -> None:
    for attempt, position in places:
        assert address("question", attempt, position) == f"/attempts/{attempt}/{position}/"


def test_follows_the_place_that_the_site_is_served_at() -> None:
    assert address("attempt", ONE) == f"/attempts/{ONE}/"
    set_script_prefix("/study/")
    try:
        assert address("attempt", ONE) == f"/study/attempts/{ONE}/"
    finally:
        set_script_prefix("/")
    assert address("attempt", ONE) == f"/attempts/{ONE}/"


def test_refuses_what_reverse_refuses() -> None:
    for name, args in (("nowhere", []), ("course", ["not a slug"]), ("attempt", [])):
        with pytest.raises(NoReverseMatch):
            address(name, *args)
