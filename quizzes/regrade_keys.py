"""The key that a wording should have had: whether it can be one, and what a newer wording says."""

from collections.abc import Sequence
from dataclasses import replace

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.grading import AnswerKey


def can_be_right(published: AnswerKey, right: AnswerKey) -> bool:
    """Whether right can take the place of the published key: of the same options, some of them
    right, or each where there is a place for it, and in an order no two in one."""
    if published.kind.is_choice:
        return bool(right.key) and right.key <= published.options
    if right.places.keys() != published.places.keys():
        return False
    places = list(right.places.values())
    if not all(1 <= place <= published.most for place in places):
        return False
    return published.kind is not Kind.ORDERING or len(set(places)) == len(places)


def carried(old: QuestionDraft, new: QuestionDraft) -> QuestionDraft | None:
    """The older wording with the key that the newer one has.

    None unless both have the same options, and answers to match, in whatever order: where a text
    differs, somebody must say what is right."""
    if old.kind.is_choice != new.kind.is_choice or (
        not old.kind.is_choice and old.kind != new.kind
    ):
        return None
    told = {_words(option.text): option for option in new.options}
    if not _same([option.text for option in old.options], [option.text for option in new.options]):
        return None
    if not _same(old.answers, new.answers):
        return None
    answers = {number: _words(text) for number, text in enumerate(new.answers, 1)}
    numbers = {_words(text): number for number, text in enumerate(old.answers, 1)}

    def with_key(option: OptionDraft) -> OptionDraft:
        says = told[_words(option.text)]
        place = says.place
        if old.kind is Kind.MATCHING:
            place = numbers[answers[place or 0]]
        return replace(option, is_key=says.is_key, place=place)

    return replace(old, options=tuple(with_key(option) for option in old.options))


def _same(texts: Sequence[str], others: Sequence[str]) -> bool:
    """Whether these are the same texts, none of them twice."""
    found = sorted(map(_words, texts))
    return found == sorted(map(_words, others)) and len(set(found)) == len(found)


def _words(text: str) -> str:
    return " ".join(text.split())
