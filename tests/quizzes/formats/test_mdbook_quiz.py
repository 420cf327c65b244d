import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind, QuestionReport, Status
from quizzes.formats.mdbook_quiz import fits, read

QUESTION = """
[[questions]]
type = "MultipleChoice"
prompt.prompt = {stem}
prompt.distractors = {wrong}
answer.answer = {right}
"""
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=15).map(
    str.strip
)
NEEDED = WORDS.filter(bool)


def one(text: str) -> QuestionReport:
    (report,) = read(text.encode(), path="quiz.toml")
    return report


@given(NEEDED, st.lists(NEEDED, min_size=1, max_size=4), st.lists(NEEDED, min_size=1, max_size=3))
def test_any_words_are_the_right_ones(stem: str, wrong: list[str], right: list[str]) -> None:
    def toml(value: object) -> str:
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

    report = one(QUESTION.format(stem=toml(stem), wrong=toml(wrong), right=toml(right)))
    assert report.line == 2
    assert report.draft is not None
    assert report.draft.stem == stem
    assert sorted(o.text for o in report.draft.options if o.is_key) == sorted(right)
    assert sorted(o.text for o in report.draft.options if not o.is_key) == sorted(wrong)
    assert report.draft.kind is (Kind.MULTIPLE if len(right) > 1 else Kind.SINGLE)


@given(st.lists(st.sampled_from(['"', "'", '"""', "'''", "#", "\\", "\n", "x", "[[questions]]"])))
def test_a_header_within_a_text_is_none(pieces: list[str]) -> None:
    words = "".join(pieces)
    basic = words.replace("\\", "\\\\").replace('"', '\\"')
    literal = words.replace("'", "")
    text = (
        f"\na = \"\"\"{basic}\"\"\"\nb = '''{literal}'''\n"
        + QUESTION.format(stem="'Which?'", wrong="['x']", right="'y'") * 2
    )
    lines = text.split("\n")
    last = len(lines) - 6
    reports = read(text.encode(), path="x")
    assert [report.line for report in reports] == [last - 5, last + 1]


def test_options_stand_as_the_author_wants() -> None:
    values = {"stem": "'Which?'", "wrong": "['All of the above', 'b', 'D']", "right": "'c'"}
    plain = one(QUESTION.format(**values))
    ordered = one(QUESTION.format(**values) + "prompt.sortAnswers = true\n")
    assert plain.draft is not None
    assert [o.text for o in plain.draft.options] == ["c", "b", "D", "All of the above"]
    assert ordered.draft is not None
    assert [o.text for o in ordered.draft.options] == ["All of the above", "b", "c", "D"]
    assert not ordered.draft.shuffle


TABLE = "{type = 'MultipleChoice', prompt = {prompt = 'Which?', distractors = ['x']}, \
answer = {answer = 'y'}}"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("\nquestions = [3, {}]", [2, 2]),
        ("questions = [\n  3,\n  {},\n]\n[multipart]\na = 'b'\n", [2, 3]),
        ("a = 'questions = ['\n\n'questions' = [ # one, two\n\n3 # [,]\n, # {\n{} ]", [5, 7]),
        ("a = '''\nquestions = [\n'''\nquestions = [['a, b', 1],\n{}]", [4, 5]),
        ('a = """\n[[questions]]\n"""\nquestions = ["x, ]",\n\n{}]', [4, 6]),
        ("questions = [-3.5, {}]", [1, 1]),
    ],
)
def test_tables_in_an_array_have_their_lines(text: str, lines: list[int]) -> None:
    reports = read(text.replace("{}", TABLE).encode(), path="x")
    assert [report.line for report in reports] == lines
    assert [report.status for report in reports] == [Status.REJECTED, Status.IMPORTED]


def test_an_array_of_that_name_elsewhere_is_another() -> None:
    question = QUESTION.format(stem="'Which?'", wrong="['x']", right="'y'")
    assert one(f"[a]\nquestions = [1]\n[b]\nquestions = [1, 2]\n{question}").line == 6
    assert one(f'\n"ques\\u0074ions" = [\n{TABLE}]').line == 1


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (b"[[questions]]\n", True),
        (b"x = 1\n [[ questions ]] # x\n", True),
        (b"[[questions]]\nbroken", True),
        (b"[exam]\nquestions = 40\n", False),
        (b"title = 'x'\n[[services]]\n[[questions]]\n", False),
        (b"[project]\n", False),
        (b"\xff", False),
    ],
)
def test_its_files_are_known_by_their_content(text: bytes, is_ours: bool) -> None:
    assert fits(text) is is_ours


def test_line_ends_written_out_are_line_feeds() -> None:
    report = one(QUESTION.format(stem=r'"a\rb"', wrong=r'["c\r\nd", "e"]', right=r'"f\rg"'))
    assert report.draft is not None
    assert report.draft.stem == "a\nb"
    assert {option.text for option in report.draft.options} == {"c\nd", "e", "f\ng"}
