"""The chapters' rows: what is put in, kept, moved and retired. Reading files is tests/quizzes'."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from content import sync
from content.drafts import ChapterDraft, SectionDraft, SectionKind, StepDraft
from content.models import Chapter, Course, LabStep, Section, SectionRead, StepTick
from tests.content.sailing import COURSE
from tests.factories import NOON, CourseFactory, SectionReadFactory, StepTickFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


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
