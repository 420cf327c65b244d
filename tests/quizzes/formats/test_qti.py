import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats import trees
from quizzes.formats.archives import Archive
from quizzes.formats.qti import QTI
from quizzes.formats.qti.names import code_of
from quizzes.formats.qti.packages import read
from quizzes.formats.qti.writer import write
from tests.quizzes.formats.bad_packages import AB, AND, CHOICE, IS, OLD, RULE, SEVERAL, item
from tests.quizzes.formats.mutations import mutated
from tests.quizzes.formats.questions import ANY_TEXTS, PLAIN_TEXTS, questions
from tests.quizzes.formats.sound import assert_sound

CORPUS = Path(__file__).parents[2] / "corpus" / "qti"
FILES = [path.read_bytes() for path in sorted(CORPUS.glob("*.xml"))]
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def draft(kind: Kind = Kind.SINGLE, **rest: object) -> QuestionDraft:
    options = (OptionDraft("A", "one", True, "why"), OptionDraft("B", "two", False))
    return replace(QuestionDraft("b", 1, "", kind, "Which?", options), **rest)  # type: ignore[arg-type]


def back(*drafts: QuestionDraft) -> list[QuestionDraft | None]:
    reports = read(write(drafts, title="Bank").data, path="b")
    return [each.draft and replace(each.draft, path="b", line=1, number="") for each in reports]


def losses(*drafts: QuestionDraft) -> list[str]:
    return [str(loss) for loss in write(drafts, title="Bank").losses]


def members(data: bytes) -> dict[str, trees.Node]:
    archive = Archive(data, path="x.zip")
    return {name: trees.parse(archive.read(name), path=name) for name in archive.names}


def test_a_package_holds_a_manifest_a_test_and_an_item_each() -> None:
    tags = Tags(code="x-1", services=("rds",), task="3.4", level=2)
    several = draft(
        Kind.MULTIPLE,
        options=tuple(OptionDraft(c, f"x < {c}", c in "AC", "") for c in "ABC"),
        tags=tags,
        explanation="So `a`.",
        shuffle=False,
    )
    files = members(write([several, draft()], title="A & B").data)
    assert list(files) == ["imsmanifest.xml", "test.xml", "items/00001.xml", "items/00002.xml"]
    item = files["items/00001.xml"]
    assert (item.get("identifier"), item.get("toolName")) == ("x-1", "Studyapp")
    (declared,) = item.all("responseDeclaration")
    assert declared.get("cardinality") == "multiple"
    values = declared.find("correctResponse")
    assert values is not None
    assert [value.text() for value in values.nodes] == ["A", "C"]
    choices = list(item.deep("simpleChoice"))
    assert [choice.text() for choice in choices] == ["x < A", "x < B", "x < C"]
    assert item.text("modalFeedback") == "So a."
    assert [each.get("href") for each in files["test.xml"].deep("assessmentItemRef")] == [
        "items/00001.xml",
        "items/00002.xml",
    ]
    keywords = ["".join(each.words()) for each in files["imsmanifest.xml"].deep("keyword")]
    assert keywords == ["service:rds", "task:3.4", "level:2"]
    other = draft(stem="Which else?")
    assert back(several, other) == [several, other]
    assert losses(several, other) == []


def test_the_key_stands_in_no_part_that_a_learner_sees_before_answering() -> None:
    secret = draft(explanation="SECRET", options=(
        OptionDraft("A", "one", True, "SECRET too"), OptionDraft("B", "two", False)))  # fmt: skip
    body = members(write([secret], title="x").data)["items/00001.xml"].find("itemBody")
    assert body is not None
    assert "SECRET" not in body.outer()


def test_the_same_questions_make_the_same_file() -> None:
    bank = [draft(), draft(Kind.MULTIPLE, stem="Which now?")]
    assert write(bank, title="x").data == write(bank, title="x").data


def test_matching_and_ordering_go_out_and_come_back() -> None:
    pairs = (OptionDraft("A", "lever", False, "r", 2), OptionDraft("B", "bolt", False, place=2))
    matching = draft(Kind.MATCHING, options=pairs, answers=("turns", "*pulls*", "holds"))
    items = tuple(
        OptionDraft(c, c * 2, False, "why" * (c == "B"), place)
        for c, place in zip("ABC", (2, 3, 1), strict=True)
    )
    ordering = draft(Kind.ORDERING, stem="In order.", options=items, explanation="So.")
    assert back(matching, ordering) == [matching, ordering]


