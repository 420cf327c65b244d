from content.kept import Kept, forget_everything


class Maker:
    """Makes one value after the other, and knows how many."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def test_a_value_is_kept_while_the_revision_stays() -> None:
    kept: Kept[int] = Kept()
    make = Maker()
    assert [kept.get("a", revision=1, make=make) for _ in range(3)] == [1, 1, 1]


def test_any_other_revision_makes_it_anew() -> None:
    kept: Kept[int] = Kept()
    make = Maker()
    assert [kept.get("a", revision=n, make=make) for n in (1, 2, 2, 1, 5)] == [1, 2, 2, 3, 4]


def test_keys_are_apart() -> None:
    kept: Kept[int] = Kept()
    make = Maker()
    assert kept.get("a", revision=1, make=make) == 1
    assert kept.get("b", revision=1, make=make) == 2
    assert kept.get("a", revision=1, make=make) == 1


def test_nothing_is_kept_of_what_could_not_be_made() -> None:
    kept: Kept[int] = Kept()

    def fail() -> int:
        raise OSError

    for _ in range(2):
        try:
            kept.get("a", revision=1, make=fail)
        except OSError:
            continue
        raise AssertionError
    assert kept.get("a", revision=1, make=Maker()) == 1


def test_none_is_a_value_too() -> None:
    kept: Kept[None] = Kept()
    made: list[int] = []
    for _ in range(2):
        kept.get("a", revision=1, make=lambda: made.append(1))
    assert made == [1]


def test_everything_is_forgotten_together() -> None:
    first: Kept[int] = Kept()
    second: Kept[int] = Kept()
    make = Maker()
    first.get("a", revision=1, make=make)
    second.get("a", revision=1, make=make)
    forget_everything()
    assert first.get("a", revision=1, make=make) == 3
    assert second.get("a", revision=1, make=make) == 4
