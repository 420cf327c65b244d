"""The lint of a course's stored questions: read at once, kept by the course's revision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from content.facts import REGISTER
from content.kept import Kept
from content.models import Course, FactChange, Section
from quizzes.facts import standings
from quizzes.lint import Entry, Found, Subject, alone, lint
from quizzes.lint.figures import sourced
from quizzes.lint.findings import About, Claim
from quizzes.models import Option, Question
from quizzes.versions import as_draft

CHUNK = 1_000
KEPT_UP_TO = 2_000
"""Of a larger bank, a page in the admin looks at each of its questions alone."""

_reports: Kept[Mapping[str, Sequence[Found]]] = Kept()
_sizes: Kept[int] = Kept()


def subjects(questions: QuerySet[Question], *, today: date | None = None) -> list[Subject]:
    """The questions that are not retired, in the words that are asked, in the bank's order.

    today: the day that facts are stale on, by default this one."""
    day = today or timezone.localdate()
    read = list(_read(questions.exclude(status=Question.Status.RETIRED).exclude(current=None)))
    figures = _sourced({_chapter(question) for question in read} - {None})
    bare = _without_catalogue({question.course_id for question in read})
    waiting = FactChange.objects.filter(confirmed_at=None)
    changed = set(waiting.values_list("fact_id", flat=True))
    return [
        _subject(
            question,
            figures=figures.get(_chapter(question) or 0, ()),
            has_catalogue=question.course_id not in bare,
            claims=[
                Claim(fact.slug, fact.good_until < day, fact.pk in changed)
                for fact in question.facts.all()
            ],
        )
        for question in read
    ]


def entries(course: Course, *, today: date | None = None) -> list[Entry]:
    """The course's register of facts."""
    facts = course.facts.filter(retired_at=None)
    return [
        Entry(
            slug=each.fact.slug,
            place=f"{REGISTER}:{each.fact.line}",
            source=each.fact.source,
            checked_on=each.fact.checked_on,
            stale=each.stale,
            changed=bool(each.changes),
            rests=each.resting.told if each.resting else "",
        )
        for each in standings(facts, today or timezone.localdate())
    ]


def of_course(course: Course, *, today: date | None = None) -> list[Found]:
    """All that is found in the course's bank and in its register of facts."""
    questions = Question.objects.filter(course=course)
    return lint(subjects(questions, today=today), entries(course, today=today))


def kept(course: Course) -> Mapping[str, Sequence[Found]]:
    """What is found of each question by its code, the bank's own findings under ""."""
    # A fact grows stale without anybody changing anything.
    state = (course.revision, timezone.localdate())
    return _reports.get(course.pk, revision=state, make=lambda: _by_code(of_course(course)))


def of_these(questions: Iterable[Question]) -> dict[int, Sequence[Found]]:
    """What is found of each of a few questions, by id: with its like in the bank, unless that is
    too large to be looked through for a page."""
    by_course: dict[Course, list[Question]] = defaultdict(list)
    for question in questions:
        by_course[question.course].append(question)
    found: dict[int, Sequence[Found]] = {}
    for course, own in by_course.items():
        if _size(course) <= KEPT_UP_TO:
            report = kept(course)
            found |= {question.pk: report.get(question.code, ()) for question in own}
        else:
            codes = {question.code: question.pk for question in own}
            few = subjects(Question.objects.filter(pk__in=codes.values()))
            found |= {codes[subject.code]: tuple(alone.lint(subject)) for subject in few}
    return found


def _size(course: Course) -> int:
    return _sizes.get(course.pk, revision=course.revision, make=course.questions.count)


def _by_code(found: Sequence[Found]) -> Mapping[str, Sequence[Found]]:
    by_code: dict[str, list[Found]] = defaultdict(list)
    for each in found:
        by_code[each.code].append(each)
    return by_code


def _read(questions: QuerySet[Question]) -> Iterable[Question]:
    options = Option.objects.defer("html", "rationale_html")
    return (
        questions.select_related("quiz", "section", "current")
        .defer(
            "current__stem_html", "current__explanation_html", "section__html", "section__markdown"
        )
        .prefetch_related(
            "services", "facts", Prefetch("current__options", options), "current__answers"
        )
        .order_by("course__slug", "quiz__slug", "position", "pk")
        .iterator(chunk_size=CHUNK)
    )


def _chapter(question: Question) -> int | None:
    """The chapter that teaches the question."""
    if question.section is not None:
        return question.section.chapter_id
    return question.quiz.chapter_id if question.quiz is not None else None


def _sourced(chapters: Collection[int | None]) -> dict[int, set[str]]:
    """The figures with a source in each chapter."""
    found: dict[int, set[str]] = defaultdict(set)
    sections = Section.objects.filter(chapter__in=chapters, retired_at=None)
    for chapter, markdown in sections.values_list("chapter_id", "markdown"):
        found[chapter] |= sourced(markdown)
    return found


def _without_catalogue(courses: Collection[int]) -> set[int]:
    have = Course.objects.filter(pk__in=courses, services__retired_at=None, services__gt=0)
    return set(courses) - set(have.values_list("pk", flat=True))


def _subject(
    question: Question,
    *,
    figures: Collection[str],
    has_catalogue: bool,
    claims: Sequence[Claim],
) -> Subject:
    version = question.current
    if version is None:
        raise ValueError(f"{question} has no words")
    version.question = question
    path, line = question.source_path, question.source_line
    return Subject(
        code=question.code,
        draft=as_draft(version),
        place=f"{path}:{line}" if path and line else path,
        services=[
            About(service.slug, service.retired_at is None, service.in_scope)
            for service in question.services.all()
        ],
        has_domain=question.task_id is not None or question.domain_id is not None,
        has_catalogue=has_catalogue,
        sourced=figures,
        has_source=bool(question.source or claims),
        claims=claims,
    )
