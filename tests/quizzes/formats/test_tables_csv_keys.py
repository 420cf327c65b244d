"""Keys in tables of questions: letters, numbers from 0 or from 1, texts, orders and matches."""

from collections.abc import Sequence

import pytest

from content.sources import Refused
from quizzes.drafts import Status
from tests.quizzes.formats.csv_rows import draft_of, one, read


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("B", "B"), ("b", "B"), ("(b)", "B"), ("2", "B"), ("beta", "B"), ("Beta.", "B"),
        ("B) beta", "B"), ("B. Beta", "B"), ("b - beta", "B"), ("A, C", "AC"), ("A;C", "AC"),
        ("A and C", "AC"), ("AC", "AC"), ("1,3", "AC"), ("1 & 3", "AC"), ("alpha; beta", "AB"),
        ("alpha|gamma", "AC"), ("C C", "C"), ("0", ""), ("4", ""), ("D", ""), ("A, D", ""),
        ("delta", ""), ("alp", ""), ("none", ""), ("B) gamma", "B"),
    ],
)  # fmt: skip
def test_keys_are_letters_numbers_or_texts(cell: str, key: str) -> None:
    report = one(f'Which two?,alpha,beta,gamma,"{cell}"')
    assert "".join(report.key) == key
    assert (report.status is Status.REJECTED) is (not key)
    if not key:
        assert "names no option – write the letter, the number or the" in report.reasons[0]


def test_a_key_may_say_a_number_that_is_also_the_right_text() -> None:
    assert one("How many?,1,2,3,2").key == ("B",)


def test_a_text_that_differs_from_its_letters_is_worth_a_word() -> None:
    report = one("Which?,alpha,beta,gamma,B) gamma")
    assert report.status is Status.WARNING
    assert (
        "the key says “gamma” of option B, which reads “beta” – make them agree" in report.reasons
    )


# What numbers count from

FROM_0 = "the keys seem to count from 0 – check the key, or write letters"
MIXED = "keys of this file count from 0 and from 1 – check the key, or write letters"
UNSURE = "an index may count from 0 or from 1; read from 1 – check the key, or write letters"


@pytest.mark.parametrize(
    ("name", "cells", "keys", "doubt"),
    [
        ("answer", ["1", "2", "3"], "ABC", ""),
        ("answer", ["1", "2", "1"], "ABA", ""),
        ("answer", ["1", "0", "2"], "BAC", FROM_0),
        ("answer", ["1", "0;2", "C"], "B AC C", FROM_0),
        ("answer", ["1", "0", "3"], "A - C", MIXED),
        ("answer", ["0", "B", "gamma"], "- B C", ""),
        ("correctIndex", ["1", "0", "2"], "BAC", ""),
        ("Correct Answer Index", ["1", "2", "2"], "ABB", UNSURE),
        ("correct_index", ["1", "2", "3"], "ABC", ""),
        ("correct_index", ["A", "B", "C"], "ABC", ""),
        ("Correct option (0-2)", ["1", "2", "1"], "BCB", ""),
        ("correct (0, 1 or 2)", ["1", "2", "0"], "BCA", ""),
        ("answer (zero-based)", ["1", "2", "1"], "BCB", ""),
        ("answer index [0..2]", ["1", "2", "1"], "BCB", ""),
        ("Correct option index (1-3)", ["1", "2", "1"], "ABA", ""),
        ("answer (1 to 3)", ["1", "0", "2"], "A - B", ""),
    ],
)
def test_keys_count_from_1_or_from_0_as_the_header_or_all_of_them_say(
    name: str, cells: Sequence[str], keys: str, doubt: str
) -> None:
    rows = "".join(
        f"Which {i}?,alpha,beta,gamma,{cell}\n" for i, cell in zip("xyz", cells, strict=True)
    )
    reports = read(f'question,a,b,c,"{name}"\n{rows}')
    wanted = keys.split() if " " in keys else list(keys)
    assert ["".join(report.key) or "-" for report in reports] == wanted
    for report, cell in zip(reports, cells, strict=True):
        if report.draft is not None:
            doubted = bool(doubt) and cell[0].isdigit()
            assert (doubt in report.reasons) is doubted or not doubt
            assert report.draft.publish or doubted or len(report.key) > 1


def test_a_number_that_is_an_options_text_does_not_say_how_options_are_counted() -> None:
    first, second = read("question,a,b,c,answer\nHow few?,0,5,7,0\nHow many?,1,2,9,2\n")
    assert (first.key, second.key) == (("A",), ("B",))
    assert FROM_0 not in (*first.reasons, *second.reasons)


def test_keys_of_the_options_own_letters_are_not_counted() -> None:
    reports = read("question,a,b,answer,letters\nWhich?,x,y,0,0 1\nAnd?,x,y,1,0 1\n")
    assert [report.key for report in reports] == [("0",), ("1",)]
    assert [draft_of(report).publish for report in reports] == [True, True]


def test_options_that_are_numbered_from_0_are_refused_since_one_would_be_lost() -> None:
    with pytest.raises(Refused, match="the options are numbered from 0, and here from 1"):
        read("question,option 0,option 1,option 2,answer\nWhich?,x,y,z,1\n")


# What keys of other kinds say


@pytest.mark.parametrize(
    ("kind", "row", "key"),
    [
        ("ordering", "Arrange.,x,y,z,\"C, A, B\",,", ("C", "A", "B")),
        ("Sequence", "Arrange.,x,y,z,2 1 3,,", ("B", "A", "C")),
        ("matching", "Match.,x,y,z,\"A-2, B-1, C-2\",one,two", ("A-2", "B-1", "C-2")),
        ("single", "Which?,x,y,z,B,,", ("B",)),
        ("Multiple Response", "Which?,x,y,z,B,,", ("B",)),
        ("MSQ", "Which?,x,y,z,\"A,C\",,", ("A", "C")),
        ("select_all", "Which?,x,y,z,\"A,C\",,", ("A", "C")),
        ("True/False", "Is it?,Yes,No,,A,,", ("A",)),
        ("judge", "Is it?,Yes,No,,B,,", ("B",)),
        ("Objective", "Which?,x,y,z,B,,", ("B",)),
    ],
)  # fmt: skip
def test_kinds_read_their_own_keys(kind: str, row: str, key: Sequence[str]) -> None:
    head = "kind,question,a,b,c,answer,match 1,match 2\n"
    assert one(f"{kind},{row}", head=head).key == key


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("essay,Write.,x,y,A,,", "unknown kind “essay” – write one of single, multiple"),
        ("single,Which?,x,y,\"A,B\",,", "several keys where one is wanted"),
        ("ordering,Arrange.,x,y,A,,", "the order leaves an option out"),
        ("ordering,Arrange.,x,y,,,", "names no option"),
        ("matching,Match.,x,y,\"A-1, B-3\",one,two", "does not say what belongs together"),
        ("matching,Match.,x,y,\"A-1, A-2\",one,two", "does not say what belongs together"),
        ("matching,Match.,x,y,A-1,one,two", "an option has no answer"),
        ("matching,Match.,x,y,\"A-1, B-1\",one,", "fewer than two answers"),
        (",Which?,x,y,A,one,two", "matches in a question of another kind"),
    ],
)  # fmt: skip
def test_kinds_refuse_what_is_not_theirs(row: str, reason: str) -> None:
    report = one(row, head="kind,question,a,b,answer,match 1,match 2\n")
    assert report.status is Status.REJECTED
    assert reason in report.reasons[0]
