"""Undoing an import: what it brought is retired, what it changed has its earlier words again.

Nothing is deleted. Earlier words come back as a further version; a question that somebody has
changed since is left alone, and named.

As an import is planned before it writes, so is its undoing: to word 10,000 questions anew takes
some seconds, in which nobody else could write on SQLite."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Subquery

from content.surroundings import Surroundings
from content.sync import hold
from quizzes.imports.bringing import A_STATEMENT, point_to_newest
from quizzes.imports.planning import NotReadyError
from quizzes.models import Brought, Import, Question, QuestionVersion
from quizzes.versions import Wording, as_draft, worded, write_many


class Stand(NamedTuple):
    """What an import brought of a question, how that stood before, and how it stands now.

    id is that of what was brought; newest_id, current_id and status are from before the import,
    the last empty for a question that it made; words are told by their fingerprints."""

    id: int
    question_id: int
    code: str
    origin: str
    written_id: int
    newest_id: int | None
    current_id: int | None
    status: str
    words_written: str
    words_now: str
    number_now: int

    @property
    def is_anothers(self) -> bool:
        """Whether somebody has written other words since, or a file owns the question now."""
        return self.words_now != self.words_written or self.origin == Question.Origin.MARKDOWN

    @property
    def is_changed(self) -> bool:
        """Whether the import wrote other words than there were."""
        return self.newest_id != self.written_id


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """How all that an import brought stands, and the earlier words of what it changed."""

    upload_id: int
    stands: Sequence[Stand]
    wordings: Sequence[tuple[int, Wording]]


@dataclass(frozen=True, slots=True)
class Undone:
    """How many questions were retired, how many put back; the codes of those left alone."""

    retired: int
    put_back: int
    kept: Sequence[str]


def plan_undoing(upload: Import) -> UndoPlan:
    """What undoing the import comes to. Raises NotReadyError where there is nothing to undo."""
    if not Import.objects.filter(pk=upload.pk, status=Import.Status.IMPORTED).exists():
        raise NotReadyError
    stands = _stands(upload.pk)
    return UndoPlan(upload.pk, stands, _earlier_words(stands))


@transaction.atomic
def undo(plan: UndoPlan, *, user_id: int, now: datetime) -> Undone:
    """Undo the import as planned, or as the bank stands now if that is not as it was.

    Raises NotReadyError where it is not imported, or undone already."""
    held = Import.objects.select_for_update().select_related("course").get(pk=plan.upload_id)
    if held.status != Import.Status.IMPORTED:
        raise NotReadyError
    hold(held.course)
    if plan.stands != _stands(held.pk):
        plan = plan_undoing(held)
    ours = [stand for stand in plan.stands if not stand.is_anothers]
    fresh = [stand for stand in ours if not stand.status]
    known = [stand for stand in ours if stand.status]
    kept = [stand for stand in plan.stands if stand.is_anothers]
    _retire([stand.question_id for stand in fresh])
    write_many(plan.wordings, author_id=user_id, now=now)
    _put_back(held, known)
    for start in range(0, len(kept), A_STATEMENT):
        pks = [stand.id for stand in kept[start : start + A_STATEMENT]]
        Brought.objects.filter(pk__in=pks).update(kept=True)
    _close_quiz(held, now=now)
    held.status, held.undone_at = Import.Status.UNDONE, now
    held.save(update_fields=["status", "undone_at"])
    held.course.bump()
    return Undone(len(fresh), len(known), [stand.code for stand in kept])


def _stands(upload_id: int) -> list[Stand]:
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    rows = (
        Brought.objects.filter(upload=upload_id)
        .annotate(
            words_now=Subquery(newest.values("fingerprint")[:1]),
            number_now=Subquery(newest.values("number")[:1]),
        )
        .order_by("pk")
        .values_list(
            *("pk", "question_id", "question__code", "question__origin"),
            *("written_id", "newest_id", "current_id", "status"),
            *("written__fingerprint", "words_now", "number_now"),
        )
    )
    return [Stand(*row) for row in rows]


def _earlier_words(stands: Sequence[Stand]) -> list[tuple[int, Wording]]:
    """The words from before the import, by question, of what it changed and nobody has since."""
    changed = [each for each in stands if each.status and each.is_changed and not each.is_anothers]
    words = QuestionVersion.objects.prefetch_related("options", "answers").select_related(
        "question"
    )
    found = []
    for start in range(0, len(changed), A_STATEMENT):
        some = changed[start : start + A_STATEMENT]
        earlier = words.in_bulk([each.newest_id for each in some if each.newest_id])
        for each in some:
            version = earlier[each.newest_id or 0]
            wording = worded(as_draft(version), each.number_now + 1, as_drawn(version))
            found.append((each.question_id, wording))
    return found


def _retire(question_ids: Sequence[int]) -> None:
    for start in range(0, len(question_ids), A_STATEMENT):
        rows = Question.objects.filter(pk__in=question_ids[start : start + A_STATEMENT])
        rows.update(status=Question.Status.RETIRED)


def _put_back(upload: Import, known: Sequence[Stand]) -> None:
    """Ask of each question what was asked before; its earlier words are written already."""
    anew: dict[str, list[int]] = defaultdict(list)
    as_before: dict[str, list[int]] = defaultdict(list)
    for each in known:
        was_newest = each.is_changed and each.current_id == each.newest_id
        # Other words are still there, or waited beside the ones that were asked and wait again.
        (anew if was_newest else as_before)[each.status].append(each.question_id)
    for status, question_ids in anew.items():
        point_to_newest(question_ids, Question.Status(status))
    current = Brought.objects.filter(upload=upload, question=OuterRef("pk")).values("current")
    for status, question_ids in as_before.items():
        for start in range(0, len(question_ids), A_STATEMENT):
            rows = Question.objects.filter(pk__in=question_ids[start : start + A_STATEMENT])
            rows.update(status=status, current=Subquery(current[:1]))


def as_drawn(version: QuestionVersion) -> Surroundings:
    """Surroundings that know the stored HTML of the version's texts."""
    made = {version.stem: version.stem_html, version.explanation: version.explanation_html}
    for option in version.options.all():
        made |= {option.text: option.html, option.rationale: option.rationale_html}
    made |= {answer.text: answer.html for answer in version.answers.all()}
    return Surroundings(_made=made)


def _close_quiz(upload: Import, *, now: datetime) -> None:
    """Retire the quiz that came with the import, unless something is left in it."""
    quiz = upload.quiz
    if quiz is None or not upload.made_quiz:
        return
    if not quiz.questions.exclude(status=Question.Status.RETIRED).exists():
        quiz.retired_at = now
        quiz.save(update_fields=["retired_at"])
