"""The course's page and the chapter's: the book, with the learner's and the exam hall's marks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.safestring import SafeString

from content.addresses import address
from content.outline import ChapterEntry, DomainEntry, Outline
from quizzes.history import percent
from quizzes.holdings import QuizEntry, holdings
from quizzes.open_windows import OpenWindow, open_windows
from studyapp.learner import NO_MARKS, CourseMarks, chapter_marks, course_marks
from studyapp.lessons import Lesson, QuizCard, lesson


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter in the course's list; percent_read is None for readers without an account."""

    number: int | None
    title: str
    url: str
    minutes: int
    sections: int
    percent_read: int | None
    questions: int
    quiz_url: str
    best_percent: int | None
    passed: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class CoursePage:
    course: Outline
    chapters: Sequence[ChapterRow]
    quizzes: Sequence[QuizEntry]
    exams: Sequence[QuizEntry]
    custom: QuizEntry | None
    diagnostic: QuizEntry | None
    windows: Sequence[OpenWindow]
    domains: Sequence[DomainEntry]
    percent_read: int | None

    @property
    def tests(self) -> bool:
        """Whether there is anything to test oneself by beside the chapters' quizzes."""
        return bool(self.exams or self.custom or self.diagnostic)


def course_page(outline: Outline, user_id: int | None) -> CoursePage:
    """The course as somebody sees it; user_id is None without an account."""
    held = holdings(outline)
    marks: CourseMarks | None = None
    windows: Sequence[OpenWindow] = ()
    now = timezone.now()
    if user_id is not None:
        marks = course_marks(user_id, outline, now=now)
        # Asked for only when there is one: nearly always there is none.
        windows = open_windows(user_id, [outline], now=now) if marks.may_sit else ()
    rows = [_chapter_row(c, held.quiz_of(c.id), marks) for c in outline.chapters]
    upcoming = next((place for place, row in enumerate(rows) if row.percent_read != 100), None)
    if marks is not None and upcoming is not None:
        rows[upcoming] = replace(rows[upcoming], is_next=True)
    readable = outline.readable
    read = len(readable & set(marks.read)) if marks else 0
    return CoursePage(
        course=outline,
        chapters=rows,
        quizzes=[quiz for quiz in held.own if quiz.chapter_id is None and quiz.questions],
        exams=held.exams,
        custom=held.custom,
        diagnostic=held.diagnostic,
        windows=windows,
        domains=outline.domains,
        percent_read=percent(read, len(readable)) if marks and readable else None,
    )


def _chapter_row(
    chapter: ChapterEntry, quiz: QuizEntry | None, marks: CourseMarks | None
) -> ChapterRow:
    best = marks.best.get(quiz.id) if marks and quiz else None
    return ChapterRow(
        number=chapter.number,
        title=chapter.title,
        url=chapter.url,
        minutes=chapter.minutes,
        sections=len(chapter.readable),
        percent_read=_percent_read(chapter, marks.read) if marks else None,
        questions=quiz.questions if quiz else 0,
        quiz_url=quiz.url if quiz else "",
        best_percent=best,
        passed=quiz is not None and best is not None and best >= quiz.pass_mark,
    )


def _percent_read(chapter: ChapterEntry, read: Collection[int]) -> int:
    readable = chapter.readable
    return percent(len(readable & set(read)), len(readable)) if readable else 100


@dataclass(frozen=True, slots=True)
class Resume:
    """Where the learner was last: the section's title, its address in the page, the block in it."""

    title: str
    url: str
    block: int


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """All that chapter.html draws; the addresses for marks are None without an account."""

    course: Outline
    chapter: ChapterEntry
    previous: ChapterEntry | None
    next: ChapterEntry | None
    body: SafeString
    toc: SafeString
    quiz: QuizCard | None
    percent_read: int | None = None
    resume: Resume | None = None
    read_url: str | None = None
    tick_url: str | None = None
    position_url: str | None = None


def chapter_page(outline: Outline, chapter: ChapterEntry, user_id: int | None) -> ChapterPage:
    """The chapter as somebody sees it; user_id is None without an account."""
    made = lesson(outline, chapter)
    if user_id is None:
        return ChapterPage(
            course=outline,
            chapter=chapter,
            previous=made.previous,
            next=made.next,
            body=made.public,
            toc=made.toc(NO_MARKS),
            quiz=made.quiz,
        )
    return _learner_page(outline, made, user_id)


def _learner_page(outline: Outline, made: Lesson, user_id: int) -> ChapterPage:
    chapter = made.chapter
    marks = chapter_marks(user_id, chapter, made.quiz_id)
    place = outline.slug, chapter.slug
    return ChapterPage(
        course=outline,
        chapter=chapter,
        previous=made.previous,
        next=made.next,
        body=made.body(marks),
        toc=made.toc(marks),
        quiz=made.card(marks),
        percent_read=_percent_read(chapter, marks.read),
        resume=_resume(chapter, marks.position),
        read_url=address("mark_section", *place),
        tick_url=address("tick_step", *place),
        position_url=address("save_position", *place),
    )


def _resume(chapter: ChapterEntry, position: tuple[int, int] | None) -> Resume | None:
    """The last place, unless that is where the chapter begins anyway."""
    if position is None:
        return None
    section_id, block = position
    for place, section in enumerate(chapter.sections):
        if section.id == section_id and (place or block):
            return Resume(section.title, f"#{section.slug}", block)
    return None
