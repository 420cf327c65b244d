"""The checker finds each thing that could be wrong: one true story, and a lie for every line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from typing import Any

import pytest

from tests.faults.checker import check
from tests.faults.history import Deed, Event, History, Try, What, gather
from tests.faults.rules import Wording
from tests.faults.state import AttemptState, ResponseState, SavedRow, State

ATTEMPT, OPEN = "a" * 32, "b" * 32
DEADLINE = 1_000.0
USER = 7
WORDINGS = {1: Wording("single", frozenset({10})), 2: Wording("multiple", frozenset({20, 21}))}


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def save(key: str, begun: float, *, given: str, outcome: str = "kept", **fields: Any) -> Deed:
    values: dict[str, Any] = {"position": 1, "client": "c", "sequence": 1, "attempt": ATTEMPT}
    values |= fields
    first = Event(What.INVOKED, begun, deed="save", key=key, given=given, **values)
    return Deed(first, (Try(begun, begun + 1, What.ACKNOWLEDGED, 200, outcome),))


def submission(key: str, begun: float) -> Deed:
    first = Event(What.INVOKED, begun, deed="submit", attempt=ATTEMPT, key=key)
    return Deed(first, (Try(begun, begun + 1, What.ACKNOWLEDGED, 302, "ended"),))


def row(pk: int, deed: Deed, response: int = 1) -> SavedRow:
    sent = deed.first
    (outcome,) = deed.outcomes
    arrived = at(deed.begun + 0.4)
    return SavedRow(
        *(pk, sent.attempt, response, sent.key, sent.client, sent.sequence),
        *(arrived, sent.given, 0, False),
        outcome,
    )


SAVES = (
    save("first", 100, given="11", sequence=1),
    save("newer", 110, given="10", sequence=3),
    save("passed", 111, given="12", sequence=2, outcome="overtaken"),
    save("other", 120, given="20", sequence=4, position=2),
    save("late", 300, given="11", sequence=5, outcome="late"),
)
END = submission("end", 200)
AGAIN = submission("again", 210)
RESPONSE = ResponseState(
    *(1, ATTEMPT, 51, 1, 1, True, False, 0, True, 1.0, at(200.3)), answer=((10, None),)
)
HALF = replace(RESPONSE, id=2, question=52, version=2, position=2, score=0.0, answer=((20, None),))
TRUE = State(
    attempts={
        ATTEMPT: AttemptState(
            *(ATTEMPT, USER, 1, False, at(DEADLINE), at(200.3), "learner", 2, 1, 0.5)
        ),
        OPEN: AttemptState(OPEN, USER, 2, False, at(DEADLINE), None, "", 1, None, None),
    },
    responses={
        1: RESPONSE,
        2: HALF,
        3: replace(
            RESPONSE, id=3, attempt=OPEN, score=None, graded_at=None, answered=False, answer=()
        ),
    },
    saved=tuple(row(n, deed, deed.first.position) for n, deed in enumerate(SAVES, 1)),
    wordings=WORDINGS,
    tallies={(USER, 51): (1, 1), (USER, 52): (1, 0)},
)
TOLD = History({deed.first.key: deed for deed in (*SAVES, END, AGAIN)})


def test_the_true_story_is_believed() -> None:
    assert check(TOLD, [TRUE, TRUE]) == []


def test_so_it_is_where_nothing_ever_happened() -> None:
    bare = replace(
        TRUE, attempts={OPEN: TRUE.attempts[OPEN]}, responses={3: TRUE.responses[3]}, saved=()
    )
    assert check(History({}), [replace(bare, tallies={})]) == []


def saved(n: int, **fields: Any) -> Callable[[], State]:
    """The state with one row of the log of saves otherwise."""

    def changed() -> State:
        rows = [replace(one, **fields) if one.id == n else one for one in TRUE.saved]
        return replace(TRUE, saved=tuple(rows))

    return changed


def response(n: int, **fields: Any) -> Callable[[], State]:
    def changed() -> State:
        return replace(TRUE, responses={**TRUE.responses, n: replace(TRUE.responses[n], **fields)})

    return changed


def attempt(pk: str, **fields: Any) -> Callable[[], State]:
    def changed() -> State:
        return replace(TRUE, attempts={**TRUE.attempts, pk: replace(TRUE.attempts[pk], **fields)})

    return changed


def rows(*wanted: SavedRow) -> Callable[[], State]:
    return lambda: replace(TRUE, saved=wanted)


LOG = TRUE.saved


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        (rows(*LOG[1:]), "save first: acknowledged and lost"),
        (rows(*LOG, replace(LOG[4], id=6)), "save late: logged 2 times"),
        (saved(1, outcome="late"), "save first: told {'kept'}, but is late"),
        (saved(1, key="unheard"), "save unheard: logged and never sent"),
        (saved(1, given="12"), "save first: sent as"),
        (saved(1, sequence=9), "save first: sent as"),
        (saved(1, response=3), "save first: sent as"),
        (saved(1, certainty=2), "save first: certainty or flag logged otherwise"),
        (saved(1, flagged=True), "save first: certainty or flag logged otherwise"),
        (saved(1, arrived_at=at(90)), "save first: arrived 00:01:30 by another clock"),
        (saved(1, arrived_at=at(1_011)), "save first: kept, though it came after the grace"),
        (saved(3, outcome="kept"), "save passed: kept, which is wrong by its sequence 2"),
        (saved(2, outcome="overtaken"), "save newer: overtaken, which is wrong by its sequence 3"),
        (saved(5, outcome="kept"), "save late: kept, though it was sent after the end"),
        (saved(5, attempt=OPEN, response=3), "save late: late, though the exam goes on"),
        (rows(LOG[1], LOG[0], *LOG[2:]), "save first: kept, which is wrong by its sequence 1"),
        (response(1, answer=((11, None),)), "response 1: holds ({11: None}, 0, False) instead of"),
        (response(1, certainty=3), "response 1: holds"),
        (response(1, flagged=True), "response 1: holds"),
        (response(3, answer=((10, None),)), "instead of nothing"),
        (response(1, answered=False), "response 1: is marked as answered wrongly"),
        (response(1, score=0.5), "response 1: worth 0.5 instead of 1"),
        (response(2, score=1.0), "response 2: worth 1.0 instead of 0"),
        (response(2, graded_at=at(201)), "not graded at one time"),
        (response(2, graded_at=None), "not graded at one time"),
        (response(3, graded_at=at(201), score=0.0), "graded in part"),
        (response(2, counts=False), "0.5 with 1 right instead of 1.0 with 1"),
        (attempt(ATTEMPT, score=0.75), "0.75 with 1 right instead of 0.5 with 1"),
        (attempt(ATTEMPT, right=2), "0.5 with 2 right instead of 0.5 with 1"),
        (attempt(ATTEMPT, counted=1), "1 are said to count"),
        (attempt(ATTEMPT, partial=True), "response 2: worth 0.0 instead of 1/2"),
        (attempt(ATTEMPT, ended_by="time"), "ended by time, but not at its deadline"),
        (attempt(ATTEMPT, deadline_at=at(200)), "ended by its learner after its deadline"),
        (attempt(ATTEMPT, submitted_at=at(150)), "when nobody ended it"),
        # The second submission is answered as the first was, but changes nothing.
        (attempt(ATTEMPT, submitted_at=at(210.5)), "when nobody ended it"),
        (attempt(ATTEMPT, submitted_at=None), "submission acknowledged and lost"),
        (lambda: replace(TRUE, tallies={(USER, 51): (2, 2), (USER, 52): (1, 0)}), "(2, 2) instead"),
        (lambda: replace(TRUE, tallies={(USER, 51): (1, 1)}), "(0, 0) instead of (1, 0)"),
        (lambda: replace(TRUE, tallies={**TRUE.tallies, (USER, 9): (1, 0)}), "instead of (0, 0)"),
    ],
)
def test_a_lie_in_the_database_is_found(lie: Callable[[], State], found: str) -> None:
    wrong = check(TOLD, [lie()])
    assert any(found in one for one in wrong), wrong


@pytest.mark.parametrize(
    ("status", "detail", "found"),
    [
        (500, "", ["save first: answered 500"]),
        (503, "", ["save first: answered 503"]),
        (403, "", ["save first: answered 403"]),
        (503, "5", []),
    ],
)
def test_which_answers_may_be_heard(status: int, detail: str, found: list[str]) -> None:
    refused = Try(99, 99.5, What.REFUSED, status, "", detail)
    deed = replace(SAVES[0], tries=(refused, *SAVES[0].tries))
    assert check(History({**TOLD.deeds, "first": deed}), [TRUE]) == found


def test_what_is_told_again_is_the_same() -> None:
    other = Try(102, 103, What.ACKNOWLEDGED, 200, "overtaken")
    deed = replace(SAVES[0], tries=(*SAVES[0].tries, other))
    wrong = check(History({**TOLD.deeds, "first": deed}), [TRUE])
    assert "save first: told kept and overtaken" in wrong


def test_what_nobody_heard_of_may_be_there_or_not() -> None:
    unheard = replace(SAVES[3], tries=(Try(120, None, What.UNKNOWN, 0, ""),))
    told = History({**TOLD.deeds, "other": unheard})
    assert check(told, [TRUE]) == []
    without = replace(TRUE, saved=tuple(one for one in LOG if one.key != "other"))
    blank = replace(TRUE.responses[2], answer=(), answered=False)
    without = replace(without, responses={**TRUE.responses, 2: blank}, tallies={(USER, 51): (1, 1)})
    assert check(told, [without]) == []


def test_an_older_save_never_beats_one_that_was_sent_after_it_was_acknowledged() -> None:
    tabs = (save("one", 100, given="11"), save("two", 110, given="10", client="d"))
    told = History({deed.first.key: deed for deed in (*tabs, END)})
    backwards = (row(1, tabs[1]), row(2, tabs[0]))
    held = replace(RESPONSE, answer=((11, None),), score=0.0)
    state = replace(TRUE, saved=backwards, responses={1: held})
    assert "save one: beats one that was sent after its acknowledgement" in check(told, [state])


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (saved(2, given="99"), "save newer: its row changed"),
        (rows(*LOG, replace(LOG[0], id=9)), "save first: its row changed"),
        (attempt(ATTEMPT, score=0.25), "changed after its end"),
        (response(1, score=0.25), "response 1: changed after it was graded"),
    ],
)
def test_nothing_is_undone_later(before: Callable[[], State], found: str) -> None:
    assert any(found in one for one in check(TOLD, [before(), TRUE]))


class TestClock:
    """The server's clock three hours ahead from 100 or 101 to 200."""

    AHEAD = ((0.0, 101.0, 0.0), (100.0, 200.0, 10_800.0), (200.0, inf, 0.0))

    @pytest.mark.parametrize(
        ("begun", "ended", "ahead"),
        [
            (50, 60, {0.0}),
            (150, 160, {10_800.0}),
            (100.5, 100.6, {0.0, 10_800.0}),
            (90, 110, {0.0, 10_800.0}),
            (90, 300, {0.0, 10_800.0}),
            (201, 300, {0.0}),
        ],
    )
    def test_how_far_ahead_it_was(self, begun: float, ended: float, ahead: set[float]) -> None:
        assert History({}, self.AHEAD).ahead(begun, ended) == ahead

    def test_arrivals_are_by_it(self) -> None:
        told = replace(TOLD, clock=self.AHEAD)
        wrong = check(told, [TRUE])
        assert "save first: arrived 00:01:40 by another clock" not in wrong  # as it changed
        assert "save newer: arrived 00:01:50 by another clock" in wrong
        assert "save late: arrived 00:05:00 by another clock" not in wrong


