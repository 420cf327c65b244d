"""Markdown to HTML that is safe to put into a page: done once, when a text is loaded or saved."""

import re
import zlib
from collections.abc import Sequence

from content.dialect import convert
from content.dressing import Dresser, Resolve, ResolveImage
from content.elements import Options, is_plain
from content.sanitising import sanitised

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A line that is no block but a paragraph, and nothing to escape: most options are of this kind.
_WORDS = re.compile(r"[^\W\d_](?:[\w ,;:?!'\"()/%$+=.-]*[\w,;:?!'\"()/%$.])?")
# Ends whatever the definitions leave open.
_SEPARATOR = "\n\n<!-- -->\n\n"


def nowhere(target: str) -> None:
    """A resolver that knows no image and no link."""


def render(
    markdown: str,
    *,
    anchors: Sequence[str] = (),
    definitions: str = "",
    under: int = 0,
    link: Resolve = nowhere,
    image: ResolveImage = nowhere,
) -> str:
    """The HTML of a section or a step.

    anchors: ids for the headings in it, in order. definitions: link definitions and footnotes of
    the file, as Markdown. under: the level of the heading above it, which no heading in it
    then skips; 0 keeps the levels as they are. link, image: see `dressing.Dresser`."""
    scope = _scope(markdown)
    options = Options(anchors=anchors, under=under, scope=scope)
    dresser = Dresser(image=image, link=link, ids=frozenset(anchors), scope=scope, in_page=True)
    return _html(markdown, definitions, options, dresser)


def render_inline(
    markdown: str, *, definitions: str = "", link: Resolve = nowhere, image: ResolveImage = nowhere
) -> str:
    """The HTML of a stem, an option, a rationale. A single paragraph loses its `<p>`.

    Tags in it are shown, not obeyed: where they occur, they are what is asked about. link is asked
    about `#anchor` as well, since such texts are shown away from their chapter."""
    if _WORDS.fullmatch(markdown) and is_plain(markdown):
        return markdown
    scope = _scope(markdown)
    options = Options(scope=scope, short=True)
    dresser = Dresser(image=image, link=link, ids=(), scope=scope, in_page=False)
    html = _html(markdown, definitions, options, dresser)
    lone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if lone else html


def _scope(markdown: str) -> str:
    """A name for the text, so that ids in it are its own on a page that holds others."""
    return f"{zlib.crc32(markdown.encode(errors='replace')):08x}"


def _html(markdown: str, definitions: str, options: Options, dresser: Dresser) -> str:
    source = definitions + _SEPARATOR + markdown if definitions else markdown
    source = _CONTROLS.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    return dresser.dress(sanitised(convert(source, options))).strip()
