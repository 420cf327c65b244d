"""A key is put right: what was seen is what is done, and undone it is as before, to the byte."""

import random

import pytest

from quizzes import attempts, tallies
from quizzes.models import Attempt, Quiz, Regrade, RegradedAttempt
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import Correction, planned
from quizzes.regrading import undo
from studyapp.accounts.models import User
from tests.factories import QuizFactory, placed_question, question, reword
from tests.quizzes.regraded import (
    THIRD,
    TOMORROW,
    TWO_THIRDS,
    WHY,
    applied,
    correction,
    dump,
    nth,
    right,
    sat,
    scores,
)
from tests.quizzes.taking import PRACTICE, three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    """Keys: A, then B and C, then D. The pass mark is two right of three."""
    return three_questions(pass_mark=60)


POLICIES = [
    # policy, may lower, what one comes to who chose A, B, or nothing; the first was the key
    (Policy.RESCORE, False, [(2, 3, TWO_THIRDS), (2, 3, TWO_THIRDS), (1, 3, THIRD)]),
    (Policy.RESCORE, True, [(1, 3, THIRD), (2, 3, TWO_THIRDS), (1, 3, THIRD)]),
    (Policy.ACCEPT_BOTH, True, [(2, 3, TWO_THIRDS), (2, 3, TWO_THIRDS), (1, 3, THIRD)]),
    (Policy.FULL_CREDIT, True, [(2, 3, TWO_THIRDS)] * 3),
    # To take a right answer out would lower a score of two thirds to a half.
    (Policy.VOID, False, [(2, 3, TWO_THIRDS), (1, 2, 0.5), (1, 2, 0.5)]),
    (Policy.VOID, True, [(1, 2, 0.5), (1, 2, 0.5), (1, 2, 0.5)]),
]


@pytest.mark.parametrize(("policy", "lowers", "after"), POLICIES)
def test_each_policy_regrades_submitted_attempts_and_is_undone_to_the_byte(
    quiz: Quiz,
    instructor: User,
    policy: Policy,
    lowers: bool,
    after: list[tuple[int, int, float]],
) -> None:
    made = [sat(quiz, answers) for answers in (["A", "BC"], ["B", "BC"], ["", "BC"])]
    before, was = dump(), scores(made)
    assert was == [(2, 3, TWO_THIRDS), (1, 3, THIRD), (1, 3, THIRD)]
    wanted = correction(nth(quiz, 1), "B", policy, lowers=lowers)
    plan = planned(wanted)
    assert dump() == before
    regrade = applied(wanted, instructor)
    assert scores(made) == after
    assert tallies.stored() == tallies.derived()
    assert {each.attempt_id for each in plan.concerned} == {
        attempt.pk for attempt, old, new in zip(made, was, after, strict=True) if old != new
    }
    assert len(plan.gained) == sum(new[2] >= 0.6 > old[2] for old, new in zip(was, after))  # type: ignore[operator] # noqa: B905
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before
    assert tallies.stored() == tallies.derived()


