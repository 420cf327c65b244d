"""HTML of other systems to Markdown, and Markdown to plain HTML for them.

Tags that hold no words of a question (`<input>`, `<instance-id>`) are what is asked about, so they
are shown as text; images are never fetched and become their alternative text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape

import nh3

from content.drafts import shown
from content.rendering import render_inline
from content.sources import with_line_feeds
from quizzes.formats import html_blocks
from quizzes.formats.html_text import escaped

# What has more is only words: markdownify takes time that grows with the square of some of it.
MOST_CHARACTERS = 100_000
MOST_TAGS = 2_000
MOST_DEPTH = 40
# Longer gaps are no layout; patterns take time that grows with the square of their length.
MOST_SPACES = 200

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONG_GAP = re.compile(rf"[ \t\f\xa0\u2000-\u200a]{{{MOST_SPACES},}}")
_TEXT_TAGS = (
    "a abbr acronym b base bdi bdo big body br cite code col colgroup del dfn em font head html i "
    "ins kbd label legend link mark meta noscript q rb rp rt rtc ruby s samp script small span "
    "strike strong style sub sup template time title tt u ul var wbr"
)
_BLOCK_TAGS = (
    "address article aside blockquote caption center dd details div dl dt fieldset figcaption "
    "figure footer g h1 h2 h3 h4 h5 h6 header hr li main map nav ol p param path pre section "
    "source summary table tbody td tfoot th thead tr track"
)
_MEDIA_TAGS = "audio embed iframe img math object picture svg video"
# o, v and w are the prefixes of an office program's own.
_LAYOUT = {*_TEXT_TAGS.split(), *_BLOCK_TAGS.split(), *_MEDIA_TAGS.split(), "o", "v", "w"}
_TAG = re.compile(r"</?([a-zA-Z][^\s<>/]*)[^<>]*>?")
_LONE_TAG = re.compile(r"\s*</?(?!(?:br|hr|img|p|div|span)\b)[a-zA-Z][^<>]*>\s*")
_MEDIA = re.compile(r"<(img|object|video|audio|embed|iframe|math|svg)\b([^<>]*)>", re.IGNORECASE)
_CLOSED = re.compile(
    r"(<(object|video|audio|iframe|math|svg)\b[^<>]*>).*?</\2\s*>", re.IGNORECASE | re.DOTALL
)
_MATH = re.compile(
    r"<(?:\w+:)?math\b([^<>]*)>((?:(?!</?(?:\w+:)?math\b).)*)</(?:\w+:)?math\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TEX = re.compile(
    r"""<(?:\w+:)?annotation\b[^<>]*\bencoding\s*=\s*["'](?:application/x-(?:la)?tex|(?:la)?tex)["']"""
    r"[^<>]*>([^<>]*)<",
    re.IGNORECASE,
)
_TEX_ALT = re.compile(r"""\balttext\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
# What stands above the words of a ruby, if no brackets of its own are around it.
_READING = re.compile(r"<rt\b[^<>]*>([^<>]*)</rt\s*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FOREIGN_IMAGE = re.compile(r"!\[([^\[\]]*)\]\((?:@@PLUGINFILE@@|data:|https?:)[^()\s]*\)")
_DEPTH = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
_VOID = frozenset({"br", "hr", "img"})
_LANGUAGE = re.compile(r'<div class="code" data-lang="([^"]*)"><pre tabindex="0"><code>')
_READER = nh3.Cleaner(
    tags=html_blocks.TAGS,
    clean_content_tags={"script", "style", "template", "head", "title"},
    attributes={
        "a": {"href"},
        "code": {"class"},
        "ol": {"start"},
        "pre": {"class", "data-lang"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)
_WRITER = nh3.Cleaner(
    tags=html_blocks.TAGS - {"div"},
    attributes={
        "a": {"href"},
        "code": {"class"},
        "ol": {"start"},
        "td": {"align"},
        "th": {"align"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class Converted:
    """Markdown made of HTML. images: what was known of each image that is left out."""

    text: str
    images: Sequence[str] = ()


@dataclass(slots=True)
class Texts:
    """Makes Markdown of one question's texts, and remembers the images that are left out."""

    images: list[str] = field(default_factory=list)

    def html(self, html: str) -> str:
        made = to_markdown(html)
        self.images += made.images
        return made.text

    def markdown(self, text: str) -> str:
        """Markdown of elsewhere: its images' files are not here."""

        def alternative(image: re.Match[str]) -> str:
            self.images.append(image[1])
            return image[1]

        return _FOREIGN_IMAGE.sub(alternative, _readable(text)).strip("\n").rstrip()

    @property
    def doubts(self) -> list[str]:
        """What to say of the images, for a person to look at."""
        if not self.images:
            return []
        count = len(self.images)
        what = "an image is left out" if count == 1 else f"{count} images are left out"
        named = ", ".join(f"“{shown(alt)}”" for alt in dict.fromkeys(self.images) if alt)
        return [f"{what}{f' ({named})' if named else ''} – say in words what is to be seen"]


def to_markdown(html: str) -> Converted:
    """The HTML as Markdown that `content.rendering` shows the same way, layout aside."""
    html = _readable(html)
    if "<" not in html:
        return Converted(html_blocks.plain(unescape(html)))
    if _LONE_TAG.fullmatch(html):
        return Converted(html_blocks.plain(unescape(html).strip()))
    if html.count("<") > MOST_TAGS or len(html) > MOST_CHARACTERS:
        return Converted(html_blocks.plain(_words(html)))
    images: list[str] = []
    if "<rt" in html and "<rp" not in html:
        html = _READING.sub(r"(\1)", html)
    clean = _READER.clean(_TAG.sub(_shown_unless_layout, _without_media(html, images)))
    if _depth(clean) > MOST_DEPTH:
        return Converted(html_blocks.plain(_words(clean)), images)
    return Converted(html_blocks.convert(clean), images)


def from_plain(text: str) -> str:
    """Markdown that shows plain text as it is written, its line breaks included."""
    lines = _readable(text).strip().split("\n")
    made = ""
    for i, line in enumerate(lines):
        words = escaped(" ".join(line.split()))
        broken = i and words and lines[i - 1].strip()
        made += ("\\\n" if broken else "\n" if i else "") + words
    return re.sub(r"\n{3,}", "\n\n", made)


def to_html(markdown: str) -> str:
    """The HTML of a stem, an option, an answer or a reason: sanitised, and none of this house's
    own dressing. Images become their alternative text."""
    html = _LANGUAGE.sub(r'<pre><code class="language-\1">', render_inline(markdown))
    return _WRITER.clean(html).strip()


def to_xhtml(markdown: str) -> str:
    """The same as well-formed XML."""
    html = to_html(markdown).replace("&nbsp;", "&#160;")
    return re.sub(r"<(br|hr)>", r"<\1/>", html)


def to_plain(markdown: str) -> str:
    """The words alone, on one line."""
    return " ".join(_words(to_html(markdown)).split())


def _readable(text: str) -> str:
    text = _CONTROLS.sub("", with_line_feeds(text))
    return _LONG_GAP.sub(" " * MOST_SPACES, text)


def _words(html: str) -> str:
    blocks = re.sub(r"<(?:/?(?:p|div|li|tr|h[1-6]|pre)|br)\b[^<>]*>", "\n", html)
    return unescape(_TAG.sub("", blocks))


def _shown_unless_layout(tag: re.Match[str]) -> str:
    name = tag[1].lower().partition(":")[0]
    # An unended tag begins no markup either: a browser would swallow the rest of the text.
    return tag[0] if name in _LAYOUT and tag[0].endswith(">") else escape(tag[0])


def _without_media(html: str, images: list[str]) -> str:
    def alternative(tag: re.Match[str]) -> str:
        found = _ALT.search(tag[2])
        alt = " ".join(unescape(next(filter(None, found.groups()), "") if found else "").split())
        images.append(alt or ("formula" if tag[1].lower() == "math" else ""))
        return escape(alt)

    if "annotation" in html or "alttext" in html:
        html = _MATH.sub(_formula, html)
    # The media's own content goes with it, but for the start tag that tells what it is.
    html = _CLOSED.sub(r"\1", html)
    return _MEDIA.sub(alternative, html)


def _formula(math: re.Match[str]) -> str:
    """The formula in TeX, if it says itself in TeX too."""
    found = _TEX.search(math[2]) or _TEX_ALT.search(math[1])
    tex = " ".join(next(filter(None, found.groups()), "").split()) if found else ""
    return f"${tex}$" if tex else math[0]


def _depth(html: str) -> int:
    depth = deepest = 0
    for end, name in _DEPTH.findall(html):
        if name not in _VOID:
            depth += -1 if end else 1
            deepest = max(deepest, depth)
    return deepest
