"""Thousands of books put together at random from the forms that people use, whole and damaged.

Each option's text says whether it is right, so that no key can be wrong unseen."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from quizzes.drafts import QuestionDraft
from tests.quizzes.test_files import read

BOOKS = 2_000
PARTS = 8

Rng = random.Random


@dataclass(frozen=True)
class Asked:
    """A question by its number and a word that stands in all of its texts; keys are places."""

    number: int
    word: str
    count: int
    keys: Sequence[int]

    @property
    def texts(self) -> list[str]:
        right = ["wrong", "right"]
        return [f"{right[i in self.keys]} {self.word} {i}" for i in range(self.count)]

    @property
    def letters(self) -> list[str]:
        return ["ABCD"[i] for i in self.keys]

    @property
    def stem(self) -> str:
        cue = f" (Select {len(self.keys)})" if len(self.keys) > 1 else ""
        return f"Which {self.word} is it{cue}?"


HEADS: Sequence[str] = (
    "### Question {n}\n\n{s}", "### Question {n}: {s}", "**Question {n}:** {s}", "**Q{n}.** {s}",
    "#### {n}. {s}", "### Q{n}\n\n{s}", "Question {n}: {s}", "## Question {n}\n\n{s}",
)  # fmt: skip
LISTED = "{n}. {s}"
# How options are set, with what stands behind the right ones and the wrong ones; or at {f}.
OPTIONS: Sequence[tuple[str, str, str]] = (
    ("{u}) {t}", "", ""), ("- {u}. {t}", "", ""), ("{u}.{t}", "", ""), ("**{u})** {t}", "", ""),
    ("- [ ] {u}) {t}", "", ""), ("{u}) {t}", " ✅", ""), ("- {u}. {t}", " **(Correct)**", ""),
    ("{u}) {t}", " (correct)", " (incorrect)"), ("({u}) {t}", " ✔️", " ❌"),
    ("{u}) {f}{t}", "✅ ", ""), ("- {u}. {f}{t}", "**(Correct)** ", "❌ "),
)  # fmt: skip
UNLETTERED: Sequence[tuple[str, str, str]] = (
    ("{i}. {t}", "", ""), ("{i}) {t}", "", ""), ("{i}. {t}", " ✅", ""), ("- {t}", " ✅", ""),
    ("* {t}", " _(Correct)_", " ❌"), ("- [{m}] {t}", "", ""),
)  # fmt: skip
KEYS: Sequence[str] = (
    "**Correct Answer: {k}**", "Answer: {k}", "**Answer:** {k}", "#### Answer: {k}",
    "<details><summary>Show</summary><b>Answer:</b> {k}</details>",
    "<details>\n<summary>Answer</summary>\n\n{k}\n\n</details>",
)  # fmt: skip
REASONS: Sequence[str] = (
    "", "**Explanation:** So it is.", "> So it is.", "**Explanation:**\n\n1. so\n2. it is",
    "- **A)** so it is\n- **B)** and so", "So it is.\n\n---",
    "#### Explanation\n\n- so\n- it is ✅",
)  # fmt: skip
BETWEEN: Sequence[str] = ("", "---", "Words between.", "<!-- a remark -->", "And then?")
SECTIONS: Sequence[Callable[[str, str], str]] = (
    lambda number, key: f"{number}. {key}\n",
    lambda number, key: f"**Q{number}.** {key}\n\n",
    lambda number, key: f"| {number} | {key} |\n",
    lambda number, key: f"- {number}: {key}\n",
    lambda number, key: f"**{number}. {key}** – so it is.\n\n",
)


def body(asked: Asked, rng: Rng, *, head: str, options: tuple[str, str, str], key: str) -> str:
    """The question with its options; key is empty where it stands elsewhere."""
    form, right, wrong = options
    signs = [right if i in asked.keys else wrong for i in range(asked.count)]
    lines = [
        form.format(u="ABCD"[i], i=i + 1, m="x" if i in asked.keys else " ", t=text, f=signs[i])
        + ("" if "{f}" in form else signs[i])
        for i, text in enumerate(asked.texts)
    ]
    said = ", ".join(asked.letters)
    if "{i}" in form and rng.random() < 0.5:
        said = ", ".join(str(i + 1) for i in asked.keys)
    elif rng.random() < 0.2:
        said = "; ".join(asked.texts[i] for i in asked.keys)
    parts = [
        head.format(n=asked.number, s=asked.stem),
        rng.choice(["\n", "\n\n"]).join(lines),
        key.format(k=said) if not right and "{m}" not in form else "",
        rng.choice(REASONS) if key else "",
        rng.choice(BETWEEN),
    ]
    return "\n\n".join(part for part in parts if part) + "\n\n"


def some(rng: Rng, count: int, *, first: int = 1, name: str = "") -> list[Asked]:
    found = []
    for number in range(first, first + count):
        options = rng.randint(2, 4)
        keys = sorted(rng.sample(range(options), rng.choice([1, 1, 1, min(2, options - 1)])))
        found.append(Asked(number, f"{name}word{number}", options, keys))
    return found


def answered(asked: Sequence[Asked], rng: Rng) -> str:
    """Questions that each have their key."""
    head = rng.choice([*HEADS, LISTED])
    every = OPTIONS if head == LISTED else [*OPTIONS, *UNLETTERED]
    options, key = rng.choice(every), rng.choice(KEYS)
    return "".join(body(one, rng, head=head, options=options, key=key) for one in asked)


def unanswered(asked: Sequence[Asked], rng: Rng) -> str:
    head, options = rng.choice(HEADS), rng.choice(OPTIONS[:5])
    return "".join(body(one, rng, head=head, options=options, key="") for one in asked)


def entries(asked: Sequence[Asked], rng: Rng) -> str:
    if rng.random() < 0.3:
        return ", ".join(f"{one.number}-{', '.join(one.letters)}" for one in asked) + "\n\n"
    form = rng.choice(SECTIONS)
    table = "| Question | Answer |\n|---|---|\n" if form("", "").startswith("|") else ""
    return table + "".join(form(str(one.number), ", ".join(one.letters)) for one in asked) + "\n"


def book(rng: Rng) -> str:
    """A chapter with one to three quizzes, and their keys in one of the places for them."""
    titles = rng.sample(["Quiz", "Practice Test", "Mock Exam", "Quiz 2", "Knowledge Check"], 3)
    counts = [rng.randint(1, 3) for _ in range(rng.randint(1, 3))]
    goes_on = rng.random() < 0.3
    asked = [
        some(rng, count, first=1 + goes_on * sum(counts[:n]), name="abc"[n])
        for n, count in enumerate(counts)
    ]
    place = rng.choice(["own", "inside", "after", "end", "named", "mixed"])
    parts = ["# Chapter 1: Boats\n\nWords of the chapter.\n\n"]
    for n, questions in enumerate(asked):
        parts.append(f"## {titles[n]}\n\n")
        if place == "own" or (place == "mixed" and n < len(asked) - 1):
            parts.append(answered(questions, rng))
            continue
        parts.append(unanswered(questions, rng))
        if place in ("inside", "after"):
            hashes = "##" if place == "after" else "###"
            parts.append(f"{hashes} Answers\n\n{entries(questions, rng)}")
    if place in ("end", "mixed"):
        last = asked[-1:] if place == "mixed" else rng.choice([asked, asked[:1], asked[-1:]])
        parts.append("## Answer Key\n\n" + "".join(entries(one, rng) for one in last))
    if place == "named":
        order = rng.sample(range(len(asked)), len(asked))
        named = [f"### {titles[n]}\n\n{entries(asked[n], rng)}" for n in order]
        parts.append("## Answers\n\n" + "".join(named))
    return "".join(parts)


def damaged(text: str, rng: Rng) -> str:
    """The text with a line dropped, doubled or moved, or a paragraph taken out of it."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        deed = rng.choice(["drop", "double", "move", "cut"])
        if deed == "drop":
            lines[at] = ""
        elif deed == "double":
            lines.insert(at, lines[at])
        elif deed == "move":
            lines.insert(min(at + 2, len(lines) - 1), lines.pop(at))
        else:
            end = next((i for i in range(at, len(lines)) if not lines[i].strip()), at)
            del lines[at : end + 1]
        lines = lines or [""]
    return "\n".join(lines)


