"""Options that bear numbers, mere bullets or letters without a space, and what is too near."""

import pytest

from quizzes.formats.markdown import read
from tests.quizzes.formats.test_markdown_wild import HEAD, only, texts

NUMBERED = "1. hemp\n2. iron\n3. clay\n4. coir\n\n"


@pytest.mark.parametrize(
    ("key", "letters"),
    [
        ("**Answer: 2**", "B"),
        ("Answer: 2", "B"),
        ("**Correct Answer:** 2) iron", "B"),
        ("Correct answer: 2. Iron", "B"),
        ("**Answer: B**", "B"),
        ("Answer: (2)", "B"),
        ("Answer: option 2", "B"),
        ("Answer: `2`", "B"),
        ("Answers: 1, 4", "AD"),
        ("Answers: 1 and 4", "AD"),
        ("Answers: 1, 2 and 4.", "ABD"),
        ("**Correct Answers: A, D**", "AD"),
        ("Answer: A and D", "AD"),
        ("<details><summary>Answer: 2</summary>\n\nIt sinks.\n\n</details>", "B"),
        ("#### Answer: 2\n\n1. it sinks\n2. it rusts", "B"),
    ],
)
@pytest.mark.parametrize(
    "head",
    ["### Question 1\n\nWhich of them?\n\n", "**Q1.** Which of them?\n\n",
     "### 1. Which of them?\n\n", "### Which of them?\n\n", "Question 1: Which of them?\n"],
)  # fmt: skip
@pytest.mark.parametrize("sign", [".", ")"])
def test_numbered_options_are_read_with_a_key_by_number_or_letter(
    head: str, key: str, letters: str, sign: str
) -> None:
    report = only(head + NUMBERED.replace(".", sign) + key)
    assert "".join(report.key) == letters
    assert report.draft is not None
    assert report.draft.stem == "Which of them?"
    assert texts(report) == ["hemp", "iron", "clay", "coir"]
    assert [option.letter for option in report.draft.options] == list("ABCD")


def test_numbered_options_may_bear_signs_and_go_on_below() -> None:
    report = only(HEAD + "1. hemp\n   that is dry\n\n2. iron ✅\n\n3. clay\n")
    assert report.key == ("B",)
    assert texts(report) == ["hemp\nthat is dry", "iron", "clay"]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ("1. 4\n2. 3\n3. 2\n", "Answer: 2"),
        ("1. 4\n2. 2\n3. 3\n", "Answer: 3"),
        ("1. B\n2. A\n3. C\n", "Answer: B"),
        (NUMBERED, "Answer: 5"),
        (NUMBERED, "Answer: E"),
        (NUMBERED, "Answer: 0"),
        (NUMBERED, "Answer: 2 or 3"),
        (NUMBERED, "Answer: 2) clay"),
        (NUMBERED, "Answer: 2 is wrong, 3"),
        (NUMBERED, "Answer: 2-3"),
        (NUMBERED, "Answer: 2, 1, 4, 3"),
        (NUMBERED, "Correct Order: 2, 1, 4, 3"),
        (NUMBERED, "Answer: iro"),
        (NUMBERED, "Answer: iron, since it is heavy"),
        ("1. hemp\n2. iron\n3. iron\n", "Answer: iron"),
        (NUMBERED, "Answer: 2\n\nAnswer: 3"),
        (NUMBERED, ""),
        ("1. hemp\n2. iron\n4. clay\n", "Answer: 2"),
        ("2. hemp\n3. iron\n", "Answer: 2"),
        ("1. hemp\n2) iron\n", "Answer: 2"),
        ("1. hemp\n\nAnd then:\n\n2. iron\n", "Answer: 2"),
        ("1. hemp?\n2. iron?\n", "Answer: 2"),
        ("1. hemp\n", "Answer: 1"),
        ("1. hemp\n2. iron\n\n- a list\n- of more\n", "Answer: 2"),
        ("1. hemp ✅\n2. iron\n", "Answer: 2"),
    ],
)
def test_numbered_list_that_leaves_a_doubt_is_no_option(options: str, key: str) -> None:
    reports = read(HEAD + options + "\n" + key, path="bank.md")
    assert reports
    assert not any(report.draft for report in reports)
    assert all(report.reasons for report in reports)


@pytest.mark.parametrize(
    "stem", ["How many of these float?", "What is the number of ropes?", "Give the order of these."]
)
def test_number_that_may_be_the_answer_itself_is_no_key(stem: str) -> None:
    assert only(f"### Question 1\n\n{stem}\n\n{NUMBERED}Answer: 2").draft is None
    assert only(f"### Question 1\n\n{stem}\n\n{NUMBERED}Answer: B").key == ("B",)


