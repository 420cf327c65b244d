import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.places import Layout
from quizzes.shown_places import NOTHING, answers_of, asked, part, plain, told
from quizzes.wordings import AnswerWords, OptionWords, Words


def words(kind: Kind, *places: int, answers: int = 0, shuffle: bool = True) -> Words:
    """Options with ids 101, 102 … lettered A, B, C … that belong in these places."""
    return Words(
        kind=kind,
        shuffle=shuffle,
        stem=SafeString("?"),
        explanation=NOTHING,
        options=tuple(
            OptionWords(
                id=100 + number,
                position=number,
                letter="ABCDEFGHI"[number - 1],
                html=SafeString(f"<p>Option <b>{number}</b></p>"),
                is_key=False,
                rationale=SafeString(f"Because {number}"),
                place=place,
            )
            for number, place in enumerate(places, 1)
        ),
        answers=tuple(
            AnswerWords(number, SafeString(f"<p>Answer {number}</p>"))
            for number in range(1, answers + 1)
        ),
    )


ORDER = words(Kind.ORDERING, 3, 1, 2)
ORDER_SEEN = Layout([102, 103, 101], [1, 2, 3])
MATCH = words(Kind.MATCHING, 2, 2, 4, answers=4)
MATCH_SEEN = Layout([103, 101, 102], [4, 1, 2, 3])


class TestBeforeGrading:
    def test_an_order_shows_its_options_in_the_places_given(self) -> None:
        rows = asked(ORDER, ORDER_SEEN, {101: 1, 103: 3}, refused=False)
        assert [(row.number, row.given) for row in rows] == [(3, 1), (1, None), (2, 3)]

    def test_a_place_given_twice_goes_to_the_first_and_both_are_told(self) -> None:
        rows = asked(ORDER, ORDER_SEEN, {101: 2, 103: 2}, refused=False)
        assert [(row.number, row.given, row.fault) for row in rows] == [
            (1, None, ""),
            (2, 2, "twice"),
            (3, 2, "twice"),
        ]

    def test_what_is_missing_is_told_only_where_an_answer_was_refused(self) -> None:
        for told_, fault in ((False, ""), (True, "missing")):
            rows = asked(ORDER, ORDER_SEEN, {101: 2}, refused=told_)
            assert [row.fault for row in rows] == [fault, "", fault]

    def test_matches_may_share_an_answer(self) -> None:
        rows = asked(MATCH, MATCH_SEEN, {101: 1, 102: 1}, refused=True)
        assert [(row.number, row.given, row.fault) for row in rows] == [
            (1, None, "missing"),
            (2, 2, ""),
            (3, 2, ""),
        ]

    @pytest.mark.parametrize(("question", "seen"), [(ORDER, ORDER_SEEN), (MATCH, MATCH_SEEN)])
    def test_nothing_tells_where_anything_belongs(self, question: Words, seen: Layout) -> None:
        rows = asked(question, seen, question.answer_key.places, refused=True)
        for row in rows:
            assert (row.state, row.right, row.rationale) == ("", None, "")
            assert (row.given_html, row.right_html) == ("", "")

    @given(st.integers(2, 8), st.data())
    def test_every_option_of_an_order_is_shown_once(self, count: int, data: st.DataObject) -> None:
        ids = range(101, 101 + count)
        order = words(Kind.ORDERING, *range(1, count + 1))
        some = data.draw(st.frozensets(st.sampled_from(list(ids))))
        given_places = {pk: data.draw(st.integers(1, count)) for pk in sorted(some)}
        seen = Layout(list(ids), list(range(1, count + 1)))
        rows = asked(order, seen, given_places, refused=False)
        assert sorted(row.number for row in rows) == list(range(1, count + 1))
        for at, row in enumerate(rows, 1):
            alone = list(given_places.values()).count(row.given or 0) == 1
            assert not alone or row.given == at


class TestLetters:
    def test_of_an_order_are_never_shown_since_authors_may_have_written_it_so(self) -> None:
        for shuffle in (True, False):
            order = words(Kind.ORDERING, 1, 2, 3, shuffle=shuffle)
            assert {row.letter for row in asked(order, ORDER_SEEN, {}, refused=False)} == {""}

    @pytest.mark.parametrize(("shuffle", "letters"), [(True, "ABC"), (False, "CAB")])
    def test_of_matches_are_new_unless_words_cite_them(self, shuffle: bool, letters: str) -> None:
        match = words(Kind.MATCHING, 2, 2, 4, answers=4, shuffle=shuffle)
        rows = asked(match, MATCH_SEEN, {}, refused=False)
        assert "".join(row.letter for row in rows) == letters


class TestAfterGrading:
    def test_an_order_is_the_right_one(self) -> None:
        rows = told(ORDER, ORDER_SEEN, {101: 3, 102: 2})
        assert [(row.right, row.given, row.state) for row in rows] == [
            (1, 2, "wrong"),
            (2, None, "wrong"),
            (3, 3, "key"),
        ]
        assert [str(row.rationale) for row in rows] == ["Because 2", "Because 3", "Because 1"]

    def test_a_match_says_what_was_given_and_what_belongs(self) -> None:
        rows = told(MATCH, MATCH_SEEN, {101: 2, 102: 1})
        assert [
            (row.html[10:11] and row.state, row.given_html, row.right_html) for row in rows
        ] == [
            ("wrong", "", "<p>Answer 4</p>"),
            ("key", "<p>Answer 2</p>", "<p>Answer 2</p>"),
            ("wrong", "<p>Answer 1</p>", "<p>Answer 2</p>"),
        ]


def test_what_may_be_given_is_numbered_as_the_page_does() -> None:
    assert [(row.number, row.text) for row in answers_of(ORDER, ORDER_SEEN)] == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]
    assert [(row.number, row.html, row.text) for row in answers_of(MATCH, MATCH_SEEN)] == [
        (1, "<p>Answer 4</p>", "1. Answer 4"),
        (2, "<p>Answer 1</p>", "2. Answer 1"),
        (3, "<p>Answer 2</p>", "3. Answer 2"),
        (4, "<p>Answer 3</p>", "4. Answer 3"),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Amazon <b>RDS</b></p>", "Amazon RDS"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("<p>one</p>\n<p>two</p>", "one two"),
        ("", ""),
        ("x" * 300, "x" * 99 + "…"),
    ],
)
def test_html_is_one_line_of_words_in_a_list(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.ORDERING, "2 of 4 in the right place"),
        (Kind.MATCHING, "2 of 4 matched right"),
        (Kind.MULTIPLE, "2 of 4 right options, 1 wrong"),
    ],
)
def test_how_much_was_right_is_said_in_words(kind: Kind, said: str) -> None:
    assert part(kind, {"key": 2, "wrong": 1}, 4) == said


def test_rows_can_be_drawn_once_for_equal_values() -> None:
    rows = [
        *told(MATCH, MATCH_SEEN, {}),
        *asked(ORDER, ORDER_SEEN, {}, refused=True),
    ]
    assert len({hash(row) for row in rows}) == len(rows)