def is_honest(draft: QuestionDraft) -> bool:
    """Whether exactly the options whose texts say so are right, and all are one question's.

    Reasons below a head whose options are gone are options for all that anyone can tell, and so
    are options, out of their order, that were moved below another head."""
    letters = [option.letter for option in draft.options]
    if letters != sorted(letters) or not any("word" in option.text for option in draft.options):
        return True
    words = {option.text.split()[1] for option in draft.options if len(option.text.split()) > 1}
    said = [option.text.startswith("right") for option in draft.options]
    return [option.is_key for option in draft.options] == said and len(words) == 1


@pytest.mark.parametrize("part", range(PARTS))
def test_no_book_gives_a_wrong_key_and_most_questions_are_read(part: int) -> None:
    wrong: list[tuple[int, str]] = []
    every = accepted = 0
    for seed in range(part * BOOKS // PARTS, (part + 1) * BOOKS // PARTS):
        text = book(Rng(seed))
        reports = read(text).questions
        drafts = [report.draft for report in reports if report.draft]
        wrong += [(seed, text) for draft in drafts if not is_honest(draft)]
        every, accepted = every + len(reports), accepted + len(drafts)
    assert wrong[:1] == []
    # Else this would say nothing.
    assert every > 3 * BOOKS // PARTS
    assert accepted > every * 0.6


@pytest.mark.parametrize("part", range(PARTS))
def test_no_damage_makes_a_wrong_key_that_is_published(part: int) -> None:
    wrong = []
    for seed in range(part * BOOKS // PARTS, (part + 1) * BOOKS // PARTS):
        rng = Rng(seed)
        text = damaged(book(rng), rng)
        drafts = [report.draft for report in read(text).questions if report.draft]
        wrong += [(seed, text) for d in drafts if d.publish and not is_honest(d)]
    assert wrong[:1] == []
