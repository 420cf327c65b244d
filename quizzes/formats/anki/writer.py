"""Questions as an Anki package: a deck with a note each, told apart by ids that stay."""

import hashlib
import io
import itertools
import json
import re
import sqlite3
import time
import zipfile
from collections.abc import Iterator, Sequence

import genanki

from quizzes.drafts import QuestionDraft
from quizzes.formats.anki.cards import BACK, FIELDS, FRONT, STYLE, fields
from quizzes.formats.format import Loss, Written
from quizzes.formats.html import to_plain
from quizzes.formats.tag_words import to_words

# Anki knows a kind of note by its number, so this one never changes.
_NOTE_TYPE = 1_846_203_917
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]+")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\(([^()\s]*)")


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions as cards of one deck; see `format.Write`.

    The deck's number comes from the title, and a note's from the title with the question's id, or
    its stem where it has none: so a deck imported again changes its cards and adds none."""
    named = _UNFIT.sub(" ", title).strip() or "Questions"
    deck = genanki.Deck(_number(named), named)
    model = genanki.Model(
        _NOTE_TYPE,
        "Studyapp question",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )
    lost: list[Loss] = []
    for number, draft in enumerate(drafts, 1):
        plain = to_plain(draft.stem)
        lost += [Loss(number, draft.tags.code, what) for what in _missing(draft, plain)]
        if not plain:
            continue
        note = genanki.Note(
            model=model,
            fields=fields(draft),
            sort_field=plain,
            tags=[_UNFIT.sub("_", word) for word in to_words(draft.tags)],
            guid=genanki.guid_for(named, draft.tags.code or plain),
        )
        deck.add_note(note)
    return Written(_packed(deck), lost)


def _missing(draft: QuestionDraft, plain: str) -> Iterator[str]:
    if not plain:
        yield "not written: its stem has no words"
        return
    for image in dict.fromkeys(found for text in draft.texts for found in _IMAGE.findall(text)):
        yield f"without the image {image}"
    if not draft.publish:
        yield "without what says that it waits for a look"


def _packed(deck: genanki.Deck) -> bytes:
    """The deck's file. genanki's own way leaves a database behind in the folder for such files."""
    # Of two notes with one guid, Anki keeps the one that was changed later.
    now = time.time()
    with sqlite3.connect(":memory:") as connection:
        ids = itertools.count(int(now * 1000))
        genanki.Package(deck).write_to_db(connection.cursor(), now, ids)
    collection = connection.serialize()
    connection.close()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("collection.anki2", collection)
        package.writestr("media", json.dumps({}))
    return file.getvalue()


def _number(name: str) -> int:
    """A number for a deck of this name, in the range that Anki gives its own."""
    digest = hashlib.sha256(name.encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)
