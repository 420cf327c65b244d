import json
from dataclasses import replace

from hypothesis import given

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.payload import packed, unpacked
from tests.quizzes.formats.drafts_strategy import drafts

MATCHING = QuestionDraft(
    path="bank.zip/one.xml",
    line=7,
    number="7",
    kind=Kind.MATCHING,
    stem="Which goes where?",
    options=(OptionDraft("A", "a", False, place=2), OptionDraft("B", "b", False, "why", place=1)),
    answers=("first", "second"),
    tags=Tags(code="x", services=("rds", "s3"), task="3.4", section="here", level=2, facts=("f",)),
    shuffle=False,
    publish=False,
)


@given(drafts())
def test_a_draft_survives_json(draft: QuestionDraft) -> None:
    again = unpacked(json.loads(json.dumps(packed(draft))))
    assert again == draft
    assert again.fingerprint == draft.fingerprint


def test_so_do_places_answers_and_tags() -> None:
    assert unpacked(json.loads(json.dumps(packed(MATCHING)))) == MATCHING


def test_what_was_staged_before_questions_had_facts_has_none() -> None:
    older = packed(MATCHING)
    older["tags"] = {k: v for k, v in older["tags"].items() if k not in ("source", "facts")}
    assert unpacked(older) == replace(MATCHING, tags=replace(MATCHING.tags, facts=()))
