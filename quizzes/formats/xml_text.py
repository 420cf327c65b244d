"""Text as XML may hold it."""

import re
from html import escape

from content.sources import with_line_feeds

_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str) -> str:
    """Text as an element's content or an attribute in double quotes."""
    return escape(_clean(text))


def as_cdata(text: str) -> str:
    """The same, kept legible where it holds markup of its own."""
    if "<" not in text and "&" not in text:
        return in_xml(text)
    return f"<![CDATA[{_clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _clean(text: str) -> str:
    """Line ends as XML reads them, and no character that it cannot hold."""
    return _UNWRITABLE.sub("", with_line_feeds(text))
