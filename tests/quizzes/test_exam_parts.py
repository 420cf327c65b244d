from typing import Any

import pytest

from quizzes.exam_parts import certainties, domain_results, longest
from quizzes.responses import ResponseRow
from quizzes.results import Bar


def row(position: int = 1, score: float = 1.0, **fields: Any) -> ResponseRow:
    values: dict[str, Any] = {"flagged": False, "answered": True, "given": {}} | fields
    return ResponseRow(position, position, 1, 1, score=score, **values)


class TestDomains:
    @pytest.mark.parametrize(
        ("right", "total", "says", "percent"),
        [
            (4, 4, "few", None),
            (0, 4, "few", None),
            (0, 5, "below", 0),
            (11, 16, "below", 68),
            (7, 10, "meets", 70),
            (5, 6, "meets", 83),
            (15, 17, "above", 88),
            (5, 5, "above", 100),
        ],
    )
    def test_are_held_against_the_mark(
        self, right: int, total: int, says: str, percent: int | None
    ) -> None:
        (made,) = domain_results([Bar("1 One", right, total)], [], pass_mark=70, explained=True)
        assert (made.says, made.percent, made.change) == (says, percent, "")
        assert 0 <= made.low <= round(100 * right / total) <= made.high <= 100

    @pytest.mark.parametrize(
        ("before", "after", "told"),
        [
            ((3, 4), (15, 17), ""),
            ((15, 17), (3, 4), ""),
            ((11, 17), (12, 17), "last time 11/17: no change can be told"),
            ((4, 17), (15, 17), "last time 4/17: better"),
            ((15, 17), (4, 17), "last time 15/17: lower"),
        ],
    )
    def test_change_only_where_chance_does_not_explain_it(
        self, before: tuple[int, int], after: tuple[int, int], told: str
    ) -> None:
        (made,) = domain_results(
            [Bar("1 One", *after)], [Bar("1 One", *before)], pass_mark=70, explained=True
        )
        assert made.change == told

    def test_a_domain_that_is_new_has_no_change(self) -> None:
        (made,) = domain_results(
            [Bar("1 One", 5, 9)], [Bar("2 Two", 5, 9)], pass_mark=70, explained=True
        )
        assert made.change == ""

    def test_words_alone_while_nothing_may_be_explained(self) -> None:
        now = [Bar("1 One", 5, 9), Bar("2 Two", 4, 4), Bar("3 Three", 9, 9)]
        made = domain_results(now, now, pass_mark=70, explained=False)
        assert [(one.label, one.right, one.percent, one.says, one.change) for one in made] == [
            ("1 One", None, None, "below", ""),
            ("3 Three", None, None, "above", ""),
        ]


class TestCertainty:
    def test_is_a_table_of_what_was_answered(self) -> None:
        rows = [
            *[row(certainty=3)] * 4,
            row(score=0.0, certainty=3),
            row(score=0.5, certainty=1),
            row(certainty=1),
            row(score=0.0),
            row(score=0.0, certainty=3, answered=False),
        ]
        made = [(one.label, one.right, one.wrong, one.percent) for one in certainties(rows)]
        assert made == [
            ("sure", 4, 1, 80),
            ("a guess", 1, 1, None),
            ("not said", 0, 1, None),
        ]

    def test_is_no_table_where_none_was_said(self) -> None:
        assert certainties([row(), row(score=0.0)]) == []
        assert certainties([row(score=0.0, certainty=2, answered=False)]) == []


def test_the_questions_that_took_longest() -> None:
    rows = [row(position) for position in range(1, 9)]
    seconds = {1: 10.0, 2: 200.0, 4: 61.0, 5: 60.0, 6: 59.0, 7: 61.5, 8: 5.0}
    made = [(one.position, one.took) for one in longest(rows, seconds)]
    assert made == [
        (2, "3 min 20 s"),
        (7, "1 min 2 s"),
        (4, "1 min 1 s"),
        (5, "1 min"),
        (6, "59 s"),
    ]
