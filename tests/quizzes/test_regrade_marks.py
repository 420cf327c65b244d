"""What a regrade makes of an answer: by table, and by properties over random attempts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.grading import AnswerKey, Given, grade
from quizzes.regrade_marks import Policy, Rule, Standing, Total, regraded, worth

A, B, C, D = 1, 2, 3, 4
HALF = Fraction(1, 2)
OPTIONS = frozenset({A, B, C, D})


def choice(*key: int, kind: Kind = Kind.SINGLE) -> AnswerKey:
    return AnswerKey(kind, OPTIONS, key=frozenset(key))


def placed(*places: int, kind: Kind = Kind.ORDERING) -> AnswerKey:
    return AnswerKey(kind, OPTIONS, places=dict(zip((A, B, C, D), places, strict=True)), most=4)


def several(*key: int) -> AnswerKey:
    return choice(*key, kind=Kind.MULTIPLE)


def chosen(*options: int) -> Given:
    return dict.fromkeys(options)


ORDER = placed(1, 2, 3, 4)
SWAPPED = placed(2, 1, 3, 4)
AS_SWAPPED: Given = {A: 2, B: 1, C: 3, D: 4}
AS_ORDER: Given = {A: 1, B: 2, C: 3, D: 4}

WORTHS = [
    # published, right after all, given, partial, by rescoring, by accepting both
    (choice(A), choice(B), chosen(B), False, 1, 1),
    (choice(A), choice(B), chosen(A), False, 0, 1),
    (choice(A), choice(B), chosen(C), False, 0, 0),
    (choice(A), choice(B), chosen(), False, 0, 0),
    # A single answer of which two options are right: either is.
    (choice(A), choice(A, B), chosen(B), False, 1, 1),
    (choice(A), choice(A, B), chosen(A), False, 1, 1),
    (choice(A), choice(A, B), chosen(), False, 0, 0),
    (several(A, B), several(A, C), chosen(A, C), False, 1, 1),
    (several(A, B), several(A, C), chosen(A, B), False, 0, 1),
    (several(A, B), several(A, C), chosen(A, B), True, 0, 1),
    (several(A, B), several(A, C), chosen(A, D), True, 0, 0),
    (several(A, B, C), several(A, B, D), chosen(A, B), True, Fraction(2, 3), Fraction(2, 3)),
    (ORDER, SWAPPED, AS_SWAPPED, False, 1, 1),
    (ORDER, SWAPPED, AS_ORDER, False, 0, 1),
    (ORDER, SWAPPED, AS_ORDER, True, HALF, 1),
    (ORDER, SWAPPED, {A: 2}, True, Fraction(1, 4), Fraction(1, 4)),
    (
        placed(1, 1, 2, 2, kind=Kind.MATCHING),
        placed(1, 2, 2, 2, kind=Kind.MATCHING),
        {A: 1, B: 2, C: 2, D: 2},
        False,
        1,
        1,
    ),
]


def ruled(
    rule: Rule, mark: Fraction, published: AnswerKey, answer: Given, *, partial: bool
) -> Standing:
    standing = Standing(mark, counts=True)
    total = Total(marks=mark + 1, counted=3, right=1 + (mark == 1))
    return regraded(rule, standing, published=published, given=answer, partial=partial, total=total)


@pytest.mark.parametrize(("published", "right", "answer", "partial", "rescored", "both"), WORTHS)
def test_a_mark_by_the_right_key_and_by_both(
    published: AnswerKey,
    right: AnswerKey,
    answer: Given,
    partial: bool,
    rescored: Fraction,
    both: Fraction,
) -> None:
    before = grade(published, answer, partial=partial)
    for policy, mark in ((Policy.RESCORE, rescored), (Policy.ACCEPT_BOTH, both)):
        lowering = Rule(policy, right, lowers=True)
        after = ruled(lowering, before, published, answer, partial=partial)
        assert after == Standing(Fraction(mark), counts=True)
        kept = ruled(Rule(policy, right), before, published, answer, partial=partial)
        assert kept.mark == max(before, mark)


@pytest.mark.parametrize("answer", [chosen(), chosen(A), chosen(C)])
@pytest.mark.parametrize("lowers", [False, True])
def test_full_credit_goes_to_everybody(answer: Given, lowers: bool) -> None:
    rule = Rule(Policy.FULL_CREDIT, choice(B), lowers=lowers)
    after = ruled(rule, Fraction(0), choice(A), answer, partial=False)
    assert after == Standing(Fraction(1), counts=True)


VOIDS = [
    # mark, counts, sum of marks, questions that count, may lower → mark, counts
    (0, True, 2, 4, False, (0, False)),
    (1, True, 2, 4, False, (1, True)),  # to take it out would lower the score
    (1, True, 2, 4, True, (1, False)),
    (1, True, 4, 4, False, (1, False)),  # all right: the score stays
    (HALF, True, 2, 4, False, (HALF, False)),
    (HALF, True, 1, 4, False, (HALF, True)),
    (0, True, 0, 1, False, (1, True)),  # nothing would be left
    (0, True, 0, 1, True, (1, True)),
    (0, False, 2, 4, True, (0, False)),  # it did not count before
]


@pytest.mark.parametrize(("mark", "counts", "marks", "counted", "lowers", "after"), VOIDS)
def test_a_void_question_leaves_the_score(
    mark: Fraction,
    counts: bool,
    marks: int,
    counted: int,
    lowers: bool,
    after: tuple[Fraction, bool],
) -> None:
    found = regraded(
        Rule(Policy.VOID, choice(B), lowers=lowers),
        Standing(Fraction(mark), counts),
        published=choice(A),
        given=chosen(A),
        partial=False,
        total=Total(Fraction(marks), counted, right=0),
    )
    assert found == Standing(Fraction(after[0]), after[1])


def test_the_sums_of_an_attempt_follow_one_answer() -> None:
    total = Total(Fraction(5, 2), 4, 2)
    right, half, out = Standing(Fraction(1), True), Standing(HALF, True), Standing(HALF, False)
    assert total.with_one_changed(half, right) == Total(Fraction(3), 4, 3)
    assert total.with_one_changed(half, out) == Total(Fraction(2), 3, 2)
    assert total.with_one_changed(out, right) == Total(Fraction(7, 2), 5, 3)
    assert total.score == Fraction(5, 8)
    assert Total(Fraction(0), 0, 0).score == 0


keys = st.one_of(
    st.builds(choice, st.sampled_from([A, B, C, D])),
    st.sets(st.sampled_from([A, B, C, D]), min_size=2, max_size=3).map(lambda s: several(*s)),
    st.permutations([1, 2, 3, 4]).map(lambda places: placed(*places)),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[AnswerKey, AnswerKey, Given]:
    """A published key, another of its kind, and an answer to it."""
    published = draw(keys)
    right = draw(keys.filter(lambda key: key.kind is published.kind))
    if published.kind is Kind.SINGLE:
        return published, right, chosen(*draw(st.sets(st.sampled_from([A, B, C, D]), max_size=1)))
    if published.kind is Kind.MULTIPLE:
        return published, right, chosen(*draw(st.sets(st.sampled_from([A, B, C, D]))))
    places = st.dictionaries(st.sampled_from([A, B, C, D]), st.integers(1, 4))
    return published, right, draw(places)


attempts = st.lists(
    st.builds(Standing, st.fractions(0, 1, max_denominator=4), st.booleans()), max_size=6
)


def summed(standings: list[Standing]) -> Total:
    scored = [each.mark for each in standings if each.counts]
    return Total(sum(scored, Fraction(0)), len(scored), sum(mark == 1 for mark in scored))


@given(cases(), attempts, st.sampled_from(Policy), st.booleans(), st.booleans(), st.booleans())
def test_no_score_falls_unless_chosen_and_the_sums_stay_true(
    case: tuple[AnswerKey, AnswerKey, Given],
    others: list[Standing],
    policy: Policy,
    lowers: bool,
    partial: bool,
    counts: bool,
) -> None:
    published, right, answer = case
    before = Standing(grade(published, answer, partial=partial), counts)
    total = summed([before, *others])
    rule = Rule(policy, right, lowers=lowers)

    def again(standing: Standing, total: Total) -> Standing:
        return regraded(
            rule, standing, published=published, given=answer, partial=partial, total=total
        )

    after = again(before, total)
    changed = total.with_one_changed(before, after)
    assert changed == summed([after, *others])
    assert 0 <= after.mark <= 1
    if total.counted:
        assert changed.counted >= 1
    if not lowers:
        assert after.mark >= before.mark
        assert changed.score >= total.score
    # Once is as good as twice.
    assert again(after, changed) == after


@given(cases(), st.booleans())
def test_what_was_right_by_the_published_key_is_worth_as_much_as_ever(
    case: tuple[AnswerKey, AnswerKey, Given], partial: bool
) -> None:
    published, _right, answer = case
    assert worth(published, answer, partial=partial) == grade(published, answer, partial=partial)
