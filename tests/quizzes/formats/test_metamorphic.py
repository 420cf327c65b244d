"""The same questions, written in every format that has their kind, keep their answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.sources import decode
from quizzes.drafts import Kind, QuestionDraft, QuestionReport
from quizzes.formats import known, markdown
from quizzes.formats.format import Format
from tests.quizzes.formats.questions import PLAIN_TEXTS, questions

# Words that no format takes for its own marks: a capital first, so that none looks like a label.
TEXTS = PLAIN_TEXTS.map(lambda text: f"The {text}")
# The kinds of those formats that have not all.
KINDS: dict[str, tuple[Kind, ...]] = {
    "aiken": (Kind.SINGLE,),
    "gift": (Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING),
}
WRITERS = [each for each in known.FORMATS if each.write and (each.read or each is known.MARKDOWN)]


def read_back(written: Format, data: bytes) -> list[QuestionReport]:
    if written.name == "markdown":
        return list(markdown.read(decode(data, path="bank.md"), path="bank.md"))
    assert written.read is not None
    return list(written.read(data, path="bank"))


Asked = tuple[Kind, str, set[str], set[str], object]


def answers(draft: QuestionDraft | None) -> Asked:
    """What is asked, and the answer in words: no letters, no places, no order but an answer's."""
    assert draft is not None
    texts = {option.letter: option.text for option in draft.options}
    if draft.kind is Kind.MATCHING:
        right: object = {o.text: draft.answers[(o.place or 0) - 1] for o in draft.options}
    elif draft.kind is Kind.ORDERING:
        right = [texts[letter] for letter in draft.key]
    else:
        right = {texts[letter] for letter in draft.key}
    return draft.kind, draft.stem, set(texts.values()), set(draft.answers), right


@pytest.mark.parametrize("written", WRITERS, ids=[each.name for each in WRITERS])
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_questions_keep_their_answers(written: Format, data: st.DataObject) -> None:
    kinds = KINDS.get(written.name, tuple(Kind))
    drafts = data.draw(st.lists(questions(TEXTS, kinds=kinds), min_size=1, max_size=4))
    assert written.write is not None
    found = read_back(written, written.write(drafts, title="Bank").data)
    assert [answers(report.draft) for report in found] == [answers(draft) for draft in drafts]


def test_every_limit_is_that_of_a_format_that_is_tried() -> None:
    assert set(KINDS) <= {each.name for each in WRITERS}
