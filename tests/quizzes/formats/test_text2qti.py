import pytest

from quizzes.drafts import Kind, QuestionDraft, Status
from quizzes.formats.text2qti import TEXT2QTI
from quizzes.formats.text2qti.marks import Mark, element
from quizzes.formats.text2qti.reader import fits, read


def one(text: str) -> QuestionDraft:
    (report,) = read(text.encode(), path="quiz.txt")
    assert report.draft is not None, report.reasons
    return report.draft


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("12. x", Mark.QUESTION),
        ("1.\tx", Mark.QUESTION),
        ("1.5 kg", None),
        ("a) x", Mark.WRONG),
        ("*Z) x", Mark.RIGHT),
        ("ab) x", None),
        ("[*] x", Mark.TICKED),
        ("[] x", Mark.UNTICKED),
        ("[ ] x", Mark.UNTICKED),
        ("[x] x", None),
        ("... x", Mark.FEEDBACK),
        ("+ x", Mark.IF_RIGHT),
        ("+1", None),
        ("- x", Mark.IF_WRONG),
        ("-1", None),
        ("! x", Mark.SOLUTION),
        ("* x", Mark.SHORT_ANSWER),
        ("*x*", None),
        ("= 1", Mark.NUMERICAL),
        ("====", None),
        ("___", Mark.ESSAY),
        ("__ x", None),
        ("^^^^", Mark.UPLOAD),
        ("<> x", Mark.BLANK),
        ("{*} x", Mark.DROPDOWN),
        ("{} x", Mark.DROPDOWN),
        ("Title: x", Mark.TITLE),
        ("quiz title: x", Mark.SETTING),
        ("Quiz description: x", Mark.SETTING),
        ("points per question: 2", Mark.SETTING),
        ("Shuffle answers: true", Mark.SETTING),
        ("text_title: x", Mark.TEXT_TITLE),
        ("Text title: x", Mark.TEXT_TITLE),
        ("Text: x", Mark.TEXT),
        ("GROUP", Mark.GROUP),
        ("END_GROUP  ", Mark.GROUP),
        ("GROUPS", None),
        ("Words: x", None),
    ],
)
def test_a_line_is_known_by_how_it_begins(line: str, mark: Mark | None) -> None:
    found = element(line, 1)
    assert (found and found.mark) == mark


def test_what_is_indented_goes_on_as_markdown() -> None:
    draft = one(
        "1.  The first line\n    and the second.\n\n"
        "    ```python\n    if x:\n        y()\n    ```\n"
        "*a) yes,\n\n    - with a list\nb)  no\n"
    )
    assert draft.stem == "The first line\nand the second.\n\n```python\nif x:\n    y()\n```"
    assert [option.text for option in draft.options] == ["yes,\n\n- with a list", "no"]


def test_feedback_stands_where_it_belongs() -> None:
    draft = one("1. Which?\n... All.\n+ Right.\n- Wrong.\n*a) x\n... Yes.\n\n... More.\nb) y\n")
    assert draft.explanation == "All.\n\nRight.\n\nWrong."
    assert [option.rationale for option in draft.options] == ["Yes.\n\nMore.", ""]
    assert not draft.publish


def test_letters_that_begin_anew_are_another_question() -> None:
    text = "1. Which?\n*a) x\nb) y\n\na) z\n*b) w\n\n1. Next?\n*a) x\n\nb) y\n"
    reports = read(text.encode(), path="x")
    assert [(report.line, report.options, "".join(report.key)) for report in reports] == [
        (1, 2, "a"),
        (5, 2, "b"),
        (8, 2, "a"),
    ]
    assert [report.draft is not None for report in reports] == [True, False, True]


def test_nothing_in_a_fence_is_a_mark() -> None:
    draft = one("1. Which?\n```\na) not this\n\n... nor this\n```\n*a) x\nb) y\n")
    assert draft.stem == "Which?\n```\na) not this\n\n... nor this\n```"
    assert len(draft.options) == 2


def test_a_fence_that_is_never_closed_takes_no_neighbour_in() -> None:
    text = "1. Which?\n```\n*a) x\nb) y\n\n1. Next?\n*a) x\nb) y\n\n```\ncode\n```\n"
    reports = read(text.encode(), path="x")
    assert [(report.line, report.kind) for report in reports][:2] == [(1, "single"), (6, "single")]


@pytest.mark.parametrize(
    ("options", "letters", "kind"),
    [
        ("a) x\n*b) y\n", "ab", Kind.SINGLE),
        ("C) x\n*A) y\n", "CA", Kind.SINGLE),
        ("a) x\n*a) y\n", "AB", Kind.SINGLE),
        ("[*] x\n[ ] y\n", "AB", Kind.SINGLE),
        ("[*] x\n[*] y\n[ ] z\n", "ABC", Kind.MULTIPLE),
    ],
)
def test_options_have_letters(options: str, letters: str, kind: Kind) -> None:
    draft = one(f"1. Which of these are right?\n{options}")
    assert "".join(option.letter for option in draft.options) == letters
    assert draft.kind is kind


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (b"1. Which?\n*a) x\nb) y\n", True),
        (b"1. Which?\n[*] x\n[ ] y\n", True),
        (b"Quiz title: x\n\n1. How many?\n= 2\n", True),
        (b"1. Which?\na) x\nb) y\n", False),
        (b"1. one\n2. two\n", False),
        (b"*a) x\n", False),
        (b"\xff", False),
    ],
)
def test_its_files_are_known_by_their_content(text: bytes, is_ours: bool) -> None:
    assert fits(text) is is_ours
    assert TEXT2QTI.own == (".text2qti",)


def test_what_a_group_says_of_its_solutions_is_a_setting() -> None:
    text = "GROUP\nsolutions pick: 1\npick: 1\n\n1. Which?\n*a) x\nb) y\n\nEND_GROUP\n"
    (report,) = read(text.encode(), path="bank.txt")
    assert (report.line, report.status, report.key) == (5, Status.IMPORTED, ("a",))
