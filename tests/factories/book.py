"""The book: one factory a model."""

from datetime import timedelta

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory

from content.drafts import SectionKind
from content.models import (
    Chapter,
    Course,
    CoursePage,
    Domain,
    Fact,
    FactChange,
    LabStep,
    Picture,
    ReadingPosition,
    Section,
    SectionRead,
    Service,
    StepTick,
    TaskStatement,
    Term,
)
from tests.factories.people import NOON, ModelFactory, UserFactory


class CourseFactory(ModelFactory):
    class Meta:
        model = Course

    slug = Sequence(lambda n: f"course-{n}")
    title = Sequence(lambda n: f"Course {n}")
    code = "CLF-C02"
    revision = 1
    exam_questions = 65
    exam_scored = 50
    exam_minutes = 90
    scale_low = 100
    scale_high = 1000
    pass_scaled = 700


class DomainFactory(ModelFactory):
    class Meta:
        model = Domain

    course = SubFactory(CourseFactory)
    number = Sequence(lambda n: n % 30_000 + 1)
    title = LazyAttribute(lambda o: f"Domain {o.number}")
    weight = 25


class TaskStatementFactory(ModelFactory):
    class Meta:
        model = TaskStatement

    domain = SubFactory(DomainFactory, course=LazyAttribute(lambda o: o.factory_parent.course))
    course = SubFactory(CourseFactory)
    code = Sequence(lambda n: f"3.{n}")
    title = LazyAttribute(lambda o: f"Task {o.code}")


class ServiceFactory(ModelFactory):
    class Meta:
        model = Service

    course = SubFactory(CourseFactory)
    slug = Sequence(lambda n: f"service-{n}")
    name = Sequence(lambda n: f"Service {n}")
    position = Sequence(lambda n: n % 30_000)


class TermFactory(ModelFactory):
    class Meta:
        model = Term

    course = SubFactory(CourseFactory)
    slug = Sequence(lambda n: f"term-{n}")
    name = LazyAttribute(lambda o: o.slug.replace("-", " ").capitalize())
    markdown = LazyAttribute(lambda o: f"What {o.slug} means.")
    html = LazyAttribute(lambda o: f"<p>What {o.slug} means.</p>")


class CoursePageFactory(ModelFactory):
    class Meta:
        model = CoursePage

    course = SubFactory(CourseFactory)
    slug = Sequence(lambda n: f"page-{n}")
    title = LazyAttribute(lambda o: o.slug.capitalize())
    markdown = "Words."
    html = "<p>Words.</p>"


class FactFactory(ModelFactory):
    """A fact that was checked at NOON and is good for a year."""

    class Meta:
        model = Fact

    course = SubFactory(CourseFactory)
    slug = Sequence(lambda n: f"fact-{n}")
    claim = LazyAttribute(lambda o: f"What {o.slug} claims")
    value = Sequence(lambda n: f"{n} TB")
    source = LazyAttribute(lambda o: f"https://example.org/{o.slug}")
    checked_on = NOON.date()
    good_for_days = 365
    good_until = LazyAttribute(lambda o: o.checked_on + timedelta(days=o.good_for_days))
    line = Sequence(lambda n: n + 1)


class FactChangeFactory(ModelFactory):
    """A change that nobody has confirmed yet."""

    class Meta:
        model = FactChange

    fact = SubFactory(FactFactory)
    claim_before = LazyAttribute(lambda o: o.fact.claim)
    value_before = "another value"
    claim = LazyAttribute(lambda o: o.fact.claim)
    value = LazyAttribute(lambda o: o.fact.value)
    changed_at = NOON


class ChapterFactory(ModelFactory):
    class Meta:
        model = Chapter

    course = SubFactory(CourseFactory)
    number = Sequence(lambda n: n + 1)
    slug = Sequence(lambda n: f"chapter-{n}")
    title = Sequence(lambda n: f"Chapter title {n}")


class SectionFactory(ModelFactory):
    class Meta:
        model = Section

    chapter = SubFactory(ChapterFactory)
    slug = Sequence(lambda n: f"section-{n}")
    title = Sequence(lambda n: f"Section {n}")
    level = 2
    kind = SectionKind.CONCEPT
    position = Sequence(lambda n: n % 30_000)
    markdown = LazyAttribute(lambda o: f"Words of {o.slug}.")
    html = LazyAttribute(lambda o: f"<p>Words of {o.slug}.</p>")


class LabStepFactory(ModelFactory):
    class Meta:
        model = LabStep

    section = SubFactory(SectionFactory, kind=SectionKind.LAB)
    slug = Sequence(lambda n: f"step-{n}")
    title = Sequence(lambda n: f"Step {n}")
    position = Sequence(lambda n: n % 30_000)
    markdown = "Do this."
    html = "<p>Do this.</p>"


class PictureFactory(ModelFactory):
    class Meta:
        model = Picture

    course = SubFactory(CourseFactory)
    digest = Sequence(lambda n: f"{n:064x}")
    media_type = "image/png"
    content = b"\x89PNG\r\n\x1a\n"


class SectionReadFactory(ModelFactory):
    class Meta:
        model = SectionRead

    user = SubFactory(UserFactory)
    section = SubFactory(SectionFactory)
    read_at = NOON


class StepTickFactory(ModelFactory):
    class Meta:
        model = StepTick

    user = SubFactory(UserFactory)
    step = SubFactory(LabStepFactory)
    ticked_at = NOON


class ReadingPositionFactory(ModelFactory):
    class Meta:
        model = ReadingPosition

    user = SubFactory(UserFactory)
    section = SubFactory(SectionFactory)
    chapter = SelfAttribute("section.chapter")
    updated_at = NOON
