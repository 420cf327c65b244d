"""The book's rows: what is put in, kept, moved and retired. Reading files is tests/quizzes'."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from content import sync
from content.drafts import (
    Blueprint,
    ChapterDraft,
    CourseDraft,
    DomainDraft,
    SectionDraft,
    SectionKind,
    ServiceDraft,
    StepDraft,
    TaskDraft,
)
from content.models import (
    Chapter,
    Course,
    Domain,
    LabStep,
    Section,
    SectionRead,
    Service,
    SourceFile,
    StepTick,
)
from tests.books import at_most, rows
from tests.factories import NOON, CourseFactory, SectionReadFactory, StepTickFactory, question

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)

COURSE = CourseDraft(
    slug="sea",
    title="Ocean Sailing",
    code="SEA-01",
    blueprint=Blueprint(questions=40, scored=30, minutes=60, scale_high=100, pass_scaled=60),
    domains=[
        DomainDraft(1, "Craft", 60, [TaskDraft("1.1", "Hulls"), TaskDraft("1.2", "Sails")]),
        DomainDraft(2, "Weather", 40, [TaskDraft("2.1", "Winds")]),
    ],
    services=[
        ServiceDraft("sloop", "Sloop", ["cutter", "one-master"], "Boats", task="1.1"),
        ServiceDraft("wind", "Wind", in_scope=False),
    ],
)


def section(slug: str, *, words: str = "", steps: Sequence[StepDraft] = ()) -> SectionDraft:
    return SectionDraft(slug, slug.title(), 2, SectionKind.CONCEPT, words or slug, 3, (), steps)


def step(slug: str) -> StepDraft:
    return StepDraft(slug, slug.title(), f"Do {slug}.", 5)


def store(
    course: Course,
    *sections: SectionDraft,
    path: str = "01.md",
    slug: str = "winds",
    title: str = "Winds",
    services: Sequence[Sequence[str]] | None = None,
    facts: Sequence[Sequence[str]] | None = None,
) -> Chapter:
    draft = ChapterDraft(path, 1, title, slug, sections, ())
    html = [sync.SectionHtml(f"<p>{s.slug}</p>", [f"<p>{t.slug}</p>" for t in s.steps])
            for s in sections]  # fmt: skip
    return sync.sync_chapter(
        course,
        draft,
        slug=slug,
        root="sea",
        path=path,
        html=html,
        services=services or [()] * len(sections),
        facts=facts or [()] * len(sections),
        now=LATER,
    )


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


# Chapters


def test_sections_are_known_by_their_anchors() -> None:
    course = CourseFactory()
    chapter = store(course, section("gusts"), section("calms"))
    before = {s.slug: s.pk for s in chapter.sections.all()}
    store(course, section("calms", words="New words"), section("gales"))
    after = {s.slug: s for s in Section.objects.all()}
    assert after["calms"].pk == before["calms"]
    assert (after["calms"].position, after["calms"].markdown) == (1, "New words")
    assert after["gusts"].retired_at == LATER
    assert after["gales"].retired_at is None


def test_section_that_comes_back_keeps_its_readers() -> None:
    course = CourseFactory()
    chapter = store(course, section("gusts", steps=[step("reef")]))
    read: SectionRead = SectionReadFactory(section=chapter.sections.get())
    tick: StepTick = StepTickFactory(step=LabStep.objects.get())
    store(course, section("calms"))
    assert Section.objects.get(slug="gusts").retired_at == LATER
    store(course, section("gusts", steps=[step("reef")]))
    read.refresh_from_db()
    tick.refresh_from_db()
    assert read.section.retired_at is None
    assert tick.step.retired_at is None


def test_steps_are_known_by_their_anchors() -> None:
    course = CourseFactory()
    store(course, section("lab", steps=[step("reef"), step("tack")]))
    tack = LabStep.objects.get(slug="tack").pk
    store(course, section("lab", steps=[step("tack"), step("gybe")]))
    steps = {s.slug: s for s in LabStep.objects.all()}
    assert (steps["tack"].pk, steps["tack"].position) == (tack, 1)
    assert steps["reef"].retired_at == LATER
    assert steps["gybe"].html == "<p>gybe</p>"


def test_section_teaches_the_services_that_the_course_knows() -> None:
    course = sync.sync_course(COURSE, now=NOON)
    chapter = store(course, section("gusts"), services=[["wind", "nobody"]])
    assert [s.slug for s in chapter.sections.get().services.all()] == ["wind"]
    store(course, section("gusts"), services=[["sloop"]])
    assert [s.slug for s in chapter.sections.get().services.all()] == ["sloop"]


def test_words_longer_than_their_columns_are_cut_and_stay_apart() -> None:
    long = "very-" * 100
    chapter = store(
        CourseFactory(),
        section(long + "1", steps=[step(long + "1"), step(long + "2")]),
        section(long + "2"),
        title=long,
    )
    chapter.refresh_from_db()
    assert len(chapter.title) == 300
    assert len({s.slug for s in chapter.sections.all()}) == 2
    assert LabStep.objects.count() == 2


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (290, 1), (310, 2), (2_000, 10)])
def test_minutes_are_those_of_all_words(words: int, minutes: int) -> None:
    half = "word " * (words // 2)
    lab = StepDraft("do", "Do", half, 1)
    drawn = SectionDraft("a", "A", 2, SectionKind.LAB, half, 1, (), [lab])
    assert store(CourseFactory(), drawn).minutes == minutes


def test_moved_file_keeps_its_chapter() -> None:
    course = CourseFactory()
    chapter = store(course, section("gusts"), path="old.md")
    sync.remember(course, root="sea", path="old.md", digest="1", now=NOON)
    sync.move(course, root="sea", old="old.md", new="new.md")
    assert store(course, section("gusts"), path="new.md").pk == chapter.pk
    assert sync.digests(course, "sea") == {}


def test_lost_files_chapters_are_retired_and_forgotten() -> None:
    course = CourseFactory()
    store(course, section("a"), path="a.md", slug="a")
    store(course, section("b"), path="b.md", slug="b")
    for path in ("a.md", "b.md"):
        sync.remember(course, root="sea", path=path, digest=path, now=NOON)
    assert sync.chapter_paths(course, "sea") == {"a.md", "b.md"}
    assert sync.retire_missing(course, root="sea", present=["b.md"], now=LATER) == 1
    assert sync.retire_missing(course, root="sea", present=["b.md"], now=LATER) == 0
    assert sync.chapter_paths(course, "sea") == {"b.md"}
    assert sync.digests(course, "sea") == {"b.md": "b.md"}


def test_file_that_is_no_chapter_any_more_loses_it_once() -> None:
    course = CourseFactory()
    store(course, section("a"), path="a.md", slug="a")
    sync.retire(course, root="sea", path="a.md", now=NOON)
    sync.retire(course, root="sea", path="a.md", now=LATER)
    assert Chapter.objects.get().retired_at == NOON


def test_retiring_leaves_what_came_from_elsewhere() -> None:
    course, other = CourseFactory(), CourseFactory()
    store(other, section("a"), path="a.md", slug="a")
    Chapter.objects.create(course=course, slug="by-hand", title="By hand")
    assert sync.retire_missing(course, root="sea", present=[], now=LATER) == 0
    assert Chapter.objects.filter(retired_at=None).count() == 2


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
