"""A browser tab in which a learner sits exams: it saves, and sends again until it hears that it
was kept, over a line that loses answers, cuts requests and lets a newer save pass an older one."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum

from tests.faults.hall import Learner, Sitting
from tests.faults.history import Event, Journal, What
from tests.faults.link import Heard, Link, NoAnswerError, NotSentError

PAUSE = 0.1
PATIENCE = 120.0
"""Seconds after which a tab that was never answered gives up, which is a find."""
HOT = 0.25
LATE_SAVES = 3
"""So many saves a tab still sends of each exam once it was told that time is up."""


class Way(StrEnum):
    """How a request travels. repeated: sent once more though it was acknowledged. passed: the next
    save of the same question overtakes it."""

    WHOLE = "whole"
    LOST = "lost"
    CUT = "cut"
    REPEATED = "repeated"
    PASSED = "passed"


WAYS, WEIGHTS = list(Way), [76, 7, 5, 5, 7]


class Tab(threading.Thread):
    """Goes through the learner's exams, so many saves each, until enough was acknowledged."""

    def __init__(
        self,
        learner: Learner,
        *,
        port: int,
        journal: Journal,
        saves: int,
        seed: int,
        enough: Callable[[], bool],
    ) -> None:
        super().__init__(daemon=True)
        self._learner, self._journal, self._saves, self._enough = learner, journal, saves, enough
        self._random = random.Random(seed)
        self._link, self._other = Link(port, learner.cookie), Link(port, learner.cookie)
        self._client, self._sequence = uuid.UUID(int=self._random.getrandbits(128)).hex, 0
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            for sitting in self._learner.sittings:
                if self._enough():
                    return
                self._sit(sitting)
        except BaseException as fault:
            self.fault = fault

    def _sit(self, sitting: Sitting) -> None:
        late = 0
        for _ in range(self._saves):
            if self._enough() or late >= LATE_SAVES:
                break
            late += self._save(sitting) == "late"
        ending = Event(
            What.INVOKED, 0, deed="submit", attempt=sitting.attempt, key=uuid.uuid4().hex
        )
        self._until_acknowledged(ending, self._way(but=Way.PASSED))

    def _way(self, *, but: Way | None = None) -> Way:
        way = self._random.choices(WAYS, WEIGHTS)[0]
        return Way.WHOLE if way is but else way

    def _new(self, sitting: Sitting, position: int) -> tuple[Event, bytes]:
        """A save of any answer to the question, and its request."""
        self._sequence += 1
        answer = self._random.choice(sitting.answers[position - 1])
        save = Event(
            What.INVOKED,
            0,
            deed="save",
            attempt=sitting.attempt,
            key=uuid.UUID(int=self._random.getrandbits(128)).hex,
            position=position,
            client=self._client,
            sequence=self._sequence,
            given=answer.given,
            certainty=self._random.randrange(4),
            flagged=self._random.random() < 0.2,
        )
        # at: the browser's own clock, which nobody asks for.
        form = [
            *(("key", save.key), ("client", save.client), ("sequence", str(save.sequence))),
            *(("at", str(time.time())), ("answer", "1"), *answer.form),
            *(("certainty", str(save.certainty)), ("flagged", str(int(save.flagged)))),
        ]
        path = f"/attempts/{uuid.UUID(sitting.attempt)}/{position}/save/"
        return save, self._link.request(path, form)

    def _save(self, sitting: Sitting) -> str:
        """One save, or two of which the newer passes the older; what became of the last."""
        # Both tabs are often at the same question.
        hot = self._random.random() < HOT
        position = 1 if hot else self._random.randint(1, len(sitting.answers))
        save, request = self._new(sitting, position)
        way = self._way()
        if way is not Way.PASSED:
            return self._until_acknowledged(save, way, request)
        middle = len(request) - 8
        self._note(save, What.INVOKED)
        sent = True
        try:
            self._other.send(request[:middle])
        except (NotSentError, NoAnswerError):
            self._other.cut()
            sent = False
        newer, newer_request = self._new(sitting, position)
        self._until_acknowledged(newer, Way.WHOLE, newer_request)
        try:
            if not sent:
                raise NoAnswerError
            self._other.send(request[middle:])
            outcome = self._heard(save, self._other.hear())
        except (NotSentError, NoAnswerError):
            self._other.cut()
            self._note(save, What.UNKNOWN)
            outcome = ""
        return outcome or self._until_acknowledged(save, Way.WHOLE, request)

    def _until_acknowledged(self, deed: Event, way: Way, request: bytes = b"") -> str:
        """Sends it, the first time in this way, again and again; the outcome that it was told.

        Raises TimeoutError where the site does not come back."""
        path = f"/attempts/{uuid.UUID(deed.attempt)}/submit/"
        request = request or self._link.request(path, [])
        until, this = time.monotonic() + PATIENCE, way
        while time.monotonic() < until:
            if outcome := self._once(deed, this, request):
                if way is Way.REPEATED:
                    self._once(deed, Way.WHOLE, request)
                return outcome
            this = Way.WHOLE
            time.sleep(PAUSE * (0.5 + self._random.random()))
        raise TimeoutError(f"{deed.deed} {deed.key} was never acknowledged")

    def _once(self, deed: Event, way: Way, request: bytes) -> str:
        self._note(deed, What.INVOKED)
        try:
            if way is Way.CUT:
                self._link.send(request[: len(request) - self._random.randint(1, 60)])
                self._link.cut()
                raise NoAnswerError
            self._link.send(request)
            if way is Way.LOST:
                self._link.cut()
                raise NoAnswerError
            return self._heard(deed, self._link.hear())
        except NotSentError:
            self._note(deed, What.FAILED)
        except NoAnswerError:
            self._note(deed, What.UNKNOWN)
        return ""

    def _heard(self, deed: Event, heard: Heard) -> str:
        """The outcome where it is an acknowledgement, else nothing."""
        outcome = "".join(_outcome(deed, heard))
        told = replace(deed, status=heard.status, outcome=outcome)
        if outcome:
            self._note(told, What.ACKNOWLEDGED)
        else:
            self._note(told, What.REFUSED, detail=heard.headers.get("retry-after", ""))
        return outcome

    def _note(self, deed: Event, what: What, *, detail: str = "") -> None:
        self._journal.write(replace(deed, what=what, at=time.time(), detail=detail))


def _outcome(deed: Event, heard: Heard) -> Iterator[str]:
    if deed.deed == "submit":
        if heard.status == 302 and heard.headers.get("location", "").endswith("/result/"):
            yield "ended"
    elif heard.status in (200, 410):
        key = heard.headers.get("x-save-key", "").replace("-", "")
        if key == deed.key:
            yield heard.headers.get("x-save-outcome", "")
