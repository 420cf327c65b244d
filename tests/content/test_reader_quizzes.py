"""Quizzes cut out of a chapter, with their keys."""

import pytest

from content import kinds
from content.drafts import SectionKind
from tests.content.chapters import outline, read

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
