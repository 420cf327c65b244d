"""Forms of options and keys that were met in published books, each with what is too near to it."""

import pytest

from quizzes.drafts import Kind, QuestionReport, Status
from quizzes.formats.markdown import is_bank, read

HEAD = "### Question 1\n\nWhich rope floats?\n\n"
OPTIONS = "A) hemp\nB) iron\nC) clay\nD) coir\n\n"


def only(text: str) -> QuestionReport:
    (report,) = read(text, path="bank.md")
    return report


def texts(report: QuestionReport) -> list[str]:
    assert report.draft is not None
    return [option.text for option in report.draft.options]


@pytest.mark.parametrize(
    "tick",
    ["✅", "✔", "✔️", "☑️", "✓", "(correct)", "(Correct)", "**(Correct)**", "*(correct)*",
     "__(CORRECT)__", "_(correct answer)_", "[correct]", " ✅ "],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ["{u}) {t}{m}", "- {u}. {t}{m}", "**{u})** {t}{m}", "({u}) {t}{m}", "- [ ] {u}) {t}{m}"]
)
@pytest.mark.parametrize("keys", ["B", "AC"])
def test_sign_behind_an_option_says_that_it_is_right(tick: str, form: str, keys: str) -> None:
    lines = [
        form.format(u=u, t=t, m=f" {tick}" if u in keys else "")
        for u, t in (("A", "hemp"), ("B", "iron"), ("C", "clay"))
    ]
    report = only(HEAD + "\n".join(lines))
    assert "".join(report.key) == keys
    assert texts(report) == ["hemp", "iron", "clay"]
    assert is_bank(HEAD + "\n".join(lines))


@pytest.mark.parametrize("cross", ["❌", "✗", "✘", "(incorrect)", "**(Wrong)**", "✖️"])
def test_sign_of_the_wrong_ones_goes_with_that_of_the_right_one(cross: str) -> None:
    report = only(HEAD + f"A) hemp ✅\nB) iron {cross}\nC) clay {cross}\n")
    assert (report.key, texts(report)) == (("A",), ["hemp", "iron", "clay"])


def test_sign_stands_behind_the_whole_option() -> None:
    report = only(
        HEAD + "A) hemp\n   that is dry ✅\nB) iron\n\n   in a bar\n\nC) **iron ✅** bars\n"
    )
    assert report.key == ("A",)
    assert texts(report) == ["hemp\nthat is dry", "iron\n\nin a bar", "**iron ✅** bars"]


def test_sign_agrees_with_the_key_and_reasons_may_stand_below() -> None:
    below = "A) hemp ✅\nB) iron\n\n**Answer: A**\n"
    assert only(HEAD + below).key == ("A",)
    reasons = "A) hemp ✅\nB) iron ❌\n\n- **A)** It is light ✅\n- **B)** It is heavy ❌\n"
    report = only(HEAD + reasons)
    assert (report.key, texts(report)) == (("A",), ["hemp", "iron"])
    assert report.draft is not None
    assert [o.rationale for o in report.draft.options] == ["It is light ✅", "It is heavy ❌"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("A) hemp ✅\nB) iron\n\nAnswer: B\n", "two keys that differ"),
        ("- [x] hemp\n- [ ] iron ✅\n", "two keys that differ"),
        ("A) hemp ✅\nB) iron\n\nCorrect Order: B, A\n", "two keys that differ"),
        ("A) hemp ❌\nB) iron\n", "no key"),
        ("A) ✅\nB) ❌\n", "no key"),
        ("A) (correct)\nB) (incorrect)\n", "no key"),
        ("A) hemp (partially correct)\nB) iron\n", "no key"),
        ("A) hemp (not correct)\nB) iron\n", "no key"),
        ("A) hemp (correct?)\nB) iron\n", "no key"),
        ("A) hemp, correct\nB) iron\n", "no key"),
        ("A) hemp ✅ or oil\nB) iron\n", "no key"),
        ("A) hemp (correct in 2020)\nB) iron\n", "no key"),
    ],
)
def test_sign_that_may_mean_something_else_is_no_key(options: str, reason: str) -> None:
    report = only(HEAD + options)
    assert (report.status, report.draft) == (Status.REJECTED, None)
    assert report.reasons[0].startswith(reason)


def test_signs_that_are_the_options_stay_and_all_of_them_are_doubted() -> None:
    assert texts(only(HEAD + "A) ✅\nB) ❌\n\nAnswer: B\n")) == ["✅", "❌"]
    report = only(HEAD + "A) hemp ✅\nB) iron ✅\n")
    assert report.draft is not None
    assert not report.draft.publish
    assert "all options are right – check the key" in report.reasons


@pytest.mark.parametrize(
    "words",
    ["D is wrong, so B", "D is not right", "D isn't it; B", "D (wrong), B", "D, incorrect",
     "D wrong", "D, no: B", "B (not D)", "B, not D", "B or D", "B (or D)", "not D", "all but D",
     "D) is wrong", "D. It is B", "D seems right but B", "B and D are wrong", "D was never it"],
)  # fmt: skip
@pytest.mark.parametrize("label", ["Answer: {}", "**Correct Answer:** {}", "**Answer: {}**"])
def test_letter_that_its_own_words_take_back_is_no_key(words: str, label: str) -> None:
    report = only(HEAD + OPTIONS + label.format(words))
    assert (report.status, report.draft) == (Status.REJECTED, None)
    assert report.reasons[0].startswith("the key “")


