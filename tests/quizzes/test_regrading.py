"""A key is put right: what was seen is what is done, and undone it is as before, to the byte."""

import random
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from quizzes import acts, attempts, tallies
from quizzes.models import Attempt, ExamAct, Question, Quiz, Regrade, RegradedAttempt, Tally
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import (
    Correction,
    NothingCoveredError,
    RegradingError,
    UnfitKeyError,
    VoidAlreadyError,
    planned,
)
from quizzes.regrading import (
    LaterRegradeError,
    MovedError,
    UndoneAlreadyError,
    apply,
    undo,
)
from studyapp.accounts.models import User
from tests.factories import QuizFactory, placed_question, question, reword
from tests.quizzes.regraded import (
    TOMORROW,
    WHY,
    applied,
    correction,
    crowd,
    dump,
    right,
    sat,
    scores,
)
from tests.quizzes.taking import PRACTICE, three_questions

pytestmark = pytest.mark.django_db

THIRD, TWO_THIRDS = 1 / 3, 2 / 3
MANY = 500


@pytest.fixture
def quiz() -> Quiz:
    """Keys: A, then B and C, then D. The pass mark is two right of three."""
    return three_questions(pass_mark=60)


def nth(quiz: Quiz, number: int) -> Question:
    return list(quiz.questions.order_by("position"))[number - 1]


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


