from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Chapter
from studyapp.accounts.models import User
from tests.factories import (
    ChapterFactory,
    DomainFactory,
    SectionFactory,
    ServiceFactory,
    TaskStatementFactory,
)

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of: SignIn, instructor: User) -> Client:
    return client_of(instructor)


def test_courses_show_their_exam_domains_and_services(desk: Client) -> None:
    domain = DomainFactory(title="Cloud Concepts", weight=24)
    TaskStatementFactory(domain=domain, course=domain.course, code="1.1")
    ServiceFactory(course=domain.course, name="Amazon Sand", category="Beach")
    ServiceFactory(course=domain.course, name="Gone", retired_at=timezone.now())
    ChapterFactory(course=domain.course)
    ChapterFactory(course=domain.course, retired_at=timezone.now())
    listed = desk.get("/admin/content/course/")
    assert listed.context["cl"].result_list[0].chapters_here == 1
    page = desk.get(f"/admin/content/course/{domain.course_id}/change/").content.decode()
    for told in ("65 questions, 50 of them scored", "Cloud Concepts", "24 %", "1.1", "Amazon Sand"):
        assert told in page
    assert "Gone" not in page


def test_chapters_show_their_sections_and_where_they_come_from(desk: Client) -> None:
    chapter: Chapter = ChapterFactory(source_root="clf", source_path="chapters/06.md")
    section = SectionFactory(chapter=chapter, title="Sandboxes")
    section.services.add(ServiceFactory(course=chapter.course, name="Amazon Sand"))
    SectionFactory(chapter=chapter, title="Out", retired_at=timezone.now())
    page = desk.get(f"/admin/content/chapter/{chapter.pk}/change/").content.decode()
    for told in ("Sandboxes", "Amazon Sand", "chapters/06.md", chapter.get_absolute_url()):
        assert told in page
    assert "Out<" not in page


def test_a_chapter_taken_out_of_the_book_leads_nowhere(desk: Client) -> None:
    gone: Chapter = ChapterFactory(retired_at=timezone.now())
    page = desk.get(f"/admin/content/chapter/{gone.pk}/change/").content.decode()
    assert "taken out of the book" in page
    found = desk.get("/admin/content/chapter/", {"retired_at__isempty": "0"})
    assert [row.pk for row in found.context["cl"].result_list] == [gone.pk]


@pytest.mark.parametrize("model", ["course", "chapter"])
def test_nobody_writes_the_book_here(client_of: SignIn, model: str, instructor: User) -> None:
    from tests.factories import UserFactory

    chapter: Chapter = ChapterFactory()
    pk = chapter.pk if model == "chapter" else chapter.course_id
    for who in (instructor, UserFactory(is_staff=True, is_superuser=True)):
        client = client_of(who)
        base = f"/admin/content/{model}/"
        assert client.get(f"{base}{pk}/change/").status_code == 200
        assert client.post(f"{base}{pk}/change/", {"title": "Mine"}).status_code == 403
        assert client.post(f"{base}{pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.get(f"{base}add/").status_code == 403
