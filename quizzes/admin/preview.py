"""A question as learners will see it, by the site's own renderer, from words not yet stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from content.surroundings import Surroundings
from quizzes import shown_places
from quizzes.drafts import Kind, QuestionDraft
from quizzes.models import QuestionVersion
from quizzes.places import Layout
from quizzes.shown import OptionRow, cue
from quizzes.shown_places import NOTHING, AnswerRow, PlacedRow
from quizzes.wordings import AnswerWords, OptionWords, Words, words_of


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A question as the templates of a quiz's pages draw it."""

    stem: SafeString
    kind: str
    options: Sequence[OptionRow] = ()
    placed: Sequence[PlacedRow] = ()
    answers: Sequence[AnswerRow] = ()
    explanation: SafeString = NOTHING
    graded: bool = False
    verdict: str | None = None

    @property
    def has_words(self) -> bool:
        return bool(self.stem or self.options or self.placed)


@dataclass(frozen=True, slots=True)
class Preview:
    """asked: before an answer. told: after one, a wrong one where the question has any."""

    asked: PreviewPage
    told: PreviewPage
    cue: str


def drawn(draft: QuestionDraft, surroundings: Surroundings) -> Preview:
    """The preview of words as they are typed."""

    def html(text: str) -> SafeString:
        return _safe(surroundings.html(text))

    return _previewed(
        Words(
            kind=draft.kind,
            shuffle=draft.shuffle,
            stem=html(draft.stem),
            explanation=html(draft.explanation),
            options=[
                OptionWords(
                    place,
                    place,
                    option.letter,
                    html(option.text),
                    option.is_key,
                    html(option.rationale),
                    option.place,
                )
                for place, option in enumerate(draft.options, 1)
            ],
            answers=[AnswerWords(n, html(text)) for n, text in enumerate(draft.answers, 1)],
        )
    )


def stored(version: QuestionVersion) -> Preview:
    """The preview of a version, whose HTML was made when it was written."""
    return _previewed(words_of(version))


def _previewed(words: Words) -> Preview:
    return _of_choice(words) if words.kind.is_choice else _of_places(words)


def _of_choice(words: Words) -> Preview:
    """The question with the first wrong option chosen, and of several keys the first as well."""
    keys = [option.is_key for option in words.options]
    needed = sum(keys)
    kind = Kind.MULTIPLE if needed > 1 else Kind.SINGLE
    wrong = keys.index(False) if False in keys else None
    chosen = {wrong} if wrong is not None else set(range(len(keys)))
    if wrong is not None and kind is Kind.MULTIPLE:
        chosen.add(keys.index(True))
    asked = tuple(
        OptionRow(option.id, option.letter, option.html, chosen=False) for option in words.options
    )
    told = tuple(
        replace(
            row,
            chosen=place in chosen,
            state=_state(keys[place], place in chosen),
            rationale=words.options[place].rationale,
        )
        for place, row in enumerate(asked)
    )
    right = wrong is None
    return Preview(
        asked=PreviewPage(words.stem, kind, asked),
        told=PreviewPage(
            words.stem,
            kind,
            told,
            explanation=words.explanation,
            graded=True,
            verdict="right" if right else "wrong",
        ),
        cue=cue(kind, needed),
    )


def _of_places(words: Words) -> Preview:
    """The question as its author orders it, and with the first two options' places exchanged."""
    key = words.answer_key
    seen = Layout([option.id for option in words.options], range(1, key.most + 1))
    answers = shown_places.answers_of(words, seen)
    given: dict[int, int | None] = {**key.places}
    if len(given) > 1:
        one, other, *_rest = given
        given[one], given[other] = given[other], given[one]
    wrong = given != key.places
    return Preview(
        asked=PreviewPage(
            words.stem,
            words.kind,
            placed=shown_places.asked(words, seen, {}, refused=False),
            answers=answers,
        ),
        told=PreviewPage(
            words.stem,
            words.kind,
            placed=shown_places.told(words, seen, given),
            answers=answers,
            explanation=words.explanation,
            graded=True,
            verdict="wrong" if wrong else "right",
        ),
        cue=cue(words.kind, key.needed),
    )


def _state(is_key: bool, chosen: bool) -> str:
    if is_key:
        return "key" if chosen else "missed"
    return "wrong" if chosen else ""


def _safe(html: str) -> SafeString:
    """HTML that the site's own renderer has sanitised."""
    return mark_safe(html)  # noqa: S308
