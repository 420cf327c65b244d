"""The first page: what to do now, and the learner's picture at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.outline import Outline, outlines
from quizzes import history, rows
from quizzes.days import minute
from quizzes.history import AttemptRow
from quizzes.holdings import QuizEntry, holdings
from quizzes.models import Attempt
from quizzes.next_steps import Step
from quizzes.notices import Notice, notices
from quizzes.open_windows import OpenWindow, open_windows
from studyapp.learner import ReadLast, answers_by_day, read_last
from studyapp.progress.standing import ServiceRow, Standing, standing
from studyapp.progress.sums import Sum

WEEKS = 5
STRIP = 12
LEVELS = (1, 5, 15, 30)


@dataclass(frozen=True, slots=True)
class CourseCard:
    title: str
    code: str
    summary: str
    url: str
    chapters: int
    questions: int
    minutes: int
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; level 0..4 says how many answers were given, future days are None."""

    date: date
    answers: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    chapter_title: str
    section_title: str
    url: str
    percent: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """A learner's first page. current: the course that it is about, None where there is none;
    overall: all that was answered in it, given where no service says anything of it; strip: a
    dozen of its services at most. diagnostic: the course's, for a newcomer who has not answered
    anything; exams and custom: what else there is to test oneself by. windows: when an exam of any
    course may be sat just now."""

    notices: Sequence[Notice]
    now: Step | None
    reading: Reading | None
    last: AttemptRow | None
    current: Outline | None
    overall: Sum | None
    strip: Sequence[ServiceRow]
    courses: Sequence[CourseCard]
    calendar: Sequence[Sequence[Day]]
    diagnostic: QuizEntry | None = None
    exams: Sequence[QuizEntry] = ()
    custom: QuizEntry | None = None
    windows: Sequence[OpenWindow] = ()


def course_card(outline: Outline, *, percent: int | None = None) -> CourseCard:
    asked = sum(question.asked for question in holdings(outline).questions.values())
    return CourseCard(
        title=outline.title,
        code=outline.code,
        summary=outline.summary,
        url=outline.url,
        chapters=len(outline.chapters),
        questions=asked,
        minutes=outline.minutes,
        percent=percent,
    )


def home_page(user_id: int) -> HomePage:
    """The page of a signed-in learner."""
    courses = outlines()
    position = read_last(user_id)
    running, last = rows.next_to_end(user_id), rows.newest_submitted(user_id)
    current = _current(courses, position, running, last)
    stand = standing(user_id, current, now=timezone.now()) if current else None
    held = holdings(current) if current else None
    is_new = stand is not None and not stand.overall.seen and last is None
    reading = _reading(current, stand, position) if current and stand else None
    return HomePage(
        notices=notices(user_id),
        now=_now(current, stand, reading, running),
        reading=reading,
        last=history.row(last) if last else None,
        current=current,
        overall=_overall(stand) if stand else None,
        strip=_strip(stand) if stand else [],
        courses=[
            course_card(c, percent=stand.percent_read if stand and c is current else None)
            for c in courses
        ],
        calendar=_calendar(user_id, timezone.localdate()),
        diagnostic=held.diagnostic if held and is_new and not running else None,
        exams=held.exams if held else (),
        custom=held.custom if held else None,
        windows=open_windows(user_id, courses, now=timezone.now()),
    )


def _strip(stand: Standing) -> Sequence[ServiceRow]:
    """Services to be taken in at a glance: of many, those met, the least known first and those with
    too few answers to say last; before any was met, those of the chapter to read next."""
    if len(stand.services) <= STRIP:
        return stand.services
    met = [row for row in stand.services if row.sum.seen]
    if met:
        return sorted(met, key=_least_known)[:STRIP]
    chapters = (chapter for chapter in stand.outline.chapters if chapter.readable - stand.read)
    sections = next((chapter.sections for chapter in chapters), ())
    taught = {service.id for section in sections for service in section.services}
    return [row for row in stand.services if row.service.id in taught][:STRIP]


def _least_known(row: ServiceRow) -> tuple[bool, float]:
    return row.mastery.percent is None, row.mastery.low or 0.0


