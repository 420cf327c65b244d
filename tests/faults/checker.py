"""Proves from the clients' log and the database that a storm lost nothing and graded nothing twice.

Pure: it gets what was read (`history`, `state`) and gives what is wrong, in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tests.faults.history import Deed, History, What
from tests.faults.rules import mark, read_answer, total
from tests.faults.state import AttemptState, ResponseState, SavedRow, State

GRACE = timedelta(seconds=10)
BLUR = 0.1
"""Seconds by which two readings of one machine's clock may differ."""
UNHEARD = 120.0
"""So long after it was sent, what was not answered may still be done."""
BUSY = 503


def check(history: History, states: Sequence[State]) -> list[str]:
    """What is wrong; nothing where all is proved. states: the database's as time went on, the last
    of them after everything was over."""
    final = states[-1]
    return [
        *_answers_heard(history),
        *_every_acknowledged_save_is_there(history, final),
        *_rows_were_sent(history, final),
        *_outcomes(history, final),
        *_what_counts(history, final),
        *_endings(history, final),
        *_tallies(final),
        *(wrong for before in states[:-1] for wrong in _nothing_is_undone(before, final)),
    ]


def _answers_heard(history: History) -> Iterator[str]:
    """No bare 500, and no refusal but that of a database which is away, with when to come back."""
    for key, deed in history.deeds.items():
        for one in deed.tries:
            if one.what is What.REFUSED and (one.status != BUSY or not one.detail):
                yield f"{deed.first.deed} {key}: answered {one.status} {one.detail}".rstrip()
        if len(deed.outcomes) > 1:
            yield f"{deed.first.deed} {key}: told {' and '.join(sorted(deed.outcomes))}"


def _every_acknowledged_save_is_there(history: History, state: State) -> Iterator[str]:
    rows: dict[tuple[str, str], list[SavedRow]] = defaultdict(list)
    for row in state.saved:
        rows[row.attempt, row.key].append(row)
    for (_, key), found in rows.items():
        if len(found) > 1:
            yield f"save {key}: logged {len(found)} times"
    for deed in history.of("save"):
        found = rows[deed.first.attempt, deed.first.key]
        if deed.acknowledged_at is None:
            continue
        if not found:
            yield f"save {deed.first.key}: acknowledged and lost"
        elif deed.outcomes != {found[0].outcome}:
            yield f"save {deed.first.key}: told {deed.outcomes}, but is {found[0].outcome}"


def _rows_were_sent(history: History, state: State) -> Iterator[str]:
    """Each row is what somebody sent, at the time that the server's clock then showed."""
    for row in state.saved:
        deed = history.deeds.get(row.key)
        if deed is None:
            yield f"save {row.key}: logged and never sent"
            continue
        sent, response = deed.first, state.responses[row.response]
        was = (row.attempt, response.position, row.client, row.sequence, row.given)
        wanted = (sent.attempt, sent.position, sent.client, sent.sequence, sent.given)
        if was != wanted or response.attempt != row.attempt:
            yield f"save {row.key}: sent as {wanted} and logged as {was}"
        if (row.certainty, row.flagged) != (sent.certainty, sent.flagged):
            yield f"save {row.key}: certainty or flag logged otherwise than sent"
        if not _came_then(history, deed, row.arrived_at):
            yield f"save {row.key}: arrived {row.arrived_at:%H:%M:%S} by another clock"


def _came_then(history: History, deed: Deed, moment: datetime) -> bool:
    """Whether it is a moment of one of the deed's tries, by the server's clock."""
    at = moment.timestamp()
    for one in deed.tries:
        ended = one.begun + UNHEARD if one.ended is None else one.ended
        for ahead in history.ahead(one.begun, ended):
            if one.begun - BLUR <= at - ahead <= ended + BLUR:
                return True
    return False


def _outcomes(history: History, state: State) -> Iterator[str]:
    """late: past the grace or after the end; overtaken: a newer one of its page was there."""
    ended = _ends_heard(history)
    newest: dict[tuple[int, str], int] = {}
    for row in state.saved:
        attempt, deed = state.attempts[row.attempt], history.deeds.get(row.key)
        past = row.arrived_at > attempt.deadline_at + GRACE
        page, sequence = (row.response, row.client), row.sequence or 0
        overtaken = newest.get(page, -1) > sequence
        newest[page] = max(newest.get(page, -1), sequence)
        if row.outcome == "late":
            if not past and attempt.submitted_at is None:
                yield f"save {row.key}: late, though the exam goes on"
            continue
        if past:
            yield f"save {row.key}: {row.outcome}, though it came after the grace"
        if deed is not None and deed.begun > ended.get(row.attempt, float("inf")):
            yield f"save {row.key}: {row.outcome}, though it was sent after the end"
        if (row.outcome == "overtaken") != overtaken:
            yield f"save {row.key}: {row.outcome}, which is wrong by its sequence {sequence}"


def _ends_heard(history: History) -> dict[str, float]:
    """When the first submission of each attempt was acknowledged."""
    ends: dict[str, float] = {}
    for deed in history.of("submit"):
        if (at := deed.acknowledged_at) is not None:
            ends[deed.first.attempt] = min(at, ends.get(deed.first.attempt, at))
    return ends


