"""A Markdown file to a chapter."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import kinds
from content.drafts import ChapterDraft, SectionDraft, SectionKind
from content.reader import name_of_file, read_chapter
from content.rendering import render

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def read(text: str, path: str = "chapters/03-trees.md") -> ChapterDraft:
    return read_chapter(text, path=path)


def outline(chapter: ChapterDraft) -> list[tuple[int, str, str]]:
    return [(s.level, s.kind.value, s.title) for s in chapter.sections]


def section(chapter: ChapterDraft, slug: str) -> SectionDraft:
    return next(s for s in chapter.sections if s.slug == slug)


# What the chapter is called


@pytest.mark.parametrize(
    ("text", "path", "number", "title"),
    [
        ("# Chapter 5: AWS Databases", "x.md", 5, "AWS Databases"),
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


# Labs

LAB = """\
# Chapter 1: Wood

## Hands-on Lab

Costs nothing.

### Lab 1: Plant

You need a spade.

#### Prerequisites

- spade

#### Step 1: Dig

1. dig

![hole](hole.png)

2. deeper

##### Note

---

#### Step 2: Plant

#### Optional: Water

Daily.

### Before leaving

Clean up.

### Second Lab

#### Overview

Why.

#### Saw

Saw.

#### Sand

## Exercises

#### Look around

See.
"""


def test_steps_begin_at_the_first_that_is_called_one() -> None:
    lab = section(read(LAB), "lab-1-plant")
    assert lab.markdown == "You need a spade.\n\n#### Prerequisites\n\n- spade"
    assert lab.anchors == ("prerequisites",)
    assert [(s.slug, s.title, s.line) for s in lab.steps] == [
        ("step-1-dig", "Step 1: Dig", 15),
        ("step-2-plant", "Step 2: Plant", 27),
        ("optional-water", "Optional: Water", 29),
    ]
    dig = lab.steps[0]
    assert dig.markdown == "1. dig\n\n![hole](hole.png)\n\n2. deeper\n\n##### Note"
    assert dig.anchors == ("note",)


def test_without_such_names_all_after_the_preamble_are_steps() -> None:
    lab = section(read(LAB), "second-lab")
    assert lab.markdown == "#### Overview\n\nWhy."
    assert [step.title for step in lab.steps] == ["Saw", "Sand"]


def test_what_frames_labs_is_none_itself() -> None:
    chapter = read(LAB)
    frame, other = section(chapter, "hands-on-lab"), section(chapter, "before-leaving")
    assert (frame.kind, frame.steps, frame.markdown) == (SectionKind.LAB, (), "Costs nothing.")
    assert (other.kind, other.steps) == (SectionKind.CONCEPT, ())


def test_a_lab_may_have_steps_right_below_or_two_levels_below() -> None:
    assert [s.title for s in section(read(LAB), "exercises").steps] == ["Look around"]
    chapter = read("# A\n## Lab: Plant\n### You need\n### Step 1\nDig.\n### Step 2\n## B\n### C\n")
    assert [s.title for s in chapter.sections] == ["Lab: Plant", "B", "C"]
    assert [s.title for s in chapter.sections[0].steps] == ["Step 1", "Step 2"]
    assert chapter.sections[0].markdown == "### You need"


def test_a_lab_without_headings_has_no_steps() -> None:
    lab = section(read("# A\n## Lab\n1. dig\n2. plant\n"), "lab")
    assert (lab.steps, lab.markdown) == ((), "1. dig\n2. plant")
    assert section(read("# A\n## Lab\n### Lab 1\n#### Goals\nx\n"), "lab-1").steps == ()


# Quizzes

QUIZ = """\
# Chapter 1: Wood

## Oak

Hard.

## ❓ Quiz & Explanations

Ready?

### Question 1

Which?

A) x
B) y

### Oak

**Answer: A**

---

## Summary

Wood.

## Answer Key

Q1: B

