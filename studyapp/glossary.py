"""The glossary's page, and the pages that a course has beside its chapters."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from content.beside import EXAM_DAY_SLUG, Glossary, glossary
from content.drafts import SectionKind
from content.kept import Kept
from content.models import CoursePage, Section
from content.outline import Outline, Place

TEACHING = (SectionKind.CONCEPT, SectionKind.COMPARISON)
MOST_PLACES = 3
OTHER = "#"
"""The letter of what begins with none."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term with where it is taught, or else first used."""

    slug: str
    name: str
    aliases: Sequence[str]
    html: SafeString
    taught: Sequence[Place]
    used: Place | None


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with a letter; anchor is what leads to them on the page."""

    name: str
    anchor: str
    rows: Sequence[TermRow]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    course: Outline
    letters: Sequence[Letter]
    count: int


@dataclass(frozen=True, slots=True)
class ExamDayPage:
    course: Outline
    title: str
    body: SafeString


_kept: Kept[GlossaryPage] = Kept()


def glossary_page(outline: Outline) -> GlossaryPage:
    """The glossary of a course that has one, at the outline's revision."""
    return _kept.get(outline.id, revision=outline.revision, make=lambda: _page(outline))


def _page(outline: Outline) -> GlossaryPage:
    found = glossary(outline)
    taught, used = _places(outline, found)
    letters: dict[str, list[TermRow]] = {}
    for entry in sorted(found.entries.values(), key=lambda entry: _sorted_by(entry.name)):
        row = TermRow(
            slug=entry.slug,
            name=entry.name,
            aliases=entry.aliases,
            html=mark_safe(entry.html),  # noqa: S308 (sanitised when stored)
            taught=taught.get(entry.slug, ())[:MOST_PLACES],
            used=used.get(entry.slug),
        )
        letters.setdefault(_letter(entry.name), []).append(row)
    return GlossaryPage(
        course=outline,
        letters=[
            Letter(name, f"letter-{name.lower() if name != OTHER else 'other'}", rows)
            for name, rows in letters.items()
        ],
        count=len(found.entries),
    )


def _sorted_by(name: str) -> tuple[bool, str]:
    """As dictionaries do: accents and capitals aside, what begins with no letter first."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return _letter(name) != OTHER, plain or name.casefold()


def _letter(name: str) -> str:
    first = unicodedata.normalize("NFKD", name)[:1].upper()
    return first if first.isalpha() else OTHER


def _places(outline: Outline, found: Glossary) -> tuple[dict[str, list[Place]], dict[str, Place]]:
    """Where each term is taught, under headings that name it; and where the book first uses it."""
    taught: dict[str, list[Place]] = {}
    used: dict[str, Place] = {}
    words = Section.objects.filter(chapter__course=outline.id, retired_at=None)
    html = dict(words.values_list("pk", "html"))
    # Where a term is explained tells more than an overview that only names it.
    for place in sorted(outline.places.values(), key=lambda p: p.section.kind not in TEACHING):
        if place.section.kind in TEACHING:
            for slug in found.terms.named(place.section.title):
                taught.setdefault(slug, []).append(place)
        if place.section.readable:
            seen: set[str] = set()
            found.terms.marked(html.get(place.section.id, ""), seen)
            for slug in seen:
                used.setdefault(slug, place)
    return taught, used


def exam_day_page(outline: Outline) -> ExamDayPage | None:
    """The page on the exam day; None where the course has none."""
    found = CoursePage.objects.filter(course=outline.id, slug=EXAM_DAY_SLUG).first()
    if found is None:
        return None
    body = mark_safe(found.html)  # noqa: S308 (sanitised when stored)
    return ExamDayPage(outline, found.title, body)
