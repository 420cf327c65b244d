"""Drawing forms, on plain values: the real exam's numbers, banks that are too small, likenesses."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.blueprint import ANY, Quota, quotas
from quizzes.drawing import (
    Candidate,
    Drawn,
    Listed,
    Missing,
    ShortError,
    alike,
    draw,
    mend,
)
from tests.factories import NOON

REAL = quotas(65, 50, [(1, 24), (2, 30), (3, 34), (4, 12)])


def bank(*sizes: int, seen: datetime | None = None) -> list[Candidate]:
    """Domains 1, 2, … with so many questions each; a question's id is its domain's thousand."""
    return [
        Candidate(domain * 1000 + number, domain, seen)
        for domain, size in enumerate(sizes, 1)
        for number in range(size)
    ]


def by_domain(drawn: Sequence[Drawn]) -> Counter[int]:
    return Counter(each.id // 1000 for each in drawn)


def missing(candidates: Sequence[Candidate], wanted: Sequence[Quota]) -> list[Missing]:
    with pytest.raises(ShortError) as short:
        draw(candidates, wanted, random=Random(1))
    assert all(str(m.found) in str(short.value) for m in short.value.missing)
    return list(short.value.missing)


def test_a_thousand_forms_hit_the_quotas_exactly() -> None:
    candidates = [
        # Every tenth question has a twin, some of them in another domain.
        Candidate(c.id, c.domain, c.seen, c.id % 1000 // 10 if c.id % 10 == 0 else None)
        for c in bank(60, 75, 90, 40)
    ]
    group = {c.id: c.group for c in candidates}
    first, scored_at = Counter[int](), Counter[int]()
    for seed in range(1000):
        form = draw(candidates, REAL, random=Random(seed))
        assert by_domain(form) == {1: 16, 2: 19, 3: 22, 4: 8}
        assert by_domain([each for each in form if each.scored]) == {1: 12, 2: 15, 3: 17, 4: 6}
        assert len({each.id for each in form}) == 65
        twins = [group[each.id] for each in form if group[each.id] is not None]
        assert len(twins) == len(set(twins))
        first[form[0].id // 1000] += 1
        scored_at.update(place for place, each in enumerate(form) if each.scored)
    # Domains are mixed, and no place tells whether its question counts: 50 of 65 are 769 of 1,000.
    assert {domain: 100 < n < 450 for domain, n in first.items()} == dict.fromkeys(
        (1, 2, 3, 4), True
    )
    assert all(690 < scored_at[place] < 850 for place in range(65))


def test_one_seed_gives_one_form_and_another_another() -> None:
    candidates = bank(60, 75, 90, 40)
    once, again, other = (draw(candidates, REAL, random=Random(seed)) for seed in (7, 7, 8))
    assert once == again != other


def test_unseen_questions_come_first_then_those_seen_longest_ago() -> None:
    times = {place: NOON - timedelta(days=place) for place in range(1, 9)}
    candidates = [Candidate(1000 + n, 1, times.get(n)) for n in range(12)]
    # Unseen: 0, 9, 10, 11; then 8, 7, 6 …, as they were seen ever later.
    for seed, want in product(range(20), (2, 4, 6, 12)):
        form = draw(candidates, [Quota(1, want, 1)], random=Random(seed))
        ids = {each.id - 1000 for each in form}
        by_age = [{0, 9, 10, 11}, {8}, {7}, {6}, {5}, {4}, {3}, {2}, {1}]
        expected: set[int] = set()
        for tier in by_age:
            if len(expected) + len(tier) <= want:
                expected |= tier
        assert ids >= expected if want >= 4 else ids <= {0, 9, 10, 11}
        assert len(ids) == want


def test_a_bank_that_is_too_small_says_what_is_missing_in_each_domain() -> None:
    assert missing(bank(16, 18, 22, 3), REAL) == [Missing(2, 19, 18), Missing(4, 8, 3)]
    assert missing([], REAL) == [Missing(q.domain, q.questions, 0) for q in REAL]


def test_questions_of_no_domain_or_another_one_do_not_help() -> None:
    others = [Candidate(9000, None), Candidate(9001, 9)]
    assert missing([*bank(1), *others], [Quota(1, 2, 1)]) == [Missing(1, 2, 1)]


def test_without_weights_all_domains_are_one() -> None:
    candidates = [*bank(2, 2), Candidate(9000, None)]
    assert len(draw(candidates, [Quota(ANY, 5, 3)], random=Random(1))) == 5
    assert missing(candidates, [Quota(ANY, 6, 3)]) == [Missing(ANY, 6, 5)]


def test_twins_are_never_asked_together() -> None:
    twins = [Candidate(1000 + n, 1, None, group=n // 2) for n in range(6)]
    for seed in range(20):
        form = draw(twins, [Quota(1, 3, 1)], random=Random(seed))
        assert {(each.id - 1000) // 2 for each in form} == {0, 1, 2}
    assert missing(twins, [Quota(1, 4, 1)]) == [Missing(1, 4, 3)]


def test_a_twin_in_two_domains_goes_where_it_is_needed() -> None:
    # Domain 2 has nothing but its twin; so domain 1 has to do with its other questions.
    candidates = [Candidate(1000, 1, None, 5), Candidate(2000, 2, None, 5), Candidate(1001, 1)]
    wanted = [Quota(1, 1, 1), Quota(2, 1, 0)]
    for seed in range(20):
        assert {d.id for d in draw(candidates, wanted, random=Random(seed))} == {1001, 2000}
    assert missing(candidates[:2], wanted) in ([Missing(1, 1, 0)], [Missing(2, 1, 0)])


@given(st.data())
def test_nothing_is_said_to_be_missing_that_some_choice_would_find(data: st.DataObject) -> None:
    domains = st.integers(1, 3)
    made = data.draw(st.lists(st.tuples(domains, st.none() | st.integers(0, 3)), max_size=7))
    wanted = [Quota(domain, data.draw(st.integers(0, 2)), 0) for domain in (1, 2, 3)]
    candidates = [Candidate(n, domain, None, group) for n, (domain, group) in enumerate(made)]
    try:
        form = draw(candidates, wanted, random=Random(0))
    except ShortError:
        assert not _possible(candidates, wanted)
        return
    assert _possible(candidates, wanted)
    of = {candidate.id: candidate for candidate in candidates}
    assert Counter(of[d.id].domain for d in form) == +Counter(
        {quota.domain: quota.questions for quota in wanted}
    )
    groups = [of[d.id].group for d in form if of[d.id].group is not None]
    assert len(groups) == len(set(groups))


def _possible(candidates: Sequence[Candidate], wanted: Sequence[Quota]) -> bool:
    """By trying every subset."""
    need = +Counter({quota.domain: quota.questions for quota in wanted})
    for kept in product((False, True), repeat=len(candidates)):
        chosen = [c for c, yes in zip(candidates, kept, strict=True) if yes]
        groups = [c.group for c in chosen if c.group is not None]
        if len(groups) == len(set(groups)) and Counter(c.domain for c in chosen) == need:
            return True
    return False


LINE = "a ship lies at the quay in a strong wind and needs one more line"


def test_alike_puts_what_is_nearly_the_same_in_one_group() -> None:
    stems = {
        3: LINE,
        5: "something else is asked here about the lights of a harbour by night",
        8: LINE.replace("one more line", "one more rope"),
        9: "Which knot?",
        11: "which  knot",
        12: LINE.upper(),
    }
    groups = alike(stems)
    assert set(groups) == {3, 8, 12, 9, 11}
    assert groups[3] == groups[8] == groups[12] != groups[9] == groups[11]
    assert alike({}) == {}


def form(*rows: tuple[int, int, bool, bool]) -> list[Listed]:
    return [Listed(*row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "counting"),
    [
        # Nothing is gone.
        ([(1, 1, True, True), (2, 1, False, True), (3, 2, True, True)], {1, 3}),
        # What did not count and is gone is merely left out.
        ([(1, 1, True, True), (2, 1, False, False), (3, 2, True, True)], {1, 3}),
        # One of the same domain counts instead, though another stands before it.
        ([(1, 1, True, False), (2, 2, False, True), (3, 1, False, True)], {3}),
        # None of the domain is left: any other does.
        ([(1, 1, True, False), (2, 2, False, True), (3, 2, True, True)], {2, 3}),
        # Two are gone, in two domains.
        (
            [(1, 1, True, False), (2, 2, True, False), (3, 2, False, True), (4, 3, False, True)],
            {3, 4},
        ),
    ],
)
def test_a_fixed_form_counts_as_many_as_it_should(
    rows: list[tuple[int, int, bool, bool]], counting: set[int]
) -> None:
    mended = mend(form(*rows))
    assert [each.id for each in mended] == [pk for pk, _domain, _scored, stands in rows if stands]
    assert {each.id for each in mended if each.scored} == counting


def test_a_fixed_form_that_has_lost_too_much_says_so() -> None:
    with pytest.raises(ShortError) as short:
        mend(
            form((1, 1, True, False), (2, 1, True, True), (3, 2, True, False), (4, 1, False, True))
        )
    assert short.value.missing == (Missing(2, 1, 0),)
    for nothing in ([], form((1, 1, False, False))):
        with pytest.raises(ShortError):
            mend(nothing)
