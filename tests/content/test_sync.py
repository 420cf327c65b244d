"""A course's catalogue and its files as rows: what is put in, kept and retired."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from content import sync
from content.drafts import CourseDraft, DomainDraft, ServiceDraft, TaskDraft
from content.models import Course, Domain, Service, SourceFile
from tests.books import at_most, rows
from tests.content.sailing import COURSE
from tests.factories import NOON, CourseFactory, question

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


# The catalogue


def test_course_says_what_its_draft_says() -> None:
    course = sync.sync_course(COURSE, now=NOON)
    course.refresh_from_db()
    assert (course.title, course.code, course.exam_questions) == ("Ocean Sailing", "SEA-01", 40)
    assert (course.scale_high, course.pass_scaled) == (100, 60)
    assert course.revision == 1
    sloop = course.services.get(slug="sloop")
    assert (sloop.aliases, sloop.category, sloop.in_scope) == ("cutter\none-master", "Boats", True)
    assert sloop.task is not None
    assert str(sloop.task) == "1.1 Hulls"
    assert course.services.get(slug="wind").task is None


def test_stored_catalogue_is_read_back_as_it_was() -> None:
    course = sync.sync_course(COURSE, now=NOON)
    assert sync.stored_domains(course) == tuple(
        replace(domain, tasks=tuple(domain.tasks)) for domain in COURSE.domains
    )
    assert sync.stored_services(course) == tuple(
        replace(service, aliases=tuple(service.aliases)) for service in COURSE.services
    )


def test_same_catalogue_again_writes_nothing_and_asks_little() -> None:
    many = [ServiceDraft(f"s{n}", f"Service {n}", task="1.1") for n in range(60)]
    draft = replace(COURSE, services=many)
    sync.sync_course(draft, now=NOON)
    before = rows()
    with at_most(10):
        sync.sync_course(draft, now=LATER)
    assert rows() == before


def test_changed_catalogue_keeps_the_rows_that_are_still_named() -> None:
    course = sync.sync_course(COURSE, now=NOON)
    sloop = course.services.get(slug="sloop").pk
    changed = replace(
        COURSE,
        title="Sailing",
        domains=[
            DomainDraft(2, "Air", 100, [TaskDraft("2.1", "Gusts"), TaskDraft("1.2", "Sails")])
        ],
        services=[ServiceDraft("sloop", "Sloop", task="2.1")],
    )
    sync.sync_course(changed, now=LATER)
    assert Course.objects.get().title == "Sailing"
    assert Course.objects.get().revision == 2
    assert [str(domain) for domain in course.domains.all()] == ["2 Air"]
    assert [str(task) for task in course.tasks.all()] == ["2.1 Gusts", "1.2 Sails"]
    assert course.services.get(slug="sloop").pk == sloop
    assert course.services.get(slug="wind").retired_at == LATER


def test_service_that_comes_back_is_the_same_one() -> None:
    course = sync.sync_course(COURSE, now=NOON)
    wind = course.services.get(slug="wind").pk
    asked = question(course=course, services=[course.services.get(slug="wind")])
    sync.sync_course(replace(COURSE, services=COURSE.services[:1]), now=LATER)
    assert sync.stored_services(course) == sync.stored_services(course)[:1]
    sync.sync_course(COURSE, now=LATER)
    back = Service.objects.get(slug="wind")
    assert (back.pk, back.retired_at) == (wind, None)
    assert list(asked.services.all()) == [back]


def test_catalogue_leaves_that_of_another_course_alone() -> None:
    sync.sync_course(replace(COURSE, slug="land"), now=NOON)
    sync.sync_course(replace(COURSE, domains=[], services=[]), now=NOON)
    assert Domain.objects.filter(course__slug="land").count() == 2
    assert Service.objects.filter(course__slug="land", retired_at=None).count() == 2


def test_course_that_is_there_stays_as_it_is_without_a_catalogue() -> None:
    sync.sync_course(COURSE, now=NOON)
    before = rows()
    assert sync.plain_course(CourseDraft("sea", "Sea")).title == "Ocean Sailing"
    assert rows() == before
    assert sync.plain_course(CourseDraft("land", "Land")).revision == 1


# Files


def test_file_is_remembered_until_it_is_forgotten() -> None:
    course = CourseFactory()
    sync.remember(course, root="sea", path="a.md", digest="1", now=NOON)
    sync.remember(course, root="sea", path="a.md", digest="2", now=LATER)
    assert sync.digests(course, "sea") == {"a.md": "2"}
    assert SourceFile.objects.get().loaded_at == LATER
    sync.remember(course, root="sea", path="a.md", digest="", now=LATER)
    assert sync.digests(course, "sea") == {}


def test_lock_is_that_of_the_transaction() -> None:
    course = CourseFactory()
    with transaction.atomic():
        sync.hold(course)
        sync.hold(course)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Of this connection alone: other tests hold locks of their own beside this one.
                cursor.execute(
                    "SELECT count(*) FROM pg_locks "
                    "WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                )
                assert cursor.fetchone() == (1,)
