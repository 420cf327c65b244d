import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Status, Tags
from quizzes.formats import trees
from quizzes.formats.archives import Archive
from quizzes.formats.qti import QTI
from quizzes.formats.qti.names import code_of
from quizzes.formats.qti.packages import read
from quizzes.formats.qti.writer import write
from tests.quizzes.formats.mutations import mutated
from tests.quizzes.formats.questions import ANY_TEXTS, PLAIN_TEXTS, questions
from tests.quizzes.formats.sound import assert_sound

CORPUS = Path(__file__).parents[2] / "corpus" / "qti"
FILES = [path.read_bytes() for path in sorted(CORPUS.glob("*.xml"))]
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
    ordering = draft(Kind.ORDERING, options=items, explanation="So.")
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


ITEM = """<assessmentItem identifier="an-item-of-its-own">
<responseDeclaration identifier="R" cardinality="{c}"><correctResponse>{v}</correctResponse>
</responseDeclaration><itemBody><p>Which?</p>{i}</itemBody></assessmentItem>"""
CHOICE = '<choiceInteraction responseIdentifier="R" maxChoices="1">{}</choiceInteraction>'
ORDER = '<orderInteraction responseIdentifier="R">{}</orderInteraction>'
MATCH = '<matchInteraction responseIdentifier="R">{}</matchInteraction>'
AB = '<simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice>'
ONE = '<simpleAssociableChoice identifier="{0}">{0}</simpleAssociableChoice>'
SIDE = "<simpleMatchSet>{}</simpleMatchSet>"
SIDES = SIDE.format(ONE.format("a") + ONE.format("b")) + SIDE.format(
    ONE.format("x") + ONE.format("y")
)


def item(interaction: str, *values: str, cardinality: str = "single") -> bytes:
    written = "".join(f"<value>{value}</value>" for value in values)
    return ITEM.format(c=cardinality, v=written, i=interaction).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (item(CHOICE.format(AB)), "no correctResponse"),
        (item(CHOICE.format(AB), "C"), "the key “C” is no choice"),
        (item(CHOICE.format(AB), "A", "B"), "several keys where one is wanted"),
        (item(CHOICE.format(AB + AB), "A"), "two choices have the same identifier"),
        (item(CHOICE.format(""), "A"), "the key “A” is no choice"),
        (item(CHOICE.format(AB).replace("R", "S"), "A"), "no correctResponse"),
        (item("", "A"), "it has no interaction"),
        (item(CHOICE.format(AB) * 2, "A"), "2 interactions in one item"),
        (item(ORDER.format(AB), "A", cardinality="ordered"), "leaves an option out"),
        (item(ORDER.format(AB), "A", "B", "C", cardinality="ordered"), "the key “C” is no choice"),
        (item(ORDER.format(AB), "A", "A", cardinality="ordered"), "leaves an option out"),
        (
            item(MATCH.format(SIDES), "a x", cardinality="multiple"),
            "goes with no answer or with two",
        ),
        (
            item(MATCH.format(SIDES), "a x", "a y", "b x", "b y", cardinality="multiple"),
            "goes with no answer or with two",
        ),
        (item(MATCH.format(SIDES), "ax", cardinality="multiple"), "goes with no answer"),
        (item(MATCH.format(SIDE), "a x", cardinality="multiple"), "1 sets to match"),
        *[
            (item(f'<{name} responseIdentifier="R"/>', "A"), f"QTI's {name} has no like here")
            for name in (
                *["associateInteraction", "customInteraction", "drawingInteraction"],
                *["endAttemptInteraction", "extendedTextInteraction", "gapMatchInteraction"],
                *["graphicGapMatchInteraction", "graphicOrderInteraction", "hotspotInteraction"],
                *["hottextInteraction", "inlineChoiceInteraction", "mediaInteraction"],
                *["positionObjectInteraction", "selectPointInteraction", "sliderInteraction"],
                *["textEntryInteraction", "uploadInteraction"],
            )
        ],
        (b"<assessmentItem/>", "it has no interaction"),
        (b"<qti-assessment-item/>", "it has no interaction"),
    ],
)
def test_an_item_that_cannot_be_asked_is_rejected(data: bytes, reason: str) -> None:
    (report,) = read(data, path="x.xml")
    assert (report.status, report.path, report.line) == (Status.REJECTED, "x.xml", 1)
    assert reason in " | ".join(report.reasons)


def test_choices_that_disagree_with_the_key_are_doubted() -> None:
    (report,) = read(item(CHOICE.format(AB), "A", "B", cardinality="multiple"), path="x.xml")
    assert report.draft is not None
    assert not report.draft.publish
    assert report.reasons[0].startswith("one choice may be made but several are right")