class TestGathering:
    def test_tries_stand_with_their_deed(self) -> None:
        first = SAVES[0].first
        told = gather(
            [
                first,
                replace(first, what=What.FAILED, at=100.5),
                replace(END.first, at=100.6),
                replace(first, at=101),
                replace(first, what=What.UNKNOWN, at=102),
                replace(first, at=103),
                replace(first, what=What.ACKNOWLEDGED, at=104, status=200, outcome="kept"),
                Event(What.CLOCK, 105, since=104, ahead=-5),
                Event(What.FAULT, 106, detail="kill"),
                replace(first, at=107),
            ]
        )
        deed = told.deeds["first"]
        assert [(one.what, one.begun, one.ended) for one in deed.tries] == [
            (What.FAILED, 100, 100.5),
            (What.UNKNOWN, 101, None),
            (What.ACKNOWLEDGED, 103, 104),
            (What.UNKNOWN, 107, None),
        ]
        assert (deed.begun, deed.acknowledged_at, deed.outcomes) == (100, 104, {"kept"})
        end = told.deeds["end"]
        assert ([one.what for one in end.tries], end.acknowledged_at) == ([What.UNKNOWN], None)
        assert list(told.clock) == [(0, 105, 0), (104, inf, -5)]
        assert [deed.first.key for deed in told.of("save")] == ["first"]
