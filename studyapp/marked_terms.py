"""The terms of the glossary in a chapter: marked where it first uses them, explained at its end."""

from collections import defaultdict

from django.template.loader import render_to_string

from content.beside import Glossary
from content.drafts import SectionKind
from content.outline import SectionEntry

WITHOUT = (SectionKind.CONTENTS, SectionKind.QUIZ)


class MarkedTerms:
    """Marks one chapter, section by section; a term is marked once a section, its steps included,
    and not where the heading says that it is being taught."""

    def __init__(self, glossary: Glossary, course_url: str) -> None:
        self._glossary, self._url = glossary, f"{course_url}glossary/"
        self._seen: dict[int, set[str]] = defaultdict(set)
        self._used: dict[str, None] = {}

    def section(self, section: SectionEntry, html: str) -> str:
        """The section's HTML with its terms marked; to be asked before its steps."""
        terms = self._glossary.terms
        if section.kind in WITHOUT:
            # Nothing in it is marked, nor in what would stand below it.
            self._seen[section.id] = set(self._glossary.entries)
            return html
        self._seen[section.id] = terms.named(section.title)
        return self.step(section.id, html)

    def step(self, section_id: int, html: str) -> str:
        """The HTML of a step of that section, with the terms marked that the section has not."""
        seen = self._seen[section_id]
        before = set(seen)
        marked = self._glossary.terms.marked(html, seen)
        self._used |= dict.fromkeys(sorted(seen - before))
        return marked

    def notes(self) -> str:
        """What the terms mean that have been marked so far."""
        notes = [self._glossary.entries[slug] for slug in self._used]
        return (
            render_to_string("content/_term_notes.html", {"notes": notes, "glossary": self._url})
            if notes
            else ""
        )
