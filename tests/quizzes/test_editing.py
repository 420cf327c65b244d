import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.editing import Answer, Fault, Finding, Row, Words, code_for, findings, words_of


def words(*texts: str, key: str = "A", **kwargs: object) -> Words:
    rows = tuple(Row(i, text, chr(ord("A") + i) in key) for i, text in enumerate(texts))
    return Words(**{"stem": "Which one?", "rows": rows} | kwargs)  # type: ignore[arg-type]


def faults(typed: Words) -> list[tuple[Fault, int | None]]:
    return [(found.fault, found.place) for found in findings(typed)]


def test_sound_words_have_no_findings() -> None:
    assert findings(words("RDS", "S3")) == []
    assert findings(words("RDS", "S3", "EBS", key="AC")) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (words("RDS", "S3", stem="  \n"), (Fault.NO_STEM, None)),
        (words(), (Fault.NO_OPTIONS, None)),
        (words("RDS"), (Fault.ONE_OPTION, None)),
        (words("RDS", "S3", key=""), (Fault.NO_KEY, None)),
        (words("RDS", "S3", key="AB"), (Fault.ALL_KEYS, None)),
        (words("RDS", "S3", "rds"), (Fault.SAME_TEXT, 2)),
        (words("An  option", "S3", "an option "), (Fault.SAME_TEXT, 2)),
        (words("RDS", "S3", "", key="AC"), (Fault.KEY_WITHOUT_TEXT, 2)),
        (words("RDS", "S3", "All of the above"), (Fault.OPTION_CITES, 2)),
        (words("RDS", "S3", explanation="Option A is right."), (Fault.EXPLANATION_CITES, None)),
        (words("RDS", "S3", stem="Why is answer B wrong?"), (Fault.STEM_CITES, None)),
    ],
)
def test_each_fault_is_found_where_it_is(typed: Words, expected: tuple[Fault, int | None]) -> None:
    assert faults(typed) == [expected]


def placed(*places: int | None, answers: int = 0, **kwargs: object) -> Words:
    """Options that belong in these places; with answers, those that have these answers."""
    rows = tuple(Row(i, f"Option {i}", belongs=place) for i, place in enumerate(places))
    fields: dict[str, object] = {
        "stem": "Which order?",
        "rows": rows,
        "kind": Kind.MATCHING if answers else Kind.ORDERING,
        "answers": tuple(Answer(n, f"Answer {n}") for n in range(1, answers + 1)),
    }
    fields |= {name.rstrip("_"): value for name, value in kwargs.items()}
    return Words(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (placed(2, 1, 3), []),
        (placed(2, None, 1), [(Fault.NO_PLACE, 1)]),
        (placed(2, 1, 4), [(Fault.NO_SUCH_PLACE, 2)]),
        (placed(0, 1, 2), [(Fault.NO_SUCH_PLACE, 0)]),
        (placed(2, 1, 2), [(Fault.PLACE_TWICE, 2)]),
        (placed(-1, 1, 1), [(Fault.NO_SUCH_PLACE, 0), (Fault.PLACE_TWICE, 2)]),
        (placed(1), [(Fault.ONE_OPTION, None)]),
        (placed(2, 2, answers=3), []),
        (placed(1, None, answers=2), [(Fault.NO_MATCH, 1)]),
        (placed(1, 3, answers=2), [(Fault.NO_SUCH_ANSWER, 1)]),
        (placed(1, 1, answers=1), [(Fault.FEW_ANSWERS, None)]),
        (
            placed(1, 4, kind=Kind.MATCHING, answers_=(Answer(1, "Oak"), Answer(4, " oak"))),
            [(Fault.SAME_ANSWER, 3)],
        ),
        (placed(1, 2, explanation="Option A comes first."), [(Fault.EXPLANATION_CITES, None)]),
    ],
)
def test_each_fault_of_places_is_found_where_it_is(
    typed: Words, expected: list[tuple[Fault, int | None]]
) -> None:
    assert faults(typed) == expected


def test_a_place_without_an_option_is_found() -> None:
    rows = (*placed(1, 2).rows, Row(6, "", belongs=3))
    assert faults(placed(rows=rows)) == [(Fault.PLACE_WITHOUT_TEXT, 6)]


