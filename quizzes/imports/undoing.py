"""Undoing an import: what it brought is retired, what it changed has its earlier words again.

Nothing is deleted. Earlier words come back as a further version; a question that somebody has
changed since is left alone, and named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from content.surroundings import Surroundings
from content.sync import hold
from quizzes.imports.bringing import A_STATEMENT, point_to_newest
from quizzes.imports.planning import NotReadyError
from quizzes.models import Brought, Import, Question, QuestionVersion
from quizzes.versions import as_draft, worded, write_many


@dataclass(frozen=True, slots=True)
class Undone:
    """How many questions were retired, how many put back; the codes of those left alone."""

    retired: int
    put_back: int
    kept: Sequence[str]


@transaction.atomic
def undo(upload: Import, *, user_id: int, now: datetime) -> Undone:
    """Undo the import. Raises NotReadyError where it is not imported, or undone already."""
    held = Import.objects.select_for_update().select_related("course").get(pk=upload.pk)
    if held.status != Import.Status.IMPORTED:
        raise NotReadyError
    hold(held.course)
    brought = _brought(held)
    kept = [each for each in brought if _is_anothers(each)]
    ours = [each for each in brought if not _is_anothers(each)]
    fresh = [each for each in ours if not each.status]
    known = [each for each in ours if each.status]
    _retire([each.question_id for each in fresh])
    _put_back(known, user_id=user_id, now=now)
    for start in range(0, len(kept), A_STATEMENT):
        pks = [each.pk for each in kept[start : start + A_STATEMENT]]
        Brought.objects.filter(pk__in=pks).update(kept=True)
    _close_quiz(held, now=now)
    held.status, held.undone_at = Import.Status.UNDONE, now
    held.save(update_fields=["status", "undone_at"])
    held.course.bump()
    return Undone(len(fresh), len(known), [each.question.code for each in kept])


def _brought(upload: Import) -> list[Brought]:
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    rows = (
        upload.brought.annotate(
            words_now=Subquery(newest.values("fingerprint")[:1]),
            number_now=Subquery(newest.values("number")[:1]),
        )
        .select_related("question", "written", "newest__question")
        .order_by("pk")
    )
    return list(rows)


def _is_anothers(each: Brought) -> bool:
    """Whether somebody has written other words since, or a file owns the question now."""
    words_now: str = each.words_now  # type: ignore[attr-defined]
    others = words_now != each.written.fingerprint
    return others or each.question.origin == Question.Origin.MARKDOWN


def _retire(question_ids: Sequence[int]) -> None:
    for start in range(0, len(question_ids), A_STATEMENT):
        rows = Question.objects.filter(pk__in=question_ids[start : start + A_STATEMENT])
        rows.update(status=Question.Status.RETIRED)


def _put_back(known: Sequence[Brought], *, user_id: int, now: datetime) -> None:
    """Give each question its earlier newest words, and what was asked before."""
    changed = [each for each in known if each.newest_id != each.written_id]
    words = QuestionVersion.objects.prefetch_related("options", "answers").select_related(
        "question"
    )
    earlier = words.in_bulk([each.newest_id for each in changed if each.newest_id])
    wordings = []
    for each in changed:
        version = earlier[each.newest_id or 0]
        number: int = each.number_now + 1  # type: ignore[attr-defined]
        wording = worded(as_draft(version), number, as_drawn(version))
        wordings.append((each.question_id, wording))
    write_many(wordings, author_id=user_id, now=now)
    asked: dict[str, list[int]] = defaultdict(list)
    rest = []
    for each in known:
        if each.newest_id != each.written_id and each.current_id == each.newest_id:
            asked[each.status].append(each.question_id)
        else:
            # These words are still there, or waited beside the ones that were asked and wait again.
            each.question.status, each.question.current_id = each.status, each.current_id
            rest.append(each.question)
    for status, question_ids in asked.items():
        point_to_newest(question_ids, Question.Status(status))
    Question.objects.bulk_update(rest, ["status", "current"], batch_size=A_STATEMENT)


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
