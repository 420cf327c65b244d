"""The wordings of a question that were answered, and what of them is right after all as far as its
present wording says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from quizzes.drafts import QuestionDraft
from quizzes.grading import AnswerKey
from quizzes.models import Option, Question, QuestionVersion, Response
from quizzes.regrade_keys import carried
from quizzes.versions import as_draft


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that attempts hold: submitted ones, and under_way. right: the key that it should
    have had; known: whether the present wording tells, else somebody must."""

    version: QuestionVersion
    options: Sequence[Option]
    answers: Sequence[str]
    published: AnswerKey
    right: AnswerKey
    known: bool
    submitted: int
    under_way: int

    @property
    def differs(self) -> bool:
        """Whether its key was another than is right now."""
        return self.right != self.published


def answered(question: Question) -> list[Wording]:
    """Every wording that some attempt holds, newest first."""
    over = Q(attempt__submitted_at__isnull=False)
    counts = {
        pk: (held, submitted)
        for pk, held, submitted in Response.objects.filter(question=question)
        .order_by()
        .values("version")
        .annotate(held=Count("pk"), submitted=Count("pk", filter=over))
        .values_list("version", "held", "submitted")
    }
    versions = list(
        question.versions.filter(Q(pk__in=counts) | Q(pk=question.current_id))
        .select_related("question")
        .prefetch_related("options", "answers")
        .order_by("-number")
    )
    present = next((each for each in versions if each.pk == question.current_id), None)
    says = as_draft(present) if present is not None else None
    return [_wording(each, says, *counts[each.pk]) for each in versions if each.pk in counts]


def _wording(
    version: QuestionVersion, says: QuestionDraft | None, held: int, submitted: int
) -> Wording:
    options = sorted(version.options.all(), key=lambda option: option.position)
    words = as_draft(version)
    told = carried(words, says) if says is not None else None
    return Wording(
        version=version,
        options=options,
        answers=words.answers,
        published=_key(words, options),
        right=_key(told or words, options),
        known=told is not None,
        submitted=submitted,
        under_way=held - submitted,
    )


def _key(words: QuestionDraft, options: Sequence[Option]) -> AnswerKey:
    """The draft's key by the ids of the options, which stand in the draft's order."""
    pairs = list(zip(options, words.options, strict=True))
    return AnswerKey(
        kind=words.kind,
        options=frozenset(option.pk for option in options),
        key=frozenset(option.pk for option, says in pairs if says.is_key),
        places={option.pk: says.place for option, says in pairs if says.place},
        most=len(words.answers) or len(options),
    )