def test_numbered_list_beside_options_stays_what_it_is() -> None:
    report = only(HEAD + NUMBERED + "A) the first\nB) the second\n\nAnswer: B\n\n1. so\n2. it is\n")
    assert report.draft is not None
    assert (report.key, texts(report)) == (("B",), ["the first", "the second"])
    assert "4. coir" in report.draft.stem
    assert report.draft.explanation == "1. so\n2. it is"


def test_list_of_bullets_is_read_where_signs_tell_its_items_apart() -> None:
    for sign in ("**(Correct)**", "✅"):
        report = only(
            HEAD + f"- hemp\n- iron {sign}\n- clay\n\n**Explanation:**\n\n- so\n- it is ✅\n"
        )
        assert (report.key, texts(report)) == (("B",), ["hemp", "iron", "clay"])
    report = only(HEAD + "* hemp ❌\n* iron ✅\n")
    assert (report.key, texts(report)) == (("B",), ["hemp", "iron"])


@pytest.mark.parametrize(
    "options",
    [
        "- hemp\n- iron\n",
        "- hemp ✅\n- iron ✅\n",
        "- hemp ❌\n- iron ❌\n",
        "- hemp ✅\n",
        "- hemp ✅\n- iron\n\nor\n\n- clay\n",
        "- hemp ✅\n- iron\n\nAnswer: iron\n",
        "**Explanation:**\n\n- hemp ✅\n- iron\n",
    ],
)
def test_list_of_bullets_that_leaves_a_doubt_is_no_option(options: str) -> None:
    (report,) = read(HEAD + options, path="bank.md") or [None]
    assert report is not None
    assert report.draft is None


@pytest.mark.parametrize("form", ["{u}.{t}", "- {u}.{t}", "{l}.{t}", "  {u}.{t}"])
@pytest.mark.parametrize("between", ["\n", "\n\n", "  \n"])
def test_letters_without_a_space_are_options(form: str, between: str) -> None:
    lines = [
        form.format(u=u, l=u.lower(), t=t)
        for u, t in (("A", "hemp"), ("B", "an iron bar"), ("C", "2 clays"))
    ]
    report = only(HEAD + between.join(lines) + "\n\n**Answer: B**\n")
    assert [*map(str.upper, report.key)] == ["B"]
    assert texts(report) == ["hemp", "an iron bar", "2 clays"]


def test_letters_with_and_without_a_space_are_one_list() -> None:
    report = only(HEAD + "A.hemp\nB. iron\nC.clay\n\nAnswer: C")
    assert (report.key, texts(report)) == (("C",), ["hemp", "iron", "clay"])


@pytest.mark.parametrize(
    "lines",
    ["A.hemp", "A.hemp\nC.clay", "B.hemp\nC.clay", "A.hemp\nand\nB.clay", "A...\nB...",
     "A.hemp\nB.iron\n\nor so?\n\nC.hemp\nD.iron"],
)  # fmt: skip
def test_letters_without_a_space_that_are_no_list_are_none(lines: str) -> None:
    reports = read(HEAD + lines + "\n\nAnswer: A", path="bank.md")
    assert reports
    assert not any(r.draft and len(r.draft.options) > 2 for r in reports)
    if "or so" not in lines:
        assert not any(r.draft for r in reports)


def test_letters_without_a_space_beside_options_are_words() -> None:
    report = only(HEAD + "A.first()\nB.second()\n\nA) hemp\nB) iron\n\nAnswer: B\n")
    assert texts(report) == ["hemp", "iron"]
    assert report.draft is not None
    assert "B.second()" in report.draft.stem


LISTS = {
    "bullets": "- hemp\n- iron\n- A clay pot\n",
    "numbers": "1. hemp\n2. iron\n3. A clay pot\n",
}


@pytest.mark.parametrize("options", LISTS.values(), ids=list(LISTS))
@pytest.mark.parametrize(
    ("key", "letters"),
    [
        ("Answer: iron", "B"),
        ("**Correct Answer:** Hemp.", "A"),
        ("**Answer: A clay pot**", "C"),
        ("Answers: iron; a clay pot", "BC"),
    ],
)
def test_key_by_whole_text_tells_a_list_to_be_options(options: str, key: str, letters: str) -> None:
    (report,) = read(f"{HEAD}{options}\n{key}\n", path="bank.md")
    assert report.draft is not None
    assert report.draft.key == tuple(letters)
    assert [option.text for option in report.draft.options] == ["hemp", "iron", "A clay pot"]


@pytest.mark.parametrize("options", LISTS.values(), ids=list(LISTS))
@pytest.mark.parametrize(
    "key",
    [
        "Answer: clay pot",
        "Answer: iron or hemp",
        "Answers: iron; rope",
        "Answer: hemp; iron; A clay pot",
    ],
)
def test_key_by_part_of_a_text_or_by_all_tells_nothing(options: str, key: str) -> None:
    reports = read(f"{HEAD}{options}\n{key}\n", path="bank.md")
    assert reports
    assert not any(report.draft and report.draft.publish for report in reports)
