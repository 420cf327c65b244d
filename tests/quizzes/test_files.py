import pytest

from content.catalogue import Finder, read_course
from content.drafts import SectionKind
from quizzes.drafts import Status
from quizzes.files import FileRead, each_id_once, is_side_matter, read_file
from quizzes.tagging import catalogue
from tests.books import CATALOGUE, ask, chapter

COURSE = read_course(CATALOGUE, slug="sea", path="course.toml")
KNOWN = catalogue(COURSE, Finder(COURSE.services).find)


def read(text: str, path: str = "01-boats.md") -> FileRead:
    return read_file(text, path=path, known=KNOWN)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("heading", ["## Quiz", "## Quiz\n\n## Answer Key", "Quiz\n----"])
def test_a_quiz_that_a_file_ends_with_holds_nothing(heading: str, end: str) -> None:
    found = read(f"# Boats\n\nThey float.\n\n{heading}{end}")
    assert found.chapter is not None
    assert [block.text for block in found.chapter.quizzes if not block.is_key] == [""]
    assert (found.questions, found.problems) == ([], ())


def test_chapter_is_read_with_its_sections_topics_and_questions() -> None:
    found = read(chapter(1, "Boats", ask(1, "A sloop?"), ask(2, "A ketch?", key="B")))
    assert found.chapter is not None
    assert (found.title, found.slug) == ("Boats", "boats")
    assert [(s.slug, s.kind, s.services) for s in found.sections] == [
        ("overview", SectionKind.OVERVIEW, ()),
        ("the-sloop", SectionKind.CONCEPT, ("sloop",)),
        ("the-ketch", SectionKind.CONCEPT, ("ketch",)),
        ("quiz", SectionKind.QUIZ, ()),
    ]
    assert [(report.number, report.key) for report in found.questions] == [
        ("1", ("A",)),
        ("2", ("B",)),
    ]
    assert not found.failed


def test_questions_have_the_lines_of_the_file() -> None:
    text = chapter(1, "Boats", ask(1, "One?"), ask(2, "Two?"))
    lines = text.splitlines()
    for report in read(text).questions:
        assert lines[report.line - 1] == f"### Question {report.number}"


def test_questions_come_from_every_quiz_of_the_chapter() -> None:
    text = chapter(1, "Boats", ask(1, "One?")) + "\n## Practice Test\n\n" + ask(1, "Two?")
    assert [r.draft.stem for r in read(text).questions if r.draft] == ["One?", "Two?"]


def test_bank_is_no_chapter() -> None:
    found = read("# Sailing questions\n\n" + ask(1, "One?") + ask(2, "Two?"), "03-bank.md")
    assert found.chapter is None
    assert found.sections == ()
    assert (found.title, found.slug) == ("Sailing questions", "bank")
    assert len(found.questions) == 2


def test_quiz_that_says_that_it_is_to_come_is_told() -> None:
    found = read("# Chapter 1: Boats\n\nWords.\n\n## Quiz\n\nQuestions coming soon!\n")
    assert found.questions == []
    assert [(p.line, p.what) for p in found.problems] == [
        (6, "the quiz says that its questions are still to come")
    ]
    assert not found.failed


def test_file_has_failed_when_a_question_was_refused() -> None:
    found = read(chapter(1, "Boats", ask(1, "One?", key=""), ask(2, "Two?")))
    assert [report.status for report in found.questions] == [Status.REJECTED, Status.IMPORTED]
    assert found.failed


@pytest.mark.parametrize("name", ["README.md", "docs/readme.markdown", "LICENSE.md", "SUMMARY.md"])
def test_side_matter_is_known_by_its_name(name: str) -> None:
    assert is_side_matter(name)


@pytest.mark.parametrize("name", ["01-readme-first.md", "read.md", "licensing.md"])
def test_other_names_are_no_side_matter(name: str) -> None:
    assert not is_side_matter(name)


@pytest.mark.parametrize("code", ["two words", "a/b", "é", "x" * 121, "<b>"])
def test_id_that_cannot_be_one_is_left_out_with_a_warning(code: str) -> None:
    (report,) = read(chapter(1, "Boats", ask(1, "One?", tags=f"id: {code}"))).questions
    assert report.status is Status.WARNING
    assert "cannot be used" in report.reasons[-1]
    assert report.draft is not None
    assert report.draft.tags.code == ""


def test_second_question_of_an_id_is_refused_with_the_line_of_the_first() -> None:
    twin = read(
        chapter(
            1, "Boats", ask(1, "One?", tags="id: a"), ask(2, "Two?", tags="id: a"), ask(3, "3?")
        )
    )
    found = each_id_once({"01.md": twin}, {})["01.md"]
    first, second, third = found.questions
    assert (first.status, second.status) == (Status.IMPORTED, Status.REJECTED)
    assert third.draft is not None
    assert second.draft is None
    assert second.reasons[-1].startswith(f"the id “a” is that of line {first.line} – ")


def with_id(path: str, code: str = "a") -> FileRead:
    return read(chapter(1, path, ask(1, "One?", tags=f"id: {code}")), path)


