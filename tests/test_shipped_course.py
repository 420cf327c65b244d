"""The course that the project ships: written in our own words, and fit to learn from."""

import json
import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from content.drafts import SectionKind
from content.models import Chapter, Course, Section
from quizzes import linting
from quizzes.models import Question
from tests.shipped import DATABASES, catalogue, texts

WRITTEN = date(2026, 11, 24)
"""Later on its facts grow stale, which is no fault of the tests."""


CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpus"
RUN = 8


def test_catalogue_is_the_real_exams() -> None:
    course = catalogue()
    assert (course.code, course.title) == ("CLF-C02", "AWS Certified Cloud Practitioner")
    form = course.blueprint
    assert (form.questions, form.scored, form.minutes) == (65, 50, 90)
    assert (form.scale_low, form.scale_high, form.pass_scaled) == (100, 1000, 700)
    assert [domain.weight for domain in course.domains] == [24, 30, 34, 12]
    assert [len(domain.tasks) for domain in course.domains] == [4, 4, 8, 3]
    assert all(service.task for service in course.services)


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
