"""The parts of an exam's result: its domains, how sure one was, and where the time went."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.outline import Outline
from quizzes.grading import ENOUGH
from quizzes.history import percent
from quizzes.holdings import Holdings
from quizzes.intervals import wilson
from quizzes.responses import ResponseRow
from quizzes.results import Bar, counts_by, services_of

GUESS, FAIRLY, SURE = 1, 2, 3
LONGEST = 5


@dataclass(frozen=True, slots=True)
class DomainResult:
    """How one domain went against the share that passes, and against the exam before.

    says: "few" answers, "below" it, "meets" it, or "above" where even the lower end of its range
    does. low and high bound that range in percent. right is None where it may not be told."""

    label: str
    total: int
    right: int | None
    low: int
    high: int
    says: str
    change: str = ""

    @property
    def percent(self) -> int | None:
        few = self.right is None or self.says == "few"
        return None if few else percent(self.right or 0, self.total)


def domain_results(
    now: Sequence[Bar], before: Sequence[Bar], *, pass_mark: int, explained: bool
) -> list[DomainResult]:
    """Each domain of the exam; before: those of the exam before, none where there is none.

    Unless the exam may be explained, words alone tell of it, and of a few answers nothing does."""
    earlier = {bar.label: bar for bar in before}
    return [
        _domain_result(bar, earlier.get(bar.label), pass_mark=pass_mark, explained=explained)
        for bar in now
        if explained or bar.percent is not None
    ]


def _domain_result(
    bar: Bar, before: Bar | None, *, pass_mark: int, explained: bool
) -> DomainResult:
    low, high = wilson(bar.right, bar.total)
    if bar.total < ENOUGH:
        says = "few"
    elif bar.right * 100 < pass_mark * bar.total:
        says = "below"
    else:
        says = "above" if low * 100 >= pass_mark else "meets"
    return DomainResult(
        label=bar.label,
        total=bar.total,
        right=bar.right if explained else None,
        low=round(low * 100),
        high=round(high * 100),
        says=says,
        change=_change(before, bar) if before and explained else "",
    )


def _change(before: Bar, after: Bar) -> str:
    if before.percent is None or after.percent is None:
        return ""
    (old_low, old_high), (low, high) = (wilson(bar.right, bar.total) for bar in (before, after))
    counts = {"right": before.right, "total": before.total}
    if low <= old_high and old_low <= high:
        return _("last time %(right)d/%(total)d: no change can be told") % counts
    if low > old_high:
        return _("last time %(right)d/%(total)d: better") % counts
    return _("last time %(right)d/%(total)d: lower") % counts


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """A category of services: the bar of all its questions, and that of each service."""

    bar: Bar
    services: Sequence[Bar]


def service_groups(
    rows: Sequence[ResponseRow], outline: Outline, held: Holdings
) -> list[ServiceGroup]:
    """The services by category: one service alone has too few questions in an exam to say."""

    def categories(row: ResponseRow) -> set[str]:
        return {service.category for service in outline.known(services_of(row, held))}

    by_category = counts_by(rows, categories)
    by_service = counts_by(rows, lambda row: services_of(row, held))
    services: dict[str, list[Bar]] = defaultdict(list)
    for service in outline.services.values():
        if service.id in by_service:
            bar = Bar(service.name, *by_service[service.id], hue=service.hue)
            services[service.category].append(bar)
    return [
        ServiceGroup(Bar(category or _("Other services"), *by_category[category]), tuple(bars))
        for category, bars in services.items()
    ]


@dataclass(frozen=True, slots=True)
class CertaintyRow:
    """How answers of one certainty came out."""

    label: str
    right: int
    wrong: int

    @property
    def percent(self) -> int | None:
        """The share of right answers; None where they are too few to say."""
        total = self.right + self.wrong
        return None if total < ENOUGH else percent(self.right, total)


def certainty_label(certainty: int | None) -> str:
    """In words; "" where it was not said."""
    words = {GUESS: _("a guess"), FAIRLY: _("fairly sure"), SURE: _("sure")}
    return words.get(certainty or 0, "")


def certainties(rows: Sequence[ResponseRow]) -> list[CertaintyRow]:
    """A row for each certainty, the surest first, and one for answers without; none where no
    certainty was ever said."""
    answered = [row for row in rows if row.answered]
    if not any(row.certainty for row in answered):
        return []
    counts = Counter((row.certainty, row.score == 1.0) for row in answered)
    made = [
        CertaintyRow(
            certainty_label(value) or _("not said"), counts[value, True], counts[value, False]
        )
        for value in (SURE, FAIRLY, GUESS, None)
    ]
    return [row for row in made if row.right or row.wrong]


def is_sure_and_wrong(row: ResponseRow) -> bool:
    return row.answered and row.certainty == SURE and row.score != 1.0


def is_guessed_right(row: ResponseRow) -> bool:
    return row.certainty == GUESS and row.score == 1.0


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A question that took long."""

    position: int
    took: str


def longest(rows: Sequence[ResponseRow], seconds: Mapping[int, float]) -> list[TimeRow]:
    """The questions that took most time, longest first; seconds: by response id."""
    timed = sorted((row for row in rows if row.id in seconds), key=lambda row: -seconds[row.id])
    return [TimeRow(row.position, took(seconds[row.id])) for row in timed[:LONGEST]]


def took(seconds: float) -> str:
    """A span of time in words."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    if not rest:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
