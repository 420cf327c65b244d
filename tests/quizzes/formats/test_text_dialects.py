"""The same questions in every way of writing them, in every order, keep what they ask."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.drafts import Kind, QuestionDraft
from quizzes.formats import known
from tests.quizzes.formats.questions import questions
from tests.quizzes.formats.test_metamorphic import TEXTS, answers
from tests.quizzes.formats.text_dialects import DIALECTS, Dialect

FORMATS = sorted({name for _, name, _ in DIALECTS})


def label(value: object) -> str:
    return str(getattr(value, "__name__", ""))


def read(name: str, text: str) -> list[QuestionDraft | None]:
    found = known.named(name)
    assert found is not None
    assert found.read is not None
    data = text.encode()
    assert found.fits(data)
    return [report.draft for report in found.read(data, path="bank")]


def asked(draft: QuestionDraft | None) -> object:
    """What `answers` says, with the blank of a missing word taken out of the stem."""
    kind, stem, *rest = answers(draft)
    return kind, " ".join(stem.replace("_____", "").rstrip(".").split()), *rest


@pytest.mark.parametrize(("dialect", "name", "kinds"), DIALECTS, ids=label)
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_questions_keep_their_answers(
    dialect: Dialect, name: str, kinds: Sequence[Kind], data: st.DataObject
) -> None:
    drafts = data.draw(st.lists(questions(TEXTS, kinds=kinds), min_size=1, max_size=3))
    found = read(name, "".join(map(dialect, drafts)))
    assert [asked(draft) for draft in found] == [asked(draft) for draft in drafts]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_dialects_of_one_format_stand_together(name: str, data: st.DataObject) -> None:
    ways = [(dialect, kinds) for dialect, of, kinds in DIALECTS if of == name]
    chosen = data.draw(st.lists(st.sampled_from(ways), min_size=2, max_size=5))
    drafts = [data.draw(questions(TEXTS, kinds=kinds)) for _, kinds in chosen]
    text = "".join(dialect(draft) for (dialect, _), draft in zip(chosen, drafts, strict=True))
    assert [asked(draft) for draft in read(name, text)] == [asked(draft) for draft in drafts]


def test_a_missing_word_leaves_a_blank() -> None:
    (draft,) = read("gift", "The {=sun ~moon} shines.\n")
    assert draft is not None
    assert draft.stem == "The _____ shines."
