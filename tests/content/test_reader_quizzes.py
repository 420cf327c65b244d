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
    quiz, key = chapter.quizzes
    assert (quiz.slug, quiz.first_line, quiz.is_key) == ("-quiz--explanations", 8, False)
    assert (key.first_line, key.is_key, key.titles) == (28, True, ())
    source = QUIZ.split("\n")
    for block in (quiz, key):
        lines = block.text.split("\n")
        assert lines == source[block.first_line - 1 : block.first_line - 1 + len(lines)]
    assert key.text == "## Answer Key\n\nQ1: B"
    assert "Wood." not in quiz.text


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
    assert len([quiz for quiz in chapter.quizzes if not quiz.is_key]) == len(quiz_titles)
    assert all(s.level in (2, 3) for s in chapter.sections)


def test_quizzes_and_keys_stand_in_their_order_with_what_they_are_called() -> None:
    text = "# A\n## Quiz 1\na\n## Answers\nb\n## B\n### C\n#### Quiz 2\nc\n#### Key\nd\n## E"
    assert [(quiz.text, list(quiz.titles)) for quiz in read(text).quizzes] == [
        ("a", ["Quiz 1"]),
        ("## Answers\nb", []),
        ("c", ["Quiz 2", "C", "B"]),
        ("#### Key\nd", []),
    ]


@pytest.mark.parametrize(
    "title",
    ["Question 1", "Question 12: Ropes", "❓ Question 3", "Q1", "Q1. Which rope?", "Q 4 – which?",
     "Practice Question 2", "QUESTION #7", "Q.5) Which?"],
)  # fmt: skip
def test_headings_of_questions_belong_to_the_quiz_above_them(title: str) -> None:
    text = f"# A\n### Quiz\n### {title}\nkey\n### Answer\nkey\n### Q2: x\nkey\n### B\ny"
    chapter = read(text)
    assert [quiz.text.count("key") for quiz in chapter.quizzes] in ([3], [0, 3])
    assert [s.title for s in chapter.sections][-1] == "B"
    assert not any("key" in s.markdown for s in chapter.sections)


@pytest.mark.parametrize(
    "title",
    ["Questions to ask", "Q1 results", "Question time", "The question of ropes", "1. Ropes",
     "Q fever", "Questionnaire 1", "Answer", "Explanation"],
)  # fmt: skip
def test_other_headings_end_the_quiz_above_them(title: str) -> None:
    chapter = read(f"# A\n### Quiz\nkey\n### {title}\ny\n### Question 1\ny")
    assert "y" not in chapter.quizzes[0].text.split("\n")


def test_a_higher_heading_ends_the_quiz_and_deeper_ones_do_not() -> None:
    text = "# A\n## B\n### Quiz\n### Question 1\nkey\n#### Hint\nkey\n## Question 2\ny"
    (quiz,) = read(text).quizzes
    assert quiz.text == "### Question 1\nkey\n#### Hint\nkey"


@pytest.mark.parametrize(
    "title",
    ["Quiz Answers", "Quiz 2 Answers", "Answers to the Quiz", "Answer Key – Practice Test",
     "Answer Key (Quiz 2)", "Practice Questions: Answer Key", "Solutions to Quiz 1",
     "Quiz 1 – Solutions & Explanations", "Answers for Quiz 2"],
)  # fmt: skip
def test_names_of_keys_that_say_whose_they_are(title: str) -> None:
    assert kinds.is_answers(title)
    chapter = read(f"# A\n## Quiz\na\n## B\nx\n## {title}\n1. A\n")
    assert [quiz.is_key for quiz in chapter.quizzes] == [False, True]


@pytest.mark.parametrize(
    "title",
    ["Solutions", "Answers to life", "Quiz and answers", "Keys of a piano", "Quiz 1: Answers of it",
     "Answers to the quiz of last year", "Quiz"],
)  # fmt: skip
def test_names_of_no_key(title: str) -> None:
    assert not kinds.is_answers(title)


@pytest.mark.parametrize(
    "title",
    ["Quiz", "Quiz & Explanations", "❓ Quiz", "5. Knowledge Check", "Practice Questions (10)",
     "Chapter 5 Quiz", "Mock exam: the whole book", "End-of-chapter questions and Quiz",
     "Practice Test", "Question Bank", "Reflective Quiz", "Take the quiz!", "Chapter Questions",
     "Comprehensive Quiz (25 questions)"],
)  # fmt: skip
def test_names_of_quizzes(title: str) -> None:
    assert kinds.is_quiz(title)


@pytest.mark.parametrize(
    "title",
    ["Amazon QuickSight", "Quizzical looks", "Getting ready for practice exams", "Questions",
     "How a quiz is marked", "Notes on the quiz show format", "The quiz (2020) film"],
)  # fmt: skip
def test_names_of_no_quiz(title: str) -> None:
    assert not kinds.is_quiz(title)
