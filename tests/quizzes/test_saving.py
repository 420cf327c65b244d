import uuid
from datetime import timedelta

import pytest

from quizzes import attempts, saving
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Response, Saved
from quizzes.saving import Outcome, Save
from studyapp.accounts.models import User
from tests.factories import NOON, placed_question
from tests.quizzes.taking import begin, held, ids, places_held, posted, three_questions
from tests.quizzes.under_way import (
    DEADLINE,
    SOON,
    exam,
    give,
    given,
    logged,
    seconds_after,
    send,
    sit,
)

pytestmark = pytest.mark.django_db

KEPT, OVERTAKEN, LATE = Outcome.KEPT, Outcome.OVERTAKEN, Outcome.LATE
CLIENT, ANOTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def attempt(learner: User) -> Attempt:
    return sit(learner, exam())


def state(attempt: Attempt, position: int) -> tuple[str, int | None, bool]:
    """The letters chosen, certainty and flag, as they count."""
    response = attempt.responses.get(position=position)
    return held(attempt, position)[0], response.certainty, response.flagged


class TestWhatCounts:
    def test_an_answer_is_kept_unmarked_and_logged(self, attempt: Attempt) -> None:
        assert give(attempt, 2, "BC", certainty=3) is KEPT
        assert held(attempt, 2) == ("BC", None, True)
        response = attempt.responses.get(position=2)
        assert (response.answered_at, response.certainty) == (SOON, 3)
        (log,) = Saved.objects.all()
        chosen = ",".join(map(str, sorted(ids(attempt, 2, "BC"))))
        assert (log.response, log.given, log.certainty, log.flagged) == (response, chosen, 3, False)
        assert (log.arrived_at, log.outcome) == (SOON, KEPT)

    def test_the_newest_counts_and_all_are_logged(self, attempt: Attempt) -> None:
        for letters in ("A", "BCD", "", "BC"):
            give(attempt, 2, letters)
            assert held(attempt, 2) == (letters, None, letters != "")
        assert logged(attempt) == [(2, KEPT, n) for n in (1, 3, 0, 2)]

    def test_the_first_answers_time_stays(self, attempt: Attempt) -> None:
        give(attempt, 1, "A")
        give(attempt, 1, "B", now=SOON + timedelta(minutes=5))
        assert attempt.responses.get(position=1).answered_at == SOON

    def test_a_single_choice_is_not_taken_back(self, attempt: Attempt) -> None:
        give(attempt, 1, "C")
        assert give(attempt, 1, "", flagged=True) is KEPT
        assert state(attempt, 1) == ("C", None, True)
        assert logged(attempt) == [(1, KEPT, 1)] * 2

    def test_what_is_left_out_stays_and_the_log_says_what_stood(self, attempt: Attempt) -> None:
        give(attempt, 2, "BC", certainty=2, flagged=True)
        assert send(attempt, 2, Save(certainty=1)) is KEPT
        assert send(attempt, 2, Save(flagged=False)) is KEPT
        assert state(attempt, 2) == ("BC", 1, False)
        assert send(attempt, 2, Save(certainty=saving.NO_CERTAINTY)) is KEPT
        assert state(attempt, 2) == ("BC", None, False)
        newest = Saved.objects.last()
        assert newest is not None
        assert (newest.given, newest.certainty, newest.flagged) == (
            Saved.objects.all()[0].given,
            None,
            False,
        )

    def test_places(self, learner: User) -> None:
        quiz = exam("A")
        placed_question(2, 3, 1, quiz=quiz, position=2)
        attempt = sit(learner, quiz)
        for places in ({"A": 2, "B": 3}, {"A": 1, "B": 2, "C": 3}, {}):
            assert send(attempt, 2, Save(placed=posted(attempt, 2, places))) is KEPT
            assert places_held(attempt, 2) == places
        first = Saved.objects.all()[0]
        by_letter = {letter: ids(attempt, 2, letter)[0] for letter in "AB"}
        assert first.given == f"{by_letter['A']}:2,{by_letter['B']}:3"


class TestSentAgain:
    def test_changes_nothing_and_is_told_the_same(self, attempt: Attempt) -> None:
        first = given(attempt, 1, "A")
        assert send(attempt, 1, first) is KEPT
        give(attempt, 1, "B")
        assert send(attempt, 1, first, now=seconds_after(-1)) is KEPT
        assert held(attempt, 1)[0] == "B"
        assert len(logged(attempt)) == 2

    @pytest.mark.parametrize("closed", [True, False])
    def test_after_the_end_it_still_counts(self, attempt: Attempt, closed: bool) -> None:
        first = given(attempt, 1, "A")
        send(attempt, 1, first)
        if closed:
            attempts.submit(attempt.user_id, attempt.pk, now=seconds_after(-60))
        assert send(attempt, 1, first, now=seconds_after(3_600)) is KEPT
        assert len(logged(attempt)) == 1

    def test_one_that_was_late_stays_late(self, attempt: Attempt) -> None:
        late = given(attempt, 1, "A")
        assert send(attempt, 1, late, now=seconds_after(60)) is LATE
        Attempt.objects.update(deadline_at=seconds_after(600))
        assert send(attempt, 1, late, now=seconds_after(61)) is LATE

    def test_two_attempts_may_have_one_key(self, attempt: Attempt, other: User) -> None:
        theirs = sit(other, attempt.quiz)
        key = uuid.uuid4()
        assert give(attempt, 1, "A", key=key) is give(theirs, 1, "B", key=key) is KEPT
        assert (held(attempt, 1)[0], held(theirs, 1)[0]) == ("A", "B")