def test_answers_are_numbered_among_those_that_were_written() -> None:
    """Blank rows between them are no answers, and options name answers by their rows."""
    answers = (Answer(2, "Oak"), Answer(5, "Elm"), Answer(6, "Ash"))
    typed = Words("Which?", placed(5, 2, 5).rows, kind=Kind.MATCHING, answers=answers)
    assert findings(typed) == []
    draft = typed.draft()
    assert (draft.kind, draft.answers) == (Kind.MATCHING, ("Oak", "Elm", "Ash"))
    assert [option.place for option in draft.options] == [2, 1, 2]
    assert draft.key == ("A-2", "B-1", "C-2")


def test_ticks_and_places_of_another_kind_are_left_out() -> None:
    rows = (Row(0, "RDS", True, belongs=2), Row(1, "S3", belongs=1))
    for kind, keys, places in (
        (Kind.SINGLE, [True, False], [None, None]),
        (Kind.ORDERING, [False, False], [2, 1]),
    ):
        options = Words("Which?", rows, kind=kind).draft().options
        assert [option.is_key for option in options] == keys
        assert [option.place for option in options] == places


@pytest.mark.parametrize("typed", [placed(2, 1, 3), placed(3, 3, 1, answers=4)])
def test_words_of_a_draft_with_places_are_its_words(typed: Words) -> None:
    assert words_of(typed.draft()).draft() == typed.draft()
    assert findings(words_of(typed.draft())) == []


def test_a_reason_without_an_option_is_found() -> None:
    rows = (Row(0, "RDS", True), Row(1, "S3"), Row(5, "", rationale="It is for files."))
    assert faults(Words("Which?", rows)) == [(Fault.RATIONALE_WITHOUT_TEXT, 5)]


def test_a_reason_that_cites_a_letter_is_found() -> None:
    rows = (Row(0, "RDS", True), Row(1, "S3", rationale="Option A is better."))
    assert findings(Words("Which?", rows)) == [Finding(Fault.RATIONALE_CITES, 1, "A")]


@pytest.mark.parametrize("last", ["All of the above", "Both A and B"])
def test_words_may_name_letters_where_the_order_stays(last: str) -> None:
    typed = words("RDS", "S3", last, explanation="Option A is right.", shuffle=False)
    assert findings(typed) == []


def test_code_differs_by_case_but_prose_does_not() -> None:
    assert findings(words("`ls -l`", "`ls -L`")) == []
    assert faults(words("`ls`", "`ls`")) == [(Fault.SAME_TEXT, 1)]


def test_several_findings_come_together() -> None:
    found = faults(words("RDS", "RDS", key="", stem=""))
    assert found == [(Fault.NO_STEM, None), (Fault.SAME_TEXT, 1), (Fault.NO_KEY, None)]


def test_words_become_a_draft_lettered_by_place() -> None:
    rows = (Row(3, "S3", True, "why"), Row(7, ""), Row(0, "EBS"), Row(1, "RDS", True))
    draft = Words("Which?", rows, "Because.", shuffle=False).draft()
    assert [(o.letter, o.text, o.is_key) for o in draft.options] == [
        ("A", "S3", True),
        ("B", "EBS", False),
        ("C", "RDS", True),
    ]
    assert (draft.kind, draft.explanation, draft.shuffle) == (Kind.MULTIPLE, "Because.", False)
    assert words("RDS", "S3").draft().kind == Kind.SINGLE


texts = st.text(max_size=12)
row_lists = st.lists(st.builds(Row, st.integers(0, 20), texts, st.booleans(), texts), max_size=8)


@given(stem=texts, rows=row_lists, explanation=texts, shuffle=st.booleans())
def test_any_typing_ends_in_findings_and_a_draft(
    stem: str, rows: list[Row], explanation: str, shuffle: bool
) -> None:
    typed = Words(stem, rows, explanation, shuffle)
    draft = typed.draft()
    assert words_of(draft).draft() == draft
    if not findings(typed):
        assert draft.key
        assert len(draft.options) > len(draft.key)
        assert all(option.text for option in draft.options)


def test_codes_are_made_of_the_stem_and_unlike_any_other() -> None:
    assert code_for("Which *Amazon* service — is it?", ()) == "which-amazon-service-is-it"
    assert code_for("Où est-ce ?", ()) == "ou-est-ce"
    assert code_for("数据库", {"question"}) == "question-2"
    assert code_for("A b", {"a-b", "a-b-2"}) == "a-b-3"
    assert len(code_for("word" * 40, ())) <= 60
