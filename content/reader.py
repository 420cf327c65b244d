"""A Markdown file to a chapter: sections, steps of labs, quizzes, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath
from urllib.parse import unquote

from content import gfm, headings, kinds
from content.drafts import ChapterDraft, Problem, Reference, shown
from content.gfm import Block, Document, definitions
from content.headings import Heading
from content.parts import Parts
from content.references import of as references_of
from content.references import references
from content.sources import MAX_BYTES, Refused, decode, without_front_matter

__all__ = ["MAX_BYTES", "Reference", "Refused", "decode", "read_chapter", "references"]

_FILE_NUMBER = re.compile(
    r"(?:(?:chapter|ch|module|unit|lesson|lecture|week|day|session|part|domain)[-_ .]*)?"
    r"0*(\d{1,3})(?=[-_ .]|$)[-_ .]*",
    re.IGNORECASE,
)
_LONGEST_SLUG = 100
_NAMELESS = {"", "readme", "index", "chapter"}


def read_chapter(text: str, *, path: str) -> ChapterDraft:
    """The chapter in text; path names its file, for messages and where no heading has a title."""
    source = without_front_matter(text)
    document = gfm.parse(source)
    found = headings.find(document)
    heading, number, title = _title(found, path)
    _, slug = name_of_file(path)
    parts = Parts(source.split("\n"), found, heading)
    links = references_of(document)
    return ChapterDraft(
        path=path,
        number=number,
        title=title,
        slug=slug or _in_ascii(title) or (f"chapter-{number}" if number else "chapter"),
        sections=parts.sections(),
        quizzes=parts.quizzes(),
        definitions=_definitions(document, source),
        problems=tuple(_problems(document, links, found, parts.hidden, path)),
        references=links,
    )


def name_of_file(path: str) -> tuple[int | None, str]:
    """The number and the slug in a file's name; the slug is "" where it gives none."""
    number, name = _split_name(path)
    return number, "" if name.lower() in _NAMELESS else _in_ascii(name)


def title_of_file(path: str) -> str:
    """The words of a file's name, without its number."""
    _number, name = _split_name(path)
    return re.sub(r"[-_\s]+", " ", name).strip() or PurePosixPath(path).stem


def _split_name(path: str) -> tuple[int | None, str]:
    """A file's number, if its name has one, and the rest of its name; an index is its folder."""
    file = PurePosixPath(path)
    stem = file.parent.name if file.stem.lower() == "index" and file.parent.name else file.stem
    match = _FILE_NUMBER.match(stem)
    return (int(match[1]), stem[match.end() :]) if match else (None, stem)


def _title(found: Sequence[Heading], path: str) -> tuple[Heading | None, int | None, str]:
    """The heading that names the chapter, its number and its title."""
    number, _name = _split_name(path)
    for heading in found:
        if heading.top and (named := kinds.chapter(heading.title)):
            return heading, *named
    for heading in found:
        if heading.top and heading.level == 1 and heading.title:
            return heading, number, heading.title
    return None, number, title_of_file(path)


def _in_ascii(words: str) -> str:
    """Words as a part of an address; "" where no letter is left."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST_SLUG].rstrip("-")


def _definitions(document: Document, source: str) -> str:
    """What a section may refer to, wherever the file defines it."""
    lines = source.split("\n")
    notes = [_source_of(block, lines) for block in document.footnotes.values()]
    links = [definitions.written(definition) for definition in document.definitions.values()]
    return "\n\n".join([*notes, "\n".join(links)]).strip("\n")


def _source_of(footnote: Block, lines: Sequence[str]) -> str:
    return "\n".join(lines[footnote.line - 1 : footnote.last]).lstrip()


def _problems(
    document: Document,
    links: Sequence[Reference],
    found: Sequence[Heading],
    hidden: Sequence[bool],
    path: str,
) -> Iterator[Problem]:
    if document.unclosed is not None:
        yield Problem(
            path,
            document.unclosed.line,
            f"nothing ends what begins here: {shown(document.unclosed.kind)}",
            "close it, or all that follows is part of it",
        )
    anchors = {heading.slug: None for heading in found if not hidden[heading.line]}
    for reference in links:
        anchor = unquote(reference.target[1:]).replace("\ufe0f", "")
        if reference.kind == "image" or not reference.target.startswith("#"):
            continue
        if anchor not in anchors and anchor not in ("", "top"):
            near = get_close_matches(anchor, anchors, n=1)
            how = f"did you mean #{shown(near[0])}?" if near else "link to the anchor of a heading"
            what = f"no heading on the page has the anchor #{shown(anchor)}"
            yield Problem(path, reference.line, what, how)