@pytest.mark.parametrize(
    ("owners", "kept"),
    [
        ({}, "x.md"),  # the first in order
        ({"a": ("y.md", 3)}, "y.md"),  # whose it is in the database
        ({"a": ("z.md", 3)}, None),  # a file that has not changed
        ({"b": ("z.md", 3)}, "x.md"),
    ],
)
def test_id_belongs_to_one_file(owners: dict[str, tuple[str, int]], kept: str | None) -> None:
    files = each_id_once({"x.md": with_id("x.md"), "y.md": with_id("y.md")}, owners)
    asked = [path for path, found in files.items() if found.questions[0].draft]
    assert asked == ([kept] if kept else [])
    refused = next(found for found in files.values() if not found.questions[0].draft)
    owner = kept or "z.md"
    assert f"the id “a” is that of {owner}:" in refused.questions[0].reasons[-1]


def test_id_that_has_left_its_file_is_free() -> None:
    files = {"x.md": with_id("x.md", "b"), "y.md": with_id("y.md", "a")}
    found = each_id_once(files, {"a": ("x.md", 3)})
    assert all(read.questions[0].draft for read in found.values())


def test_place_of_the_owner_is_the_path_that_messages_use() -> None:
    files = {"x.md": with_id("sea/x.md"), "y.md": with_id("sea/y.md")}
    (report,) = each_id_once(files, {})["y.md"].questions
    assert "is that of sea/x.md:" in report.reasons[-1]


def test_questions_outside_of_every_quiz_are_told_with_the_line_of_the_first() -> None:
    prose = "\n\n".join(["Long words about boats, and more of them."] * 40)
    text = f"# Chapter 1: Boats\n\n{prose}\n\n## Riddles\n\n{ask(1, 'One?')}{ask(2, 'Two?')}\n"
    found = read(text)
    assert found.questions == []
    (problem,) = found.problems
    assert problem.what.startswith("2 questions stand outside of every quiz section")
    assert text.splitlines()[problem.line - 1] == "### Question 1"
    assert not found.failed


def test_questions_beside_a_quiz_are_told_and_those_in_it_are_not() -> None:
    text = chapter(1, "Boats", ask(1, "One?")) + "\n## Riddles\n\n" + ask(2, "Two?")
    found = read(text)
    assert [report.number for report in found.questions] == ["1"]
    (problem,) = found.problems
    assert problem.what.startswith("a question stands outside of every quiz section")
    assert text.splitlines()[problem.line - 1] == "### Question 2"


@pytest.mark.parametrize(
    "words",
    [
        "### The rope of ships is\n\n- [ ] hemp\n- [ ] iron\n",
        "Which rope?\n",
        "```text\nhemp\n```\n",
    ],
)
def test_quiz_without_a_question_that_can_be_read_is_told(words: str) -> None:
    found = read(f"# Chapter 1: Boats\n\nWords.\n\n## Quiz\n\n{words}\n## Summary\n\nWords.\n")
    assert found.questions == []
    assert [(p.line, p.what) for p in found.problems] == [
        (6, "the quiz holds no question that can be read")
    ]


@pytest.mark.parametrize(
    "words", ["", "[The questions](bank.md)\n", "---\n", "![Ropes](images/ropes.svg)\n"]
)
def test_quiz_that_is_empty_or_only_leads_elsewhere_is_not_told(words: str) -> None:
    found = read(f"# Chapter 1: Boats\n\nWords.\n\n## Quiz\n\n{words}\n## Summary\n\nWords.\n")
    assert (found.questions, "no question" in str(found.problems)) == ([], False)


@pytest.mark.parametrize(
    "form",
    ["#### {n}. The rope {n} is\n\nA) hemp\nB) iron\n\n",
     "### Which rope is {n}?\n\n- A. x\n- B. y\n\n",
     "{n}. Which is it?\n   a) hemp\n   b) iron\n\n",
     "## {n}. It is\n\n- [( )] x\n- [( )] y\n\n"],
)  # fmt: skip
def test_bank_without_keys_is_told(form: str) -> None:
    text = "# Ropes\n\n" + "".join(form.format(n=n) for n in (1, 2, 3))
    found = read(text, "03-ropes.md")
    assert found.chapter is not None
    (problem,) = found.problems
    assert (problem.line, problem.what) == (
        3,
        "the 3 questions have no key, so the file is shown as a chapter",
    )
    asked = read("# Ropes\n\n" + "".join(f"**Q{n}.** Which?\n\nA) x\nB) y\n\n" for n in (1, 2)))
    assert (asked.chapter, [report.draft for report in asked.questions]) == (None, [None, None])


@pytest.mark.parametrize(
    "text",
    [
        "#### 1. The rope\n\nA) hemp\nB) iron\n",
        "## 1. Ropes\n\nHemp.\n\nIt is light.\n\nIt floats.\n\nA) dry it\nB) coil it\n\n"
        "## 2. Knots\n\nBends.\n\nThey hold.\n\nMostly.\n\nA) tie it\nB) test it\n",
        "## 1. Ropes\n\n- hemp\n- iron\n\n## 2. Knots\n\n- reef\n- bowline\n",
        "## Tasks\n\n- [ ] dry it\n- [ ] coil it\n\n## More\n\n- [ ] tie it\n- [ ] test it\n",
    ],
)
def test_chapter_with_lists_is_no_bank_without_keys(text: str) -> None:
    found = read("# Ropes\n\n" + text, "03-ropes.md")
    assert found.chapter is not None
    assert (found.problems, found.questions) == ((), [])
