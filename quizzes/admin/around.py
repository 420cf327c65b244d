"""Where the pictures and links of a question that came from a file lead to, once it is edited here.

The file and its folder may be out of reach; but the version that the loader wrote holds the
addresses that they led to, in the order in which its words name them."""

import re
from collections.abc import Iterator

from content.dressing import Image
from content.rendering import render_inline
from content.surroundings import Surroundings
from quizzes.models import QuestionVersion

_ADDRESS = re.compile(
    r'<(?:a|img) (?:(?:[^>]*? )?width="(?P<width>\d+)" height="(?P<height>\d+)" |[^>]*?)'
    r'(?:href|src)="(?P<url>[^"]*)"'
)
_MARK = "/kept/"


def around(version: QuestionVersion | None) -> Surroundings:
    """What version's words name, as they were resolved when it was written."""
    known: dict[str, Image] = {}
    for words, html in _texts(version) if version else ():
        if "<img " in html or "<a " in html:
            known |= _resolved(words, html)

    def link(target: str) -> str | None:
        return known[target].url if target in known else None

    return Surroundings(link=link, image=known.get)


def _resolved(words: str, html: str) -> dict[str, Image]:
    """Each target that the words name, with what it came to in the HTML made of them."""
    named: list[str] = []

    def mark(target: str) -> str:
        named.append(target)
        return f"{_MARK}{len(named) - 1}"

    marked = render_inline(words, link=mark, image=lambda target: Image(mark(target)))
    fresh, kept = _addresses(marked), _addresses(html)
    if len(fresh) != len(kept):
        # Something led nowhere at the time, so that places no longer tell which.
        return {}
    return {
        named[int(own.url.removeprefix(_MARK))]: image
        for own, image in zip(fresh, kept, strict=True)
        if own.url.startswith(_MARK)
    }


def _addresses(html: str) -> list[Image]:
    return [
        Image(found["url"], (int(found["width"]), int(found["height"])) if found["width"] else None)
        for found in _ADDRESS.finditer(html)
    ]


def _texts(version: QuestionVersion) -> Iterator[tuple[str, str]]:
    yield version.stem, version.stem_html
    yield version.explanation, version.explanation_html
    for option in version.options.all():
        yield option.text, option.html
        yield option.rationale, option.rationale_html
