"""What the page of an import shows: its questions as learners will see them, filtered, by pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from quizzes.admin.history import worded
from quizzes.differences import differences
from quizzes.drafts import Kind, QuestionDraft
from quizzes.imports.planning import may_be_asked
from quizzes.imports.staging import drawn
from quizzes.matching import Action
from quizzes.models import Import, ImportItem
from quizzes.payload import unpacked
from quizzes.shown import cue
from quizzes.versions import as_draft

ITEMS_A_PAGE = 50
FILTERS = {
    "all": (_("All"), Q()),
    "new": (_("New"), Q(action=Action.NEW)),
    "changed": (_("Changed"), Q(action__in=(Action.CHANGED, Action.BACK))),
    "duplicate": (_("Duplicates"), Q(action=Action.DUPLICATE)),
    "same": (_("Left alone"), Q(action__in=(Action.SAME, Action.OWNED))),
    "warning": (_("With warnings"), Q(read=ImportItem.Read.WARNING)),
    "rejected": (_("Rejected"), Q(action=Action.REJECTED)),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to look at the items; count is how many it shows."""

    name: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Which items are looked at, as the address says."""

    show: str
    page: int

    @property
    def query(self) -> str:
        return f"?show={self.show}&page={self.page}"


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option with its key marked. belongs: its place, or the answer that it belongs to."""

    letter: str
    html: SafeString
    is_key: bool
    rationale: SafeString
    belongs: SafeString


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question of the import with all that is said of it. stem is empty where it was rejected.

    answers: what a matching question's options are matched with."""

    item: ImportItem
    stem: SafeString
    cue: str
    options: Sequence[OptionLine]
    answers: Sequence[SafeString]
    explanation: SafeString
    changes: Sequence[dict[str, Any]]
    stays_draft: bool

    @property
    def may_be_chosen(self) -> bool:
        return Action(self.item.action).may_be_chosen

    @property
    def reasons(self) -> list[str]:
        return self.item.reasons.splitlines()


def look_of(asked: QueryDict) -> Look:
    """The look that an address or a button asks for; anything odd is the first page of all."""
    show, page = asked.get("show", "all"), asked.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return Look(show if show in FILTERS else "all", max(number, 1))


def filters(upload: Import, look: Look) -> list[Filter]:
    """Every filter with its count, in one query; those that show nothing are left out."""
    counts = upload.items.aggregate(
        # An empty Q would be no condition at all, and is none of those that may be counted by.
        **{name: Count("pk", filter=q & Q(pk__gt=0)) for name, (_label, q) in FILTERS.items()}
    )
    return [
        Filter(name, str(label), counts[name], name == look.show)
        for name, (label, _q) in FILTERS.items()
        if counts[name] or name in ("all", look.show)
    ]


def items_of(upload: Import, look: Look) -> QuerySet[ImportItem]:
    return upload.items.filter(FILTERS[look.show][1]).order_by("position")


def page_of(upload: Import, look: Look) -> Page[ImportItem]:
    items = items_of(upload, look).select_related(
        "file", "question__quiz", "newest__question", "brought__question"
    )
    found = items.defer("file__data").prefetch_related("newest__options", "newest__answers")
    return Paginator(found, ITEMS_A_PAGE).get_page(look.page)


def rows(upload: Import, items: Page[ImportItem]) -> list[ItemRow]:
    return [_row(upload, item) for item in items]


def _row(upload: Import, item: ImportItem) -> ItemRow:
    if item.draft is None:
        return ItemRow(item, SafeString(""), "", (), (), SafeString(""), (), stays_draft=False)
    draft = unpacked(item.draft)
    html = drawn(item).html
    changes: list[dict[str, Any]] = []
    if item.newest is not None and item.action != Action.SAME:
        changes = worded(differences(as_draft(item.newest), draft))
    keys = sum(option.is_key for option in draft.options)
    return ItemRow(
        item=item,
        stem=_safe(html(draft.stem)),
        cue="" if draft.kind is Kind.SINGLE else cue(draft.kind, keys),
        options=[
            OptionLine(
                option.letter,
                _safe(html(option.text)),
                option.is_key,
                _safe(html(option.rationale)),
                _safe(_belongs(draft, option.place, html)),
            )
            for option in draft.options
        ],
        answers=[_safe(html(answer)) for answer in draft.answers],
        explanation=_safe(html(draft.explanation)),
        changes=changes,
        stays_draft=upload.publish and not may_be_asked(draft),
    )


def _belongs(draft: QuestionDraft, place: int | None, html: Any) -> str:
    if place is None:
        return ""
    return str(html(draft.answers[place - 1]) if draft.kind is Kind.MATCHING else place)


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer has sanitised."""
    return mark_safe(html)  # noqa: S308
