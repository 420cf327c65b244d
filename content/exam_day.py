"""exam-day.md: one page on the day of the exam, as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content import gfm, headings
from content.drafts import Problem, Severity
from content.sources import without_front_matter

EXAM_DAY = "exam-day.md"
"""What the file is called, in the course's folder."""


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page's title and what stands below it; anchors are those of the headings in it."""

    title: str
    markdown: str
    anchors: Sequence[str]


def read_page(text: str, *, path: str) -> tuple[PageDraft, Sequence[Problem]]:
    """The page in text, and what is wrong with it; with an error, it is not to be stored."""
    lines = without_front_matter(text).split("\n")
    found = headings.find(gfm.parse("\n".join(lines)))
    title = next((each for each in found if each.top and each.level == 1 and each.title), None)
    problems = []
    if title is None:
        what, how = "the page has no title", "begin it with a heading, as in “# The exam day”"
        problems.append(Problem(path, 1, what, how, Severity.ERROR))
    else:
        lines[title.line - 1 : title.last] = [""] * (title.last - title.line + 1)
    rest = [each for each in found if each is not title and not each.raw]
    markdown = re.sub(r"\A(?:[ \t]*\n)+", "", "\n".join(lines))
    if title is not None and not markdown.strip():
        what, how = "nothing stands below the title", "write the page, or remove the file"
        problems.append(Problem(path, title.line, what, how, Severity.ERROR))
    anchors = tuple(each.slug for each in rest)
    return PageDraft(title.title if title else "", markdown, anchors), problems
