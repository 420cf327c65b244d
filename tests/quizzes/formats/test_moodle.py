import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Status, Tags
from quizzes.formats import trees
from quizzes.formats.moodle import MOODLE
from quizzes.formats.moodle.reader import read
from quizzes.formats.moodle.writer import write
from quizzes.formats.places import by_place
from tests.quizzes.formats.bad_xml import MOODLE as MOODLE_ROWS
from tests.quizzes.formats.bad_xml import NO, STEM, YES
from tests.quizzes.formats.mutations import mutated
from tests.quizzes.formats.questions import ANY_TEXTS, PLAIN_TEXTS, questions
from tests.quizzes.formats.sound import assert_sound

CORPUS = Path(__file__).parents[2] / "corpus" / "moodlexml"
FILES = [path.read_bytes() for path in sorted(CORPUS.glob("*.xml"))]
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def draft(kind: Kind = Kind.SINGLE, **rest: object) -> QuestionDraft:
    options = (OptionDraft("A", "one", True, "why"), OptionDraft("B", "two", False))
    return replace(QuestionDraft("b", 1, "", kind, "Which?", options), **rest)  # type: ignore[arg-type]


def back(drafts: Sequence[QuestionDraft]) -> list[QuestionDraft | None]:
    reports = read(write(drafts, title="Bank").data, path="b")
    return [report.draft and replace(report.draft, line=1, number="") for report in reports]


def losses(*drafts: QuestionDraft) -> list[str]:
    return [str(loss) for loss in write(drafts, title="Bank").losses]


def test_a_choice_is_written_as_moodle_exports_it() -> None:
    keys = tuple(OptionDraft(c, f"x < {c}", c in "AC", "") for c in "ABC")
    tags = Tags(code="x-1", services=("rds", "s3"), task="3.4", level=2)
    several = draft(Kind.MULTIPLE, options=keys, tags=tags, explanation="So `a`.", shuffle=False)
    data = write([several], title="My / Bank").data
    quiz = trees.parse(data, path="x")
    category, question = quiz.all("question")
    assert category.text("category", "text") == "$course$/top/My // Bank"
    assert (question.get("type"), question.text("single")) == ("multichoice", "false")
    assert question.text("shuffleanswers") == "false"
    assert question.text("idnumber") == "x-1"
    assert question.text("generalfeedback", "text") == "So <code>a</code>."
    answers = question.all("answer")
    assert [answer.get("fraction") for answer in answers] == ["50", "-100", "50"]
    assert [answer.text("text") for answer in answers] == [f"x &lt; {c}" for c in "ABC"]
    tagged = [tag.text("text") for tag in question.find("tags").nodes]  # type: ignore[union-attr]
    assert tagged == ["service:rds", "service:s3", "task:3.4", "level:2"]
    assert losses(several) == []
    assert back([several]) == [several]


@pytest.mark.parametrize(("count", "fraction"), [(3, "33.33333"), (6, "16.66667"), (7, "14.28571")])
def test_parts_of_the_mark_are_those_that_moodle_knows(count: int, fraction: str) -> None:
    options = [OptionDraft(c, c, c != "Z", "") for c in "ABCDEFG"[:count]]
    options.append(OptionDraft("Z", "z", False))
    data = write([draft(Kind.MULTIPLE, options=options)], title="x").data.decode()
    assert set(re.findall('fraction="([^"]*)"', data)) == {fraction, "-100"}


def test_matching_and_ordering_go_out_and_come_back() -> None:
    pairs = (OptionDraft("A", "lever", False, place=2), OptionDraft("B", "bolt", False, place=2))
    matching = draft(Kind.MATCHING, options=pairs, answers=("turns", "pulls", "holds"))
    items = tuple(
        OptionDraft(c, c * 2, False, place=p) for c, p in zip("ABC", (2, 3, 1), strict=True)
    )
    ordering = draft(Kind.ORDERING, stem="In order.", options=items)
    one, two = back([matching, ordering])
    assert one is not None
    assert [one.answers[(option.place or 0) - 1] for option in one.options] == ["pulls", "pulls"]
    assert set(one.answers) == set(matching.answers)
    assert two == by_place(ordering)
    assert [option.text for option in by_place(ordering).options] == ["CC", "AA", "BB"]


