"""The way markdownify makes Markdown, set to what this house's renderer takes."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from markdownify import MarkdownConverter

from quizzes.formats.html_text import at_line_starts, escaped, inline

_BLOCK_TAGS = (
    "article aside blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li main "
    "ol p pre section table tbody td tfoot th thead tr ul"
)
_TEXT_TAGS = "a b br code del em i kbd s samp strike strong sub sup tt"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
TAGS = _BLOCKS | set(_TEXT_TAGS.split())
_HOLDERS = ["blockquote", "dd", "div", "figure", "li", "aside", "article", "main", "section"]
_RENAMED = {"dt": "h6", "dd": "p", "tt": "code", "samp": "code", "kbd": "code", "strike": "del"}
_SPACES = re.compile(r"[ \t\r\f]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_RUNS_OF_TICKS = re.compile(r"`+")
_LANGUAGE = re.compile(r"(?:lang(?:uage)?-)?([A-Za-z0-9+#.-]{1,30})")
_HIGH = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def convert(html: str) -> str:
    """Markdown of sanitised HTML that has no tags but TAGS."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(list(_RENAMED)):
        tag.name = _RENAMED[tag.name]
    for numbered in soup.find_all("ol", start=True):
        if not _NUMBER.fullmatch(str(numbered["start"])):
            del numbered["start"]
    for pre in soup.find_all("pre"):
        for line_break in pre.find_all("br"):
            line_break.replace_with("\n")
    for holder in (soup, *soup.find_all(_HOLDERS)):
        _gather(soup, holder)
    made: str = _Converter().convert_soup(soup)
    return "\n".join(line.rstrip() for line in made.split("\n")).strip()


def plain(text: str) -> str:
    """Markdown of text as HTML shows it: all white space is one space, but a newline may stay."""
    return escaped(_BREAKS.sub("\n", _SPACES.sub(" ", text)).strip())


def _gather(soup: BeautifulSoup, holder: Tag) -> None:
    """Put each run of words and inline tags that stands beside blocks into a tag of its own."""
    run: list[PageElement] = []
    for child in [*list(holder.children), None]:
        if child is not None and not (isinstance(child, Tag) and child.name in _BLOCKS):
            run.append(child)
        elif run:
            if any(isinstance(each, Tag) or str(each).strip() for each in run):
                line = soup.new_tag("run")
                run[0].insert_before(line)
                for each in run:
                    line.append(each.extract())
            run = []


class _Converter(MarkdownConverter):
    """One method a tag, as markdownify calls them: the tag, its content as Markdown, and the names
    of the tags around it."""

    class Options:
        heading_style = "atx"
        bullets = "-"
        newline_style = "backslash"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return inline(text)

    def convert_run(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return text
        words = _stripped(text)
        return f"\n{at_line_starts(words)}\n" if words else ""

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        words = _stripped(text)
        return f"\n\n{at_line_starts(words)}\n\n" if words else ""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Questions have no headings; theirs are strong lines."""
        words = " ".join(text.replace("\\\n", " ").split())
        if "_inline" in parent_tags or not words:
            return words
        whole = words if el.find(["b", "strong"]) else f"**{words}**"
        return f"\n\n{whole}\n\n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address, words = str(el.get("href") or ""), el.get_text().strip()
        if "_noformat" in parent_tags or not address or not words or re.search(r"[\s<>]", address):
            return text
        if address == words or address == f"http://{words}":
            return words
        return f"[{text.strip()}]({f'<{address}>' if re.search('[()]', address) else address})"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags:
            return text
        words = " ".join(text.split("\n"))
        if not words.strip():
            return words
        ticks = "`" * (1 + max(map(len, _RUNS_OF_TICKS.findall(words)), default=0))
        padded = words[0] == "`" or words[-1] == "`" or words[0] == words[-1] == " "
        return f"{ticks} {words} {ticks}" if padded else f"{ticks}{words}{ticks}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.strip("\n")
        if "_inline" in parent_tags:
            return self.convert_code(el, " ".join(words.split("\n")), parent_tags - {"_noformat"})
        ticks = "`" * max(3, 1 + max(map(len, _RUNS_OF_TICKS.findall(words)), default=0))
        return f"\n\n{ticks}{_language(el)}\n{words}\n{ticks}\n\n" if words.strip() else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {' '.join(text.split())} ".replace("|", "\\|") + "|"

    convert_th = convert_td

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _raised(text, _HIGH, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _raised(text, _LOW, "_")


def _stripped(text: str) -> str:
    """A paragraph without white space or line breaks around it."""
    words = text.strip()
    while words.startswith("\\\n"):
        words = words[2:].strip()
    while (len(words) - len(words.rstrip("\\"))) % 2:  # a break, and no backslash of the text
        words = words[:-1].strip()
    return words


def _raised(text: str, signs: dict[int, int], mark: str) -> str:
    words = text.strip()
    if words and all(ord(c) in signs for c in words):
        return words.translate(signs)
    return f"{mark}({words})" if " " in words else f"{mark}{words}" if words else ""


def _language(pre: Tag) -> str:
    for tag in (pre, *pre.find_all("code", limit=1)):
        classes = tag.get("class") or tag.get("data-lang") or ()
        for word in [classes] if isinstance(classes, str) else classes:
            if found := _LANGUAGE.fullmatch(word):
                return found[1]
    return ""
