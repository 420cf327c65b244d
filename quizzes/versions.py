"""The one place where a question's words become a version, for the loader and the admin alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from content.rendering import render_inline
from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.models import Option, Question, QuestionVersion

Resolver = Callable[[str], str | None]


def nowhere(target: str) -> str | None:
    """The resolver of a text without a file around it: relative addresses lead nowhere."""
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where relative links and images of a text lead to."""

    link: Resolver = nowhere
    image: Resolver = nowhere

    def html(self, markdown: str) -> str:
        """A stem's, an option's, a rationale's or an explanation's HTML."""
        return render_inline(markdown, link=self.link, image=self.image) if markdown else ""


@transaction.atomic
def write_version(
    question: Question,
    draft: QuestionDraft,
    *,
    now: datetime,
    author_id: int | None = None,
    surroundings: Surroundings | None = None,
) -> QuestionVersion:
    """Store draft's words as the question's newest version and make it the current one.

    The question's status is the caller's to set. Where the words are those of the current version,
    that one is returned and nothing is written."""
    locked = Question.objects.select_for_update().select_related("current").get(pk=question.pk)
    if locked.current is not None and locked.current.fingerprint == draft.fingerprint:
        return locked.current
    drawn = surroundings or Surroundings()
    newest = locked.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = QuestionVersion.objects.create(
        question=question,
        number=newest + 1,
        kind=draft.kind,
        stem=draft.stem,
        explanation=draft.explanation,
        stem_html=drawn.html(draft.stem),
        explanation_html=drawn.html(draft.explanation),
        shuffle=draft.shuffle,
        fingerprint=draft.fingerprint,
        author_id=author_id,
        created_at=now,
    )
    Option.objects.bulk_create(
        Option(
            version=version,
            position=position,
            letter=option.letter,
            text=option.text,
            html=drawn.html(option.text),
            is_key=option.is_key,
            rationale=option.rationale,
            rationale_html=drawn.html(option.rationale),
        )
        for position, option in enumerate(draft.options, 1)
    )
    question.current = version
    question.save(update_fields=["current"])
    return version


def as_draft(version: QuestionVersion) -> QuestionDraft:
    """A stored version as a draft again: what the admin edits and the writers write."""
    return QuestionDraft(
        path=version.question.source_path,
        line=version.question.source_line or 0,
        number=version.question.source_number,
        kind=Kind(version.kind),
        stem=version.stem,
        explanation=version.explanation,
        shuffle=version.shuffle,
        options=tuple(
            OptionDraft(option.letter, option.text, option.is_key, option.rationale)
            for option in version.options.all()
        ),
    )