def _overall(stand: Standing) -> Sum | None:
    """What was answered in a course without services, or without any on these questions."""
    told = any(row.sum.seen for row in stand.services)
    return None if told or not stand.overall.seen else stand.overall


def _current(
    courses: Sequence[Outline],
    position: ReadLast | None,
    running: Attempt | None,
    last: Attempt | None,
) -> Outline | None:
    """The course that was touched last; the first one where none was."""
    touched: list[tuple[datetime, int]] = []
    if position:
        touched.append((position.at, position.course_id))
    if running:
        touched.append((running.started_at, running.quiz.course_id))
    if last and last.submitted_at:
        touched.append((last.submitted_at, last.quiz.course_id))
    newest = max(touched, default=None)
    chosen = [course for course in courses if newest and course.id == newest[1]]
    return next(iter([*chosen, *courses]), None)


def _reading(outline: Outline, stand: Standing, position: ReadLast | None) -> Reading | None:
    place = outline.place(position.section_id) if position else None
    if place is None:
        return None
    readable = place.chapter.readable
    read = len(readable & stand.read)
    return Reading(
        chapter_title=place.chapter.title,
        section_title=place.title,
        url=place.url,
        percent=history.percent(read, len(readable)) if readable else 100,
    )


def _now(
    outline: Outline | None,
    stand: Standing | None,
    reading: Reading | None,
    running: Attempt | None,
) -> Step | None:
    """The one thing to do: finish what is open, read on, take the quiz, then mend what is weak."""
    if running:
        title = _("Finish “%(quiz)s”") % {"quiz": running.title}
        why = _("Your answers are kept; you go on at the first open question.")
        if running.deadline_at is not None:
            told = _("The clock goes on meanwhile: the exam ends at %(when)s.")
            why = told % {"when": minute(running.deadline_at)}
        return Step("attempt", title, why, _("Go on"), running.get_absolute_url())
    if outline is None or stand is None:
        return None
    if reading and reading.percent < 100:
        title = _("Read on in “%(chapter)s”") % {"chapter": reading.chapter_title}
        why = _("You were at “%(section)s”.") % {"section": reading.section_title}
        return Step("read", title, why, _("Read on"), reading.url)
    return _next_in_course(outline, stand)


def _next_in_course(outline: Outline, stand: Standing) -> Step | None:
    held = holdings(outline)
    for chapter in outline.chapters:
        quiz = held.quiz_of(chapter.id)
        if chapter.readable - stand.read:
            title = _("Read “%(chapter)s”") % {"chapter": chapter.title}
            why = ngettext(
                "About a minute; the site remembers your place.",
                "About %(minutes)d minutes; the site remembers your place.",
                chapter.minutes,
            ) % {"minutes": chapter.minutes}
            return Step("read", title, why, _("Start reading"), chapter.url)
        if quiz and quiz.id not in stand.sat:
            title = _("Take the quiz on “%(chapter)s”") % {"chapter": chapter.title}
            why = _("You have read all of it. See what has stuck.")
            return Step("quiz", title, why, _("To the quiz"), quiz.url)
    weak = [row for row in stand.services if row.step is not None]
    if weak:
        row = min(weak, key=lambda row: row.mastery.low if row.mastery.low is not None else -1)
        title = _("Practise %(service)s") % {"service": row.service.name}
        step = row.step
        return Step("practise", title, row.sum.says, _("Practise"), step.url) if step else None
    return Step(
        "progress",
        _("Everything is read and well known"),
        _("Keep it so: take a quiz again in a few days."),
        _("See progress"),
        f"{reverse('progress')}?course={outline.slug}",
    )


def _calendar(user_id: int, today: date) -> list[list[Day]]:
    """Five weeks up to this one, Monday first, with the answers given on each day."""
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    since = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    answers = answers_by_day(user_id, since=since)
    days = [first + timedelta(days=n) for n in range(WEEKS * 7)]
    made = [
        Day(
            day,
            answers.get(day, 0),
            None if day > today else sum(answers.get(day, 0) >= least for least in LEVELS),
        )
        for day in days
    ]
    return [made[n : n + 7] for n in range(0, len(made), 7)]