@pytest.mark.parametrize(
    ("markdown", "as_format"),
    [
        ("plain words", "html"),
        ("**bold** and `<code>`", "html"),
        ("__bold__", "markdown"),
        ("# Head\n\n* star", "markdown"),
        ("![cat](cat.png)", "html"),
        ("<b> is a tag", "html"),
    ],
)
def test_texts_are_html_or_the_markdown_that_html_would_not_give_back(
    markdown: str, as_format: str
) -> None:
    data = write([draft(stem=markdown)], title="x").data.decode()
    assert re.findall('questiontext format="([a-z]*)"', data) == [as_format]


def test_what_has_no_place_is_told_by_question() -> None:
    images = draft(tags=Tags(code="pic"), explanation="![cat](cat.png)")
    waits = draft(publish=False)
    empty = draft(stem="<!-- -->")
    found = losses(images, waits, draft(), empty)
    assert found[0].startswith("question 1 (pic) – without the explanation")
    assert found[1].startswith("question 2 – without what says that it waits")
    assert found[2].startswith("question 4 – not written")
    assert len(found) == 3
    assert len(back([images, waits, draft(), empty])) == 3


@QUICK
@given(questions(texts=PLAIN_TEXTS).filter(lambda q: len(set(q.texts)) == len(q.texts)))
def test_plain_questions_of_every_kind_lose_nothing(question: QuestionDraft) -> None:
    kept = [loss for loss in losses(question) if "publish" not in loss and "shuffle" not in loss]
    assert kept == []


@QUICK
@given(questions(texts=ANY_TEXTS))
def test_what_is_not_told_as_lost_comes_back(question: QuestionDraft) -> None:
    if not losses(question):
        (again,) = back([question])
        assert again == replace(by_place(question), path="b")


@pytest.mark.parametrize(
    "text", ["]]>", "a ]]> b", "\x00\x0b", "\ud800", "<![CDATA[", "&#0;", "\r\n"]
)
def test_any_text_makes_xml(text: str) -> None:
    option = OptionDraft("A", f"{text} 1", True, text)
    question = draft(stem=f"Which {text}?", options=(option, OptionDraft("B", text, False)))
    question = replace(question, explanation=text, tags=Tags(code=text, services=(text,)))
    data = write([question], title=text).data
    assert trees.parse(data, path="x").name == "quiz"
    assert len(read(data, path="x")) == 1


def test_no_questions_make_a_file_with_none() -> None:
    assert read(write([], title="x").data, path="x") == ()


def test_more_questions_than_any_bank_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MOST_QUESTIONS", 2)
    with pytest.raises(Refused, match=r"x – more than 2 questions"):
        read(b"<quiz><question/><question/><question/></quiz>", path="x")


def test_files_are_told_by_their_root() -> None:
    assert MOODLE.fits(b"<?xml version='1.0'?><quiz>")
    assert not MOODLE.fits(b"<assessmentItem/>")
    assert not MOODLE.fits(b"")


def test_a_bad_question_leaves_the_next_one_alone() -> None:
    sound = f'<question type="multichoice">{STEM}{YES}{NO}</question>'
    for inside, line, reason in MOODLE_ROWS:
        bad = inside.format(stem=STEM, yes=YES, no=NO)
        rejected, good = read(f"<quiz>{bad}{sound}</quiz>".encode(), path="x.xml")
        assert (rejected.status, rejected.line) == (Status.REJECTED, line)
        assert reason in " | ".join(rejected.reasons)
        assert good.draft is not None


@QUICK
@given(mutated(FILES) | st.binary(max_size=30).map(lambda b: b"<quiz>" + b + b"</quiz>"))
def test_a_damaged_file_ends_in_reports_or_a_refusal(data: bytes) -> None:
    assert MOODLE.fits(data) in (True, False)
    with suppress(Refused):
        assert_sound(read(data, path="x.xml"), lines=data.count(b"\n") + data.count(b"\r") + 1)
