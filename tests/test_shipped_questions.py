"""The questions and mock exams that the project ships: sound, tagged, and no key to be guessed."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from quizzes.drafts import QuestionDraft, Status
from quizzes.form_files import FormDraft, FormKind, read_forms
from quizzes.reports import Report
from tests.books import check, said
from tests.shipped import COURSE, DATABASES, catalogue


@cache
def report() -> Report:
    return check(COURSE)


def drafts() -> list[QuestionDraft]:
    return [question.draft for question in report().questions if question.draft is not None]


def test_it_loads_without_a_warning() -> None:
    assert said(report()) == ""
    assert report().chapters
    assert {question.status for question in report().questions} == {Status.IMPORTED}


def test_every_chapter_has_questions_enough() -> None:
    for chapter in report().chapters:
        own = [draft for draft in drafts() if draft.path == chapter.path]
        assert len(own) >= 20, chapter.path
        assert sum(len(draft.key) > 1 for draft in own) >= len(own) / 7, chapter.path


def test_every_question_explains_itself_and_each_option() -> None:
    for draft in drafts():
        assert draft.explanation, draft.line
        for option in draft.options:
            assert len(option.rationale) >= 20, (draft.line, option.letter)
        assert (4 if draft.kind.is_choice else 3) <= len(draft.options) <= 6, draft.line
        assert draft.publish
        assert draft.shuffle, f"line {draft.line} depends on the options' order"


def test_every_question_has_an_id_of_its_own_services_task_level_and_section() -> None:
    known = {service.slug for service in catalogue().services}
    tasks = {task.code for domain in catalogue().domains for task in domain.tasks}
    codes = [draft.tags.code for draft in drafts()]
    assert all(codes)
    assert len(set(codes)) == len(codes)
    for draft in drafts():
        assert draft.tags.services, draft.line
        assert set(draft.tags.services) <= known, draft.line
        assert draft.tags.task in tasks, draft.line
        assert draft.tags.level in (1, 2, 3), draft.line
        assert draft.tags.section, draft.line


def test_questions_that_ask_for_several_say_how_many() -> None:
    words = {2: r"two|2", 3: r"three|3"}
    for draft in drafts():
        count = len(draft.key)
        if draft.kind.is_choice and count > 1:
            assert re.search(rf"\b({words[count]})\b", draft.stem, re.IGNORECASE), draft.line
        if draft.kind.is_choice:
            assert 0 < count < len(draft.options), draft.line


def test_keys_stand_evenly_at_every_place() -> None:
    singles = [draft for draft in drafts() if len(draft.key) == 1 and len(draft.options) == 4]
    places = Counter(
        place for draft in singles for place, option in enumerate(draft.options) if option.is_key
    )
    expected = len(singles) / 4
    assert len(singles) >= 12
    skew = sum((places[place] - expected) ** 2 / expected for place in range(4))
    # Chi-square with three degrees of freedom: 5 % of fair hands are more uneven than 7.81.
    assert skew < 7.81, places
    row = [draft.key[0] for draft in singles]
    assert all(len(set(row[at : at + 4])) > 1 for at in range(len(row) - 3)), "four alike in a row"


def test_key_is_not_given_away_by_its_length() -> None:
    singles = [draft for draft in drafts() if len(draft.key) == 1]
    longest = shortest = 0.0
    for draft in singles:
        lengths = [len(option.text) for option in draft.options]
        of_key = next(len(option.text) for option in draft.options if option.is_key)
        longest += (of_key == max(lengths)) / lengths.count(max(lengths))
        shortest += (of_key == min(lengths)) / lengths.count(min(lengths))
    chance = len(singles) / 4
    # Two standard deviations of a fair draw.
    slack = 2 * (len(singles) * 0.25 * 0.75) ** 0.5
    assert longest <= chance + slack
    assert shortest <= chance + slack


def test_no_two_questions_ask_the_same() -> None:
    stems = [set(re.findall(r"\w+", draft.stem.lower())) for draft in drafts()]
    for place, one in enumerate(stems):
        for other in stems[place + 1 :]:
            assert len(one & other) / len(one | other) < 0.8, (one, other)


def test_no_question_offers_all_or_none_of_the_above() -> None:
    for draft in drafts():
        for option in draft.options:
            assert not re.search(r"\b(all|none|both) of (the above|these)\b", option.text, re.I)


@pytest.mark.parametrize("service", DATABASES)
def test_databases_are_asked_about(service: str) -> None:
    assert sum(service in draft.tags.services for draft in drafts()) >= 3


@cache
def forms() -> Sequence[FormDraft]:
    return read_forms((COURSE / "forms.toml").read_text("utf-8"), path="forms.toml")


def tasks(codes: Iterable[str]) -> Counter[str]:
    of = {draft.tags.code: draft.tags.task for draft in drafts()}
    return Counter(of[code] for code in codes)


def by_domain(codes: Iterable[str]) -> dict[int, int]:
    of = {task.code: domain.number for domain in catalogue().domains for task in domain.tasks}
    counts: Counter[int] = Counter()
    for task, count in tasks(codes).items():
        counts[of[task]] += count
    return dict(sorted(counts.items()))


def test_three_mock_exams_have_the_real_ones_proportions() -> None:
    exams = [form for form in forms() if form.kind is FormKind.EXAM]
    assert len(exams) == 3
    for form in exams:
        counting = set(form.questions) - form.unscored
        assert by_domain(form.questions) == {1: 16, 2: 19, 3: 22, 4: 8}
        assert by_domain(counting) == {1: 12, 2: 15, 3: 17, 4: 6}


def test_the_diagnostic_asks_about_every_task_statement() -> None:
    (form,) = (form for form in forms() if form.kind is FormKind.DIAGNOSTIC)
    every = {task.code for domain in catalogue().domains for task in domain.tasks}
    assert set(tasks(form.questions)) == every
    assert (len(form.questions), len(every), form.unscored) == (20, 19, frozenset())


def test_no_question_is_in_two_forms_and_all_are_of_the_real_exams_kinds() -> None:
    codes = [code for form in forms() for code in form.questions]
    assert len(codes) == len(set(codes))
    kinds = {draft.tags.code: draft.kind for draft in drafts()}
    assert {kinds[code] for code in codes} == set(catalogue().blueprint.kinds)
