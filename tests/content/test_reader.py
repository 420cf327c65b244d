"""A Markdown file to a chapter: what it is called, and its sections."""

import pytest

from content.reader import name_of_file
from content.rendering import render
from tests.content.chapters import outline, read, section

# What the chapter is called


@pytest.mark.parametrize(
    ("text", "path", "number", "title"),
    [
        ("# Chapter 5: AWS Databases", "x.md", 5, "AWS Databases"),
        ("# Chapter 5 of Sailing", "x.md", 5, "Chapter 5 of Sailing"),
        ("# Chapter 5 of 12: Sailing", "x.md", 5, "Sailing"),
        ("# Chapter 5 of 12", "x.md", 5, "Chapter 5 of 12"),
        ("# Chapter 5: Of Sailing", "x.md", 5, "Of Sailing"),
        ("# Chapter 5 Offshore", "x.md", 5, "Offshore"),
        ("# The Book\n\n## 📘 Chapter 12 – Trees", "x.md", 12, "Trees"),
        ("### **CHAPTER 7**", "x.md", 7, "CHAPTER 7"),
        ("# Trees\n\n## Chapter 3 Quiz\n\n## Chapter 3 Summary", "04-x.md", 4, "Trees"),
        ("# Trees", "Chapter-04-Oaks.md", 4, "Trees"),
        ("# Trees", "oaks.md", None, "Trees"),
        ("## No first level", "part/07_big_oaks.md", 7, "big oaks"),
        ("no heading", "chapter-10.md", 10, "chapter-10"),
        ("no heading", "2024.md", None, "2024"),
        ("> # Chapter 2: quoted\n\n# Trees", "x.md", None, "Trees"),
        ("```\n# Chapter 2: code\n```\n# Trees", "x.md", None, "Trees"),
        ("---\ntitle: x\n---\n# Chapter 2: Trees", "x.md", 2, "Trees"),
        ('<h1 align="center">Chapter 2: Trees</h1>', "x.md", 2, "Trees"),
        ("![logo](a.png)\n===\n\n# Trees", "x.md", None, "Trees"),
    ],
)
def test_number_and_title(text: str, path: str, number: int | None, title: str) -> None:
    chapter = read(text, path)
    assert (chapter.number, chapter.title, chapter.path) == (number, title, path)


@pytest.mark.parametrize(
    ("path", "title", "slug"),
    [
        ("Chapter-05-AWS-Databases.md", "T", "aws-databases"),
        ("a/05_databases.md", "T", "databases"),
        ("chapter-10.md", "Big Oaks", "big-oaks"),
        ("README.md", "Big Oaks", "big-oaks"),
        ("Žofie & Überblick.md", "T", "zofie-uberblick"),
        ("数据库.md", "数据库", "chapter"),
        ("数据库.md", "Chapter 9: 数据库", "chapter-9"),
        ("3d-modelling.md", "T", "3d-modelling"),
        (f"{'oak-' * 60}.md", "T", ("oak-" * 25)[:-1]),
    ],
)
def test_a_name_for_the_address(path: str, title: str, slug: str) -> None:
    assert read(f"# {title}", path).slug == slug


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("book/Chapter-06-Security.md", (6, "security")),
        ("ch7.md", (7, "")),
        ("chapter.md", (None, "")),
        ("README.md", (None, "")),
        ("数据库.md", (None, "")),
        ("Module 10 - Extra.md", (10, "extra")),
        ("week_07.md", (7, "")),
        ("weekend-2.md", (None, "weekend-2")),
        ("part-time.md", (None, "part-time")),
        ("02-net/index.md", (2, "net")),
        ("net/index.md", (None, "net")),
        ("index.md", (None, "")),
        ("02-net/README.md", (None, "")),
    ],
)
def test_what_a_files_name_tells(path: str, named: tuple[int | None, str]) -> None:
    assert name_of_file(path) == named


# Sections

BOOK = """\
# Chapter 3: Trees

Trees are tall.

---

## Table of Contents
- [Oak](#oak)

## Chapter Overview

Much wood.

## Main Concepts

### Oak

#### Bark

Rough.

```sh
## not a heading
```

> #### Quoted

### Oak vs Elm

Taller.

---

## Real-World Scenario

### A forest

Dark.

## Summary & Key Takeaways

### Lab notes

Trees.

---

**Chapter 3 Complete** ✅
**Next:** [Four](04-four.md)
"""


