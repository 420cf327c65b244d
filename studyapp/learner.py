"""What one learner has done in a chapter or a course, in one query."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from content.models import ReadingPosition, SectionRead, StepTick
from content.outline import ChapterEntry, Outline
from quizzes.models import Attempt

Rows = QuerySet[Any, tuple[int, int, int]]
READ, TICKED, POSITION, QUIZ = range(4)
NO_RESULT = -1


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of the sections read and the steps ticked; where the learner was last, as section id and
    block; the best graded percentage in the chapter's quiz, and whether an attempt is open."""

    read: Collection[int] = frozenset()
    ticked: Collection[int] = frozenset()
    position: tuple[int, int] | None = None
    best: int | None = None
    quiz_open: bool = False


NO_MARKS = Marks()


def chapter_marks(user_id: int, chapter: ChapterEntry, quiz_id: int | None) -> Marks:
    """The learner's marks in one chapter."""
    ticks = StepTick.objects.filter(user=user_id, step__section__chapter=chapter.id)
    positions = ReadingPosition.objects.filter(user=user_id, chapter=chapter.id)
    rows = _read(user_id, [chapter.id]).union(
        _row(ticks, TICKED, "step_id", Value(0)),
        _row(positions, POSITION, "section_id", F("block")),
        _quizzes(user_id, [quiz_id] if quiz_id else []),
        all=True,
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for what, pk, value in rows:
        found[what].append((pk, value))
    best = {value for _pk, value in found[QUIZ]}
    return Marks(
        read=frozenset(pk for pk, _value in found[READ]),
        ticked=frozenset(pk for pk, _value in found[TICKED]),
        position=found[POSITION][0] if found[POSITION] else None,
        best=max(best - {NO_RESULT}, default=None),
        quiz_open=NO_RESULT in best,
    )


@dataclass(frozen=True, slots=True)
class CourseMarks:
    """Ids of the sections read, and by quiz id the best graded percentage."""

    read: Collection[int] = frozenset()
    best: Mapping[int, int] = field(default_factory=dict)


def course_marks(user_id: int, outline: Outline, quiz_ids: Collection[int]) -> CourseMarks:
    """The learner's marks in a whole course."""
    chapters = [chapter.id for chapter in outline.chapters]
    read: set[int] = set()
    best: dict[int, int] = {}
    for what, pk, value in _read(user_id, chapters).union(_quizzes(user_id, quiz_ids), all=True):
        if what == READ:
            read.add(pk)
        elif value != NO_RESULT:
            best[pk] = max(value, best.get(pk, 0))
    return CourseMarks(frozenset(read), best)


def _row(queryset: QuerySet[Any], what: int, pk: str, value: Value | F) -> Rows:
    """(what, pk, value) of each row, so that rows of several tables make one union."""
    number = IntegerField()
    return (
        queryset.order_by()
        .annotate(what=Value(what, number), row=F(pk), value=value)
        .values_list("what", "row", "value")
    )


def _read(user_id: int, chapters: Collection[int]) -> Rows:
    reads = SectionRead.objects.filter(user=user_id, section__chapter__in=chapters)
    return _row(reads, READ, "section_id", Value(0, IntegerField()))


def _quizzes(user_id: int, quiz_ids: Collection[int]) -> Rows:
    """A row for each quiz's best graded result, and one with NO_RESULT for an open attempt."""
    whole = Q(mode=Attempt.Mode.GRADED, scope=Attempt.Scope.ALL)
    attempts = Attempt.objects.filter(whole | Q(submitted_at=None))
    return (
        attempts.filter(user=user_id, quiz__in=quiz_ids)
        .order_by()
        .annotate(what=Value(QUIZ, IntegerField()))
        .values("what", "quiz", open=Q(submitted_at=None))
        .annotate(value=Coalesce(Max(F("right") * 100 / F("total")), NO_RESULT), n=Count("pk"))
        .values_list("what", "quiz", "value")
    )
