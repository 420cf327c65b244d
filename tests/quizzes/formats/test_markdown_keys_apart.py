"""Questions in every dialect whose keys stand in a section of their own, in every form."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.formats.markdown import is_bank, read
from tests.quizzes.formats.dialect_parts import DECOYS, HEADS, ONE_LINE, OPTIONS, Asked
from tests.quizzes.formats.test_markdown_metamorphic import TITLE, some_questions

WHY = "So it is by the harbour book."
# What names no question, or each by the same number.
NAMELESS = {"rule above", "heading is the stem", "every item one", "numbered heading, every one"}

Entry = Callable[[int, str], str]
ENTRIES: Mapping[str, Entry] = {
    "bold": lambda n, k: f"**Q{n}. Correct Answer: {k}**\n\n> **Explanation:** {WHY}\n\n",
    "tick": lambda n, k: f"**✅ Q{n}. Correct Answers: {k}**\n\n> **Explanation:** {WHY}\n\n",
    "heading": lambda n, k: f"### Question {n}\n\n**Answer: {k}**\n\n{WHY}\n\n",
    "heading with the key": lambda n, k: f"### Question {n}: {k}\n\n{WHY}\n\n",
    "list": lambda n, k: f"{n}. {k}\n",
    "list with brackets": lambda n, k: f"{n}) {k}\n",
    "list with reasons": lambda n, k: f"{n}. **{k}** – {WHY}\n",
    "bullets": lambda n, k: f"- Q{n}: {k}\n",
    "bold numbers": lambda n, k: f"**{n}. {k}**\n\n{WHY}\n\n",
    "plain": lambda n, k: f"Question {n}: {k}\n",
    "table": lambda n, k: f"| {n} | {k} | {WHY} |\n",
    "words": lambda n, k: f"Answer to question {n}: {k}\n\n{WHY}\n\n",
}
HEADINGS = [
    *("## Answer Key", "### Answers", "# Answers", "## ✅ Answer Key & Explanations"),
    *("**Answer Key**", "## Answers and Explanations", "## Solutions", "#### Key"),
    *("<details><summary>Answers</summary>", "## 🔑 Answer Key"),
]


def set_apart(asked: Sequence[Asked], *, head: str, options: str, decoy: str, key: str) -> str:
    form, parts = OPTIONS[options], []
    for number, one in enumerate(asked, start=1):
        stem = " ".join(one.stem.split()) if head in ONE_LINE else one.stem
        parts += [HEADS[head](number, stem), form.text(one), DECOYS[decoy]]
    entries = "".join(
        ENTRIES[key](number, ", ".join(one.letters(form.alphabet)))
        for number, one in enumerate(asked, start=1)
    )
    table = "| Question | Answer | Why |\n|---|---|---|\n" if key == "table" else ""
    return "\n\n".join(part for part in parts if part) + "\n\n{title}\n\n" + table + entries


@pytest.mark.parametrize("key", ENTRIES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    asked=some_questions.filter(lambda asked: len(asked) > 1),
    head=st.sampled_from(sorted(set(HEADS) - NAMELESS)),
    options=st.sampled_from(sorted(name for name in OPTIONS if not OPTIONS[name].marked)),
    decoy=st.sampled_from(sorted(DECOYS)),
    title=st.sampled_from(HEADINGS),
)
def test_key_of_each_question_is_found_in_every_form(
    key: str, asked: Sequence[Asked], head: str, options: str, decoy: str, title: str
) -> None:
    text = set_apart(asked, head=head, options=options, decoy=decoy, key=key)
    text = text.replace("{title}", title)
    reports = read(text, path="bank.md")
    alphabet = OPTIONS[options].alphabet
    assert [list(report.key) for report in reports] == [one.letters(alphabet) for one in asked], (
        text
    )
    for report, one in zip(reports, asked, strict=True):
        assert report.draft is not None, text
        assert [option.text for option in report.draft.options] == list(one.options), text
        stem = " ".join(one.stem.split()) if head in ONE_LINE else one.stem
        assert report.draft.stem.removeprefix(TITLE) == stem, text
        assert report.draft.publish, (report.reasons, text)
    assert is_bank(text), text


@pytest.mark.parametrize("key", ENTRIES)
def test_entry_of_no_question_is_refused_and_question_without_entry_too(key: str) -> None:
    asked = [
        Asked("Which is it?", ["stone", "water"], frozenset({0})),
        Asked("Which is left out?", ["river", "copper"], frozenset({1})),
    ]
    text = set_apart(asked[:1], head="heading", options="bracket", decoy="nothing", key=key)
    extra = "### Question 3\n\nWhich has no key?\n\nA) rope\nB) chain\n\n{title}"
    text = text.replace("{title}", extra).replace("{title}", "## Answer Key")
    text += ENTRIES[key](7, "B")
    first, keyless, orphan = read(text, path="bank.md")
    assert (first.key, first.draft is not None) == (("A",), True)
    assert (keyless.number, keyless.draft) == ("3", None)
    assert keyless.reasons[0].startswith("no key")
    assert (orphan.number, orphan.draft) == ("7", None)
    assert orphan.reasons[0].startswith("the answer key names question 7, which is not here")


@pytest.mark.parametrize(
    "key",
    [
        "## Answer Key\n\n**Q{n}. Correct Answer: B**",
        "**Correct Answer to question {n}: B**",
        "### Question {n}\n\nWhich?\n\nA) s\nB) t\n\n## Answer Key\n\n**Q{n}. Correct Answer: B**",
    ],
)
def test_a_number_of_any_length_is_told_in_few_words(key: str) -> None:
    text = f"### Question {'9' * 2000}\n\nWhich?\n\nA) s\nB) t\n\n{key.format(n='8' * 2000)}"
    for report in read(text, path="bank.md"):
        assert report.reasons
        assert all(len(reason) < 300 for reason in report.reasons), report.reasons
