"""glossary.md: the terms of a course, each a heading of the second level with its definition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content import gfm, headings
from content.drafts import Problem, Severity, shown
from content.headings import Heading
from content.sources import without_front_matter

GLOSSARY = "glossary.md"
"""What the file is called, in the course's folder."""

LONGEST_NAME = 120
LONGEST_DEFINITION = 2_000
_ALIASES = re.compile(r"\s*<!--\s*aliases\s*:(?P<names>.*?)-->[ \t]*\n?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term with its other names and its definition as Markdown; line is its heading's."""

    slug: str
    name: str
    aliases: Sequence[str]
    markdown: str
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def read_glossary(text: str, *, path: str) -> tuple[Sequence[TermDraft], Sequence[Problem]]:
    """The terms in text, and all that is wrong with it; with an error, it is not to be stored."""
    source = without_front_matter(text)
    found = [each for each in headings.find(gfm.parse(source)) if each.top]
    lines = source.split("\n")
    terms = [_term(each, _below(each, found, lines)) for each in found if each.level == 2]
    problems = list(_problems(terms, path))
    if not terms:
        what, how = "the glossary has no term", "write “## Term” with its definition below"
        problems.append(Problem(path, 1, what, how, Severity.ERROR))
    return terms, problems


def _below(heading: Heading, found: Sequence[Heading], lines: Sequence[str]) -> str:
    """What stands between the heading and the next one of its level or above."""
    ends = (each.line for each in found if each.line > heading.line and each.level <= heading.level)
    return "\n".join(lines[heading.last : next(ends, len(lines) + 1) - 1])


def _term(heading: Heading, below: str) -> TermDraft:
    comment = _ALIASES.match(below)
    names = comment["names"].replace("\n", ",").split(",") if comment else []
    return TermDraft(
        slug=heading.slug,
        name=heading.title,
        aliases=tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip())),
        markdown=below[comment.end() if comment else 0 :].strip(),
        line=heading.line,
    )


def _problems(terms: Sequence[TermDraft], path: str) -> Iterator[Problem]:
    owners: dict[str, TermDraft] = {}
    for term in terms:
        for what, how in _faults(term):
            yield Problem(path, term.line, what, how, Severity.ERROR)
        for name in term.names:
            owner = owners.setdefault(name.casefold(), term)
            if owner is not term:
                what = f"{shown(name)} is already a name of “{shown(owner.name)}”"
                yield Problem(path, term.line, what, "leave it to one of them", Severity.ERROR)


def _faults(term: TermDraft) -> Iterator[tuple[str, str]]:
    if not term.name:
        yield "a heading without words", "name the term in it"
    elif not term.markdown:
        yield f"“{shown(term.name)}” has no definition", "write it below the heading"
    if any(len(name) > LONGEST_NAME for name in term.names):
        yield f"a name of more than {LONGEST_NAME} characters", "shorten it"
    if len(term.markdown) > LONGEST_DEFINITION:
        what = f"“{shown(term.name)}” has more than {LONGEST_DEFINITION} characters"
        yield what, "define it in short, and teach the rest in a chapter"
