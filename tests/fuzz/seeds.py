"""What inputs are made from: the corpus, questions as our writers write them, and tokens."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import time_machine

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats import known

CORPUS = Path(__file__).parents[1] / "corpus"
LONGEST = 700
"""A seed in CI: small inputs are many inputs."""

_EXPECTED = re.compile(r"\.expected\.json$")
_TOKEN = re.compile(rb"\w+|\s+|[^\w\s]+")

TOKENS: dict[str, Sequence[str]] = {
    "markdown": (
        "### Question 7", "**Q8.** s", "A) t", "- **B)** w", "- [x] t", "- [ ] t", "*c) s", "1. ",
        "**Correct Answer: B**", "Answer: A, C", "**Explanation:** x", "> q", "---", "# h", "```",
        "~~~", "<details>", "</details>", "<!-- id: x -->", "<!-- text -->", "<!-- /text -->",
        "| 1 | A |", "## Answer key", "(Select TWO)", "    ", "\t", "Вопрос 2", "\\*", "&lt;",
        "**Correct Order: C → A → B**", "1) one", "**Correct Matches: A-1, B-2**", "<b>Answer:</b>",
        "<summary>Answer</summary>", "[( )] t", "**Question 3**", "<h3>Question 4</h3>", "A：t",
    ),
    "json": (
        "{", "}", "[", "]", ",", ":", '"', "\\u0000", "\\ud800", "\\n", "null", "true", "false",
        "1e999", "-0", "NaN", '"key"', '"options"', '"place"', '"answers"', '"kind"', '"matching"',
        '"ordering"', '"version"', '"level"', "9" * 50,
    ),
    "csv": (
        ",", ";", "\t", "|", '"', '""', "\n", "=1+1", "'", "'=", "sep=;\n", "A, C", "1 2",
        "option a",
        "answer", "match 1", "matching", "ordering", "A-2, B-1", "letters", "\r\n", "rationale c",
    ),
    "xlsx": (
        "<row>", "</row>", '<c r="A1">', "<f>1+1</f>", "<v>0</v>", 't="s"', 't="b"', 't="e"',
        't="d"', 'r="XFD1"', 'r="0"', "<is><t>x</t></is>", "<!DOCTYPE x>",
        "_x0000_", "_xD800_", "&#10;", "-1", "99999999999",
    ),
}  # fmt: skip
# What stands in a chapter beside its questions.
TOKENS["chapter"] = (
    *TOKENS["markdown"],
    "## Quiz", "## Practice Exam", "# Chapter 3: Boats", "## Hands-on lab", "### Step 1: Sail",
    "## Answer Key", "## Concepts", "### S3", "## Summary", "Setext\n======", "<h2>Quiz</h2>",
    "[a](#quiz)", "![x](y.png)", "[![i](i.png)](u)", "<img src='a.png'>", "[r]: u 'title'", "[^1]",
    "[^1]: note", "<!-- facts: f; g -->", "---\ntitle: x\n---\n", "|---|:-:|", "- [ ] do", "`x`",
)  # fmt: skip
FOLDERS = {"chapter": "markdown"}
"""Whose files of the corpus a reader begins from, where it has none of its own."""
CHAPTERS = (
    "# Chapter 3: Boats\n\nWhat floats.[^1]\n\n## Concepts\n\n### S3\n\n<!-- facts: f -->\n"
    "It [stores](#quiz).\n\n[^1]: A note.\n\n## Lab: Sail\n\n### Step 1: Go\n\n```sh\nls\n```\n\n"
    "### Verify\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Quiz\n\n1. Which?\n   - A) t\n   - B) u\n"
    "\n## Answer Key\n\n1. B",
    "Boats\n=====\n\n![x](y.png)\n\nSea\n---\n\n> quoted\n\n[a]: u\n\n## Practice Exam\n\n"
    "### Question 1\nWhich?\n\nA) t\nB) u\n\n**Correct Answer: A**\n\n## Summary\n\n- one\n- two",
    "## Quiz\n\nComing soon.\n\n## Knowledge check",
)
COMMON = (
    "\0", "\r", "\ufeff", "\u2028", "\ud7ff", "\U0001f600", "A", "B", "C", "1", " ", "\n", "\n\n",
    "\x1c", "é", "ﬁ", "İ", "<", ">", "&", "\\", "%", "{", "}", "=", "~", "#", "::", "->", "//", "$",
    "$$", "<![CDATA[", "]]>", "<!--", "-->", "<?xml?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;",
    "&#0;",
    "ANSWER: A", "[html]", "[[questions]]", '"""', "exsolution: 01", "Answerlist\n----------",
)  # fmt: skip


@cache
def seeds(name: str, *, longest: int = LONGEST) -> Sequence[bytes]:
    """The files to start from for a format's reader; texts are cut to the longest."""
    folder = FOLDERS.get(name, name)
    form = known.named(folder)
    assert form is not None
    files = [
        path
        for path in sorted(CORPUS.rglob("*"))
        if path.is_file()
        and path.suffix.lower() in form.endings
        and not _EXPECTED.search(path.name)
        and folder in path.relative_to(CORPUS).parts
    ]
    found = [path.read_bytes() for path in files]
    if form.write is not None:
        # Packages hold the time of day: an input is to be the same in every run.
        with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
            made = [form.write(DRAFTS[:n], title="Bank").data for n in (1, 2, len(DRAFTS))]
        found += [_undated(data) if data.startswith(b"PK") else data for data in made]
    if name == "chapter":
        found += [text.encode() for text in CHAPTERS] * 5
    # What has a frame is nothing without its end.
    framed = name == "json" or any(data.startswith((b"PK", b"<")) for data in found)
    return [data if framed else data[:longest] for data in found]


def _undated(data: bytes) -> bytes:
    """A package whose members all have the date that they have by default."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def tokens(name: str) -> Sequence[bytes]:
    """What is put into an input: a format's own words, those of all, and those of its seeds."""
    own = [token.encode() for token in (*TOKENS.get(name, ()), *COMMON)]
    return [*own, *_words(name)]


@cache
def _words(name: str) -> Sequence[bytes]:
    every = (token for seed in seeds(name) if seed[:2] != b"PK" for token in _TOKEN.findall(seed))
    return sorted(set(every))[:500]


def _draft(
    kind: Kind, stem: str, options: Sequence[OptionDraft], answers: Sequence[str] = ()
) -> QuestionDraft:
    tags = Tags(code="q-1", services=("rds", "s3"), task="1.2", section="top", level=2)
    return QuestionDraft("", 0, "7", kind, stem, options, "Because.", tags, answers=answers)


def _choice(keys: str, count: int) -> list[OptionDraft]:
    return [OptionDraft(x, f"text {x}", x in keys, f"why {x}") for x in "ABCDE"[:count]]


def _placed(*places: int) -> list[OptionDraft]:
    return [OptionDraft("ABCDE"[i], f"t{i}", False, "", n) for i, n in enumerate(places)]


DRAFTS = (
    _draft(Kind.SINGLE, "Which?", _choice("A", 2)),
    _draft(Kind.MULTIPLE, "Which two?\n\n```sh\n# x\n```", _choice("AC", 3)),
    _draft(Kind.ORDERING, "Arrange.", _placed(3, 1, 2)),
    _draft(Kind.MATCHING, "Match.", _placed(2, 1), ("one", "two", "three")),
)
