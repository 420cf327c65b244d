"""The project's JSON: written and read back, its schema against its code, and what is refused."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.drafts import Kind, QuestionDraft, QuestionReport, Status, Tags
from quizzes.formats import json_bank, json_questions, known
from tests.quizzes.formats.drafts_strategy import drafts, placed_drafts
from tests.quizzes.formats.whole_question import WHOLE, without_line

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / json_bank.SCHEMA).read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
QUESTION: dict[str, Any] = {
    "stem": "Which?",
    "options": [{"text": "this", "key": True}, {"text": "that"}],
}
PLAIN = replace(WHOLE, tags=replace(WHOLE.tags, facts=("f-1",)))


def bank(*questions: Any, **rest: Any) -> dict[str, Any]:
    return {"format": "studyapp-questions", "version": 1, "questions": list(questions), **rest}


def read(value: Any) -> tuple[QuestionReport, ...]:
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    return json_bank.read(text.encode(), path="b.json")


def question(**changes: Any) -> dict[str, Any]:
    return {k: v for k, v in (QUESTION | changes).items() if v is not ...}


def refusal(text: str | bytes) -> str:
    with pytest.raises(Refused) as refused:
        json_bank.read(text.encode() if isinstance(text, str) else text, path="b.json")
    return str(refused.value)


def test_a_question_is_written_as_the_schema_has_it() -> None:
    written = json_bank.write([PLAIN], title="Numbers")
    assert written.losses == ()
    assert json.loads(written.data) == bank(
        {
            "id": "even",
            "number": "7",
            "kind": "multiple",
            "stem": "Which two are even? (Select TWO)",
            "options": [
                {"letter": "A", "text": "two", "key": True, "rationale": "Twice one."},
                {"letter": "B", "text": "three", "key": False},
                {"letter": "C", "text": "four", "key": True},
            ],
            "explanation": "Even numbers are multiples of two.",
            "services": ["alpha", "beta"],
            "task": "1.2",
            "section": "numbers",
            "level": 2,
            "source": "https://example.org",
            "facts": ["f-1"],
            "shuffle": True,
            "publish": True,
        },
        title="Numbers",
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(drafts() | placed_drafts(), max_size=4), st.text(max_size=9))
def test_what_is_written_fits_the_schema_and_reads_back_the_same(
    questions: list[QuestionDraft], title: str
) -> None:
    data = json_bank.write(questions, title=title.encode("utf-8", "replace").decode()).data
    assert json_bank.fits(data)
    VALIDATOR.validate(json.loads(data))
    back = [report.draft for report in json_bank.read(data, path="b.json")]
    assert list(map(without_line, back)) == list(map(without_line, questions))


def test_the_schema_names_every_key_that_is_read_and_no_other() -> None:
    parts = SCHEMA["$defs"]
    assert set(SCHEMA["properties"]) == set(json_bank._KEYS)
    assert set(parts["question"]["properties"]) == json_questions.KEYS
    assert set(parts["option"]["properties"]) == json_questions.OPTION_KEYS
    assert parts["question"]["properties"]["kind"]["enum"] == list(Kind)
    assert SCHEMA["properties"]["format"]["const"] == json_bank.NAME
    assert SCHEMA["properties"]["version"]["const"] == json_bank.VERSION
    letter = parts["option"]["properties"]["letter"]
    assert letter["maxLength"] == json_questions.LETTER


NAMES = st.sampled_from(sorted(json_questions.KEYS))
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 5),
    st.sampled_from([1.5, "", "x", "A B", "single", [], ["x"], [1], {}, [{}], "x" * 9]),
)
BROKEN = st.one_of(
    st.builds(lambda k, v: question(**{k: v}), NAMES, VALUES),
    st.builds(lambda k: question(**{k: ...}), st.sampled_from(["stem", "options"])),
    st.builds(
        lambda k, v: question(options=[{"text": "a", "key": True}, {"text": "b", k: v}]),
        st.sampled_from([*sorted(json_questions.OPTION_KEYS), "size"]),
        VALUES,
    ),
    VALUES,
)


@settings(deadline=None)
@given(BROKEN)
def test_what_the_schema_forbids_the_reader_rejects(value: Any) -> None:
    (report,) = read(bank(value))
    if not VALIDATOR.is_valid(bank(value)):
        assert report.status is Status.REJECTED
        assert report.reasons


def test_lines_are_those_where_questions_begin() -> None:
    text = json.dumps(bank(QUESTION, QUESTION | {"stem": "And\nthis?"}, QUESTION), indent=1)
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if line == "  {"]
    assert [report.line for report in read(text)] == starts
    assert [report.line for report in read(text.replace("\n", ""))] == [1, 1, 1]
    crlf = text.replace("\n", "\r\n").encode("utf-16")
    assert [report.line for report in json_bank.read(crlf, path="x")] == starts


def test_what_is_left_out_is_made_from_the_rest() -> None:
    (report,) = read(bank(QUESTION))
    assert (report.status, report.kind, report.key) == (Status.IMPORTED, "single", ("A",))
    assert report.draft is not None
    assert (report.draft.shuffle, report.draft.publish, report.draft.tags) == (True, True, Tags())
    citing = question(explanation="Option B is wrong.")
    (report,) = read(bank(citing))
    assert report.draft is not None
    assert not report.draft.shuffle
    (report,) = read(bank(citing | {"shuffle": True}))
    assert report.draft is not None
    assert report.draft.shuffle


def test_the_same_question_with_another_key_waits_for_a_look() -> None:
    other = question(options=[{"text": "this"}, {"text": "that", "key": True}])
    assert [report.draft and report.draft.publish for report in read(bank(QUESTION, other))] == [
        False,
        False,
    ]
    decided = read(bank(QUESTION | {"publish": True}, other))
    assert [report.draft and report.draft.publish for report in decided] == [True, False]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "a question is no object"),
        (question(stem=...), "the key “stem” is missing"),
        (question(stem=7), "the stem is not text"),
        (question(stem=" "), "the stem is empty"),
        (question(level=4), "the level is 4 – write 1 to 3"),
        (question(level=True), "the level is not a whole number"),
        (question(level=10**60), "the level is not a whole number"),
        (question(publish="yes"), "the publish is not true or false"),
        (question(services="rds"), "the services are no list"),
        (question(services=[1]), "the services are not all text"),
        (question(kind="essay"), "unknown kind “essay” – write one of single, multiple"),
        (question(explanaton="x"), "unknown key “explanaton” – use answers, explanation"),
        (question(options={}), "the options are no list"),
        (question(options=["a", "b"]), "option 1 is no object"),
        (question(options=[{"text": "a"}, {"key": True}]), "option 2: the key “text” is missing"),
        (question(options=[{"text": "a", "letter": "a b"}]), "option 1: the letter “a b” cannot"),
        (question(options=[{"text": "a", "place": 0}]), "option 1: the place is 0"),
        (question(options=[{"text": str(i)} for i in range(800)]), "800 options are more than 26"),
        (
            question(options=[{"text": "a", "key": True}, {"text": "b", "place": 1}]),
            "a place in a question of choice",
        ),
        (question(kind="ordering"), "a key in a question of the kind ordering"),
        (question(answers=["x", "y"]), "answers in a question that is no matching one"),
        (question(stem="a\0b"), "U+0000 is no character of a text"),
        (question(stem="a\ud800b"), "U+D800 is no character of a text"),
    ],
)
def test_a_question_that_is_wrong_is_rejected_alone(value: Any, reason: str) -> None:
    wrong, good = read(bank(value, QUESTION))
    assert wrong.status is Status.REJECTED
    assert reason in " | ".join(wrong.reasons)
    assert all(" – " in each for each in wrong.reasons)
    assert good.status is Status.IMPORTED


def test_a_key_that_stands_twice_is_rejected() -> None:
    text = json.dumps(bank(QUESTION)).replace('"key": true', '"key": true, "key": false')
    (report,) = read(text)
    assert report.reasons == ("option 1: the key “key” stands twice – keep one",) or (
        report.reasons == ("the key “key” stands twice – keep one",)
    )


HEAD = '{"format": "studyapp-questions", "version": 1,\n '


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "b.json – the file is empty"),
        ("[]", "b.json:1 – no “{” where a bank is an object"),
        ("{}", "b.json:1 – the key “format” is missing"),
        (HEAD + '"questions": []', "b.json:2 – no “,” where a comma, or “}” at the end"),
        (HEAD + '"questions": [}', "b.json:2 – no JSON (Expecting value, column 16)"),
        (HEAD + '"questions": [{"stem": "x}]}', "b.json:2 – no JSON (Unterminated string"),
        (HEAD + '"questions": [{"a": 1} {"a": 1}]}', "b.json:2 – no “,”"),
        (HEAD + '"questions": {}}', "b.json:2 – no “[” where the questions are a list"),
        (HEAD + '"questions": [],\n"questions": []}', "b.json:3 – the key “questions” stands"),
        (HEAD + '"question": []}', "b.json:2 – unknown key “question”"),
        (HEAD + '1: []}', "b.json:2 – unknown key “1”"),
        (HEAD + '"title": 3, "questions": []}', "b.json:2 – the title is no text"),
        (HEAD + '"questions": []}\n{}', "b.json:3 – something follows the bank's end"),
        (HEAD + '"questions": [' + "[" * 9000, "b.json:2 – lists or objects nested too deeply"),
        ('{\n"version": 2}', "b.json:2 – the version is 2, and only 1 is known here"),
        ('{\n"version": true}', "b.json:2 – the version is True"),
        ('{\n"format": []}', "b.json:2 – the format is “…”"),
        ('{\n"format": "x"}', "b.json:2 – the format is “x”"),
        (b"\xff", "b.json:1 – byte 1 (0xFF) is not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_bank_is_refused_with_its_line(text: str | bytes, problem: str) -> None:
    said = refusal(text)
    assert said.startswith(problem)
    assert said.count(" – ") == 2


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        (b'{"format": "studyapp-questions"', True),
        ('{"format" : "studyapp-questions"'.encode("utf-16"), True),
        (b'\xef\xbb\xbf{\n "version": 1, "format":"studyapp-questions"', True),
        (b'{"name": "studyapp-questions"}', False),
        (b" " * 5000 + b'{"format": "studyapp-questions"', False),
        (b"", False),
    ],
)
def test_other_json_is_none_of_ours(data: bytes, fits: bool) -> None:
    assert (known.of_file("x/y.json", data) is known.named("json")) is fits


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (json.dumps(bank(QUESTION, title="Brakes “and” \\ tyres")), ""),
        (
            '{"title": "Brakes \\u201cand\\u201d \\"tyres\\"", "questions": []}',
            'Brakes “and” "tyres"',
        ),
        ('{"questions": [{"title": "x"}]}', ""),
        ('{"title": "a\\nb", "questions": []}', "a b"),
        ('{"title": "a\\xb", "questions": []}', ""),
        ('{"title": 7, "questions": []}', ""),
    ],
)
def test_a_bank_is_called_what_it_says_above_its_questions(text: str, title: str) -> None:
    assert json_bank.title_in(text.encode()) == title


def test_what_is_written_says_its_title_first() -> None:
    assert json_bank.title_in(json_bank.write([PLAIN], title="Brakes & tyres").data) == (
        "Brakes & tyres"
    )
