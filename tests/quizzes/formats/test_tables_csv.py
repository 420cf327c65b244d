"""Tables of questions as CSV: what is understood and what is refused."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.drafts import Kind, Status, Tags
from quizzes.formats import known
from quizzes.formats.tables import csv_files
from tests.quizzes.formats.csv_rows import HEAD, draft_of, one, read
from tests.quizzes.formats.drafts_strategy import TEXTS

# Headers


@pytest.mark.parametrize(
    "head",
    [
        "question,option a,option b,option c,answer",
        "Question,Option A,Option B,Option C,Correct Answer",
        "QUESTION TEXT,A,B,C,KEY",
        "stem,option_1,option_2,option_3,correct",
        "Prompt,optionA,optionB,optionC,correct_answers",
        "Question,Answer Option 1,Answer Option 2,Answer Option 3,Correct Answers",
        "question,answer1,answer2,answer3,right answer",
        "Question,choice-a,choice-b,choice-c,Answer(s)",
        "question,optiona,optionb,optionc,answer key",
        "Question,Option (A),Option (B),Option (C),Correct Answer (A/B/C)",
        "Question,Option 1,Option 2,Option 3,Right answer [letter]",
        "QUES,CHOICE1,CHOICE2,CHOICE3,ANS",
    ],
)
def test_headers_of_many_hands_are_understood(head: str) -> None:
    report = one("Which?,x,y,z,B", head=f"{head}\n")
    assert (report.line, report.status, report.key) == (2, Status.IMPORTED, ("B",))
    assert [option.text for option in draft_of(report).options] == ["x", "y", "z"]


def test_every_column_finds_its_place() -> None:
    head = (
        "ID,#,Question Type,Question,Option 1,Option 2,Explanation 1,Explanation 2,"
        "Correct Answers,Overall Explanation,Service,Task Statement,Difficulty,Section\n"
    )
    draft = draft_of(
        one("q-1,7,multiple-choice,Which?,x,y,no,yes,2,Because.,rds; s3,1.2,3,#top", head=head)
    )
    assert draft.tags == Tags("q-1", ("rds", "s3"), "1.2", "top", 3)
    assert (draft.number, draft.kind, draft.explanation) == ("7", Kind.SINGLE, "Because.")
    assert [o.rationale for o in draft.options] == ["no", "yes"]
    assert draft.key == ("B",)


def test_columns_of_no_known_name_are_left_out_and_told_once() -> None:
    first, second = read(
        "question,Author,a,b,answer,Год\nOne?,Ann,x,y,A,2020\nTwo?,Bea,x,y,B,2021\n"
    )
    told = "columns of no known name are left out: “Author”, “Год” – see docs/authoring.md"
    assert told in first.reasons
    assert second.reasons == ("no explanation – say why the key is right",)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("one,two\n1,2\n", 1, "no header: no column for the question"),
        ("question,answer\nWhich?,A\n", 1, "no header: fewer than two columns for options"),
        ("question,a,b\nWhich?,x,y\n", 1, "no header: no column for the answer"),
        ("question,a,A,answer\n", 1, "no header: two columns are the same: “a” and “A”"),
        ("\n\nquestion,a,b,Answer,Correct\n", 3, "two columns are the same: “Answer” and “Cor"),
        ("title\n" * 11 + HEAD, 1, "no header"),
        ("just words\n", 1, "no header: no column for the question"),
        (",,,\n;;;\n", 2, "no header"),
        (",,\n , ,\n", 1, "there is no row in it"),
    ],
)
def test_a_file_without_a_header_is_refused_and_told_what_one_looks_like(
    text: str, line: int, problem: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    said = str(refused.value)
    assert said.startswith(f"b.csv:{line} – ")
    assert problem in said
    assert said.endswith(
        "begin with a row such as “question, option a, option b, answer, explanation”"
    )


def test_titles_and_blank_rows_may_stand_above_and_between() -> None:
    reports = read(f"My bank,,,,\n\n{HEAD}\n,,,,\nOne?,x,y,z,A\n\nTwo?,x,y,z,B\n")
    assert [(report.line, report.key) for report in reports] == [(6, ("A",)), (8, ("B",))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_are_found_out(
    delimiter: str, encoding: str, end: str
) -> None:
    rows = [
        ["question", "a", "b", "answer", "explanation"],
        ["Which, of these; or | these?", "x;y", "x,y", "A", 'two\nlines\n"quoted"'],
        ["And?", "x", "y", "B", ""],
    ]
    file = StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    data = file.getvalue().replace("\n", end).encode(encoding)
    assert csv_files.fits(data)
    first, second = csv_files.read(data, path="b.csv")
    assert draft_of(first).stem == "Which, of these; or | these?"
    assert [option.text for option in draft_of(first).options] == ["x;y", "x,y"]
    assert draft_of(first).explanation == 'two\nlines\n"quoted"'
    assert (first.line, second.line) == (2, 5)


def test_a_line_that_names_the_delimiter_is_skipped() -> None:
    (report,) = read("sep=;\nquestion;a;b;answer\nWhich?;x;y;A\n")
    assert (report.line, report.key) == (3, ("A",))


# Rows


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("How many?,3,1,2,2", "names one option by its place and another by its text"),
        ("Which?,B,A,C,B", "names one option by its place and another by its text"),
        ("Which?,x,X,y,x", "is the text of two options"),
        ("Which?,x,y,z,", "no key – mark the right option"),
        (",x,y,z,A", "the stem is empty"),
        ("Which?,x,,,A", "1 option – write two or more"),
        ("Which?,x,y,z,A,spilt", "6 cells where the header has 5"),
        ('Which?,x,"y"z,z,A', "the row is no CSV"),
        ('Which?,x,"y,z,A', "a quotation mark opens a text that never ends"),
        (f"{'x' * 140_000},x,y,z,A", "the row is no CSV"),
    ],
)
def test_a_row_that_cannot_be_taken_is_rejected_alone(row: str, reason: str) -> None:
    before, wrong, after = read(f"{HEAD}One?,x,y,z,A\n{row}\nTwo?,x,y,z,B\n")
    assert (before.key, after.key, after.line) == (("A",), ("B",), 4)
    assert (wrong.line, wrong.status) == (3, Status.REJECTED)
    assert reason in wrong.reasons[0]
    assert " – " in wrong.reasons[0]


LABELLED = "the options' texts begin with letters, so the options keep their order – take the"


@pytest.mark.parametrize(
    ("row", "keeps"),
    [
        ("Which?,a. x,b. y,c. z,b. y", True),
        ("Which?,(A) x,(B) y,(C) z,B", True),
        ("Which?,A) x,B) y,,A", True),
        ("Which?,b. x,a. y,c. z,B", False),
        ("Which?,A. x,y,z,A", False),
        ("Which?,a.x,b.y,c.z,A", False),
    ],
)
def test_options_that_bear_their_letters_keep_their_order(row: str, keeps: bool) -> None:
    draft = draft_of(one(row))
    assert draft.shuffle is not keeps
    assert any(LABELLED in reason for reason in one(row).reasons) is keeps
    assert draft_of(one(f"{row},yes", head=f"{HEAD.strip()},shuffle\n")).shuffle


def test_an_empty_option_is_none_and_the_others_keep_their_letters() -> None:
    report = one("Which?,x,,z,C")
    assert [option.letter for option in draft_of(report).options] == ["A", "C"]
    assert report.key == ("C",)


def test_a_file_of_broken_rows_is_refused_in_the_end() -> None:
    with pytest.raises(Refused, match=r"b.csv:52 – more than 50 rows are no CSV"):
        read(HEAD + 'Which?,"x"y,z,z,A\n' * 60)


def test_what_a_tag_cannot_be_is_worth_a_word() -> None:
    head = "question,a,b,answer,explanation,level,shuffle,publish\n"
    report = one("Which?,x,y,A,so,deep,maybe,NO", head=head)
    assert report.reasons == (
        "the level is “deep” – write 1, 2 or 3",
        "shuffle is “maybe” – write yes or no",
    )
    assert not draft_of(report).publish


@pytest.mark.parametrize("word", ["easy", "Medium", "HARD", "very hard", "intermediate"])
def test_how_hard_a_question_is_is_no_level_and_no_mistake(word: str) -> None:
    report = one(f"Which?,x,y,A,so,{word}", head="question,a,b,answer,explanation,difficulty\n")
    assert report.status is Status.IMPORTED
    assert report.reasons == (f"the level is “{word}” – write 1, 2 or 3",)
    assert draft_of(report).tags.level is None


def test_a_rationale_without_its_option_and_letters_that_are_too_few_are_wrong() -> None:
    head = "question,a,b,answer,rationale a,rationale c,letters\n"
    assert "a rationale for option C, which is empty" in one("Q?,x,y,A,,so,", head=head).reasons[0]
    assert "1 letters for 2 options" in one("Q?,x,y,A,,,E", head=head).reasons[0]
    assert one("Q?,x,y,G,,,E G", head=head).key == ("G",)
    assert one("Q?,x,y,A,,,E G", head=head).status is Status.REJECTED


def test_the_same_question_with_another_key_waits_for_a_look() -> None:
    reports = read(f"{HEAD}Which?,x,y,z,A\nWhich?,x,y,z,B\n")
    assert [draft_of(report).publish for report in reports] == [False, False]


def test_a_formula_is_read_as_the_text_that_it_is() -> None:
    draft = draft_of(one("=1+1?,=A1,'=A1,-x,B"))
    assert draft.stem == "=1+1?"
    assert [option.text for option in draft.options] == ["=A1", "=A1", "-x"]


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=6), max_size=5), st.sampled_from(",;\t|"))
def test_any_rows_end_in_a_report_each_or_a_refusal(rows: list[list[str]], delimiter: str) -> None:
    file = StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([HEAD.strip().split(","), *rows])
    try:
        reports = csv_files.read(file.getvalue().encode(), path="b.csv")
    except Refused:
        return
    assert all(report.draft or report.reasons for report in reports)


def test_other_tables_are_none_of_ours() -> None:
    assert known.of_file("data.csv", b"name,age\nAnn,7\n") is None
    assert known.of_file("data.csv", b"") is None
    assert known.of_file("data.tsv", HEAD.replace(",", "\t").encode()) is known.named("csv")
    long = (HEAD + "Ünd?,x,y,z,A\n" * 20_000).encode()
    assert all(csv_files.fits(long[i:]) is (i == 0) for i in (0, 9))
    assert csv_files.fits(("x," + HEAD + "é" * 70_000).encode())