def test_the_plan_says_who_passes_and_whose_tallies_change(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC", "A"])  # gains the pass
    sat(quiz, ["A", "BC", "A"])  # would lose it
    sat(quiz, ["C", "BC", "A"])  # stays
    sat(quiz, ["B", "A"], mode=Attempt.Mode.GRADED, submitted=False)
    plan = planned(correction(nth(quiz, 1), "B", lowers=True))
    told = (plan.graded, plan.under_way, len(plan.concerned), len(plan.raised), len(plan.lowered))
    assert told == (3, 1, 2, 1, 1)
    assert (len(plan.gained), len(plan.lost), len(plan.learners)) == (1, 1, 2)
    kept = planned(correction(nth(quiz, 1), "B"))
    assert (len(kept.concerned), len(kept.lost), len(kept.learners)) == (1, 0, 1)


def test_an_open_attempt_is_graded_by_the_regrade_in_force(quiz: Quiz, instructor: User) -> None:
    early = sat(quiz, ["B", "BC"])
    late, practised = (
        sat(quiz, ["B", "BC"], mode=mode, submitted=False)
        for mode in (Attempt.Mode.GRADED, PRACTICE)
    )
    regrade = applied(correction(nth(quiz, 1), "B"), instructor)
    for attempt in (late, practised):
        attempts.submit(attempt.user_id, attempt.pk, now=TOMORROW)
    assert scores([early, late, practised]) == [(2, 3, TWO_THIRDS)] * 3
    assert tallies.stored() == tallies.derived()
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert scores([early, late, practised]) == [(1, 3, THIRD)] * 3
    assert tallies.stored() == tallies.derived()


def test_whoever_submits_after_an_undoing_is_graded_as_published(
    quiz: Quiz, instructor: User
) -> None:
    late = sat(quiz, ["B", "BC"], submitted=False)
    regrade = applied(correction(nth(quiz, 1), "B"), instructor)
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    attempts.submit(late.user_id, late.pk, now=TOMORROW)
    assert scores([late]) == [(1, 3, THIRD)]


@pytest.mark.parametrize("seed", range(4))
def test_it_makes_no_difference_whether_one_submits_before_or_after(
    instructor: User, seed: int
) -> None:
    """Some regrades, one after the other; the same answers handed in before them and after."""
    chance = random.Random(seed)
    quiz: Quiz = QuizFactory(partial_credit=chance.random() < 0.5)
    asked = [question(quiz=quiz, key=key) for key in ("A", "BC", "D")]
    order = placed_question(1, 2, 3, quiz=quiz, position=10**6)
    answers = [
        [
            chance.choice("ABCD"),
            "".join(chance.sample("ABCD", 2)),
            chance.choice(["", "D", "A"]),
            chance.choice(["", "A1 B2 C3", "A2 B1 C3"]),
        ]
        for _ in range(6)
    ]
    early = [sat(quiz, each) for each in answers]
    late = [sat(quiz, each, submitted=False) for each in answers]
    for number in chance.sample(range(4), 4):
        policy, lowers = chance.choice(list(Policy)), chance.random() < 0.5
        wanted = (
            correction(order, policy=policy, places="213", lowers=lowers)
            if number == 3
            else correction(asked[number], ("B", "BD", "A")[number], policy, lowers=lowers)
        )
        before = scores(early)
        applied(wanted, instructor)
        if not lowers:
            assert all(
                (new[2] or 0) >= (old[2] or 0)
                for old, new in zip(before, scores(early), strict=True)
            )
    for attempt in late:
        attempts.submit(attempt.user_id, attempt.pk, now=TOMORROW)
    assert scores(early) == scores(late)
    assert tallies.stored() == tallies.derived()
    for attempt in [*early, *late]:
        marks = list(attempt.responses.filter(counts=True).values_list("score", flat=True))
        found = Attempt.objects.get(pk=attempt.pk)
        assert found.counted == len(marks)
        assert found.right == marks.count(1.0)
        assert found.score == pytest.approx(sum(mark or 0 for mark in marks) / len(marks))
    for regrade in Regrade.objects.order_by("?"):
        undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert tallies.stored() == tallies.derived()
    fresh = [sat(quiz, each) for each in answers]
    assert scores(early) == scores(late) == scores(fresh)


def test_places_are_regraded(instructor: User) -> None:
    quiz: Quiz = QuizFactory(partial_credit=True)
    order = placed_question(1, 2, 3, quiz=quiz)
    match = placed_question(1, 1, 2, answers=2, quiz=quiz)
    swapped, partly = sat(quiz, ["A2 B1 C3", "A1 B2 C2"]), sat(quiz, ["A1 B2 C3", "A1 B1 C2"])
    before = dump()
    first = applied(correction(order, places="213", lowers=True), instructor)
    second = applied(correction(match, places="122"), instructor)
    marks = [
        list(attempt.responses.values_list("score", flat=True)) for attempt in (swapped, partly)
    ]
    assert marks == [[1.0, 1.0], [pytest.approx(THIRD), 1.0]]
    for regrade in (first, second):
        undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_an_earlier_wording_is_regraded_only_where_it_is_named(
    quiz: Quiz, instructor: User
) -> None:
    asked = nth(quiz, 1)
    old = sat(quiz, ["B"])
    rights = right(asked, "B")
    reword(asked, key="A")
    new = sat(quiz, ["B"])
    applied(Correction(asked, Policy.RESCORE, rights), instructor)
    assert scores([old, new]) == [(1, 3, THIRD), (0, 3, 0.0)]


def test_learners_are_told_once_and_again_when_it_is_undone(quiz: Quiz, instructor: User) -> None:
    seen, unseen = sat(quiz, ["B", "BC"]), sat(quiz, ["B", "BC"])
    regrade = applied(correction(nth(quiz, 1), "B"), instructor)
    assert regrade.attempts.filter(seen_at=None).count() == 2
    seen.regrades.update(seen_at=TOMORROW)
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert list(RegradedAttempt.objects.filter(seen_at=None)) == [seen.regrades.get()]
    assert unseen.regrades.get().seen_at is not None
