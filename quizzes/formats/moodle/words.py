"""Moodle's texts as Markdown: an element that names a format, with its words in `<text>`."""

import re

from quizzes.formats.html import Texts, from_plain
from quizzes.formats.trees import Node

_BLOCKS = re.compile(r"<(?:p|br|div|ul|ol|table|pre)\b", re.IGNORECASE)


class Words:
    """Reads the texts of one question."""

    def __init__(self) -> None:
        self._texts = Texts()

    def of(self, node: Node | None) -> str:
        """The element's words; "" for none."""
        if node is None:
            return ""
        text = node.text("text") if node.find("text") else node.own_text()
        match node.get("format"):
            case "plain_text":
                return from_plain(text)
            case "markdown":
                return self._texts.markdown(text)
            case "html":
                return self._texts.html(text)
        # Moodle's automatic format: HTML in which a line break is one.
        return self._texts.html(text if _BLOCKS.search(text) else text.replace("\n", "<br>\n"))

    def leave_out_image(self, name: str) -> None:
        """Remember an image that stands in no text."""
        self._texts.images.append(name)

    @property
    def doubts(self) -> list[str]:
        return self._texts.doubts
