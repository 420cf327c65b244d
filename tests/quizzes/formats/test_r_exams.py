import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind, QuestionDraft, QuestionReport, Status
from quizzes.formats.r_exams import fits, read

QUESTION = """\
Question
========
Which of these are even?

Answerlist
----------
* two
* three
* four

{solution}
Meta-information
================
exname: even
extype: {kind}
exsolution: {key}
"""


def one(kind: str, key: str, solution: str = "", more: str = "") -> QuestionReport:
    text = QUESTION.format(kind=kind, key=key, solution=solution) + more
    (report,) = read(text.encode(), path="even.Rmd")
    return report


def draft(*given: str) -> QuestionDraft:
    report = one(*given)
    assert report.draft is not None, report.reasons
    return report.draft


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_digits_are_the_key(keys: list[bool]) -> None:
    digits = "".join("01"[key] for key in keys)
    several, alone = one("mchoice", digits), one("schoice", digits)
    for report in (several, alone):
        assert [letter in report.key for letter in "ABC"] == keys
    assert (several.status is Status.REJECTED) is not any(keys)
    assert (alone.status is Status.REJECTED) is (sum(keys) != 1)
    if several.draft:
        assert several.draft.kind is (Kind.MULTIPLE if sum(keys) > 1 else Kind.SINGLE)


def test_an_item_goes_on_below_it() -> None:
    text = QUESTION.format(kind="schoice", key="001", solution="").replace(
        "* three\n",
        "* three,\n  or so:\n\n      x = 3\n\n  - a list\n* `four`\n\n  ```\n* x\n  ```\n",
    )
    (report,) = read(text.replace("* four\n", "").encode(), path="x")
    assert report.draft is not None
    assert [option.text for option in report.draft.options] == [
        "two",
        "three,\nor so:\n\n    x = 3\n\n- a list",
        "`four`\n\n  ```\n* x\n  ```",
    ]


SOLUTION = "Solution\n========\nHalve them.\n\nAnswerlist\n----------\n"


@pytest.mark.parametrize(
    ("reasons", "rationales"),
    [
        ("* True\n* False\n* True\n", ("", "", "")),
        ("* True. It is 2.\n* **False**: odd\n* Correct!\n", ("It is 2.", "odd", "")),
        ("* Richtig.\n* Falsch, da 3.\n* Wahr\n", ("", "da 3.", "")),
        ("* True friends.\n* \n* Right angles.\n", ("True friends.", "", "Right angles.")),
    ],
)
def test_the_solution_gives_reasons(reasons: str, rationales: tuple[str, ...]) -> None:
    found = draft("mchoice", "101", SOLUTION + reasons)
    assert found.explanation == "Halve them."
    assert tuple(option.rationale for option in found.options) == rationales


def test_a_solution_that_says_otherwise_is_doubted() -> None:
    report = one("mchoice", "101", f"{SOLUTION}* True\n* True\n* True\n")
    assert report.reasons[0] == "solution and exsolution differ on option B – make them agree"
    assert report.draft is not None
    assert not report.draft.publish


def test_reasons_that_are_too_few_are_kept_in_the_explanation() -> None:
    report = one("schoice", "100", f"{SOLUTION}* Two is.\n\n  Really.\n* Three is not.\n")
    assert report.status is Status.WARNING
    assert report.draft is not None
    assert report.draft.explanation == "Halve them.\n\n- Two is.\n\n  Really.\n- Three is not."


@pytest.mark.parametrize(
    ("meta", "shuffle"),
    [
        ("", True),
        ("exshuffle: TRUE", True),
        ("exshuffle:3", True),
        ("exshuffle: FALSE  # it has an order", False),
        ("EXSHUFFLE: false", False),
    ],
)
def test_the_author_may_keep_the_order(meta: str, shuffle: bool) -> None:
    assert draft("schoice", "100", "", meta).shuffle is shuffle


def test_headings_in_code_are_code() -> None:
    text = QUESTION.format(kind="schoice", key="100", solution="").replace(
        "even?", "even?\n\n```text\n# Solution\n\nAnswerlist\n-----\n* no\n```\n"
    )
    (report,) = read(text.encode(), path="x")
    assert report.draft is not None
    assert report.draft.stem.endswith("* no\n```")
    assert report.options == 3


def test_code_that_is_only_shown_is_text() -> None:
    text = QUESTION.format(kind="schoice", key="100", solution="").replace(
        "even?", "even?\n\n```r\nx <- 2\n```\n\nSee `read.csv`, ``` `r` ``` and ```{.r}```."
    )
    (report,) = read(text.encode(), path="x")
    assert report.draft is not None
    assert "x <- 2" in report.draft.stem


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (QUESTION.encode(), True),
        (b"## Answerlist\n", True),
        (b"Question\n====\n\nmeta-information\n====\n", True),
        (b"extype: schoice\n", True),
        (b"---\ntitle: Report\n---\n\n```{r}\nplot(x)\n```\n", False),
        (b"# Question\n\nWhy?\n", False),
        (b"\xff", False),
    ],
)
def test_its_files_are_known_by_their_content(text: bytes, is_ours: bool) -> None:
    assert fits(text) is is_ours
