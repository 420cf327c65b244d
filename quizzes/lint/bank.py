"""What can only be said of questions together."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from quizzes.drafts import Kind, QuestionDraft, normal_stem
from quizzes.lint.chances import at_least, chi_square_tail
from quizzes.lint.findings import Found, Rule, Severity, Subject, error, warning
from quizzes.lint.likeness import near

SIGNIFICANT = 0.01
LEAST_TOLD = 0.0001
"""Below this chance alone is no likely cause."""
LEAST_A_PLACE = 5
"""Fewer expected keys a place than this, and the chi-square says nothing."""
LEAST_QUESTIONS = 20


def lint(subjects: Sequence[Subject]) -> Iterator[Found]:
    """Everything of the bank, repeated questions first."""
    yield from _repeated(subjects)
    yield from _nearly_repeated(subjects)
    yield from _positions(subjects)
    yield from _lengths(subjects)


def _repeated(subjects: Sequence[Subject]) -> Iterator[Found]:
    first: dict[str, Subject] = {}
    for subject in subjects:
        stem = normal_stem(subject.draft.stem)
        earlier = first.setdefault(stem, subject)
        if not stem or earlier is subject:
            continue
        if _answers(earlier.draft) == _answers(subject.draft):
            what = f"“{earlier.code}” asks the same with the same options"
            yield error(Rule.SAME_QUESTION, subject, what, "retire one of the two")
        else:
            what = f"“{earlier.code}” has the same stem"
            yield warning(Rule.SAME_STEM, subject, what, "make clear what differs, or retire one")


def _answers(draft: QuestionDraft) -> frozenset[str]:
    return frozenset(" ".join(option.text.split()).casefold() for option in draft.options)


def _nearly_repeated(subjects: Sequence[Subject]) -> Iterator[Found]:
    stems = [subject.draft.stem for subject in subjects]
    for place, other, likeness in near(stems):
        one, two = subjects[place], subjects[other]
        if normal_stem(one.draft.stem) != normal_stem(two.draft.stem):
            what = f"its stem is {likeness:.0%} like that of “{one.code}”"
            how = "see whether both are needed"
            yield warning(Rule.NEAR_DUPLICATE, two, what, how)


def _single(subjects: Sequence[Subject]) -> Iterator[tuple[int, QuestionDraft]]:
    """The questions of one key, with the place from 0 at which it stands."""
    for subject in subjects:
        draft = subject.draft
        keys = [place for place, option in enumerate(draft.options) if option.is_key]
        if draft.kind is Kind.SINGLE and len(keys) == 1 and len(draft.options) > 1:
            yield keys[0], draft


def _positions(subjects: Sequence[Subject]) -> Iterator[Found]:
    """Whether the key stands at some places too often, by the number of options."""
    places: dict[int, Counter[int]] = defaultdict(Counter)
    for key, draft in _single(subjects):
        places[len(draft.options)][key] += 1
    statistic, df, told = 0.0, 0, []
    for options, counts in sorted(places.items()):
        expected = counts.total() / options
        if expected >= LEAST_A_PLACE:
            statistic += sum((counts[at] - expected) ** 2 / expected for at in range(options))
            df += options - 1
            shares = ", ".join(f"{'ABCDEFGHIJ'[at : at + 1]} {counts[at]}" for at in range(options))
            told.append(f"of {counts.total()} questions with {options} options: {shares}")
    if df and (chance := chi_square_tail(statistic, df)) < SIGNIFICANT:
        what = f"the key stands at some places too often ({'; '.join(told)}; {_told(chance)})"
        how = "move keys; files keep this order, though the site shuffles it"
        yield Found(Rule.KEY_POSITION, Severity.WARNING, "", "", what, how)


def _told(chance: float) -> str:
    return f"p = {chance:.2g}" if chance >= LEAST_TOLD else f"p < {LEAST_TOLD}"


def _lengths(subjects: Sequence[Subject]) -> Iterator[Found]:
    """Whether the key is the longest option more often than chance would have it."""
    longest, chances = 0, []
    for key, draft in _single(subjects):
        lengths = [len(option.text) for option in draft.options]
        longest += lengths.count(max(lengths)) == 1 and lengths[key] == max(lengths)
        chances.append(1 / len(lengths))
    if len(chances) < LEAST_QUESTIONS:
        return
    if (chance := at_least(longest, chances)) < SIGNIFICANT:
        what = (
            f"the key is the longest option in {longest} of {len(chances)} questions, where "
            f"chance gives {sum(chances):.0f} ({_told(chance)})"
        )
        how = "shorten keys, or give the other options as much detail"
        yield Found(Rule.KEY_LONGEST, Severity.WARNING, "", "", what, how)
