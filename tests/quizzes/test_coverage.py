"""What covers the exam guide, worked out from plain values."""

from dataclasses import replace

import pytest

from quizzes.coverage import (
    ENOUGH,
    Asked,
    Coverage,
    Gap,
    Guide,
    Named,
    Row,
    Taught,
    coverage,
)
from quizzes.drafts import Kind

GUIDE = Guide(
    domains=[Named(1, "1", "Craft", weight=60), Named(2, "2", "Weather", weight=40)],
    tasks=[Named(11, "1.1", "Hulls", domain=1), Named(21, "2.1", "Winds", domain=2)],
    services=[Named(5, "sloop", "Sloop"), Named(6, "wind", "Wind")],
    questions=10,
)
QUESTION = Asked(frozenset({5}), 11, 1, None, 1, Kind.SINGLE, scored=True)
SECTION = Taught(7, "The sloop", "/sea/boats/#sloop", frozenset({5}), frozenset({11}))


def of(
    *questions: Asked, sections: tuple[Taught, ...] = (SECTION,), guide: Guide = GUIDE
) -> Coverage:
    return coverage(guide, sections, questions)


def hulls(*questions: Asked, sections: tuple[Taught, ...] = (SECTION,)) -> Row:
    return of(*questions, sections=sections).tasks[0]


ALL_LEVELS = tuple(replace(QUESTION, level=1 + n % 3) for n in range(ENOUGH))


def test_a_task_counts_its_questions_by_level_and_kind() -> None:
    row = hulls(
        QUESTION,
        replace(QUESTION, level=3, kind=Kind.ORDERING),
        replace(QUESTION, level=None, kind=Kind.MULTIPLE),
        replace(QUESTION, task=21),
        replace(QUESTION, task=None),
    )
    assert (row.questions, row.levels, row.unlevelled) == (3, (1, 0, 1), 1)
    assert row.kinds == {Kind.SINGLE: 1, Kind.MULTIPLE: 1, Kind.ORDERING: 1}
    assert row.sections == [SECTION]


@pytest.mark.parametrize(
    ("questions", "sections", "gaps"),
    [
        (ALL_LEVELS, (SECTION,), []),
        (ALL_LEVELS, (), [Gap.NO_SECTION]),
        (ALL_LEVELS[1:], (SECTION,), [Gap.FEW_QUESTIONS]),
        ((), (), [Gap.NO_SECTION, Gap.NO_QUESTION]),
        ((QUESTION,) * 10, (SECTION,), [Gap.NO_LEVEL_2, Gap.NO_LEVEL_3]),
        ((replace(QUESTION, level=2),), (SECTION,), [
            Gap.FEW_QUESTIONS, Gap.NO_LEVEL_1, Gap.NO_LEVEL_3
        ]),
        ((replace(QUESTION, level=None),) * 10, (SECTION,), [
            Gap.NO_LEVEL_1, Gap.NO_LEVEL_2, Gap.NO_LEVEL_3
        ]),
    ],
)  # fmt: skip
def test_what_a_task_lacks_is_named(
    questions: tuple[Asked, ...], sections: tuple[Taught, ...], gaps: list[Gap]
) -> None:
    assert hulls(*questions, sections=sections).gaps == gaps


@pytest.mark.parametrize(
    ("questions", "sections", "gaps"),
    [
        ((QUESTION,), (SECTION,), []),
        ((QUESTION,), (), [Gap.NO_SECTION]),
        ((), (SECTION,), [Gap.NO_QUESTION]),
        ((replace(QUESTION, services=frozenset({6})),), (SECTION,), [Gap.NO_QUESTION]),
    ],
)
def test_a_service_needs_one_section_and_one_question(
    questions: tuple[Asked, ...], sections: tuple[Taught, ...], gaps: list[Gap]
) -> None:
    assert of(*questions, sections=sections).services[0].gaps == gaps


def test_gaps_are_counted_and_a_question_on_two_services_counts_for_both() -> None:
    both = of(replace(QUESTION, services=frozenset({5, 6})))
    assert [row.questions for row in both.services] == [1, 1]
    assert both.gaps == sum(len(row.gaps) for row in (*both.tasks, *both.services)) == 6


def test_exams_are_as_many_as_the_scarcest_domain_fills() -> None:
    weather = replace(QUESTION, task=21, domain=2)
    report = of(*[QUESTION] * 19, *[weather] * 9, *[replace(weather, scored=False)] * 50)
    assert [(row.quota, row.questions, row.scored, row.forms) for row in report.domains] == [
        (6, 19, 19, 3),
        (4, 59, 9, 2),
    ]
    assert report.forms == 2
    assert report.questions == 78


def test_without_a_guide_there_is_nothing_to_miss() -> None:
    report = of(QUESTION, guide=Guide([], [], [], 0))
    assert (report.questions, report.forms, report.gaps) == (1, 0, 0)


def test_a_domain_that_no_exam_asks_about_keeps_none_from_being_filled() -> None:
    guide = replace(GUIDE, domains=[replace(GUIDE.domains[0], weight=100), GUIDE.domains[1]])
    guide = replace(guide, domains=[guide.domains[0], replace(guide.domains[1], weight=0)])
    report = of(*[QUESTION] * 20, guide=guide)
    assert [row.forms for row in report.domains] == [2, None]
    assert report.forms == 2
