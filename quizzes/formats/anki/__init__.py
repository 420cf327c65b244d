"""Decks of cards for Anki, written only: what a card says is for people, not for reading back."""

from quizzes.formats.anki.writer import write
from quizzes.formats.format import Format


def _never(data: bytes) -> bool:
    return False


ANKI = Format(
    name="apkg",
    title="Anki deck",
    endings=(".apkg",),
    fits=_never,
    write=write,
    media_type="application/octet-stream",
)
