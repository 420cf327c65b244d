"""The one place where a question's words become a version, for the loader and the admin alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import models, transaction

from content.surroundings import Surroundings
from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.models import MatchAnswer, Option, Question, QuestionVersion


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
    wording = Wording(question, draft, number, drawn)
    return write_many([wording], author_id=author_id, now=now)[0]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that are to be the question's version of that number."""

    question: Question
    draft: QuestionDraft
    number: int
    surroundings: Surroundings


def write_many(
    wordings: Sequence[Wording], *, author_id: int | None, now: datetime
) -> list[QuestionVersion]:
    """Store all the wordings, in few statements, and point no question to them.

    The caller holds the questions and knows that each number is the next one."""
    versions = QuestionVersion.objects.bulk_create(
        (_version(wording, author_id=author_id, now=now) for wording in wordings), batch_size=500
    )
    Option.objects.bulk_create(
        (
            option
            for version, wording in zip(versions, wordings, strict=True)
            for option in _options(version, wording)
        ),
        batch_size=1_000,
    )
    MatchAnswer.objects.bulk_create(
        MatchAnswer(
            version=version,
            position=position,
            text=text,
            html=wording.surroundings.html(text),
        )
        for version, wording in zip(versions, wordings, strict=True)
        for position, text in enumerate(wording.draft.answers, 1)
    )
    return versions


def _version(wording: Wording, *, author_id: int | None, now: datetime) -> QuestionVersion:
    draft, html = wording.draft, wording.surroundings.html
    return QuestionVersion(
        question=wording.question,
        number=wording.number,
        kind=draft.kind,
        stem=draft.stem,
        explanation=draft.explanation,
        stem_html=html(draft.stem),
        explanation_html=html(draft.explanation),
        shuffle=draft.shuffle,
        fingerprint=draft.fingerprint,
        author_id=author_id,
        created_at=now,
    )


def _options(version: QuestionVersion, wording: Wording) -> Iterator[Option]:
    """The options' rows, in any order: forms post their ids, and those of a bank that always has
    the key first would tell it."""
    html, options = wording.surroundings.html, wording.draft.options
    authored = list(enumerate(options, 1))
    for position, option in SystemRandom().sample(authored, len(authored)):
        yield Option(
            version=version,
            position=position,
            letter=option.letter,
            text=option.text,
            html=html(option.text),
            is_key=option.is_key,
            place=option.place,
            rationale=option.rationale,
            rationale_html=html(option.rationale),
        )


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
