"""What a section is for, told by the words of its heading."""

import re

from content.drafts import SectionKind

_LEAD = re.compile(r"^(?:[^\w(]|\ufe0f|\d+(?:\.\d+)*[.):]?(?=\s)|[IVX]+[.)](?=\s))+")
_QUIZ = re.compile(
    r"quiz(?:zes)?|practice (?:questions?|tests?|exams?)|mock exams?|chapter questions?"
    r"|question bank|knowledge checks?"
)
# "Final Quiz (25 Questions)".
_NOTE = re.compile(r"^\s*\([^()]*\)")
_ANSWERS = re.compile(
    r"(?:(?:quiz|practice|exam|test|question|correct) )?answers?(?: keys?)?"
    r"(?: (?:and|&) (?:explanations?|rationales?))?"
)
_KEYS = r"(?:answers?(?: keys?)?|keys?|solutions?)(?: (?:and|&) (?:explanations?|rationales?))?"
# "Quiz 1 Answers", "Answer Key to the Practice Test", "Answers (Quiz 2)".
_OF_QUIZ = re.compile(
    rf"(?:{_QUIZ.pattern})(?: \d+)?(?: |\s*[:–—-]+\s*){_KEYS}"
    rf"|(?:correct )?{_KEYS}"
    rf"(?: (?:to|for|of) (?:the )?|\s*[:(–—-]+\s*)(?:{_QUIZ.pattern})(?: \d+)?\)?"
)
_QUESTION = re.compile(
    r"(?:(?:practice|sample|exam|quiz|review|mock|test|bonus) )?"
    r"(?:question\s*#?\d{1,4}(?:\W|$)|q\.?\s*\d{1,4}(?:[.:)]|\s*[–—-]\s|$))"
)
_REVEAL = re.compile(r"(?:correct )?answer(?:\s*[:–—-].*)?|(?:explanation|rationale|solution):?")
_EXPLANATIONS = re.compile(r"(?:quiz )?(?:keys?|solutions?|explanations?)")
_CHAPTER = re.compile(
    r"chapter\s+(\d{1,4})\b(?:\s+of\s+\d{1,4}\b)?\s*([:.–—-]*)\s*(.*)", re.IGNORECASE
)
_OF = re.compile(r"of\b", re.IGNORECASE)
_PART = re.compile(r"summary|overview|introduction|recap|complete|labs?|contents")
_ABOUT = re.compile(r"\b(?:for|about|of|with|from|than|on|before|after) $")
_STEP = re.compile(r"(?:step|task)\s+\d+\b", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"(?:lab )?(?:prerequisites?|requirements?|before you|what you|objectives?|goals?|overview"
    r"|introduction|estimated|architecture|scenario)\b"
)
_LAB = re.compile(r"\b(?:labs?|hands[- ]on|exercises?|walk-?through|tutorial|practical)\b")
# The first that matches counts: "Use Case Comparisons" compares, "Hands-on Scenario" is a lab.
_KINDS = (
    (SectionKind.CONTENTS, re.compile(r"^(?:table of )?contents$|^toc$")),
    (
        SectionKind.COMPARISON,
        re.compile(r"\bcompar\w+|\bvs\b|\bversus\b|\bside by side\b|\bchoosing between\b"),
    ),
    (SectionKind.LAB, _LAB),
    (SectionKind.SCENARIO, re.compile(r"\bscenarios?\b|\bcase stud(?:y|ies)\b|\breal[- ]world\b")),
    (
        SectionKind.SUMMARY,
        re.compile(r"\bsummary\b|\btake-?aways?\b|\brecap\b|\bkey points\b|^conclusions?$"),
    ),
    (
        SectionKind.OVERVIEW,
        re.compile(r"\boverview$|^overview\b|^introduction\b|\bobjectives\b|you will learn\b"),
    ),
)


def bare(title: str) -> str:
    """A heading's words without the emoji and the numbering before them."""
    return _LEAD.sub("", title).strip() or title.strip()


def chapter(title: str) -> tuple[int, str] | None:
    """Number and title from a heading such as "Chapter 5: Databases"; None where it is no such.

    "Chapter 5 Quiz" and "Chapter 5 Summary" are headings within a chapter; "Chapter 5 of Sailing"
    is a title as a whole."""
    match = _CHAPTER.fullmatch(bare(title))
    if match is None or is_quiz(title) or is_answers(match[3]) or _PART.fullmatch(match[3].lower()):
        return None
    is_whole = not match[3] or (not match[2] and _OF.match(match[3]))
    return int(match[1]), bare(title) if is_whole else match[3].strip()


def is_quiz(title: str) -> bool:
    """Whether the section holds questions: its heading begins or ends with the name of a quiz."""
    words = bare(title).lower()
    for match in _QUIZ.finditer(words):
        before, after = words[: match.start()], words[match.end() :]
        begins = not before and not after[:1].isalnum()
        ends = before.endswith(" ") and not _NOTE.sub("", after).strip(" .:!)")
        if begins or (ends and not _ABOUT.search(before)):
            return True
    return False


def is_answers(title: str, *, next_to_quiz: bool = False) -> bool:
    """Whether the section holds a quiz's key, set apart from its questions.

    Words that head other sections too, such as "Solutions", count only next to the quiz."""
    words = bare(title).lower().rstrip(":. ")
    names = (_ANSWERS, _OF_QUIZ, _EXPLANATIONS) if next_to_quiz else (_ANSWERS, _OF_QUIZ)
    return any(name.fullmatch(words) for name in names)


def is_question(title: str) -> bool:
    """Whether the heading begins a question of a quiz, such as "Question 7" or "Q7. Which?"."""
    return _QUESTION.match(bare(title).lower()) is not None


def is_reveal(title: str) -> bool:
    """Whether the heading stands within a question, above its key or why it is right."""
    return _REVEAL.fullmatch(bare(title).lower()) is not None


def is_step(title: str) -> bool:
    return _STEP.match(bare(title)) is not None


def is_preamble(title: str) -> bool:
    """Whether the heading stands before a lab's first step."""
    return _PREAMBLE.match(bare(title).lower()) is not None


def is_lab(title: str) -> bool:
    return _LAB.search(title.lower()) is not None


def kind(title: str, *, parent: SectionKind | None) -> SectionKind:
    """The kind of a section that is no quiz.

    What stands under a lab is a lab only if its heading says so."""
    words = bare(title).lower()
    own = next((k for k, pattern in _KINDS if pattern.search(words)), SectionKind.CONCEPT)
    if parent in (None, SectionKind.CONCEPT):
        return own
    if parent is SectionKind.LAB:
        return SectionKind.LAB if is_lab(title) else SectionKind.CONCEPT
    return parent or own