def test_what_has_no_place_is_told_by_question() -> None:
    found = losses(draft(publish=False), draft(stem="__x__"), draft(stem="<!-- -->"), draft())
    assert [loss.partition(" – ")[0] for loss in found] == [
        "question 1",
        "question 2",
        "question 3",
    ]
    assert "waits for a look" in found[0]
    assert "the layout of the stem" in found[1]
    assert "not written: the stem is empty" in found[2]


@QUICK
@given(questions(texts=PLAIN_TEXTS).filter(lambda q: len(set(q.texts)) == len(q.texts)))
def test_plain_questions_of_every_kind_lose_nothing(question: QuestionDraft) -> None:
    kept = [loss for loss in losses(question) if "publish" not in loss and "shuffle" not in loss]
    assert kept == []


@QUICK
@given(questions(texts=ANY_TEXTS))
def test_what_is_not_told_as_lost_comes_back(question: QuestionDraft) -> None:
    if not losses(question):
        assert back(question) == [replace(question, path="b")]


@pytest.mark.parametrize("text", ["]]>", "\x00\x0b", "\ud800", "<![CDATA[", "&#0;", "\r\n", '"'])
def test_any_text_makes_xml(text: str) -> None:
    option = OptionDraft("A", f"{text} 1", True, text)
    question = draft(
        stem=f"Which {text}?",
        options=(option, OptionDraft("B", "b", False)),
        explanation=text,
        tags=Tags(code=text, services=(text,)),
    )
    assert len(members(write([question], title=text).data)) == 3
    assert len(back(question)) == 1


def test_no_questions_make_a_package_with_none() -> None:
    data = write([], title="").data
    assert QTI.fits(data)
    assert read(data, path="x.zip") == ()


@pytest.mark.parametrize(
    ("identifier", "tool", "code"),
    [
        ("rds-multi-az", "", "rds-multi-az"),
        ("item7", "", ""),
        ("choice", "", ""),
        ("Q_12", "", ""),
        ("12", "", ""),
        ("item7", "Studyapp", "item7"),
        ("question-0123456789ab", "Studyapp", ""),
        ("g5b21c7d8e9f0", "", "g5b21c7d8e9f0"),
    ],
)
def test_an_identifier_is_an_id_where_it_is_one_question_s(
    identifier: str, tool: str, code: str
) -> None:
    assert code_of(identifier, tool=tool) == code


def test_choices_that_disagree_with_the_key_are_doubted() -> None:
    (report,) = read(item(CHOICE.format(AB), "A", "B", cardinality="multiple"), path="x.xml")
    assert report.draft is not None
    assert not report.draft.publish
    assert report.reasons[0].startswith("one choice may be made but several are right")


def test_old_items_tell_of_points_for_parts() -> None:
    part, whole = RULE.format(IS.format("A"), "1"), RULE.format(AND, "2")
    data = OLD.format(meta="", response=SEVERAL, rules=part + whole).encode()
    (report,) = read(data, path="x.xml")
    assert report.key == ("A", "B")
    assert any("a part of the answer earns points" in reason for reason in report.reasons)


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        (b"<assessmentItem>", True),
        (b"<?xml version='1.0'?>\n<qti-assessment-item x='y'>", True),
        (b"<questestinterop/>", True),
        (b"<assessmentTest/>", True),
        (b"<quiz/>", False),
        (b"words", False),
    ],
)
def test_files_are_told_by_their_root(data: bytes, fits: bool) -> None:
    assert QTI.fits(data) is fits


@QUICK
@given(mutated(FILES) | st.binary(max_size=30).map(lambda b: b"<assessmentItem>" + b))
def test_a_damaged_file_ends_in_reports_or_a_refusal(data: bytes) -> None:
    assert QTI.fits(data) in (True, False)
    with suppress(Refused):
        assert_sound(read(data, path="x.xml"), lines=data.count(b"\n") + data.count(b"\r") + 1)


def test_numbers_count_the_questions_of_a_file() -> None:
    reports = read((CORPUS / "plain-1.2.xml").read_bytes(), path="x.xml")
    assert [report.number for report in reports] == list("1234567")
    assert not any(re.search("[A-Z]{3}", report.number) for report in reports)
