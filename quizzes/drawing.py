"""Drawing the questions of a form: each domain's quota, what is new to the learner first, and no
two that are nearly the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from quizzes.blueprint import ANY, Quota
from quizzes.drafts import normal_stem
from quizzes.lint.likeness import near


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn. seen: when the learner was last asked it, None if never.

    group: a form holds one of each group at most; None for a question that is like no other."""

    id: int
    domain: int | None
    seen: datetime | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of a form, and whether it counts."""

    id: int
    scored: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A domain that has too few questions: how many a form needs, how many could be had."""

    domain: int
    needed: int
    found: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A question of a fixed form; stands: whether it may still be asked."""

    id: int
    domain: int
    scored: bool
    stands: bool


class ShortError(Exception):
    """The bank is too small for the form; missing says where, and by how much."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(f"{m.domain}: {m.found} of {m.needed}" for m in missing))
        self.missing = tuple(missing)


def alike(stems: Mapping[int, str]) -> dict[int, int]:
    """The group of each question that others are nearly the same as, by the ids of stems.

    What is like a question of a group belongs to the group."""
    ids = list(stems)
    of = {pk: pk for pk in ids}

    def first(pk: int) -> int:
        while of[pk] != pk:
            of[pk] = of[of[pk]]
            pk = of[pk]
        return pk

    pairs = [(ids[one], ids[other]) for one, other, _likeness in near(list(stems.values()))]
    same: dict[str, int] = {}
    for pk, stem in stems.items():
        pairs.append((same.setdefault(normal_stem(stem), pk), pk))
    for one, other in pairs:
        of[first(other)] = first(one)
    members: dict[int, list[int]] = defaultdict(list)
    for pk in ids:
        members[first(pk)].append(pk)
    return {pk: group for group, held in members.items() if len(held) > 1 for pk in held}


def draw(
    candidates: Iterable[Candidate], quotas: Sequence[Quota], *, random: Random
) -> list[Drawn]:
    """A form's questions in the order in which they are asked, each domain's quota met exactly.

    Unseen ones come first, then those seen longest ago, chance deciding between equals. Domains,
    and what counts and what does not, are mixed. Raises ShortError, naming each domain that lacks
    some, rather than ask anything twice."""
    placing = _Placing({quota.domain: quota.questions for quota in quotas})
    for unit in _units(candidates, placing.rooms, random):
        placing.take(unit)
    missing = [
        Missing(quota.domain, quota.questions, len(placing.held[quota.domain]))
        for quota in quotas
        if len(placing.held[quota.domain]) < quota.questions
    ]
    if missing:
        raise ShortError(missing)
    drawn = []
    for quota in quotas:
        ids = [unit.best[quota.domain].id for unit in placing.held[quota.domain]]
        counting = set(random.sample(ids, quota.scored))
        drawn += [Drawn(pk, pk in counting) for pk in ids]
    random.shuffle(drawn)
    return drawn


def pick(candidates: Iterable[Candidate], most: int, *, random: Random) -> list[int]:
    """The ids of so many of the candidates, or of as many as there are, mixed; the domain does not
    matter, but as in a form what is new comes first, and no two are nearly the same."""
    units = list(_units(candidates, [ANY], random))[:most]
    random.shuffle(units)
    return [unit.best[ANY].id for unit in units]


def mend(form: Sequence[Listed]) -> list[Drawn]:
    """A fixed form's questions, in its order, less those that may not be asked any more.

    For each that counts and is gone, one that did not count does, of the same domain where it can.
    Raises ShortError where too few are left for as many to count."""
    standing = [listed for listed in form if listed.stands]
    counting = {listed.id for listed in standing if listed.scored}
    lost = Counter(listed.domain for listed in form if listed.scored and not listed.stands)
    gone = Counter(lost)
    spare = [listed for listed in standing if not listed.scored]
    # Those of a domain that has lost some go first; any will do for what is lost then.
    for listed in sorted(spare, key=lambda listed: not lost[listed.domain]):
        of = listed.domain if gone[listed.domain] else next(iter(+gone), None)
        if of is not None:
            gone[of] -= 1
            counting.add(listed.id)
    if missing := +gone:
        needed = Counter(listed.domain for listed in form if listed.scored)
        raise ShortError([Missing(of, needed[of], needed[of] - n) for of, n in missing.items()])
    if not standing:
        raise ShortError([])
    return [Drawn(listed.id, listed.id in counting) for listed in standing]


@dataclass(eq=False, slots=True)
class _Unit:
    """A question, or a group of which one may be drawn: the best of it in each domain it has."""

    best: dict[int, Candidate] = field(default_factory=dict)


def _age(candidate: Candidate) -> float:
    """The less, the sooner it is drawn."""
    return float("-inf") if candidate.seen is None else candidate.seen.timestamp()


def _units(
    candidates: Iterable[Candidate], domains: Iterable[int], random: Random
) -> Iterable[_Unit]:
    """What may be drawn, the sooner the earlier."""
    known = set(domains)
    shuffled = list(candidates)
    random.shuffle(shuffled)
    shuffled.sort(key=_age)
    units: dict[tuple[str, int], _Unit] = {}
    for candidate in shuffled:
        domain = ANY if known == {ANY} else candidate.domain
        if domain not in known or domain is None:
            continue
        key = ("alone", candidate.id) if candidate.group is None else ("group", candidate.group)
        units.setdefault(key, _Unit()).best.setdefault(domain, candidate)
    return units.values()


class _Placing:
    """Which unit is drawn for which domain. A unit that comes earlier is never given up for a later
    one, but it may move to another of its domains to make room: so nothing is missing that a
    better choice would have found."""

    def __init__(self, rooms: Mapping[int, int]) -> None:
        self.rooms = rooms
        self.held: dict[int, list[_Unit]] = {domain: [] for domain in rooms}

    def take(self, unit: _Unit) -> bool:
        return self._place(unit, set())

    def _place(self, unit: _Unit, tried: set[int]) -> bool:
        for domain in unit.best:
            if domain in tried:
                continue
            tried.add(domain)
            held = self.held[domain]
            if len(held) < self.rooms[domain]:
                held.append(unit)
                return True
            for other in held:
                if len(other.best) > 1 and self._place(other, tried):
                    held[held.index(other)] = unit
                    return True
        return False
