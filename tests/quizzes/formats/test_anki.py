import io
import json
import re
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats import known
from quizzes.formats.anki.cards import fields
from quizzes.formats.anki.writer import write
from tests.quizzes.formats.questions import ANY_TEXTS, questions


@dataclass(frozen=True, slots=True)
class Deck:
    """What Anki would find in a package."""

    decks: dict[str, str]
    notes: list[tuple[str, str, list[str]]]
    cards: int


def opened(data: bytes) -> Deck:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert json.loads(package.read("media")) == {}
        collection = package.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(collection)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    (decks,) = connection.execute("SELECT decks FROM col").fetchone()
    notes = connection.execute("SELECT guid, tags, flds FROM notes ORDER BY id").fetchall()
    (cards,) = connection.execute("SELECT count(*) FROM cards").fetchone()
    connection.close()
    named = {number: deck["name"] for number, deck in json.loads(decks).items() if number != "1"}
    return Deck(named, [(guid, tags, flds.split("\x1f")) for guid, tags, flds in notes], cards)


def draft(kind: Kind = Kind.SINGLE, **rest: object) -> QuestionDraft:
    options = (OptionDraft("A", "one", True, "because"), OptionDraft("B", "two", False, "not so"))
    return replace(QuestionDraft("b", 1, "", kind, "Which?", options), **rest)  # type: ignore[arg-type]


def ordering(*places: int) -> QuestionDraft:
    options = [OptionDraft("ABC"[i], f"item {p}", False, place=p) for i, p in enumerate(places)]
    return draft(Kind.ORDERING, options=tuple(options))


def test_a_choice_has_its_options_in_front_and_its_reasons_behind() -> None:
    question = draft(stem="Use `<b>`?", explanation="*So* it is.", tags=Tags(code="b-1"))
    asked, options, answer, explanation, code = fields(question)
    assert asked == "Use <code>&lt;b&gt;</code>?"
    assert options == ('<ol type="A"><li class="option">one</li><li class="option">two</li></ol>')
    assert '<p class="right">A</p>' in answer
    assert '<li class="right">one<div class="reason">because</div></li>' in answer
    assert '<li class="wrong">two<div class="reason">not so</div></li>' in answer
    assert (explanation, code) == ("<em>So</em> it is.", "b-1")


def test_the_front_says_nothing_of_the_key() -> None:
    one = draft()
    other = replace(one, options=tuple(replace(o, is_key=not o.is_key) for o in one.options))
    assert fields(one)[:2] == fields(other)[:2]
    assert fields(one)[2] != fields(other)[2]


def test_matching_shows_both_sides_and_then_who_goes_with_whom() -> None:
    pairs = (OptionDraft("A", "lever", False, "why", 2), OptionDraft("B", "bolt", False, place=1))
    question = draft(Kind.MATCHING, options=pairs, answers=("holds", "pulls", "turns"))
    _, front, back, *_ = fields(question)
    assert re.findall("<li[^>]*>([a-z]*)</li>", front) == [
        "lever",
        "bolt",
        "holds",
        "pulls",
        "turns",
    ]
    assert back == (
        '<table><tr><td>lever</td><td>pulls<div class="reason">why</div></td></tr>'
        "<tr><td>bolt</td><td>holds</td></tr></table>"
    )


@pytest.mark.parametrize("places", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (1, 2)])
def test_ordering_is_never_in_order_in_front_and_always_behind(places: tuple[int, ...]) -> None:
    _, front, back, *_ = fields(ordering(*places))
    shown, right = (re.findall(r"item (\d)", side) for side in (front, back))
    assert sorted(shown) == right
    assert shown != right


def test_ids_stay_from_one_export_to_the_next() -> None:
    bank = [draft(tags=Tags(code="b-1")), draft(stem="Which else?")]
    first = opened(write(bank, title="Bicycle").data)
    changed = [replace(bank[0], stem="Which now?"), bank[1]]
    second = opened(write(changed, title="Bicycle").data)
    assert [note[0] for note in first.notes] == [note[0] for note in second.notes]
    assert first.decks == second.decks
    (number,) = first.decks
    assert first.decks[number] == "Bicycle"
    assert 1 << 30 <= int(number) < 1 << 31
    other = opened(write(bank, title="Motorcycle").data)
    assert set(other.decks) != set(first.decks)
    assert {note[0] for note in other.notes}.isdisjoint(note[0] for note in first.notes)


def test_each_question_is_a_note_with_one_card_and_its_tags() -> None:
    tags = Tags(services=("rds", "a b"), task="3.4", level=1)
    deck = opened(write([draft(tags=tags), ordering(2, 1)], title="x").data)
    assert (len(deck.notes), deck.cards) == (2, 2)
    assert deck.notes[0][1].split() == ["service:rds", "service:a_b", "task:3.4", "level:1"]


def test_what_a_card_cannot_show_is_told() -> None:
    bank = [
        draft(explanation="![a](images/a.png) ![a](images/a.png)", tags=Tags(code="pic")),
        draft(publish=False),
        draft(stem="<!-- nothing -->"),
    ]
    written = write(bank, title="x")
    assert [str(loss) for loss in written.losses] == [
        "question 1 (pic) – without the image images/a.png",
        "question 2 – without what says that it waits for a look",
        "question 3 – not written: its stem has no words",
    ]
    assert len(opened(written.data).notes) == 2


@pytest.mark.parametrize(
    "words",
    [
        "[sound:x.mp3]",
        "[latex]\\input{/etc/passwd}[/latex]",
        "[$]x[/$]",
        "[$$]x[/$$]",
        "[anki:tts lang=en]x[/anki:tts]",
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[there](javascript:alert%281%29)",
    ],
)
def test_nothing_in_a_card_runs_or_plays(words: str) -> None:
    option = OptionDraft("A", words, True, words)
    question = draft(stem=f"Which {words}", options=(option, draft().options[1]), explanation=words)
    text = "".join(fields(question))
    assert not re.search(r"\[/?(?:sound|latex|\$|anki)|<script|<img|javascript:", text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions(texts=ANY_TEXTS))
def test_any_question_makes_a_sound_package(question: QuestionDraft) -> None:
    written = write([question], title=question.stem)
    dropped = any("not written" in loss.what for loss in written.losses)
    deck = opened(written.data)
    assert len(deck.notes) == (0 if dropped else 1)
    assert all(len(parts) == 5 for _, _, parts in deck.notes)


def test_no_questions_make_an_empty_deck_and_odd_titles_make_a_name() -> None:
    assert opened(write([], title=" \n\x1f ").data).decks.popitem()[1] == "Questions"
    assert opened(write([draft()], title="a\x00\nb").data).decks.popitem()[1] == "a b"


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    write([draft()], title="x")
    assert list(tmp_path.iterdir()) == []


def test_decks_are_written_and_not_read() -> None:
    data = write([draft()], title="x").data
    assert known.named("apkg") is not None
    assert known.of_file("deck.apkg", data) is None
    assert ".apkg" not in known.BANKS
