"""The admin's pages on exams: their addresses, and what their forms send."""

from html.parser import HTMLParser

from quizzes.models import Attempt, ExtraTime, Window

ADMIN = "/admin/quizzes"
WINDOWS = f"{ADMIN}/window/"
EXTRA = f"{ADMIN}/extratime/"
ACTS = f"{ADMIN}/examact/"


def of_window(window: Window, page: str = "change") -> str:
    return f"{WINDOWS}{window.pk}/{page}/"


def of_attempt(attempt: Attempt, page: str) -> str:
    return f"{ADMIN}/attempt/{attempt.pk}/{page}/"


def of_extra(extra: ExtraTime, page: str = "change") -> str:
    return f"{EXTRA}{extra.pk}/{page}/"


def words(html: bytes | str) -> str:
    """The page as it reads, without tags, blanks folded."""
    reader = _Words()
    reader.feed(html if isinstance(html, str) else html.decode())
    return " ".join("".join(reader.parts).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