class TestSequence:
    def test_an_older_one_of_the_same_page_is_overtaken(self, attempt: Attempt) -> None:
        assert give(attempt, 1, "B", client=CLIENT, sequence=7) is KEPT
        assert give(attempt, 1, "A", client=CLIENT, sequence=6, flagged=True) is OVERTAKEN
        assert state(attempt, 1) == ("B", None, False)
        assert logged(attempt) == [(1, KEPT, 1), (1, OVERTAKEN, 1)]

    @pytest.mark.parametrize(
        ("client", "sequence"), [(CLIENT, 8), (ANOTHER, 1), (None, None)], ids=str
    )
    def test_any_other_that_comes_later_counts(
        self, attempt: Attempt, client: uuid.UUID | None, sequence: int | None
    ) -> None:
        give(attempt, 1, "B", client=CLIENT, sequence=7)
        assert give(attempt, 1, "A", client=client, sequence=sequence) is KEPT
        assert held(attempt, 1)[0] == "A"

    def test_questions_are_counted_apart(self, attempt: Attempt) -> None:
        give(attempt, 1, "B", client=CLIENT, sequence=7)
        assert give(attempt, 3, "D", client=CLIENT, sequence=6) is KEPT


class TestTheEnd:
    @pytest.mark.parametrize(
        ("seconds", "outcome"),
        [(-1, KEPT), (0, KEPT), (10, KEPT), (10.001, LATE), (3_600, LATE)],
    )
    def test_the_deadline_is_the_servers_with_ten_seconds_grace(
        self, attempt: Attempt, seconds: float, outcome: Outcome
    ) -> None:
        give(attempt, 1, "B")
        assert give(attempt, 1, "A", certainty=2, now=seconds_after(seconds)) is outcome
        letters, certainty = ("A", 2) if outcome is KEPT else ("B", None)
        assert state(attempt, 1) == (letters, certainty, False)
        assert logged(attempt)[1] == (1, outcome, 1)
        closed, _did = attempts.submit(attempt.user_id, attempt.pk, now=seconds_after(4_000))
        assert closed.right == (outcome is KEPT)

    def test_nothing_counts_once_it_is_submitted(self, attempt: Attempt) -> None:
        attempts.submit(attempt.user_id, attempt.pk, now=SOON)
        assert give(attempt, 1, "A", now=SOON + timedelta(seconds=1)) is LATE
        assert held(attempt, 1) == ("", 0.0, False)
        assert logged(attempt) == [(1, LATE, 1)]

    def test_more_time_counts_at_once(self, attempt: Attempt) -> None:
        Attempt.objects.update(deadline_at=DEADLINE + timedelta(minutes=5))
        assert give(attempt, 1, "A", now=seconds_after(299)) is KEPT


class TestRefusals:
    def test_what_is_no_answer_to_it_is_not_even_logged(self, attempt: Attempt) -> None:
        give(attempt, 1, "A", certainty=3)
        foreign = Save(chosen=ids(attempt, 3, "D"), flagged=True)
        two = given(attempt, 1, "AB", flagged=True)
        placed = Save(placed={1: 1}, flagged=True)
        for save in (foreign, two, placed):
            for now in (SOON, seconds_after(60)):
                with pytest.raises(InvalidChoiceError):
                    send(attempt, 1, save, now=now)
        assert state(attempt, 1) == ("A", 3, False)
        assert len(logged(attempt)) == 1

    def test_what_is_not_ones_own_or_not_there(self, attempt: Attempt, other: User) -> None:
        for user_id, position in ((other.pk, 1), (attempt.user_id, 4), (attempt.user_id, 10**30)):
            with pytest.raises(Response.DoesNotExist):
                saving.save(user_id, attempt.pk, position=position, save=Save(), now=SOON)
        assert not Saved.objects.exists()

    def test_exams_are_saved_and_nothing_else_is(self, learner: User, attempt: Attempt) -> None:
        graded = begin(learner, three_questions())
        with pytest.raises(Response.DoesNotExist):
            give(graded, 1, "A")
        with pytest.raises(Response.DoesNotExist):
            attempts.answer(learner.pk, attempt.pk, position=1, chosen=[], now=NOON)
        with pytest.raises(Response.DoesNotExist):
            attempts.flag(learner.pk, attempt.pk, position=1, flagged=True)
        assert not Saved.objects.exists()
