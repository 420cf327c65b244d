"""Bytes of a file to text, or the reason why not."""

import codecs
import re

from content.drafts import Problem, Severity

MAX_BYTES = 16 * 1024 * 1024
"""Some 50,000 questions: to read as much takes minutes, and a gigabyte of memory at the most."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:(?!---|\.\.\.).*\n){1,200}?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_SETTING = re.compile(r"^[\w -]+:(?:\s|$)", re.MULTILINE)


class Refused(Exception):
    """The file cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def decode(data: bytes, *, path: str, cap: int = MAX_BYTES) -> str:
    """The text of a file in UTF-8 or, with a byte order mark, UTF-16; lines end with a line feed.

    Raises Refused where the file is empty, larger than cap bytes, or no text."""

    def refuse(line: int, what: str, how: str) -> Refused:
        return Refused(Problem(path, line, what, how, Severity.ERROR))

    if len(data) > cap:
        raise refuse(0, f"{len(data):,} bytes are more than {cap:,}", "split the file")
    mark, encoding = next((m for m in _BYTE_ORDER_MARKS if data.startswith(m[0])), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + body[: error.start].decode(encoding, "replace").count("\n")
        value = body[error.start]
        what = f"byte {error.start + len(mark) + 1} (0x{value:02X}) is not {encoding.upper()}"
        raise refuse(line, what, "save the file as UTF-8") from None
    text = with_line_feeds(text)
    if "\x00" in text:
        line = 1 + text.count("\n", 0, text.index("\x00"))
        raise refuse(line, "a NUL character", "give a text file, not a binary one")
    if not text.strip():
        raise refuse(0, "the file is empty", "write something in it, or remove it")
    return text


def with_line_feeds(text: str) -> str:
    """The text with line feeds alone at the ends of its lines, as all readers give it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_front_matter(text: str) -> str:
    """text with YAML front matter blanked out, so that lines keep their numbers."""
    match = _FRONT_MATTER.match(text)
    if match is None or not _SETTING.search(match[0]):
        return text
    return "\n" * match[0].count("\n") + text[match.end() :]