def _what_counts(history: History, state: State) -> Iterator[str]:
    """A response holds the newest save that counts, and saves follow each other in real time."""
    kept: dict[int, list[SavedRow]] = defaultdict(list)
    for row in state.saved:
        if row.outcome == "kept":
            kept[row.response].append(row)
    for response in state.responses.values():
        rows = kept[response.id]
        held = (dict(response.answer), response.certainty, response.flagged)
        newest = (read_answer(rows[-1].given), rows[-1].certainty, rows[-1].flagged) if rows else ()
        if held != (newest or ({}, 0, False)):
            yield f"response {response.id}: holds {held} instead of {newest or 'nothing'}"
        if response.answered != bool(response.answer):
            yield f"response {response.id}: is marked as answered wrongly"
        yield from _in_real_time(history, rows)


def _in_real_time(history: History, rows: Iterable[SavedRow]) -> Iterator[str]:
    """None that was sent after another's acknowledgement stands before it."""
    latest_begun = float("-inf")
    for row in rows:
        deed = history.deeds.get(row.key)
        if deed is None:
            continue
        if deed.acknowledged_at is not None and deed.acknowledged_at < latest_begun:
            yield f"save {row.key}: beats one that was sent after its acknowledgement"
        latest_begun = max(latest_begun, deed.begun)


def _endings(history: History, state: State) -> Iterator[str]:
    """One grading of each ended attempt, by the rules, from what counts."""
    responses: dict[str, list[ResponseState]] = defaultdict(list)
    for response in state.responses.values():
        responses[response.attempt].append(response)
    ended = _ends_heard(history)
    for attempt in state.attempts.values():
        if attempt.submitted_at is not None:
            yield from _grading(attempt, responses[attempt.id], state)
            yield from _ended_then(history, attempt)
        elif attempt.id in ended:
            yield f"attempt {attempt.id}: submission acknowledged and lost"
        elif any(one.graded_at or one.score is not None for one in responses[attempt.id]):
            yield f"attempt {attempt.id}: graded in part"


def _grading(
    attempt: AttemptState, responses: Sequence[ResponseState], state: State
) -> Iterator[str]:
    if len({response.graded_at for response in responses}) != 1 or not responses[0].graded_at:
        yield f"attempt {attempt.id}: not graded at one time"
    worth = [
        mark(state.wordings[one.version], one.given, partial=attempt.partial) for one in responses
    ]
    for response, due in zip(responses, worth, strict=True):
        if response.score != float(due):
            yield f"response {response.id}: worth {response.score} instead of {due}"
    counting = [one.counts for one in responses]
    score, right = total(zip(worth, counting, strict=True))
    if (attempt.score, attempt.right) != (float(score), right):
        held = f"{attempt.score} with {attempt.right} right"
        yield f"attempt {attempt.id}: {held} instead of {float(score)} with {right}"
    if attempt.counted != sum(counting):
        yield f"attempt {attempt.id}: {attempt.counted} are said to count"


def _ended_then(history: History, attempt: AttemptState) -> Iterator[str]:
    """It ended at its deadline, or while a submission was under way and none acknowledged."""
    assert attempt.submitted_at is not None
    if attempt.ended_by == "time":
        if attempt.submitted_at != attempt.deadline_at:
            yield f"attempt {attempt.id}: ended by time, but not at its deadline"
        return
    deeds = [deed for deed in history.of("submit") if deed.first.attempt == attempt.id]
    if attempt.submitted_at >= attempt.deadline_at:
        yield f"attempt {attempt.id}: ended by its learner after its deadline"
    first = _ends_heard(history).get(attempt.id, float("inf"))
    # Whatever was sent after an acknowledgement must have changed nothing.
    early = [
        replace(deed, tries=tuple(one for one in deed.tries if one.begun <= first))
        for deed in deeds
    ]
    if not any(_came_then(history, deed, attempt.submitted_at) for deed in early):
        yield f"attempt {attempt.id}: ended at {attempt.submitted_at}, when nobody ended it"


def _tallies(state: State) -> Iterator[str]:
    """Each graded answer is counted once."""
    due: dict[tuple[int, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for response in state.responses.values():
        attempt = state.attempts[response.attempt]
        if attempt.submitted_at is not None and response.answer:
            answers, right = due[attempt.user, response.question]
            worth = mark(state.wordings[response.version], response.given, partial=attempt.partial)
            due[attempt.user, response.question] = (answers + 1, right + (worth == 1))
    for key in {*due, *state.tallies}:
        if (held := state.tallies.get(key, (0, 0))) != due[key]:
            yield f"tally of user and question {key}: {held} instead of {due[key]}"


def _nothing_is_undone(before: State, final: State) -> Iterator[str]:
    """The log only grew, and what was over stayed as it was."""
    later = {row.id: row for row in final.saved}
    for row in before.saved:
        if later.get(row.id) != row:
            yield f"save {row.key}: its row changed"
    for attempt in before.attempts.values():
        if attempt.submitted_at is not None and final.attempts.get(attempt.id) != attempt:
            yield f"attempt {attempt.id}: changed after its end"
    for response in before.responses.values():
        if response.graded_at is not None and final.responses.get(response.id) != response:
            yield f"response {response.id}: changed after it was graded"
