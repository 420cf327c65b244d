"""Where the pictures and links of a question that came from a file lead to, once it is edited here.

The file and its folder may be out of reach; but the version that the loader wrote holds the
addresses that they led to, in the order in which its words name them."""

import re
from collections.abc import Iterator

from content.rendering import render_inline
from content.surroundings import Surroundings
from quizzes.models import QuestionVersion

_ADDRESS = re.compile(r'<(?:a|img) [^>]*?(?:href|src)="([^"]*)"')
_MARK = "/kept/"


def around(version: QuestionVersion | None) -> Surroundings:
    """What version's words name, as they were resolved when it was written."""
    known: dict[str, str] = {}
    for words, html in _texts(version) if version else ():
        if "<img " in html or "<a " in html:
            known |= _resolved(words, html)
    return Surroundings(link=known.get, image=known.get)


def _resolved(words: str, html: str) -> dict[str, str]:
    """Each target that the words name with its address in the HTML that was made of them."""
    named: list[str] = []

    def mark(target: str) -> str:
        named.append(target)
        return f"{_MARK}{len(named) - 1}"

    fresh = _ADDRESS.findall(render_inline(words, link=mark, image=mark))
    kept = _ADDRESS.findall(html)
    if len(fresh) != len(kept):
        # Something led nowhere at the time, so that places no longer tell which.
        return {}
    return {
        named[int(marked.removeprefix(_MARK))]: address
        for marked, address in zip(fresh, kept, strict=True)
        if marked.startswith(_MARK)
    }


def _texts(version: QuestionVersion) -> Iterator[tuple[str, str]]:
    yield version.stem, version.stem_html
    yield version.explanation, version.explanation_html
    for option in version.options.all():
        yield option.text, option.html
        yield option.rationale, option.rationale_html
