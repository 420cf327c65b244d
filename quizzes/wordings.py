"""Versions' words as stored, key and reasons included: read once a process and course revision.

Nothing here goes to a template; what a learner may see of it is decided in `quizzes.shown`."""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from quizzes.drafts import Kind
from quizzes.grading import AnswerKey
from quizzes.models import MatchAnswer, Option, QuestionVersion
from quizzes.places import Layout, layout

KEPT = 5_000
ANY_REVISION = -1


@dataclass(frozen=True, slots=True)
class OptionWords:
    """An option at its authored position; html and rationale are sanitised."""

    id: int
    position: int
    letter: str
    html: SafeString
    is_key: bool
    rationale: SafeString
    place: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """One of a matching question's answers, by its authored number."""

    position: int
    html: SafeString


@dataclass(frozen=True)
class Words:
    """A version with its options, and its answers where it has any, in the authored order."""

    kind: Kind
    shuffle: bool
    stem: SafeString
    explanation: SafeString
    options: Sequence[OptionWords]
    answers: Sequence[AnswerWords] = ()

    @cached_property
    def answer_key(self) -> AnswerKey:
        """What grading needs."""
        return AnswerKey(
            kind=self.kind,
            options=frozenset(option.id for option in self.options),
            key=frozenset(option.id for option in self.options if option.is_key),
            places={option.id: option.place for option in self.options if option.place},
            most=len(self.answers if self.kind is Kind.MATCHING else self.options),
        )

    def layout(self, version_id: int, *, seed: bytes) -> Layout:
        """Where an attempt of that seed shows what these words, the version's, hold."""
        return layout(
            self.kind,
            self.options,
            answers=self.answer_key.most,
            seed=seed,
            version_id=version_id,
            shuffle=self.shuffle,
        )


_kept: OrderedDict[tuple[int, int], Words] = OrderedDict()


def wordings(version_ids: Collection[int], *, revision: int = ANY_REVISION) -> dict[int, Words]:
    """The versions' words by id; one query where this process has not read all of them yet, and
    another for the answers where some are matching questions.

    Words never change, but their HTML may be drawn anew; the course's revision then moves on."""
    # Looked up once: another thread may throw out the oldest at any moment.
    wanted = {pk: words for pk in version_ids if (words := _kept.get((pk, revision))) is not None}
    missing = [pk for pk in version_ids if pk not in wanted]
    if missing:
        by_version: dict[int, list[Option]] = defaultdict(list)
        options = Option.objects.filter(version__in=missing).select_related("version")
        for option in options.order_by("version_id", "position"):
            by_version[option.version_id].append(option)
        matching = [pk for pk, (first, *_) in by_version.items() if _is_matching(first)]
        answers = _answers(matching) if matching else {}
        fresh = {
            pk: _words(found[0].version, found, answers.get(pk, ()))
            for pk, found in by_version.items()
        }
        wanted |= fresh
        _kept.update(((pk, revision), words) for pk, words in fresh.items())
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return wanted


def answer_keys(version_ids: Collection[int]) -> dict[int, AnswerKey]:
    """The versions' keys by id: not HTML, and so the same at every revision."""
    return {pk: words.answer_key for pk, words in wordings(version_ids).items()}


def forget() -> None:
    """Start as a new process would; for tests, whose database goes back in time between them."""
    _kept.clear()


def _is_matching(option: Option) -> bool:
    return option.version.kind == Kind.MATCHING


def _answers(version_ids: Collection[int]) -> dict[int, list[AnswerWords]]:
    answers = MatchAnswer.objects.filter(version__in=version_ids).order_by("version", "position")
    found: dict[int, list[AnswerWords]] = defaultdict(list)
    for version, position, html in answers.values_list("version_id", "position", "html"):
        found[version].append(AnswerWords(position, _safe(html)))
    return found


def words_of(version: QuestionVersion) -> Words:
    """One version's words, its options as they were prefetched; not kept."""
    answers = version.answers.all() if version.kind == Kind.MATCHING else ()
    found = [AnswerWords(answer.position, _safe(answer.html)) for answer in answers]
    return _words(version, list(version.options.all()), found)


def _words(
    version: QuestionVersion, options: Sequence[Option], answers: Sequence[AnswerWords]
) -> Words:
    return Words(
        kind=Kind(version.kind),
        shuffle=version.shuffle,
        stem=_safe(version.stem_html),
        explanation=_safe(version.explanation_html),
        options=tuple(
            OptionWords(
                id=option.pk,
                position=option.position,
                letter=option.letter,
                html=_safe(option.html),
                is_key=option.is_key,
                rationale=_safe(option.rationale_html),
                place=option.place,
            )
            for option in options
        ),
        answers=tuple(answers),
    )


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer made and sanitised when it was stored."""
    return mark_safe(html)  # noqa: S308
