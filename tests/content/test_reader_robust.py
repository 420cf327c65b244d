"""What is wrong in a chapter, real chapters, and any text at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.drafts import SectionKind
from content.rendering import render
from tests.content.chapters import read, section

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


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
