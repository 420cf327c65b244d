"""Drafts for property tests: words that are text, and words that look like a question's markup."""

from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags

MARKUP = [
    "### Question 7",
    "**Q8.** stem",
    "A) text",
    "- **B)** why not",
    "- [x] ticked",
    "- [ ] not ticked",
    "*c) starred",
    "**Correct Answer: B**",
    "Answer:",
    "**Explanation:** because",
    "> quoted",
    "---",
    "===",
    "1. one",
    "# heading",
    "```python",
    "```",
    "~~~",
    "`code` and ``more``",
    "<b>bold</b>",
    "<details>",
    "</details>",
    "<summary>Answer</summary>",
    "<br>",
    "<!-- id: x -->",
    "<!-- text -->",
    "<!-- /text -->",
    "<!-- open",
    "-->",
    "| a | b |",
    "![alt](a.png)",
    "[link](b.md)",
    "Option A is wrong, and (B) too",
    "all of the above",
    "(Select TWO)",
    "Which two?",
    "## Answer key",
    "1. A",
    "**Why others are wrong:**",
    "   indented",
    "\tindented",
    "&lt;b>",
    "**bold**",
    "\\*",
    "Вопрос 2",
    "**Correct Order: B, A**",
    "1) one mast",
    "**Correct Matches: A-1, B-2**",
    "",
    "",
]
WORDS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=20)
LINES = st.one_of(st.sampled_from(MARKUP), WORDS)
TEXTS = st.lists(LINES, min_size=1, max_size=6).map("\n".join)
SLUGS = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", min_size=1, max_size=8).filter(
    lambda slug: "--" not in slug
)
TAGS = st.builds(
    Tags,
    code=SLUGS | st.just(""),
    services=st.lists(SLUGS, max_size=3).map(tuple),
    task=SLUGS | st.just(""),
    section=SLUGS | st.just(""),
    level=st.sampled_from([None, 1, 2, 3]),
    source=SLUGS.map("https://example.org/{}?a=b".format) | st.just(""),
    facts=st.lists(SLUGS, max_size=2).map(tuple),
)


@st.composite
def drafts(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> QuestionDraft:
    """A draft that a reader could have made: a stem, two to six options, one right or more."""
    count = draw(st.integers(2, 6))
    keys = draw(st.sets(st.integers(0, count - 1), min_size=1))
    letters = draw(st.sampled_from(["ABCDEF", "abcdef"]))
    options = tuple(
        OptionDraft(
            letter=letters[i],
            text=draw(texts),
            is_key=i in keys,
            rationale=draw(st.just("") | texts),
        )
        for i in range(count)
    )
    return QuestionDraft(
        path="bank.md",
        line=1,
        number="1",
        kind=Kind.MULTIPLE if len(keys) > 1 else Kind.SINGLE,
        stem=draw(texts.filter(str.strip)),
        options=options,
        explanation=draw(st.just("") | texts),
        tags=draw(TAGS),
        shuffle=draw(st.booleans()),
        publish=draw(st.booleans()),
    )


@st.composite
def placed_drafts(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> QuestionDraft:
    """A draft of a matching or an ordering question."""
    kind = draw(st.sampled_from([Kind.MATCHING, Kind.ORDERING]))
    count = draw(st.integers(2, 5))
    answers = draw(st.lists(texts, min_size=2, max_size=5)) if kind is Kind.MATCHING else []
    order = draw(st.permutations(range(1, count + 1)))
    places = [draw(st.integers(1, len(answers))) for _ in order] if answers else order
    return QuestionDraft(
        path="bank.md",
        line=1,
        number="1",
        kind=kind,
        stem=draw(texts.filter(str.strip)),
        options=tuple(
            OptionDraft("ABCDE"[i], draw(texts), False, draw(st.just("") | texts), place)
            for i, place in enumerate(places)
        ),
        explanation=draw(st.just("") | texts),
        tags=draw(TAGS),
        shuffle=draw(st.booleans()),
        publish=draw(st.booleans()),
        answers=tuple(answers),
    )
