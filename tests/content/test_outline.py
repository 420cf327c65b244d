import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content.drafts import SectionKind
from content.models import Course, LabStep, Service
from content.outline import Outline, outline, outlines
from tests.factories import (
    ChapterFactory,
    CourseFactory,
    LabStepFactory,
    SectionFactory,
    ServiceFactory,
)
from tests.world import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> World:
    return world()


def readable(book: Outline) -> list[str]:
    return [section.slug for section in book.chapters[0].sections if section.readable]


def test_holds_all_of_a_course_but_its_words(here: World) -> None:
    book = outline("cloud")
    assert (book.title, book.code, book.url) == ("The cloud course", "CLF-C02", "/cloud/")
    assert [(c.number, c.slug, c.url) for c in book.chapters] == [
        (1, "databases", "/cloud/databases/"),
        (2, "storage", "/cloud/storage/"),
    ]
    assert [section.slug for section in book.chapters[0].sections] == [
        "contents",
        "overview",
        "rds",
        "dynamodb",
        "lab",
        "quiz",
    ]
    assert [(d.number, d.weight, [t.code for t in d.tasks]) for d in book.domains] == [
        (1, 40, ["1.1"]),
        (2, 60, ["2.1"]),
    ]
    assert [(s.name, s.hue) for s in book.services.values()] == [
        ("RDS", 1),
        ("DynamoDB", 2),
        ("Aurora", 3),
    ]
    assert "Words of" not in repr(book)


def test_places_lead_into_the_book(here: World) -> None:
    book = outline("cloud")
    place = book.place(here.other.pk)
    assert place is not None
    assert (place.title, place.url) == ("Amazon DynamoDB", "/cloud/databases/#dynamodb")
    assert [service.name for service in place.section.services] == ["DynamoDB"]
    assert (book.place(None), book.place(10**9)) == (None, None)


def test_what_counts_as_reading(here: World) -> None:
    assert readable(outline("cloud")) == ["overview", "rds", "dynamodb", "lab"]
    chapter = here.chapter
    SectionFactory(chapter=chapter, slug="bare", markdown="", html="")
    steps_only = SectionFactory(
        chapter=chapter, slug="steps", kind=SectionKind.LAB, markdown="", html=""
    )
    LabStepFactory(section=steps_only)
    LabStepFactory(section=steps_only)
    here.course.bump()
    assert readable(outline("cloud")) == ["overview", "rds", "dynamodb", "lab", "steps"]
    LabStep.objects.filter(section=steps_only).update(retired_at=timezone.now())
    here.course.bump()
    assert readable(outline("cloud")) == ["overview", "rds", "dynamodb", "lab"]


def test_what_is_retired_is_left_out(here: World) -> None:
    here.first.retired_at = timezone.now()
    here.first.save()
    here.second.retired_at = timezone.now()
    here.second.save()
    here.course.bump()
    book = outline("cloud")
    assert [chapter.slug for chapter in book.chapters] == ["databases"]
    assert book.place(here.first.pk) is None
    assert book.place(here.later.pk) is None
    assert "rds" not in readable(book)


def test_chapters_without_a_number_come_last(here: World) -> None:
    for slug, number in (("zz", None), ("aa", None), ("ten", 10)):
        ChapterFactory(course=here.course, slug=slug, number=number)
    here.course.bump()
    slugs = [chapter.slug for chapter in outline("cloud").chapters]
    assert slugs == ["databases", "storage", "ten", "aa", "zz"]


def test_hues_tell_a_category_apart(here: World) -> None:
    late = ServiceFactory.create_batch(12, course=here.course, category="Late")
    here.course.bump()
    hues = [outline("cloud").services[service.pk].hue for service in late]
    assert sorted(hues) == list(range(1, 13))


def test_a_service_that_came_meanwhile_is_left_to_the_next_look(here: World) -> None:
    book = outline("cloud")
    added = ServiceFactory(course=here.course)
    wanted = [here.services[1].pk, added.pk, here.services[0].pk]
    assert [service.name for service in book.known(wanted)] == ["DynamoDB", "RDS"]

    moved: list[Service] = []

    def add_one(execute: object, sql: str, *rest: object) -> object:
        result = execute(sql, *rest)  # type: ignore[operator]
        if "content_service" in sql and "INSERT" not in sql and not moved:
            moved.append(ServiceFactory(course=here.course))
            here.first.services.add(moved[0])
        return result

    here.course.bump()
    with connection.execute_wrapper(add_one):
        book = outline("cloud")
    assert len(moved) == 1
    place = book.place(here.first.pk)
    assert place is not None
    assert [service.name for service in place.section.services] == ["RDS"]


def test_is_one_query_while_the_course_stays_as_it_is(
    here: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = outline("cloud")
    with django_assert_num_queries(1):
        assert outline("cloud") is first
    here.course.bump()
    newer = outline("cloud")
    assert newer is not first
    assert newer.revision == first.revision + 1


def test_courses_are_apart(here: World) -> None:
    other = world("other")
    assert outline("other").place(here.first.pk) is None
    assert outline("other").place(other.first.pk) is not None
    assert set(outline("cloud").services).isdisjoint(outline("other").services)


def test_of_no_course(db: None) -> None:
    with pytest.raises(Course.DoesNotExist):
        outline("nothing")


def test_courses_that_were_loaded_by_title(here: World) -> None:
    CourseFactory(slug="b", title="Before all others")
    CourseFactory(slug="c", revision=0)
    assert [book.slug for book in outlines()] == ["b", "cloud"]


def test_minutes_and_readable_are_the_whole_courses(here: World) -> None:
    here.course.chapters.update(minutes=21)
    here.course.bump()
    book = outline("cloud")
    assert book.minutes == 42
    assert book.readable == {section.pk for section in [*here.readable, here.later]}