## More
"""


def test_a_quiz_is_cut_out_with_its_key_at_its_lines() -> None:
    chapter = read(QUIZ)
    assert outline(chapter) == [
        (2, "concept", "Oak"),
        (2, "quiz", "❓ Quiz & Explanations"),
        (2, "summary", "Summary"),
        (2, "concept", "More"),
    ]
    (quiz,) = chapter.quizzes
    assert (quiz.slug, quiz.first_line) == ("-quiz--explanations", 8)
    lines, source = quiz.text.split("\n"), QUIZ.split("\n")
    for number, line in enumerate(lines, start=quiz.first_line):
        assert line in ("", source[number - 1])
    assert lines[-1] == "Q1: B"
    assert "Wood." not in quiz.text
    assert "Answer Key" in quiz.text


def test_nothing_of_a_quiz_stays_in_the_chapter() -> None:
    left = [s.markdown + s.title for s in read(QUIZ).sections]
    assert not any(word in text for text in left for word in ("Answer", "Which?", "Ready?", "Q1"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# A\n## B\nx\n### Quiz\nkey\n#### Question\nkey\n### C\ny", ["B", "Quiz", "C"]),
        ("# A\n## B\nx\n### C\n#### Practice Test\nkey\n#### D\ny", ["B", "C", "Practice Test"]),
        ("# A\n# Quiz\nkey\n## Q1\nkey\n# C\ny", ["Quiz", "C"]),
        (
            "# A\n## Quiz\nkey\n## Solutions\nkey\n## C\n### Solutions\ny",
            ["Quiz", "C", "Solutions"],
        ),
        ("# A\n## Quiz 1\nkey\n## Answers\nkey\n## Quiz 2\nkey\n## C", ["Quiz 1", "Quiz 2", "C"]),
        ("# Practice Exam 1\nkey\n## Question 1\nkey", ["Practice Exam 1"]),
        (
            "# Quiz\nHello\n## Practice questions\nkey\n## C",
            ["Introduction", "Practice questions", "C"],
        ),
        ("Key facts.\n\n# A\n\n## Answers\nof life\n", ["Introduction", "Answers"]),
    ],
)
def test_quizzes_at_any_level(text: str, left: list[str]) -> None:
    chapter = read(text)
    assert [s.title for s in chapter.sections] == left
    assert not any("key" in s.markdown for s in chapter.sections)
    quiz_titles = [s.title for s in chapter.sections if s.kind is SectionKind.QUIZ]
    assert len(chapter.quizzes) == len(quiz_titles)
    assert all(s.level in (2, 3) for s in chapter.sections)


def test_each_key_goes_to_the_quiz_before_it() -> None:
    chapter = read("# A\n## Quiz 1\na\n## Answers\nb\n## Quiz 2\nc\n## Key\nd\n")
    assert [quiz.text for quiz in chapter.quizzes] == ["a\n## Answers\nb", "c\n## Key\nd"]


@pytest.mark.parametrize(
    "title",
    ["Quiz", "Quiz & Explanations", "❓ Quiz", "5. Knowledge Check", "Practice Questions (10)",
     "Chapter 5 Quiz", "Mock exam: the whole book", "End-of-chapter questions and Quiz",
     "Practice Test", "Question Bank", "Reflective Quiz", "Take the quiz!", "Chapter Questions"],
)  # fmt: skip
def test_names_of_quizzes(title: str) -> None:
    assert kinds.is_quiz(title)


@pytest.mark.parametrize(
    "title",
    ["Amazon QuickSight", "Quizzical looks", "Getting ready for practice exams", "Questions",
     "How a quiz is marked", "Notes on the quiz show format"],
)  # fmt: skip
def test_names_of_no_quiz(title: str) -> None:
    assert not kinds.is_quiz(title)


# What is wrong


def test_links_within_the_page_must_lead_somewhere() -> None:
    text = (
        "# Trees\n\n[top](#) [t](#top) [a](#oak) [e](#%C3%A9lan)\n\n## Oak\n\n## Élan\n\n"
        "[a](#oaks) [b](#zzzzzz)\n\n## Quiz\n\n### Question 1\n\n[c](#oak)\n\n"
        "## End\n\n[d](#question-1)\n![x](#y.png)\n"
    )
    assert [(p.line, p.what, p.how) for p in read(text).problems] == [
        (9, "no heading on the page has the anchor #oaks", "did you mean #oak?"),
        (9, "no heading on the page has the anchor #zzzzzz", "link to the anchor of a heading"),
        (
            19,
            "no heading on the page has the anchor #question-1",
            "link to the anchor of a heading",
        ),
    ]


def test_what_nothing_ends_is_a_problem() -> None:
    (problem,) = read("# A\n\n## B\n\n```sh\nls\n").problems
    assert (problem.path, problem.line) == ("chapters/03-trees.md", 5)


def test_a_section_alone_still_finds_what_the_file_defines() -> None:
    chapter = read(
        "# A\n## B\n[x] oak[^1]\n\n## C\n[x]: y.md 'Say \"x\"'\n[z]: <a b>\n\n"
        "[^1]: Note\n    goes on\n"
    )
    html = render(chapter.sections[0].markdown, definitions=chapter.definitions, link=str)
    assert '<a href="y.md" title="Say &quot;x&quot;">x</a>' in html
    assert "Note\ngoes on" in html
    assert "[z]: <a b>" in chapter.definitions


# Real chapters


@pytest.mark.parametrize(
    ("name", "number", "labs", "steps", "toc"),
    [
        ("Chapter-05-AWS-Databases.md", 5, 3, 12, 14),
        ("chapter-09-aws-architecture-well-architected-framework.md", 9, 1, 7, 12),
    ],
)
def test_the_corpus_reads_as_its_readme_says(
    name: str, number: int, labs: int, steps: int, toc: int
) -> None:
    if not (CORPUS / name).exists():
        pytest.skip(
            f"{name} is not here: the corpus of real chapters is no part of this repository"
        )
    text = (CORPUS / name).read_text("utf-8")
    chapter = read(text, name)
    assert chapter.number == number
    assert chapter.problems == ()
    found = [s for s in chapter.sections if s.kind is SectionKind.LAB and s.steps]
    assert (len(found), sum(len(s.steps) for s in found)) == (labs, steps)
    assert len({s.title for s in chapter.sections if s.kind is SectionKind.SCENARIO}) == 2
    contents = section(chapter, "table-of-contents")
    assert contents.kind is SectionKind.CONTENTS
    assert render(contents.markdown).count('href="#') == toc
    (quiz,) = chapter.quizzes
    assert quiz.text.count("### Question") == 6
    assert not any("Correct Answer" in s.markdown for s in chapter.sections)


# Any text

_LINES = st.sampled_from(
    ["# A", "## Quiz", "## Answers", "### Lab 1", "## Lab", "#### Step 1: x", "# Chapter 2: B",
     "A) key", "**Answer: A**", "```", "<!--", "-->", "> # q", "- # l", "===", "---", "text", "",
     "[a](#b)", "[^1]: n", "[a]: b", "<h2>x</h2>", "|a|", "|-|", "    x", "  - y"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_LINES, max_size=25).map("\n".join))
def test_any_order_of_parts_reads(text: str) -> None:
    chapter = read(text)
    slugs = [s.slug for s in chapter.sections]
    assert len(set(slugs)) == len(slugs)
    assert all(slugs)
    assert all(s.level in (2, 3) for s in chapter.sections)
    for quiz in chapter.quizzes:
        source = text.split("\n")
        lines = quiz.text.split("\n") if quiz.text else []
        for number, line in enumerate(lines, start=quiz.first_line):
            assert line in ("", source[number - 1])
    for s in chapter.sections:
        step_slugs = [step.slug for step in s.steps]
        assert len(set(step_slugs)) == len(step_slugs)
        render(s.markdown, anchors=s.anchors, definitions=chapter.definitions, under=s.level)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_reads(text: str) -> None:
    assert read(text).slug