OLD = """<questestinterop><item ident="an-old-item-here">{meta}<presentation><material>
<mattext>Which?</mattext></material>{response}</presentation><resprocessing>{rules}</resprocessing></item>
</questestinterop>"""
LID = """<response_lid ident="r" rcardinality="{}"><render_choice>
<response_label ident="A"><material><mattext>a</mattext></material></response_label>
<response_label ident="B"><material><mattext>b</mattext></material></response_label>
</render_choice></response_lid>"""
RULE = """<respcondition><conditionvar>{}</conditionvar><setvar action="Set">{}</setvar>
</respcondition>"""
IS = '<varequal respident="r">{}</varequal>'
META = """<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>{}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"""
SINGLE, SEVERAL = LID.format("Single"), LID.format("Multiple")
AND = "<and>" + IS.format("A") + IS.format("B") + "</and>"


@pytest.mark.parametrize(
    ("meta", "response", "rules", "reason"),
    [
        ("", "", "", "nothing is asked"),
        ("", SINGLE, "", "no condition gives points"),
        ("", SINGLE, RULE.format(IS.format("A"), "0"), "no condition gives points"),
        ("", SINGLE, RULE.format(IS.format("A"), "many"), "no condition gives points"),
        ("", SINGLE, RULE.format(IS.format("A"), "inf"), "no condition gives points"),
        ("", SINGLE, RULE.format("<other/>", "1"), "no condition gives points"),
        ("", SINGLE, RULE.format(f"<not>{IS.format('A')}</not>", "1"), "no condition gives"),
        ("", SINGLE, RULE.format(IS.format("C"), "1"), "the key “C” is no choice"),
        (
            "",
            SINGLE,
            RULE.format(IS.format("A"), "1") + RULE.format(IS.format("B"), "1"),
            "several",
        ),
        ("", SEVERAL, RULE.format(AND.replace("and", "or"), "1"), "more than one answer earns all"),
        ("", SEVERAL, RULE.format(AND, "1") * 2, "more than one answer earns all"),
        ("", LID.format("Ordered"), RULE.format(IS.format("A"), "1"), "leaves an option out"),
        ("", SINGLE + SINGLE.replace('"r"', '"s"'), "", "an option has no answer"),
        (
            "",
            "<response_str ident='r'><render_fib/></response_str>",
            "",
            "a <response_str> that",
        ),
        (
            "",
            "<response_lid ident='r'><render_hotspot/></response_lid>",
            "",
            "a <response_lid>",
        ),
        ("", SINGLE.replace('"B"', '"A"'), RULE.format(IS.format("A"), "1"), "the same identifier"),
        *[
            (
                META.format(name),
                SINGLE,
                RULE.format(IS.format("A"), "1"),
                f"type “{name}” has no like",
            )
            for name in (
                *["short_answer_question", "fill_in_multiple_blanks_question", "essay_question"],
                *["multiple_dropdowns_question", "numerical_question", "calculated_question"],
                *["file_upload_question", "text_only_question", "cc.essay.v0p1", "cc.fib.v0p1"],
                *["Hot Spot", "Likert", "Jumbled Sentence"],
            )
        ],
    ],
)
def test_an_old_item_that_cannot_be_asked_is_rejected(
    meta: str, response: str, rules: str, reason: str
) -> None:
    data = OLD.format(meta=meta, response=response, rules=rules).encode()
    (report,) = read(data, path="x.xml")
    assert (report.status, report.line) == (Status.REJECTED, 1)
    assert reason in " | ".join(report.reasons)


def test_old_items_tell_of_points_for_parts() -> None:
    part, whole = RULE.format(IS.format("A"), "1"), RULE.format(AND, "2")
    data = OLD.format(meta="", response=SEVERAL, rules=part + whole).encode()
    (report,) = read(data, path="x.xml")
    assert report.key == ("A", "B")
    assert any("a part of the answer earns points" in reason for reason in report.reasons)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<manifest/>", "x.xml:1 – the root <manifest> is none of QTI's"),
        (b"<assessmentTest/>", "x.xml:1 – a test names its items but does not hold them"),
        (b"<assessmentItem>", "x.xml:1 – the XML is broken"),
        (b"\n<!DOCTYPE a><assessmentItem/>", "x.xml:2 – a DOCTYPE"),
        (b"", "x.xml – the file is empty"),
        (b"PK\x03\x04", "x.xml – no zip file, or not the whole of one"),
    ],
)
def test_what_is_no_qti_file_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        read(data, path="x.xml")
    assert str(refused.value.problem).startswith(problem)


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
