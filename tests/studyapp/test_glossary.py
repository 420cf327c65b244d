"""The glossary's page, the terms in chapters, and the page on the exam day."""

import re

import pytest
from django.test import Client

from content.drafts import SectionKind
from content.models import Section, Term
from content.outline import outline
from studyapp.glossary import glossary_page
from studyapp.learner import NO_MARKS
from studyapp.lessons import lesson
from tests.books import at_most
from tests.factories import CoursePageFactory, LabStepFactory, SectionFactory, TermFactory
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE, CHAPTER, EXAM_DAY = "/cloud/glossary/", "/cloud/databases/", "/cloud/exam-day/"


@pytest.fixture(autouse=True)
def bare(here: World) -> None:
    """The world without the term and the page that it has."""
    here.course.terms.all().delete()
    here.course.pages.all().delete()
    here.course.bump()


def term(here: World, name: str, **more: str) -> Term:
    slug = name.lower().replace(" ", "-")
    made: Term = TermFactory(course=here.course, slug=slug, name=name, **more)
    here.course.bump()
    return made


def word(section: Section, html: str) -> None:
    section.html = html
    section.save()
    section.chapter.course.bump()


def body() -> str:
    found = outline("cloud")
    return lesson(found, found.chapters[0]).body(NO_MARKS)


def buttons(html: str) -> list[str]:
    return re.findall(r'class="term" popovertarget="term-note-([^"]+)"', html)


class TestInChapters:
    def test_a_term_opens_what_it_means(self, client: Client, here: World) -> None:
        term(here, "Replica", html="<p>A <em>copy</em>.</p>")
        word(here.first, "<p>One replica, two replicas.</p>")
        page = client.get(CHAPTER).content.decode()
        assert page.count('"term-note-replica"><span>replica</span>,</button>') == 1
        assert page.count('id="term-note-replica" popover role="note" aria-label="Replica"') == 1
        assert "<p>A <em>copy</em>.</p>" in page
        assert 'href="/cloud/glossary/#replica"' in page

    def test_it_does_so_for_learners_too(self, here: World) -> None:
        term(here, "Replica")
        word(here.first, "<p>One replica.</p>")
        assert buttons(body()) == ["replica"]
        assert body().count('id="term-note-replica"') == 1

    def test_once_a_section_and_explained_once_a_chapter(self, here: World) -> None:
        term(here, "Replica")
        word(here.first, "<p>A replica, a replica.</p>")
        word(here.other, "<p>A replica.</p>")
        assert buttons(body()) == ["replica", "replica"]
        assert body().count('id="term-note-replica"') == 1

    def test_steps_belong_to_their_section(self, here: World) -> None:
        term(here, "Replica")
        term(here, "Key")
        word(here.lab, "<p>A replica.</p>")
        LabStepFactory(section=here.lab, html="<p>A replica, a key.</p>")
        here.course.bump()
        assert buttons(body()) == ["replica", "key"]

    def test_not_under_the_heading_that_teaches_it(self, here: World) -> None:
        term(here, "Amazon RDS")
        word(here.first, "<p>Amazon RDS</p>")
        word(here.other, "<p>Amazon RDS</p>")
        assert buttons(body()) == ["amazon-rds"]

    def test_not_in_the_table_of_contents(self, here: World) -> None:
        term(here, "Replica")
        word(here.contents, "<p>A replica.</p>")
        assert buttons(body()) == []
        assert "term-note" not in body()

    def test_a_definition_that_changes_shows_at_once(self, client: Client, here: World) -> None:
        made = term(here, "Replica", html="<p>old</p>")
        word(here.first, "<p>One replica.</p>")
        assert "<p>old</p>" in client.get(CHAPTER).content.decode()
        made.html = "<p>new</p>"
        made.save()
        here.course.bump()
        assert "<p>new</p>" in client.get(CHAPTER).content.decode()
        made.delete()
        here.course.bump()
        assert buttons(client.get(CHAPTER).content.decode()) == []

    def test_it_costs_no_query_more(self, client: Client, here: World) -> None:
        term(here, "Replica")
        word(here.first, "<p>One replica.</p>")
        client.get(CHAPTER)
        with at_most(1):
            client.get(CHAPTER)


class TestThePage:
    def test_lists_terms_by_letter(self, client: Client, here: World) -> None:
        for name in ("replica", "Éclair", "2FA", "Region", "edge location"):
            term(here, name)
        letters = glossary_page(outline("cloud")).letters
        found = {letter.name: [row.name for row in letter.rows] for letter in letters}
        assert list(found.items()) == [
            ("#", ["2FA"]),
            ("E", ["Éclair", "edge location"]),
            ("R", ["Region", "replica"]),
        ]
        page = client.get(PAGE).content.decode()
        assert 'href="#letter-r"' in page
        assert 'id="letter-other"' in page
        assert 'id="edge-location"' in page
        assert "5 terms" in page

    def test_says_where_a_term_is_taught_or_first_used(self, client: Client, here: World) -> None:
        term(here, "Amazon RDS")
        term(here, "Replica", aliases="copy\nreplicated copy")
        term(here, "Nowhere")
        SectionFactory(chapter=here.chapter, title="Amazon RDS in short", kind=SectionKind.SUMMARY)
        word(here.later, "<p>One more copy.</p>")
        word(here.other, "<p>A copy.</p>")
        rows = {
            row.slug: row for each in glossary_page(outline("cloud")).letters for row in each.rows
        }
        assert [place.url for place in rows["amazon-rds"].taught] == ["/cloud/databases/#rds"]
        assert rows["replica"].taught == ()
        assert rows["replica"].used is not None
        assert rows["replica"].used.url == "/cloud/databases/#dynamodb"
        assert rows["nowhere"].used is None
        page = client.get(PAGE).content.decode()
        assert "Taught in" in page
        assert "First used in" in page
        assert "copy, replicated copy" in page

    def test_is_there_for_courses_that_have_one(self, client: Client, here: World) -> None:
        assert client.get(PAGE).status_code == 404
        assert PAGE not in client.get("/cloud/").content.decode()
        term(here, "Replica")
        assert client.get(PAGE).status_code == 200
        assert f'href="{PAGE}"' in client.get("/cloud/").content.decode()
        assert client.get("/nowhere/glossary/").status_code == 404

    def test_costs_the_same_however_long(self, client: Client, here: World) -> None:
        for number in range(100):
            TermFactory(course=here.course, name=f"Term {number}")
        here.course.bump()
        client.get(PAGE)
        with at_most(1):
            client.get(PAGE)


class TestTheExamDay:
    def test_is_a_page_of_the_course(self, client: Client, here: World) -> None:
        assert client.get(EXAM_DAY).status_code == 404
        CoursePageFactory(
            course=here.course, slug="exam-day", title="That day", html="<p>Sleep.</p>"
        )
        here.course.bump()
        page = client.get(EXAM_DAY).content.decode()
        assert "<h1>That day</h1>" in page
        assert "<p>Sleep.</p>" in page
        assert f'href="{EXAM_DAY}">That day</a>' in client.get("/cloud/").content.decode()
        assert client.get("/nowhere/exam-day/").status_code == 404
