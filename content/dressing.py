"""Fits sanitised HTML to the page: links and images resolved, tables and code made to scroll.

It works on the sanitiser's own output, where every `<` begins a tag and every attribute stands in
double quotes, so that raw HTML in a text is treated as its Markdown is."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, unquote

Resolve = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Image:
    """An image's address on the site, and its width and height in pixels where they are known."""

    url: str
    size: tuple[int, int] | None = None


ResolveImage = Callable[[str], Image | None]

_TAG = re.compile(
    r"""<p>(?P<lone><img(?:\ [a-z-]+="[^"]*")*>)</p>
    |<(?P<tag>/?(?:a|img|table|pre))(?P<attributes>(?:\ [a-z-]+="[^"]*")*)>
    |<(?P<owner>h[1-6]|li|sup)(?P<rest>(?:\ [a-z-]+="[^"]*")*)\ id="(?P<id>[^"]*)"
    |<span\ class="task-(?P<task>open|done)"></span>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WIDE = 480
"""Pixels from which on a drawing's words would be too small to read on a phone."""
# What is stored speaks no language of its own: every page has these names, in its reader's
# (templates/_words.html). No heading's anchor has a colon, so none of them is taken.
_DRAWING = '<div class="figure-scroll" tabindex="0" role="group" aria-labelledby="word:drawing">'
_TABLE = '<div class="table-scroll" tabindex="0" role="group" aria-labelledby="word:table"><table>'


class Dresser:
    """Rewrites the tags of one text.

    image and link take a relative path, percent signs decoded, and give what is there on the site,
    or None where nothing is known under it. ids are those that the text may bear. in_page: whether
    `#anchor` leads somewhere on the page that shows the text; if not, link is asked."""

    def __init__(
        self, *, image: ResolveImage, link: Resolve, ids: Collection[str], scope: str, in_page: bool
    ) -> None:
        self._image = image
        self._link = link
        self._ids = ids
        self._notes = (f"fn-{scope}-", f"fnref-{scope}-")
        self._in_page = in_page
        self._link_end = ""

    def dress(self, html: str) -> str:
        return _TAG.sub(self._replace, html)

    def _replace(self, match: re.Match[str]) -> str:
        if match["lone"]:
            return self._lone_image(_attributes(match["lone"]))
        if match["owner"]:
            return self._owner(match)
        if match["task"]:
            checked = " checked" if match["task"] == "done" else ""
            return f'<input type="checkbox" disabled aria-labelledby="word:task"{checked}> '
        attributes = match["attributes"]
        match match["tag"]:
            case "a":
                return self._link_start(_attributes(attributes))
            case "/a":
                return self._link_end
            case "img":
                found = _attributes(attributes)
                return _image(found, self._found(found))
            case "table":
                return _TABLE
            case "/table":
                return "</table></div>"
            case "pre":
                return f'<div class="code"{attributes}><pre tabindex="0">'
        return "</pre></div>"

    def _owner(self, match: re.Match[str]) -> str:
        """A tag with an id: kept where it is one of the text's own."""
        identity = unescape(match["id"])
        own = identity in self._ids or identity.startswith(self._notes)
        return f"<{match['owner']}{match['rest']}" + (f' id="{match["id"]}"' if own else "")

    def _link_start(self, attributes: dict[str, str]) -> str:
        href = attributes.get("href")
        if href is None:
            self._link_end = ""
            return ""
        self._link_end = "</a>"
        kept = "".join(f' {name}="{escape(attributes[name])}"' for name in ("class", "title")
                       if name in attributes)  # fmt: skip
        if _SCHEME.match(href):
            return f'<a href="{escape(href)}"{kept} rel="noopener noreferrer">'
        target = self._target(href)
        if target is None:
            self._link_end = "</span>"
            return '<span class="link-missing">'
        return f'<a href="{escape(target)}"{kept}>'

    def _target(self, href: str) -> str | None:
        if href.startswith("#"):
            anchor = unquote(href[1:]).replace("\ufe0f", "")
            if self._in_page or anchor.startswith(self._notes):
                return "#" + quote(anchor, safe="-_.~:")
        return None if href.startswith(("//", "\\")) else self._link(unquote(href))

    def _found(self, attributes: dict[str, str]) -> Image | None:
        source = attributes.get("src", "")
        if not source or source.startswith(("//", "\\")) or _SCHEME.match(source):
            return None
        return self._image(unquote(source.split("?")[0].split("#")[0]))

    def _lone_image(self, attributes: dict[str, str]) -> str:
        image = self._found(attributes)
        drawn = _image(attributes, image)
        if image is None:
            return f"<p>{drawn}</p>"
        if _is_wide_drawing(image):
            drawn = f"{_DRAWING}{drawn}</div>"
        title = attributes.get("title", "")
        caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
        return f"<figure>{drawn}{caption}</figure>"


def _image(attributes: dict[str, str], image: Image | None) -> str:
    """The image where it was found, else the words that stand for it."""
    alt = attributes.get("alt", "")
    if image is None:
        words = escape(alt or unquote(attributes.get("src", "")).rsplit("/", 1)[-1])
        return f'<span class="figure-missing" role="img" aria-label="{words}">{words}</span>'
    # Said beforehand, so that the text below does not jump when the image comes.
    sides = ' width="{}" height="{}"'.format(*image.size) if image.size else ""
    return f'<img loading="lazy" alt="{escape(alt)}"{sides} src="{escape(image.url)}">'


def _is_wide_drawing(image: Image) -> bool:
    """Photographs may shrink; a drawing has words in it."""
    return image.size is not None and image.url.endswith(".svg") and image.size[0] > _WIDE


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}
