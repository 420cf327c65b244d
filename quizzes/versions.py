"""The one place where a question's words become a version, for the loader and the admin alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import models, transaction

from content.surroundings import Surroundings
from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.inserting import Value, insert
from quizzes.models import MatchAnswer, Option, Question, QuestionVersion
from quizzes.rows import as_stored_time


@transaction.atomic
def write_version(
    question: Question,
    draft: QuestionDraft,
    *,
    now: datetime,
    author_id: int | None = None,
    surroundings: Surroundings | None = None,
    current: bool = True,
    redraw: bool = False,
) -> QuestionVersion:
    """Store draft's words as the question's newest version and, if current, ask it in these words.

    The question's status is the caller's to set. Where the words are those of the newest version,
    no other one is written; with redraw its HTML is made anew, since an image may have changed."""
    locked = Question.objects.select_for_update().get(pk=question.pk)
    version = newest_version(locked)
    if version is None or version.fingerprint != draft.fingerprint:
        number = 1 if version is None else version.number + 1
        version = _written(
            question, draft, number, surroundings or Surroundings(), author_id=author_id, now=now
        )
    elif redraw:
        _redraw(version, surroundings or Surroundings())
    if current:
        question.current = version
        if locked.current_id != version.pk:
            question.save(update_fields=["current"])
    return version


def newest_version(question: Question) -> QuestionVersion | None:
    """The version written last, which may be a draft beside the current one."""
    return question.versions.order_by("-number").first()


def _written(
    question: Question,
    draft: QuestionDraft,
    number: int,
    drawn: Surroundings,
    *,
    author_id: int | None,
    now: datetime,
) -> QuestionVersion:
    wording = worded(draft, number, drawn)
    pks = write_many([(question.pk, wording)], author_id=author_id, now=now)
    return QuestionVersion.objects.get(pk=pks[0])


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that are to be a question's version of that number, as the values of their rows: what
    remains, for which other writers may have to wait, is to store them."""

    number: int
    words: Sequence[Value]
    options: Sequence[Sequence[Value]]
    answers: Sequence[Sequence[Value]]


_VERSION = (
    *("question_id", "number", "author_id", "created_at"),
    *("kind", "stem", "explanation", "stem_html", "explanation_html", "shuffle", "fingerprint"),
)
_OPTION = (
    *("version_id", "position", "letter", "text", "html", "is_key", "place"),
    *("rationale", "rationale_html"),
)
_ANSWER = ("version_id", "position", "text", "html")
_IDS_AT_ONCE = 500


def worded(draft: QuestionDraft, number: int, surroundings: Surroundings) -> Wording:
    """The draft with its HTML and fingerprint, ready to be written."""
    html = surroundings.html
    words = (
        *(str(draft.kind), draft.stem, draft.explanation, html(draft.stem)),
        *(html(draft.explanation), draft.shuffle, draft.fingerprint),
    )
    answers = [(place, text, html(text)) for place, text in enumerate(draft.answers, 1)]
    return Wording(number, words, _options(draft, surroundings), answers)


def _options(draft: QuestionDraft, surroundings: Surroundings) -> list[Sequence[Value]]:
    """The options' rows, in any order: forms post their ids, and those of a bank that always has
    the key first would tell it."""
    html = surroundings.html
    authored = [
        (
            *(position, each.letter, each.text, html(each.text), each.is_key, each.place),
            *(each.rationale, html(each.rationale)),
        )
        for position, each in enumerate(draft.options, 1)
    ]
    return SystemRandom().sample(authored, len(authored))


def write_many(
    wordings: Sequence[tuple[int, Wording]], *, author_id: int | None, now: datetime
) -> list[int]:
    """Store words for the questions of these ids, in few statements, and point none to them.

    The caller holds the questions and knows that each number is the next one. The versions' ids."""
    moment = as_stored_time(now)
    insert(
        QuestionVersion,
        _VERSION,
        ((question, w.number, author_id, moment, *w.words) for question, w in wordings),
    )
    ids = _ids([question for question, _ in wordings])
    pks = [ids[question, w.number] for question, w in wordings]
    made = [(pk, w) for pk, (_, w) in zip(pks, wordings, strict=True)]
    insert(Option, _OPTION, ((pk, *option) for pk, w in made for option in w.options))
    insert(MatchAnswer, _ANSWER, ((pk, *answer) for pk, w in made for answer in w.answers))
    return pks


def _ids(question_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """The ids of the questions' versions, by question and number."""
    ids = {}
    for start in range(0, len(question_ids), _IDS_AT_ONCE):
        some = question_ids[start : start + _IDS_AT_ONCE]
        rows = QuestionVersion.objects.filter(question__in=some).order_by()
        found = rows.values_list("question_id", "number", "pk")
        ids.update({(question, number): pk for question, number, pk in found})
    return ids


def _redraw(version: QuestionVersion, drawn: Surroundings) -> None:
    """Make the version's HTML anew. Its words stay, which is all that is immutable in a version."""
    html = {
        "stem_html": drawn.html(version.stem),
        "explanation_html": drawn.html(version.explanation),
    }
    if any(getattr(version, name) != made for name, made in html.items()):
        models.QuerySet(QuestionVersion).filter(pk=version.pk).update(**html)
    for option in version.options.all():
        html = {"html": drawn.html(option.text), "rationale_html": drawn.html(option.rationale)}
        if any(getattr(option, name) != made for name, made in html.items()):
            models.QuerySet(Option).filter(pk=option.pk).update(**html)
    for answer in version.answers.all() if version.kind == Kind.MATCHING else ():
        if answer.html != (made := drawn.html(answer.text)):
            models.QuerySet(MatchAnswer).filter(pk=answer.pk).update(html=made)


def as_draft(version: QuestionVersion) -> QuestionDraft:
    """A stored version as a draft again: what the admin edits and the writers write."""
    answers = version.answers.all() if version.kind == Kind.MATCHING else ()
    return QuestionDraft(
        path=version.question.source_path,
        line=version.question.source_line or 0,
        number=version.question.source_number,
        kind=Kind(version.kind),
        stem=version.stem,
        explanation=version.explanation,
        shuffle=version.shuffle,
        options=tuple(
            OptionDraft(option.letter, option.text, option.is_key, option.rationale, option.place)
            for option in version.options.all()
        ),
        answers=tuple(answer.text for answer in answers),
    )
