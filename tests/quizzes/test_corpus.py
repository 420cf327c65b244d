"""The two real chapters beside the checkout load as they are, into the numbers of their README."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from content.drafts import SectionKind
from content.models import Chapter, LabStep, Section
from quizzes.models import Question
from tests.books import load_into, rows, said

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpus"
REFERENCE = "Chapter-05-AWS-Databases.md"
SECOND = "chapter-09-aws-architecture-well-architected-framework.md"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (CORPUS / REFERENCE).is_file(),
        reason=f"{CORPUS} is not here: it is no part of the project",
    ),
]


def lines_with(file: str, pattern: str) -> list[int]:
    text = (CORPUS / file).read_text("utf-8")
    return [n for n, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]


def html(chapter: int) -> str:
    """All of the chapter's HTML, in order."""
    sections = Section.objects.filter(chapter__number=chapter).order_by("position")
    return "\n".join(
        piece
        for section in sections
        for piece in (
            section.html,
            *section.steps.order_by("position").values_list("html", flat=True),
        )
    )


@pytest.mark.parametrize(
    ("file", "number", "title", "keys"),
    [
        (REFERENCE, 5, "AWS Databases", "CBDBCC"),
        (SECOND, 9, "AWS Architecture and the Well-Architected Framework", "BBBBCC"),
    ],
)
def test_chapter_gives_six_questions_with_their_keys(
    file: str, number: int, title: str, keys: str
) -> None:
    report = load_into(CORPUS / file)
    assert not report.failed
    (chapter,) = report.chapters
    assert (chapter.path, chapter.number, chapter.title) == (file, number, title)
    assert [question.key for question in report.questions] == [(letter,) for letter in keys]
    assert [question.options for question in report.questions] == [4] * 6
    assert [question.number for question in report.questions] == list("123456")
    stored = Question.objects.order_by("position").select_related("current")
    assert stored.asked().count() == 6
    for question, letter in zip(stored, keys, strict=True):
        assert question.current is not None
        assert [option.letter for option in question.current.options.filter(is_key=True)] == [
            letter
        ]
        assert question.current.options.count() == 4
        assert question.current.explanation
        assert not re.search(r"\*\*|^[A-D]\)", question.current.stem_html)


@pytest.mark.words
def test_reference_chapter_has_its_labs_scenario_and_code() -> None:
    load_into(CORPUS / REFERENCE)
    by_kind = Counter(Section.objects.filter(level=3).values_list("kind", flat=True))
    labs = Section.objects.filter(kind=SectionKind.LAB, steps__isnull=False).distinct()
    assert labs.count() == 3
    assert all(lab.steps.count() >= 2 for lab in labs)
    assert LabStep.objects.exclude(html="").count() == LabStep.objects.count() > 6
    scenarios = Section.objects.filter(kind=SectionKind.SCENARIO, level=2)
    assert scenarios.count() == 1, by_kind
    kinds = list(
        Section.objects.filter(level=2).order_by("position").values_list("kind", flat=True)
    )
    assert kinds[0] == SectionKind.CONTENTS
    assert SectionKind.QUIZ in kinds
    assert kinds[-1] in (SectionKind.SUMMARY, SectionKind.CONCEPT)
    assert html(5).count("<pre") == 10


@pytest.mark.words
def test_ordered_lists_keep_their_numbers_across_images() -> None:
    load_into(CORPUS / REFERENCE)
    made = html(5)
    # Where the author's number goes on after an image, either the list does or it starts there.
    written = [
        int(match[1])
        for line in (CORPUS / REFERENCE).read_text("utf-8").split("## Quiz")[0].splitlines()
        if (match := re.match(r"(\d+)\. ", line))
    ]
    shown: list[int] = []
    depth: list[int] = []
    for tag in re.finditer(r"<(/?)(ol|ul|li)\b([^>]*)>", made):
        end, name, attributes = tag.groups()
        if name == "li" and not end:
            if depth[-1] >= 0:
                depth[-1] += 1
                if sum(place >= 0 for place in depth) == len(depth) == 1:
                    shown.append(depth[-1])
        elif end and name != "li":
            depth.pop()
        elif name != "li":
            start = re.search(r'start="(\d+)"', attributes)
            depth.append((int(start[1]) if start else 1) - 1 if name == "ol" else -1)
    assert shown == written
    assert 'start="' in made


