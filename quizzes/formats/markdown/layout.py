"""Layout HTML around questions, read through; HTML in their words, shown as it is written."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from quizzes.formats.markdown.wrappers import wrapper_title
from quizzes.formats.words.announcing import ANSWER, EXPLANATION
from quizzes.formats.words.code import BLANKS, code_spans, fences_apart

_WRAP = r"details|p|div|center|font"
_LEADING = re.compile(
    rf"\s*(?:</?(?:{_WRAP})(?:\s[^<>]*)?>|<br\s*/?>|<a\s+(?:name|id)=[^<>]*>\s*</a>)", re.IGNORECASE
)
_IMAGE = re.compile(r"\s*<img\s([^<>]*?)/?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TRAILING = re.compile(rf"</(?:{_WRAP})>|<br\s*/?>", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*<summary(?:\s[^<>]*)?>", re.IGNORECASE)
_SUMMARY_END = re.compile(r"</summary>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?\w+[^<>]*>")
_BREAK = re.compile(r"(?<=[\w.?:!)*])\s*(?:<br\s*/?>\s*)+(?=\S)", re.IGNORECASE)
_STARTS_PART = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*)?\(?(?:[A-Za-z][).]\s|(?:correct\s+)?answer|explanation)",
    re.IGNORECASE,
)
_MARKER_ONLY = re.compile(r"(?:[-*+]\s*)?(?:\[.{0,3}\]|\*{0,2}\(?\w[).:]\*{0,2}|)$")
_HEADING = re.compile(r"\s*<h([1-6])(?:\s[^<>]*)?>(.*)</h\1>\s*$", re.IGNORECASE)
_BOLD_PART = re.compile(
    r"(\s*(?:[-*+]\s+|\d{1,5}[.)]\s+)?\W{0,4})<(b|strong)>(\W{0,4}(?:(?:question|ques|q)\W*\d|\d{1,5}[.)]"
    rf"|(?:the\s+)?(?:correct\s+)?(?:{ANSWER}|option)(?:\b|[:：])|(?:detailed\s+)?(?:{EXPLANATION})(?:\b|[:：])"
    r"|\(?[^\W\d_][).:])[^<>]*)</\2>",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"</div|<div\b[^<>]*\b((?:upper|lower)-alpha)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(\s{0,3})\d{1,2}(?=[.)]\s)")
_TAG_START = re.compile(r"(?<!\]\()\\?<(?=[A-Za-z/!?])(?!(?:https?://|mailto:|ftp://)[^\s<>]+>)")


class Layout:
    """Reads through layout tags, one line after another."""

    def __init__(self) -> None:
        self._open = 0
        self._in_summary = False
        self._letter = ""

    def pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The line without its layout, in one or more pieces; True marks a summary's words."""
        if (title := wrapper_title(text)) is not None:
            yield title, bool(title)
            return
        if "<" not in text:
            yield (self._lettered(text) if self._letter else text), self._in_summary
            return
        text = _as_markdown(self._without_trailing(self._without_leading(text)))
        while self._in_summary or _SUMMARY.match(text):
            words, text = self._summary(text)
            yield words, True
            if not text:
                return
            text = _as_markdown(self._without_leading(text))
        if image := _IMAGE.match(text):
            text = self._image(text, image)
        for piece in _broken(text):
            yield piece, False

    def _without_leading(self, text: str) -> str:
        at = 0
        while (tag := _LEADING.match(text, at)) is not None:
            self._open += 0 if "/" in tag[0] or "br" in tag[0].lower() else 1
            if letters := _LETTERS.search(tag[0]):
                self._letter = "A" if letters[1] else ""
            at = tag.end()
        return self._lettered(text[at:]) if self._letter else text[at:]

    def _lettered(self, text: str) -> str:
        """The line of a list whose style sheet writes letters for its numbers, with its letter."""
        item = _NUMBER.match(text)
        if not item or self._letter > "Z":
            return text
        letter, self._letter = self._letter, chr(ord(self._letter) + 1)
        return f"{item[1]}{letter}{text[item.end() :]}"

    def _without_trailing(self, text: str) -> str:
        kept = text
        while tag := _TRAILING.fullmatch(kept.rstrip(), kept.rfind("<")):
            before = kept[: tag.start()]
            closes = tag[0].startswith("</")
            if _MARKER_ONLY.match(before.strip()) or (closes and not self._open):
                break
            self._open -= closes
            kept = before
        return kept

    def _summary(self, text: str) -> tuple[str, str]:
        """The words of a summary that begins or goes on here, and what follows it."""
        if opening := _SUMMARY.match(text):
            text = text[opening.end() :]
        closing = _SUMMARY_END.search(text)
        self._in_summary = closing is None
        words = text[: closing.start()] if closing else text
        after = text[closing.end() :] if closing else ""
        return _INLINE_TAG.sub("", words), after.strip()

    def _image(self, text: str, image: re.Match[str]) -> str:
        values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(image[1])}
        if "src" not in values:
            return text
        alt = values.get("alt", "").replace("[", "(").replace("]", ")")
        source = quote(values["src"], safe="/:?=&#%+,;~@!$*'")
        return f"![{alt}]({source}){text[image.end() :]}"


def _as_markdown(text: str) -> str:
    """The line with its heading, or the bold with which it begins, written as Markdown."""
    if heading := _HEADING.match(text):
        return f"{'#' * int(heading[1])} {_INLINE_TAG.sub('', heading[2]).strip()}"
    if bold := _BOLD_PART.match(text):
        return f"{bold[1]}**{bold[3]}**{text[bold.end() :]}"
    return text


def _broken(text: str) -> Iterator[str]:
    """The line split where a <br> ends a sentence or stands before an option or a label."""
    start = 0
    code = code_spans(text) if "`" in text else ()
    for found in _BREAK.finditer(text):
        if any(a <= found.start() < b for a, b in code):
            continue
        if text[found.start() - 1] in ".?:!)*" or _STARTS_PART.match(text, found.end()):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def shown_literally(text: str, *, keep: str = "") -> str:
    """Text in which HTML outside code is written so that Markdown shows it and does not obey it.

    keep: names of tags, joined by |, that stay markup where they are closed as well as opened."""
    if "<" not in text:
        return text
    kept = _kept(text, keep) if keep else None
    parts = []
    for stretch in fences_apart(text):
        is_code = stretch.lstrip()[:3] in ("```", "~~~")
        parts.append(stretch if is_code else _escaped(stretch, kept))
    return "".join(parts)


def _kept(text: str, names: str) -> re.Pattern[str] | None:
    """What matches the tags of a text that stay markup."""
    lower = text.lower()
    paired = [
        n for n in names.split("|") if n == "br" or (f"<{n}>" in lower and f"</{n}>" in lower)
    ]
    return re.compile(rf"</?(?:{'|'.join(paired)})\s*/?>", re.IGNORECASE) if paired else None


def _escaped(text: str, kept: re.Pattern[str] | None) -> str:
    out = []
    for paragraph in BLANKS.split(text):
        at = 0
        for start, end in code_spans(paragraph):
            out.append(_escaped_words(paragraph[at:start], kept))
            out.append(paragraph[start:end])
            at = end
        out.append(_escaped_words(paragraph[at:], kept))
    return "".join(out)


def _escaped_words(text: str, kept: re.Pattern[str] | None) -> str:
    def written(start: re.Match[str]) -> str:
        return start[0] if kept and kept.match(text, start.end() - 1) else "&lt;"

    return _TAG_START.sub(written, text)
