"""Twenty thousand inputs a reader, each a second or so; `make fuzz` tries a million."""

import pytest

from content.drafts import Problem
from quizzes.formats import known
from tests.fuzz.mutating import STEPS, input_of
from tests.fuzz.readers import CHAPTER, READERS, Broken, check, outcome
from tests.fuzz.seeds import seeds

INPUTS = 20_000
PARTS = 10
SMALL = 1_000
TWICE_EVERY = 20


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", READERS)
def test_no_input_breaks_a_promise(name: str, part: int) -> None:
    failures = []
    for number in range(part * INPUTS // PARTS, (part + 1) * INPUTS // PARTS):
        data = input_of(name, number, cap=SMALL)
        try:
            check(READERS[name], data, twice=number % TWICE_EVERY == 0)
        except Exception as error:
            failures.append(f"{name} {number}: {type(error).__name__}: {error}")
    assert failures == []


def drafts(name: str, seed: bytes) -> list[object]:
    found = outcome(READERS[name], seed)
    return [] if isinstance(found, Problem) else [r.draft for r in found if r.draft]


def test_every_reader_is_tried_from_seeds_that_it_can_read() -> None:
    formats = {form.name for form in known.FORMATS if form.read}
    assert set(READERS) == {*formats, "markdown", CHAPTER}
    for name in READERS:
        every = seeds(name)
        assert len(every) >= 3, name
        assert any(drafts(name, seed) for seed in every), name


@pytest.mark.parametrize("name", READERS)
def test_an_input_is_the_same_each_time_and_no_two_are_alike(name: str) -> None:
    made = [input_of(name, number) for number in range(200)]
    assert made == [input_of(name, number) for number in range(200)]
    assert len(set(made)) > 100


def test_steps_are_as_many_as_their_names() -> None:
    assert len({step.__name__ for step in STEPS}) >= 10


def test_a_promise_that_is_broken_is_seen() -> None:
    sound = READERS["json"]
    seed = seeds("json")[-1]
    check(sound, seed, twice=True)
    with pytest.raises(ZeroDivisionError):
        check(lambda data, *, path: [sound(data, path=path)[0]] * (1 // 0), seed)
    good = sound(seed, path="fuzz/bank")
    with pytest.raises(Broken, match="a report is of 'elsewhere'"):
        check(lambda data, *, path: sound(data, path="elsewhere"), seed)
    turns = iter([good, good[:1]])
    with pytest.raises(Broken, match="read again, it is something else"):
        check(lambda data, *, path: next(turns), seed, twice=True)
