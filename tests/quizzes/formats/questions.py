"""Questions of every kind for property tests of writers: any words, or words that any format takes.

`tests.quizzes.formats.drafts_strategy` is the same for Markdown, whose own marks it knows."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats.judging import letter

MARKS = [
    *["{", "}", "=", "~", "#", "####", ":", "::", "\\", "\\n", "\\=", "->", "// x", "$CATEGORY: x"],
    *["%50%", "[html]", "[markdown]", "T", "FALSE", "A) x", "B. y", "ANSWER: A", "1. x", "Q2) y"],
    *[
        "*a) x",
        "[*] x",
        "[ ] x",
        "... x",
        "= 1",
        "____",
        "<b>x</b>",
        "<br>",
        "&lt;",
        "&amp;",
        "`x`",
    ],
    *["```", "| a | b |", "**x**", "# x", "- x", "> x", "$x_1$", '"', "'", ",", ";", "\t", "=1+1"],
    *["@x", "+x", "-x", "]]>", "<!-- x -->", "Explanation: x", "option A", "x → y", "问题?", "🚲"],
]
PLAIN = st.text("abcdefghijklmnopqrstuvwxyzäß 0123456789", min_size=1, max_size=20)
PLAIN_TEXTS = PLAIN.map(lambda text: " ".join(text.split())).filter(str.strip)
_PIECES = [
    *MARKS,
    "The",
    "and so",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\x1f",
    "\u2028",
    "\ufdd0",
    "é",
    "😀",
]
ANY_TEXTS = st.builds(
    lambda by, pieces: by.join(pieces).strip(),
    st.sampled_from(["", " ", "\n"]),
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4),
).filter(lambda text: any(c.isalnum() for c in text))
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
TAGS = st.builds(
    Tags,
    code=SLUGS | st.just(""),
    services=st.lists(SLUGS, max_size=3, unique=True).map(tuple),
    task=st.sampled_from(["", "1.2", "3.4"]),
    section=SLUGS | st.just(""),
    level=st.sampled_from([None, 1, 2, 3]),
    source=SLUGS.map("https://example.org/{}?a=b".format) | st.just(""),
    facts=st.lists(SLUGS, max_size=2).map(tuple),
)


@st.composite
def questions(
    draw: st.DrawFn,
    texts: st.SearchStrategy[str] = ANY_TEXTS,
    kinds: Sequence[Kind] = tuple(Kind),
) -> QuestionDraft:
    """A sound question of one of the kinds: two to five options that differ, lettered by place.

    A matching question's answers stand in the order in which its options use them, those that
    none uses last."""
    kind = draw(st.sampled_from(kinds))
    words = draw(st.lists(texts, min_size=2, max_size=5, unique=True))
    rationales = [draw(st.just("") | texts) for _ in words]
    fewest, most = (1, 1) if kind is Kind.SINGLE else (2, len(words))
    keys = draw(st.sets(st.sampled_from(range(len(words))), min_size=fewest, max_size=most))
    options = [
        OptionDraft(letter(i), text, kind.is_choice and i in keys, rationales[i])
        for i, text in enumerate(words)
    ]
    answers: tuple[str, ...] = ()
    if kind is Kind.ORDERING:
        places = draw(st.permutations(range(1, len(words) + 1)))
        options = [replace(o, place=place) for o, place in zip(options, places, strict=True)]
    elif kind is Kind.MATCHING:
        answers = tuple(draw(st.lists(texts, min_size=2, max_size=5, unique=True)))
        drawn = [draw(st.sampled_from(answers)) for _ in words]
        answers = tuple(dict.fromkeys([*drawn, *answers]))
        options = [
            replace(option, place=answers.index(text) + 1)
            for option, text in zip(options, drawn, strict=True)
        ]
    return QuestionDraft(
        path="bank",
        line=1,
        number="",
        kind=kind,
        stem=draw(texts),
        options=tuple(options),
        explanation=draw(st.just("") | texts),
        tags=draw(TAGS),
        answers=answers,
    )
