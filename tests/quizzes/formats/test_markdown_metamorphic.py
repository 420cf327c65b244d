"""The same questions in every dialect, alone and mixed: never another key, and nothing lost."""

from collections.abc import Sequence

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.drafts import QuestionDraft, QuestionReport
from quizzes.formats.markdown import is_bank, read
from tests.quizzes.formats.dialect_parts import (
    DECOYS,
    EXPLANATIONS,
    HEADS,
    KEYS,
    OPTIONS,
    Asked,
)
from tests.quizzes.formats.dialects import Dialect

BOUNDED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VOCABULARY = ["water", "stone", "river", "copper", "seven", "été", "Ωmega", "тест", "水", "x2"]
STEMS = [
    "Which {n} {w} is it{cue}?",
    "A crew sails {n} {w}.\n\nWhich {w} do they need{cue}?",
    "Pick the {n} {w} of the bay{cue}:",
    "The {n} {w} is a{cue}",
]
TITLE = "Boats of the bay\n\n"  # a heading's title that no sign sets apart from the stem

dialects = st.builds(
    Dialect,
    head=st.sampled_from(sorted(HEADS)),
    options=st.sampled_from(sorted(OPTIONS)),
    key=st.sampled_from(sorted(KEYS)),
    explanation=st.sampled_from(sorted(EXPLANATIONS)),
    decoy=st.sampled_from(sorted(DECOYS)),
)


def words(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=most).map(" ".join)


@st.composite
def questions(draw: st.DrawFn, number: int) -> Asked:
    options = draw(st.lists(words(4), min_size=2, max_size=5, unique=True))
    most = 1 if len(options) == 2 else 2
    keys = draw(st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=most))
    cue = f" (Select {len(keys)})" if len(keys) > 1 else ""
    stem = draw(st.sampled_from(STEMS)).format(n=f"no{number}", w=draw(words(2)), cue=cue)
    return Asked(stem, options, frozenset(keys))


some_questions = st.integers(1, 4).flatmap(
    lambda count: st.tuples(*(questions(number) for number in range(1, count + 1)))
)


def set_in(asked: Sequence[Asked], styles: Sequence[Dialect]) -> str:
    """The questions one below the other, each in its dialect."""
    pairs = enumerate(zip(asked, styles, strict=True), start=1)
    return "\n\n".join(style.text(number, one) for number, (one, style) in pairs) + "\n"


def is_same(draft: QuestionDraft, asked: Asked, style: Dialect) -> bool:
    return (
        draft.stem.removeprefix(TITLE) == style.stem(asked)
        and [option.text for option in draft.options] == list(asked.options)
        and {i for i, option in enumerate(draft.options) if option.is_key} == asked.keys
    )


def assert_honest(
    reports: Sequence[QuestionReport], asked: Sequence[Asked], styles: Sequence[Dialect], text: str
) -> None:
    """What is published is what was asked; what is missing was said; nobody's key is another's."""
    left = list(zip(asked, styles, strict=True))
    for report in reports:
        draft = report.draft
        if draft is None:
            continue
        here = [pair for pair in left if is_same(draft, *pair)]
        if here:
            left.remove(here[0])
        else:
            assert not draft.publish, text
            assert report.reasons, text
        others = [one.stem for one in asked if not here or one is not here[0][0]]
        if draft.publish:
            assert not any(stem in draft.explanation for stem in others), text
    doubted = [report for report in reports if report.draft is None or not report.draft.publish]
    assert not left or doubted, text


def is_sure(asked: Asked, style: Dialect) -> bool:
    """Whether anyone can tell the question: steps at the margin between items that are all
    numbered 1 look like questions, and radio buttons with two keys are doubted."""
    several = len(asked.keys) > 1
    return not (
        (style.head == "every item one" and style.explanation == "numbered list")
        or (style.options == "buttons" and several)
    )


@BOUNDED
@given(some_questions, dialects)
@example(
    (Asked("Which is it?", ["stone", "水 水"], frozenset({1})),),
    Dialect("rule above", "bracket", "list below", "none"),
)
@example(
    (Asked("Which?", ["stone", "x2"], frozenset({1})), Asked("Why?", ["a x", "b"], frozenset({0}))),
    Dialect("list item", "stars", "letters", "details"),
)
def test_dialect_alone_gives_every_question_as_it_was(
    asked: Sequence[Asked], style: Dialect
) -> None:
    styles = [style] * len(asked)
    text = set_in(asked, styles)
    reports = read(text, path="bank.md")
    assert_honest(reports, asked, styles, text)
    if all(is_sure(one, style) for one in asked):
        assert [bool(report.draft and report.draft.publish) for report in reports] == (
            [True] * len(asked)
        ), text
        asks = all("?" in one.stem for one in asked)
        assert is_bank(text) or not asks, text


@BOUNDED
@given(some_questions.flatmap(lambda q: st.tuples(st.just(q), st.tuples(*[dialects] * len(q)))))
def test_dialects_mixed_give_every_question_or_say_so(
    both: tuple[Sequence[Asked], Sequence[Dialect]],
) -> None:
    asked, styles = both
    text = set_in(asked, styles)
    assert_honest(read(text, path="bank.md"), asked, styles, text)


@BOUNDED
@given(some_questions, dialects, st.sampled_from(["\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_and_byte_order_marks_change_nothing(
    asked: Sequence[Asked], style: Dialect, end: str, mark: str
) -> None:
    text = set_in(asked, [style] * len(asked))
    assert read(mark + text.replace("\n", end), path="x.md") == read(text, path="x.md")


@BOUNDED
@given(some_questions, dialects, st.data())
def test_what_is_broken_is_refused_and_its_neighbours_stay(
    asked: Sequence[Asked], style: Dialect, data: st.DataObject
) -> None:
    """A question among the others lost its key, its options or its stem."""
    at = data.draw(st.integers(0, len(asked)), label="place")
    parts = [part for part in ("key", "options", "stem", "rest") if style.can_lose(part)]
    lost = data.draw(st.sampled_from(parts), label="lost")
    one = Asked("Which is the broken one?", ["broken ebb", "broken flood"], frozenset({0}))
    sound = [style.text(n + 1 + (n >= at), question) for n, question in enumerate(asked)]
    text = "\n\n".join([*sound[:at], style.without(lost, at + 1, one), *sound[at:]]) + "\n"
    reports = read(text, path="bank.md")
    published = [r.draft for r in reports if r.draft and r.draft.publish]
    for draft in published:
        assert any(is_same(draft, question, style) for question in asked), text
        assert "broken" not in str(draft), text
    assert len(reports) > len(published), text
