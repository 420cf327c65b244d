"""The course that the project ships: written in our own words, and fit to learn from."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from content.catalogue import read_course
from content.drafts import CourseDraft, SectionKind
from content.models import Chapter, Course, Section
from quizzes import linting
from quizzes.drafts import QuestionDraft, Status
from quizzes.form_files import FormDraft, FormKind, read_forms
from quizzes.models import Question
from quizzes.reports import Report
from tests.books import check, said

WRITTEN = date(2026, 11, 24)
"""Later on its facts grow stale, which is no fault of the tests."""
COURSE = Path(settings.BASE_DIR) / "content/courses/clf-c02"
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpus"
RUN = 8
DATABASES = ("rds", "dynamodb", "aurora", "redshift")


@cache
def report() -> Report:
    return check(COURSE)


@cache
def catalogue() -> CourseDraft:
    text = (COURSE / "course.toml").read_text("utf-8")
    return read_course(text, slug="clf-c02", path="course.toml")


def drafts() -> list[QuestionDraft]:
    return [question.draft for question in report().questions if question.draft is not None]


def texts() -> Iterator[tuple[str, str]]:
    """Every file of words with its name."""
    for path in sorted(COURSE.rglob("*")):
        if path.suffix in (".md", ".toml", ".svg"):
            yield path.relative_to(COURSE).as_posix(), path.read_text("utf-8")


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


def test_catalogue_is_the_real_exams() -> None:
    course = catalogue()
    assert (course.code, course.title) == ("CLF-C02", "AWS Certified Cloud Practitioner")
    form = course.blueprint
    assert (form.questions, form.scored, form.minutes) == (65, 50, 90)
    assert (form.scale_low, form.scale_high, form.pass_scaled) == (100, 1000, 700)
    assert [domain.weight for domain in course.domains] == [24, 30, 34, 12]
    assert [len(domain.tasks) for domain in course.domains] == [4, 4, 8, 3]
    assert all(service.task for service in course.services)


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


def test_course_says_that_nobody_endorses_it() -> None:
    assert "not affiliated with" in catalogue().notice
    assert "endorsed" in catalogue().notice
    for path, text in texts():
        visible = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        for sentence in re.split(r"(?<=[.!?])\s", visible):
            assert "official" not in sentence.lower(), (path, sentence)


def test_chapter_says_where_its_facts_are_from() -> None:
    for path, text in texts():
        if path.startswith("chapters/") and path.endswith(".md"):
            assert len(re.findall(r"<!--.*?https://", text)) >= 8, path


# As a page


@pytest.mark.words
@pytest.mark.usefixtures("shipped_course", "db")
def test_parts_of_the_chapter_stand_in_their_order() -> None:
    chapter = Chapter.objects.get(slug="databases")
    sections = list(chapter.sections.order_by("position"))
    firsts: dict[str, int] = {}
    for place, section in enumerate(sections):
        firsts.setdefault(section.kind, place)
    order = (
        SectionKind.CONTENTS,
        SectionKind.OVERVIEW,
        SectionKind.CONCEPT,
        SectionKind.COMPARISON,
        SectionKind.LAB,
        SectionKind.SCENARIO,
        SectionKind.QUIZ,
        SectionKind.SUMMARY,
    )
    assert [firsts[kind] for kind in order] == sorted(firsts[kind] for kind in order)
    labs = Section.objects.filter(chapter=chapter, steps__isnull=False).distinct()
    assert labs.count() == 3
    assert all(lab.steps.count() >= 3 for lab in labs)
    concepts = chapter.sections.filter(kind=SectionKind.CONCEPT)
    for service in (*DATABASES, "elasticache", "documentdb", "neptune"):
        assert concepts.filter(services__slug=service).exists(), service


@pytest.mark.words
@pytest.mark.usefixtures("shipped_course", "db")
def test_questions_are_taught_in_the_chapter_that_asks_them() -> None:
    for question in Question.objects.asked().select_related("section", "quiz__chapter", "task"):
        assert question.quiz is not None
        assert question.section is not None, question.code
        assert question.section.chapter == question.quiz.chapter
        assert question.section.retired_at is None
        assert question.task is not None
        assert question.services.exists()


@pytest.mark.words
@pytest.mark.usefixtures("shipped_course", "db")
def test_every_link_and_image_of_the_chapter_works() -> None:
    client = Client()
    for chapter in Chapter.objects.all():
        page = client.get(chapter.get_absolute_url()).content.decode()
        ids = set(re.findall(r'\bid="([^"]+)"', page))
        links = {unquote(link) for link in re.findall(r'href="#([^"]+)"', page)}
        assert links <= ids, links - ids
        images = re.findall(r'<img[^>]* src="([^"]+)"', page)
        assert images
        for address in images:
            assert client.get(address).status_code == 200
        assert re.findall(r'<img(?![^>]* alt="[^"]{15,}")[^>]*>', page) == []
        assert "figure-missing" not in page
        assert "link-missing" not in page


# Our own words


def words(text: str) -> Sequence[str]:
    return re.findall(r"[\w']+", re.sub(r"[*_`#>|]|&\w+;", " ", text.lower()))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words."""
    every = words(text)
    return {tuple(every[at : at + RUN]) for at in range(len(every) - RUN + 1)}


def test_runs_are_found_whatever_the_markup() -> None:
    one = "It is **one two** three, `four` five six seven eight nine."
    assert runs(one) & runs("ONE two\nthree four _five_ six; seven eight!")
    assert not runs(one) & runs("two one three four five six seven eight")


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"{CORPUS} is not here: nothing to compare our words with"
)
def test_no_run_of_eight_words_is_shared_with_the_reference() -> None:
    theirs = {
        run for path in CORPUS.glob("*.md") if path.name != "README.md"
        for run in runs(path.read_text("utf-8"))
    }  # fmt: skip
    assert len(theirs) > 1_000
    for path, text in texts():
        shared = runs(text) & theirs
        assert not shared, (path, sorted(" ".join(run) for run in shared)[:5])


@pytest.mark.words
@pytest.mark.usefixtures("shipped_course", "db")
def test_the_lint_has_nothing_to_object_to() -> None:
    found = linting.of_course(Course.objects.get(), today=WRITTEN)
    assert [str(each) for each in found] == []


@pytest.mark.usefixtures("shipped_course", "db")
def test_nothing_of_the_exam_guide_is_missing() -> None:
    out = StringIO()
    call_command("coverage_report", "--json", stdout=out)
    (course,) = json.loads(out.getvalue())["courses"]
    assert course["missing"] == 0
    assert course["forms"] >= 5