def test_missing_images_and_chapter_are_told_with_their_lines_and_shown_gracefully() -> None:
    report = load_into(CORPUS / REFERENCE)
    images = lines_with(REFERENCE, r"^\s*!\[")
    (next_chapter,) = lines_with(REFERENCE, r"\]\(Chapter-06")
    assert len(images) == 7
    assert [problem.line for problem in report.problems] == [*images, next_chapter]
    assert all("there is no image" in problem.what for problem in report.problems[:7])
    assert report.problems[7].what.endswith("leads to no chapter")
    made = html(5)
    boxes = re.findall(r'class="figure-missing" role="img" aria-label="([^"]+)">', made)
    text = (CORPUS / REFERENCE).read_text("utf-8")
    assert [unescape(alt) for alt in boxes] == re.findall(r"^\s*!\[([^\]]+)\]", text, re.M)
    assert "<img" not in made
    assert re.search(r'<span class="link-missing">[^<]*Chapter 6[^<]*</span>', made)
    assert "Chapter-06" not in made


@pytest.mark.words
@pytest.mark.parametrize("file", [REFERENCE, SECOND])
def test_links_of_the_contents_work_on_the_page(file: str) -> None:
    load_into(CORPUS / file)
    chapter = Chapter.objects.get()
    page = Client().get(chapter.get_absolute_url()).content.decode()
    assert chapter.title in unescape(page)
    ids = Counter(unescape(found) for found in re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []
    contents = Section.objects.get(kind=SectionKind.CONTENTS)
    links = re.findall(r'href="#([^"]+)"', contents.html)
    assert len(links) >= 8
    assert {unquote(unescape(link)) for link in links} <= set(ids)
    every = re.findall(r'href="#([^"]+)"', page)
    assert {unquote(unescape(link)) for link in every} <= set(ids)


@pytest.mark.words
def test_quiz_is_not_in_the_chapters_text() -> None:
    load_into(CORPUS)
    for number in (5, 9):
        address = Chapter.objects.get(number=number).get_absolute_url()
        page = Client().get(address).content.decode()
        asked = Question.objects.filter(quiz__chapter__number=number).select_related("current")
        for question in asked:
            assert question.current is not None
            assert question.current.stem_html not in page
            for option in question.current.options.all():
                if len(option.text) > 30:
                    assert option.html not in page


def test_both_load_as_a_folder_and_twice_changes_nothing() -> None:
    report = load_into(CORPUS)
    assert not report.failed
    assert (len(report.chapters), len(report.questions)) == (2, 12)
    before = rows()
    again = load_into(CORPUS)
    assert again.unchanged == again.files
    assert rows() == before


@pytest.mark.words
def test_reference_chapter_joins_the_shipped_course() -> None:
    load_into(settings.COURSES_DIR)
    report = load_into(CORPUS / REFERENCE, course="clf-c02")
    assert not report.failed
    questions = Question.objects.filter(source_root="corpus").order_by("position")
    assert questions.asked().count() == 6
    services = {service.slug for q in questions for service in q.services.all()}
    assert {"rds", "dynamodb", "aurora", "redshift"} <= services
    for question in questions:
        assert question.services.exists(), question.code
        assert question.task is not None, question.code
        assert question.section is not None, question.code
        assert question.section.chapter.source_root == "corpus"
        assert question.section.kind == SectionKind.CONCEPT
    taught = Section.objects.filter(chapter__source_root="corpus", kind=SectionKind.CONCEPT)
    for slug in ("rds", "dynamodb", "aurora", "redshift"):
        assert taught.filter(services__slug=slug).exists(), slug
    assert "Chapter-06-AWS-Security-Compliance.md” leads to no chapter" in said(report)