def test_sections_of_two_levels_with_their_kinds() -> None:
    assert outline(read(BOOK)) == [
        (2, "overview", "Introduction"),
        (2, "contents", "Table of Contents"),
        (2, "overview", "Chapter Overview"),
        (2, "concept", "Main Concepts"),
        (3, "concept", "Oak"),
        (3, "comparison", "Oak vs Elm"),
        (2, "scenario", "Real-World Scenario"),
        (3, "scenario", "A forest"),
        (2, "summary", "Summary & Key Takeaways"),
        (3, "summary", "Lab notes"),
    ]


def test_a_section_holds_its_text_without_heading_and_closing_rule() -> None:
    chapter = read(BOOK)
    assert chapter.problems == ()
    assert chapter.sections[0].markdown == "Trees are tall."
    assert (chapter.sections[0].slug, chapter.sections[0].line) == ("introduction", 3)
    assert section(chapter, "main-concepts").markdown == ""
    oak = section(chapter, "oak")
    assert oak.markdown.startswith("#### Bark\n\nRough.")
    assert oak.markdown.endswith("> #### Quoted")
    assert (oak.line, oak.anchors) == (16, ("bark", "quoted"))
    assert section(chapter, "oak-vs-elm").markdown == "Taller."
    assert section(chapter, "lab-notes").markdown.endswith("**Next:** [Four](04-four.md)")


def test_anchors_fit_the_headings_that_are_rendered() -> None:
    oak = section(read(BOOK), "oak")
    html = render(oak.markdown, anchors=oak.anchors, under=oak.level)
    assert '<h4 id="bark">' in html
    assert '<h4 id="quoted">' in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# Book\n## Chapter 1: A\n### B\n#### C\n##### D", [("B", 2), ("C", 3)]),
        ("# A\n# B\n## C\n# D", [("B", 2), ("C", 3), ("D", 2)]),
        ("## B\n### C\n## D", [("B", 2), ("C", 3), ("D", 2)]),
        ("# A\n### B\n#### C\n##### D", [("B", 2), ("C", 3)]),
        ("# A\n### B\n## C\n### D", [("B", 3), ("C", 2), ("D", 3)]),
        ("# X\n## Chapter 1: A\n### B\n# End\n#### C", [("B", 2), ("End", 2), ("C", 3)]),
    ],
)  # fmt: skip
def test_levels_count_from_the_chapters_heading(text: str, levels: list[tuple[str, int]]) -> None:
    assert [(s.title, s.level) for s in read(text).sections] == levels


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n## B",
        "![x](y.png)\n\n# A\n\n[![x](y.svg)](z)\n\n---\n\n## B",
        '<p align="center"><img src="x.png"></p>\n\n# A\n\n<!-- words -->\n\n## B',
        "# Book of words\n\n## Chapter 1: A\n\n### B",
    ],
)
def test_no_introduction_without_words(text: str) -> None:
    assert [s.title for s in read(text).sections] == ["B"]


def test_words_above_the_chapters_heading_are_kept() -> None:
    chapter = read(
        "# Book\n\nBy me.\n\n## Chapter 1: A\n\nHello.\n\n##### Deep\n\n### Introduction\n"
    )
    first, second = chapter.sections
    assert first.markdown == "By me.\n\n\n\nHello.\n\n##### Deep"
    assert (first.slug, first.line, first.anchors) == ("introduction-1", 3, ("deep",))
    assert second.slug == "introduction"


def test_a_file_without_sections_is_one_introduction() -> None:
    assert [s.markdown for s in read("Just words.\n").sections] == ["Just words."]


def test_a_rule_that_may_belong_to_the_text_stays() -> None:
    assert read("# A\n## B\n\n- x\n***\n").sections[0].markdown == "- x\n***"


def test_a_raw_heading_begins_a_section_and_takes_no_anchor() -> None:
    chapter = read("# A\n\n<h2>B</h2>\n\n<h4>raw</h4>\n\n#### md\n")
    assert section(chapter, "b").anchors == ("md",)
