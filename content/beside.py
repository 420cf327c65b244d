"""Store what a course has beside its chapters, and give it back to pages, kept by revision."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.glossary import TermDraft
from content.kept import Kept
from content.models import Course, CoursePage, Term
from content.outline import Outline
from content.terms import Terms

EXAM_DAY_SLUG = "exam-day"


def store_terms(course: Course, drafts: Sequence[TermDraft], html: Sequence[str]) -> None:
    """Make the course's glossary what drafts say. html: one a term, in order."""
    course.terms.all().delete()
    Term.objects.bulk_create(
        Term(
            course=course,
            slug=draft.slug,
            name=draft.name,
            aliases="\n".join(draft.aliases),
            markdown=draft.markdown,
            html=made,
        )
        for draft, made in zip(drafts, html, strict=True)
    )


def store_page(course: Course, *, slug: str, title: str, markdown: str, html: str) -> None:
    values = {"title": title, "markdown": markdown, "html": html}
    CoursePage.objects.update_or_create(course=course, slug=slug, defaults=values)


def remove_page(course: Course, slug: str) -> None:
    course.pages.filter(slug=slug).delete()


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term as pages show it."""

    slug: str
    name: str
    aliases: Sequence[str]
    html: str


@dataclass(frozen=True)
class Glossary:
    """A course's terms by their slugs, and what finds them in a text."""

    entries: dict[str, TermEntry]
    terms: Terms


_kept: Kept[Glossary] = Kept()


def glossary(outline: Outline) -> Glossary:
    """The course's glossary at the outline's revision; without a term where it has none."""
    return _kept.get(outline.id, revision=outline.revision, make=lambda: _glossary(outline.id))


def _glossary(course_id: int) -> Glossary:
    found = list(Term.objects.filter(course=course_id))
    entries = {
        term.slug: TermEntry(term.slug, term.name, tuple(term.aliases.splitlines()), term.html)
        for term in found
    }
    return Glossary(entries, Terms((term.slug, term.names) for term in found))
