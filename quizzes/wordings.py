"""Versions' words as stored, key and reasons included: read once a process and course revision.

Nothing here goes to a template; what a learner may see of it is decided in `quizzes.shown`."""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from quizzes.drafts import Kind
from quizzes.grading import AnswerKey
from quizzes.models import Option

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


@dataclass(frozen=True)
class Words:
    """A version with its options in the authored order."""

    kind: Kind
    shuffle: bool
    stem: SafeString
    explanation: SafeString
    options: Sequence[OptionWords]

    @cached_property
    def answer_key(self) -> AnswerKey:
        """What grading needs."""
        return AnswerKey(
            kind=self.kind,
            options=frozenset(option.id for option in self.options),
            key=frozenset(option.id for option in self.options if option.is_key),
        )


_kept: OrderedDict[tuple[int, int], Words] = OrderedDict()


def wordings(version_ids: Collection[int], *, revision: int = ANY_REVISION) -> dict[int, Words]:
    """The versions' words by id; one query where this process has not read all of them yet.

    Words never change, but their HTML may be drawn anew; the course's revision then moves on."""
    # Looked up once: another thread may throw out the oldest at any moment.
    wanted = {pk: words for pk in version_ids if (words := _kept.get((pk, revision))) is not None}
    missing = [pk for pk in version_ids if pk not in wanted]
    if missing:
        by_version: dict[int, list[Option]] = defaultdict(list)
        options = Option.objects.filter(version__in=missing).select_related("version")
        for option in options.order_by("version_id", "position"):
            by_version[option.version_id].append(option)
        fresh = {pk: _words(found) for pk, found in by_version.items()}
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


def _words(options: Sequence[Option]) -> Words:
    version = options[0].version
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
            )
            for option in options
        ),
    )


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer made and sanitised when it was stored."""
    return mark_safe(html)  # noqa: S308