def test_regrades_of_one_question_build_on_each_other_and_are_undone_from_the_last(
    quiz: Quiz, instructor: User
) -> None:
    attempt = sat(quiz, ["B", "BC"])
    before = dump()
    first = applied(correction(nth(quiz, 1), "B"), instructor)
    between = dump()
    second = applied(correction(nth(quiz, 1), "C", lowers=True), instructor)
    assert scores([attempt]) == [(1, 3, THIRD)]
    with pytest.raises(LaterRegradeError) as refused:
        undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert refused.value.later == second
    undo(second, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == between
    undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before
    with pytest.raises(UndoneAlreadyError):
        undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_of_several_regrades_the_last_one_has_the_last_word_for_later_submissions_too(
    quiz: Quiz, instructor: User
) -> None:
    early = sat(quiz, ["B", "BC"])
    late = sat(quiz, ["B", "BC"], submitted=False)
    applied(correction(nth(quiz, 1), "B", Policy.FULL_CREDIT), instructor)
    applied(correction(nth(quiz, 1), "C", lowers=True), instructor)
    attempts.submit(late.user_id, late.pk, now=TOMORROW)
    assert scores([early, late]) == [(1, 3, THIRD)] * 2
    assert late.regrades.count() == 2


def test_an_undoing_leaves_what_another_regrade_has_made_since(
    quiz: Quiz, instructor: User
) -> None:
    attempt = sat(quiz, ["B", "A", "A"])
    before = dump()
    first = applied(correction(nth(quiz, 1), "B"), instructor)
    second = applied(correction(nth(quiz, 3), "A"), instructor)
    assert scores([attempt]) == [(2, 3, TWO_THIRDS)]
    undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert scores([attempt]) == [(1, 3, THIRD)]
    assert list(attempt.responses.values_list("score", flat=True)) == [0.0, 0.0, 1.0]
    undo(second, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_nothing_is_done_that_was_not_looked_at(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC"])
    wanted = correction(nth(quiz, 1), "B")
    seen = planned(wanted).digest
    sat(quiz, ["B", "A"])
    before = dump()
    with pytest.raises(MovedError) as moved:
        apply(wanted, seen=seen, by=instructor.pk, why=WHY, now=TOMORROW)
    assert len(moved.value.plan.concerned) == 2
    assert (dump(), Regrade.objects.count()) == (before, 0)
    apply(wanted, seen=moved.value.plan.digest, by=instructor.pk, why=WHY, now=TOMORROW)
    other = correction(nth(quiz, 1), "B", lowers=True)
    assert planned(other).digest != seen


@pytest.mark.parametrize("answer", ["A", "B"])
def test_a_form_sent_twice_regrades_once(quiz: Quiz, instructor: User, answer: str) -> None:
    """Also where no submitted attempt changes by it: the second time would look like the first."""
    sat(quiz, [answer])
    wanted = correction(nth(quiz, 1), "B")
    seen = planned(wanted).digest
    apply(wanted, seen=seen, by=instructor.pk, why=WHY, now=TOMORROW)
    before = dump()
    with pytest.raises(MovedError) as moved:
        apply(wanted, seen=seen, by=instructor.pk, why=WHY, now=TOMORROW)
    assert not moved.value.plan.concerned
    assert (dump(), Regrade.objects.count(), ExamAct.objects.count()) == (before, 1, 1)


def test_who_did_it_when_and_why_is_logged(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC"])
    wanted = correction(nth(quiz, 1), "B")
    with pytest.raises(acts.NoReasonError):
        applied(wanted, instructor, why="  ")
    assert Regrade.objects.count() == 0
    regrade = applied(wanted, instructor)
    undo(regrade, by=instructor.pk, why="It was right.", now=TOMORROW + timedelta(hours=1))
    told = ExamAct.objects.filter(regrade=regrade).order_by("pk")
    assert [(act.kind, act.by, act.why) for act in told] == [
        ("regraded", instructor, WHY),
        ("undid", instructor, "It was right."),
    ]
    assert "attempts 1, changed 1, passes +1 −0, tallies 1" in told[0].detail


def of_another_question(quiz: Quiz) -> Correction:
    return Correction(nth(quiz, 1), Policy.RESCORE, right(nth(quiz, 2), "AB"))


REFUSED = [
    (lambda quiz: Correction(nth(quiz, 1), Policy.RESCORE, {}), NothingCoveredError),
    (of_another_question, NothingCoveredError),
    (lambda quiz: correction(nth(quiz, 1), ""), UnfitKeyError),
    (lambda quiz: correction(nth(quiz, 4), places="113"), UnfitKeyError),
    (lambda quiz: correction(nth(quiz, 4), places="124"), UnfitKeyError),
    (lambda quiz: correction(nth(quiz, 4), "A"), UnfitKeyError),
]


@pytest.mark.parametrize(("wanted", "error"), REFUSED)
def test_what_cannot_be_a_key_is_refused(
    quiz: Quiz, instructor: User, wanted: object, error: type[RegradingError]
) -> None:
    placed_question(1, 2, 3, quiz=quiz, position=10**6)
    assert callable(wanted)
    with pytest.raises(error):
        planned(wanted(quiz))


def test_a_void_question_is_not_regraded_until_that_is_undone(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC"])
    void = applied(correction(nth(quiz, 1), "B", Policy.VOID), instructor)
    with pytest.raises(VoidAlreadyError):
        planned(correction(nth(quiz, 1), "B"))
    undo(void, by=instructor.pk, why=WHY, now=TOMORROW)
    assert planned(correction(nth(quiz, 1), "B")).concerned


def test_learners_are_told_once_and_again_when_it_is_undone(quiz: Quiz, instructor: User) -> None:
    seen, unseen = sat(quiz, ["B", "BC"]), sat(quiz, ["B", "BC"])
    regrade = applied(correction(nth(quiz, 1), "B"), instructor)
    assert regrade.attempts.filter(seen_at=None).count() == 2
    seen.regrades.update(seen_at=TOMORROW)
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert list(RegradedAttempt.objects.filter(seen_at=None)) == [seen.regrades.get()]
    assert unseen.regrades.get().seen_at is not None


def test_five_hundred_attempts(
    quiz: Quiz, instructor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """The preview is the result, undone it is as before, and it is done in few statements."""
    chance = random.Random(4)
    # Each learner sits it several times, so that tallies sum up over attempts.
    made = crowd(quiz, 125, MANY // 125, chance)
    before, was = dump(), scores(made)
    counted = {tally.pk: tally.right for tally in Tally.objects.all()}
    wanted = correction(nth(quiz, 1), "B", lowers=True)
    plan = planned(wanted)
    assert plan.graded == MANY
    with django_assert_max_num_queries(60):
        regrade = apply(wanted, seen=plan.digest, by=instructor.pk, why=WHY, now=TOMORROW)
    now = scores(made)
    changed = {
        attempt.pk: (old[2], new[2])
        for attempt, old, new in zip(made, was, now, strict=True)
        if old != new
    }
    assert changed == {
        each.attempt_id: (each.score_before, each.score_after) for each in plan.concerned
    }
    passed = [
        (old[2] >= 0.6, new[2] >= 0.6)  # type: ignore[operator]
        for old, new in zip(was, now, strict=True)
    ]
    assert len(plan.gained) == passed.count((False, True)) > 0
    assert len(plan.lost) == passed.count((True, False)) > 0
    moved = {t.user_id for t in Tally.objects.all() if t.right != counted[t.pk]}
    assert moved <= plan.learners
    assert tallies.stored() == tallies.derived()
    with django_assert_max_num_queries(40):
        undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_submission_costs_two_statements_more_where_a_regrade_changes_something(
    quiz: Quiz, instructor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Five otherwise: see `tests/studyapp/test_costs.py`, which counts session and user too.

    One reads the regrades, which it must after the lock, and one writes the row by which what they
    changed can be undone."""
    sat(quiz, ["", "", "D"])  # the wordings are read once a process
    late = sat(quiz, ["B", "BC"], submitted=False)
    untouched = sat(quiz, ["A", "BC"], submitted=False)
    applied(correction(nth(quiz, 1), "B"), instructor)
    # A savepoint's two statements, which the test's own transaction makes of ours, are counted.
    with django_assert_max_num_queries(7 + 2):
        attempts.submit(late.user_id, late.pk, now=TOMORROW)
    with django_assert_max_num_queries(6 + 2):
        attempts.submit(untouched.user_id, untouched.pk, now=TOMORROW)
    assert scores([late, untouched]) == [(2, 3, TWO_THIRDS)] * 2
