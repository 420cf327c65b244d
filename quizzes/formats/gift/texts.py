"""The texts of a GIFT question as Markdown, by the format that they say they are in."""

import re
from dataclasses import dataclass, field

from quizzes.formats.gift.marks import shown
from quizzes.formats.html import from_plain, to_markdown

_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br[ \t]*/?|img\b[^<>]*)>", re.IGNORECASE)
_TAG = re.compile(
    r"<(/?)(p|b|i|em|strong|u|code|pre|ul|ol|sub|sup|span|div|a|table|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Texts:
    """Turns texts to Markdown; one that names no format has the stem's. images counts those that
    are left out."""

    format: str = "moodle"
    images: list[str] = field(default_factory=list)

    def stem(self, text: str) -> str:
        self.format = self._divided(text)[0]
        return self.markdown(text)

    def markdown(self, text: str) -> str:
        format, words = self._divided(text)
        words = shown(words).strip()
        # Text of no format is what Moodle's editor makes: words, or words with tags among them.
        if format == "html" or (format == "moodle" and _has_layout(words)):
            made = to_markdown(words)
            self.images += made.images
            return made.text.strip()
        return from_plain(words) if format == "plain" else words

    def _divided(self, text: str) -> tuple[str, str]:
        text = text.strip()
        if named := _FORMAT.match(text):
            return named[1].lower(), text[named.end() :]
        return self.format, text


def _has_layout(words: str) -> bool:
    """Whether HTML is among the words: a line break, an image, or a tag that is closed."""
    opened = set()
    for end, name in _TAG.findall(words):
        if end and name.lower() in opened:
            return True
        opened.add("" if end else name.lower())
    return bool(_BREAK.search(words))


def needs_format(text: str) -> bool:
    """Whether the text would be taken for a format's name or a weight if it stood alone."""
    return text.startswith("%") or bool(_FORMAT.match(text))
