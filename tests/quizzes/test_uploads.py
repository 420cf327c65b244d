import pytest

from content.catalogue import Finder
from quizzes.drafts import Status
from quizzes.formats import known
from quizzes.tagging import Catalogue
from quizzes.uploads import MOST_BYTES, MOST_QUESTIONS, UploadRead, endings, read_upload
from tests.quizzes.imports.uploading import asked, bank

COURSE = Catalogue(services={"rds": "3.4"}, tasks=frozenset({"3.4"}), find=Finder([]).find)
CHAPTER = """# Chapter 3: Knots

## What a knot is

A thing in a rope.

## Quiz

### Question 1
Which holds?

A) This
B) That

**Correct Answer: A**
"""


def read(data: bytes, path: str = "bank.md") -> UploadRead:
    return read_upload(data, path=path, course=COURSE)


def test_a_bank_gives_its_questions() -> None:
    found = read(bank(asked("Which holds?"), asked("Which slips?", key="")))
    assert [report.status for report in found.questions] == [Status.IMPORTED, Status.REJECTED]
    assert not found.chapter
    assert found.problem is None


def test_of_a_chapter_only_the_quiz_is_taken() -> None:
    found = read(CHAPTER.encode())
    assert found.chapter
    assert [report.line for report in found.questions] == [9]


@pytest.mark.parametrize(
    ("path", "data", "says"),
    [
        ("photo.png", b"\x89PNG", "photo.png – no format is known for files ending in .png"),
        ("Makefile", b"all:", "Makefile – it has no ending – give a file ending in .md"),
        ("bank.md", b"", "bank.md – the file is empty"),
        ("bank.md", b"  \n", "bank.md – the file is empty"),
        ("bank.md", b"# caf\xe9", "bank.md:1 – byte 6 (0xE9) is not UTF-8"),
        ("bank.md", b"# x\n\x00", "bank.md:2 – a NUL character"),
        ("bank.md", b"# Words\n\nOnly words.", "bank.md – no questions were found"),
        ("bank.md", b"x" * (MOST_BYTES + 1), "bank.md – 16,777,217 bytes are more than"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(path: str, data: bytes, says: str) -> None:
    found = read(data, path)
    assert not found.questions
    assert str(found.problem).startswith(says)
    assert str(found.problem).count(" – ") == 2


def test_tags_are_checked_against_the_course() -> None:
    comment = "id: no/id; services: rds, s9; task: 9.9"
    (report,) = read(bank(asked("Which?", comment=comment))).questions
    assert report.status is Status.WARNING
    assert len(report.reasons) == 3
    assert "the id “no/id” cannot be used" in report.reasons[0]
    assert "unknown service “s9”" in report.reasons[1]
    assert "unknown task “9.9”" in report.reasons[2]


def test_too_many_questions_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.uploads.MOST_QUESTIONS", 2)
    assert MOST_QUESTIONS >= 10_000
    found = read(bank(*(asked(f"Which is {n}?") for n in range(3))))
    assert not found.questions
    assert "3 questions are more than 2" in str(found.problem)


def test_every_format_with_a_reader_is_offered() -> None:
    readable = [f for f in known.FORMATS if f.read is not None or f is known.MARKDOWN]
    assert set(endings()) == {ending for f in readable for ending in f.endings}
    assert len(endings()) == len(set(endings()))
