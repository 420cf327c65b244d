"""Blocks as GitHub reads them: by cases of our own, by real chapters, by chance."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.gfm import Block, Kind, parse
from content.gfm.parser import DEPTH
from tests.content.github import ours, theirs

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SHIPPED = sorted((ROOT / "content" / "courses").glob("*/chapters/*.md"))

# Lists as authors write them, where Python-Markdown alone goes wrong.
DOCUMENTS = {
    "two spaces": "- oak\n  - acorn\n    - sprout\n- elm\n",
    "three spaces": "1. oak\n   - acorn\n2. elm\n",
    "four spaces": "1. oak\n    - acorn\n        - sprout\n2. elm\n",
    "text before a list": "Trees:\n- oak\n- elm\n",
    "text before a one": "Steps:\n1. dig\n2. plant\n",
    "text before a seven is text": "In the year\n7. nothing\n",
    "image between steps": "1. dig\n2. plant\n\n![spade](a.png)\n\n3. water\n   - daily\n4. wait\n",
    "wide number": "9. nine\n10. ten\n    - deep\n11. eleven\n",
    "loose": "- oak\n\n- elm\n- ash\n",
    "loose inside only": "- oak\n  - acorn\n\n  - sprout\n- elm\n",
    "paragraphs in items": "1. dig\n\n   deep enough\n\n2. plant\n",
    "fence in an item": "1. run\n\n   ```sh\n   ls -l\n\n   pwd\n   ```\n2. read\n",
    "fence in an item, no space": "- run\n  ```\n  ls\n  ```\n- read\n",
    "fence after text": "Run:\n```bash\n# no heading\nls\n```\nDone.\n",
    "fence left by its item": "- run\n  ```\n  ls\nafter\n",
    "tildes around backticks": "~~~\n```\n~~~\n",
    "fence indented": "  ```\n    two more\n  none\n  ```\n",
    "fence on one line is code": "```ls```\n",
    "other bullet, other list": "- oak\n* elm\n+ ash\n",
    "other delimiter, other list": "1. oak\n1) elm\n",
    "bullets then numbers": "- oak\n1. elm\n",
    "empty item": "- oak\n-\n- elm\n",
    "empty item, then a blank line": "-\n\n  oak\n",
    "item that begins with code": "-     four\n- oak\n",
    "quote in an item": "- > oak\n  > elm\n\n  ash\n",
    "blank quote line keeps a list tight": "- > oak\n  >\n- elm\n",
    "list in a quote": "> - oak\n>\n> - elm\nlazy\n",
    "lazy lines": "> oak\nelm\n\n- ash\nbeech\n",
    "heading ends a paragraph": "oak\n# elm\nash\n",
    "underlines": "oak\nelm\n===\nash\n---\n\n---\n",
    "rule or list": "* * *\n- - -\n- oak\n***\n- elm\n",
    "indented code": "oak\n\n    code\n\n      more\n\nelm\n",
    "no code inside a paragraph": "oak\n    elm\n",
    "tabs": "-\toak\n\n\tash\n1.\telm\n",
    "table": "| a | b |\n|:--|--:|\n| `x` | y \\| z |\n| one |\n\nafter\n",
    "table after text": "oak\na | b\n--|--\n1 | 2\n# end\n",
    "no table without columns to match": "| a | b |\n|---|\n| 1 | 2 |\n",
    "table in an item": "- oak\n\n  | a |\n  |---|\n  | 1 |\n",
    "definitions": "[oak]: <a> 'Tree'\n[elm]:\n  c\n\n[oak] [Elm] [ash]\n",
    "definition with words after it": "[oak]: a b c\n",
    "definition under a line": "[oak]: a\n===\n[oak]\n",
    "details": "<details>\n<summary>Oak</summary>\n\n- **elm**\n\n</details>\n\nash\n",
    "comment with a blank line": "<!-- oak\n\nelm --> ash\n\n*beech*\n",
    "comment on one line": "oak\n<!-- elm -->\n- ash\n",
    "lone tag": "<kbd>\n*oak*\n</kbd>\n\nelm\n<kbd>\n",
    "block that ends at its end tag": "<pre>\n\n*oak*\n</pre>\n*elm*\n",
    "declarations": "<?php\n\n?>\n<!DOCTYPE html>\n<![CDATA[\n\n]]>\noak\n",
    "task list": "- [ ] oak\n- [x] elm\n- [y] ash\n",
    "headings": "# oak #\n####### elm\n#ash\n## \n### beech ###x\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_own_documents_read_as_on_github(name: str) -> None:
    assert ours(DOCUMENTS[name]) == theirs(DOCUMENTS[name])


def _chapters() -> Iterator[object]:
    for path in SHIPPED:
        yield pytest.param(path, None, id=path.name)
    for name, count in (
        ("Chapter-05-AWS-Databases.md", 184),
        ("chapter-09-aws-architecture-well-architected-framework.md", 214),
    ):
        yield pytest.param(CORPUS / name, count, id=name)


@pytest.mark.parametrize(("path", "count"), list(_chapters()))
def test_no_block_of_a_chapter_differs_from_github(path: Path, count: int | None) -> None:
    if not path.exists():
        pytest.skip(
            f"{path.name} is not here: the corpus of real chapters is no part of this repository"
        )
    text = path.read_text("utf-8")
    read, expected = ours(text), theirs(text)
    assert count in (None, len(expected))
    assert [pair for pair in zip(read, expected, strict=True) if pair[0] != pair[1]] == []


WORDS = ["oak", "**elm** ash", "snake_case", "[a](b)", "~~old~~", "x | y", "10. z"]
INDENTS = [0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8]
MARKS = ["-", "*", "1.", "2.", "3)", "10."]

_indented = st.sampled_from(INDENTS).map(lambda width: " " * width)
_lines = st.one_of(
    st.tuples(_indented, st.sampled_from(MARKS), st.sampled_from([" ", " ", "  ", "   "]),
              st.sampled_from(WORDS)).map("".join),
    st.tuples(_indented, st.sampled_from(WORDS)).map("".join),
    st.just(""),
    st.tuples(_indented, st.sampled_from(["```", "> oak", "## elm"])).map("".join),
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(_lines, min_size=1, max_size=14).map("\n".join))
@example("- oak\n\n  elm\n   - ash\n\n      beech\n")
def test_random_lists_read_as_on_github(document: str) -> None:
    assert ours(document) == theirs(document)


def _wild(source: random.Random) -> str:
    """Lines of every kind at any indentation: hardly a document, but each has one right reading."""
    lines = []
    for _ in range(source.randint(1, 12)):
        mark = source.choice([*MARKS, *MARKS, "+", ">", ">", "#", "###", "", "", ""])
        rest = source.choice([*WORDS, "`code`", "- y", "> q", "# no", ""])
        line = " " * source.choice([*INDENTS, 9]) + f"{mark} {rest}"
        other = [
            "",
            "",
            "",
            "```sh",
            "~~~",
            "---",
            "===",
            "***",
            "| a |\n|---|",
            "<details>",
            "<b>x</b>",
        ]
        lines.append(source.choice([line, line, line, source.choice(other)]))
    return "\n".join(lines) + "\n"


def test_of_1500_wild_documents_at_least_99_in_100_read_as_on_github() -> None:
    documents = [_wild(random.Random(seed)) for seed in range(1500)]
    different = [document for document in documents if ours(document) != theirs(document)]
    assert len(different) <= 15, different[:3]


def _outline(block: Block) -> list[object]:
    return [block.kind.value, block.line, block.last, *map(_outline, block.children)]


def test_blocks_remember_their_lines() -> None:
    document = parse("# oak\n\n- elm\n  ash\n\n  > beech\n\n```\n\nx\n```\n")
    assert _outline(document.root)[3:] == [
        ["heading", 1, 1],
        ["list", 3, 6, ["item", 3, 6, ["paragraph", 3, 4], ["quote", 6, 6, ["paragraph", 6, 6]]]],
        ["code", 8, 11],
    ]


def test_definitions_and_footnotes_are_taken_out() -> None:
    document = parse(
        'Oak[^1]\n\n[^1]: Note\n\n    more\n\n[Elm  Ash]: a.md "T"\n\n[elm ash]: b.md\n'
    )
    assert [block.kind for block in document.root.children] == [Kind.PARAGRAPH]
    (definition,) = document.definitions.values()
    assert (definition.target, definition.title, definition.line) == ("a.md", "T", 7)
    (note,) = document.footnotes.values()
    assert (note.info, note.line, note.last, len(note.children)) == ("1", 3, 5, 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\n\n```sh\nb\n", 3), ("<!-- a\n\nb\n", 1), ("```\na\n```\n", None), ("<div>\na\n", None),
     ("- ```\n  a\n\nb\n", None), ("    code\n", None)],
)  # fmt: skip
def test_what_nothing_ends_is_told(text: str, line: int | None) -> None:
    unclosed = parse(text).unclosed
    assert (unclosed.line if unclosed else None) == line


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
def test_nesting_ends_somewhere(mark: str) -> None:
    deepest, block = 0, parse(mark * 5000 + "oak").root
    while block.children:
        deepest, block = deepest + 1, block.children[-1]
    assert DEPTH / 2 < deepest <= DEPTH + 2