@pytest.mark.parametrize(
    "line",
    ["**Answer: D** is wrong, so B", "**Answer: D**, no: B", "**Answer: D** isn't it",
     "**Answer: D** (wrong)", "The answer is D, not B", "**D** is not it"],
)  # fmt: skip
def test_letter_in_bold_is_taken_back_as_well(line: str) -> None:
    assert only(HEAD + OPTIONS + line).draft is None
    apart = HEAD + OPTIONS + "## Answer Key\n\n1. " + line.replace("Answer: ", "")
    assert not any(report.draft for report in read(apart, path="bank.md"))


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("**Answer: D** – Wrong ropes sink.", "Wrong ropes sink."),
        ("**Answer: D** – not all ropes sink", "not all ropes sink"),
        ("**Answer: D. Not all ropes sink**", "Not all ropes sink"),
        ("Answer: D because it is light", "because it is light"),
    ],
)
def test_letter_with_a_reason_is_a_key(line: str, kept: str) -> None:
    report = only(HEAD + OPTIONS + line)
    assert report.key == ("D",)
    assert report.draft is not None
    assert report.draft.explanation == kept


def test_words_of_an_option_take_nothing_back() -> None:
    options = "A) is not it\nB) wrong\nC) not D\nD) no, B\n\n"
    for key in ("A is not it", "B) wrong", "C not D", "**D) no, B**"):
        report = only(HEAD + options + f"Answer: {key}")
        letter = key.strip("*")[0]
        sure = letter != "A" or report.draft is not None
        assert sure
        assert report.draft is None or report.key == (letter,), key


@pytest.mark.parametrize(
    "lines",
    ["<details><summary>Show</summary><b>Answer:</b> B</details>",
     "<details>\n<summary>Show</summary><strong>Answer:</strong> B\n</details>",
     "<details><summary>Show</summary>\n<p><b>Correct answer:</b> B</p>\n</details>",
     "<details><summary>Show</summary><h4>Answer: B</h4></details>",
     "<details><summary><b>Show</b></summary><p><b>Answer: B</b></p></details>"],
)  # fmt: skip
def test_key_right_behind_a_summary_is_read(lines: str) -> None:
    report = only(HEAD + OPTIONS + lines)
    assert (report.status, report.key) == (Status.IMPORTED, ("B",))


@pytest.mark.parametrize(
    "lines",
    ["<details><summary>Show</summary><b>Hint:</b> B is heavy</details>",
     "<details><summary>Show</summary><i>B</i>oats</details>",
     "<details><summary>Show</summary><b>Answer</b>s come later</details>"],
)  # fmt: skip
def test_other_words_right_behind_a_summary_are_no_key(lines: str) -> None:
    assert only(HEAD + OPTIONS + lines).draft is None


TWO = HEAD + OPTIONS + HEAD.replace("1", "2") + OPTIONS + "## Answer Key\n\n"


@pytest.mark.parametrize(
    "key",
    ["1-A, 2-B", "1. A 2. B", "1 - A; 2 - B.", "1.A 2.B", "1A 2B", "**1-A**, **2-B**",
     "Q1: A | Q2: B", "1) A, 2) B.", "(1) A (2) B", "1-A\n2-B", "2-B, 1-A", "1: a, 2: b",
     "| Question | Answer |\n|---|---|\n| 1 | A |\n| 2 | B |",
     "| No. | Key | Why |\n|---|---|---|\n| 1 | A | dry |\n| 2 | B | wet |",
     "| Question | Answer | Question | Answer |\n|---|---|---|---|\n| 1 | A | 2 | B |",
     "| # | | # | |\n|:-:|---|---|---|\n| **1** | **A** | **2** | **B** |",
     "| Q | A | Q | A |\n|---|---|---|---|\n| Q2 | B | | |\n| Q1 | A | | |"],
)  # fmt: skip
def test_keys_of_several_questions_in_a_line_and_in_columns(key: str) -> None:
    one, two = read(TWO + key + "\n", path="bank.md")
    assert (one.key, two.key) == (("A",), ("B",))
    assert one.draft is not None
    assert two.draft is not None
    assert (one.draft.kind, two.draft.kind) == (Kind.SINGLE, Kind.SINGLE)


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("1-A, 1-B, 2-C", [None, "C"]),
        ("1-A or B, 2-C", [None, None]),
        ("1-A, 2-?", [None, None]),
        ("| 1 | A |\n|---|---|\n| 1 | B |", [None, None]),
        ("| 1 | 2 |\n|---|---|\n| A | B |", [None, None]),
    ],
)
def test_key_of_several_questions_that_is_unclear_is_none(key: str, keys: list[str | None]) -> None:
    reports = read(TWO + key + "\n", path="bank.md")
    found = {r.number: "".join(r.draft.key) for r in reports if r.draft}
    assert [found.get("1"), found.get("2")] == keys
