import io
import json
import zipfile

import pytest

from content.catalogue import Finder
from quizzes.drafts import Status
from quizzes.formats import known
from quizzes.tagging import Catalogue
from quizzes.uploads import (
    MOST_BYTES,
    MOST_QUESTIONS,
    Upload,
    UploadRead,
    endings,
    read_upload,
    unpacked,
)
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
        ("bank.csv", b"question,a\ncaf\xe9?,yes\n", "bank.csv:2 – byte 15 (0xE9) is not UTF-8"),
        (
            "bank.csv",
            b"rope,metres\nhemp,3\n",
            "bank.csv:1 – no header: no column for the question",
        ),
        ("bank.json", b'{"questions": []}', "bank.json:1 – the key “format” is missing"),
        ("bank.zip", b"<html>", "bank.zip – no zip file, or not the whole of one"),
        ("bank.xml", b"<rope/>", "bank.xml – the file is none of what ends in .xml: Moodle XML, "),
        ("notes.txt", b"Buy rope.", "notes.txt – the file is none of what ends in .txt: GIFT"),
        ("notes.txt", b"Buy caf\xe9.", "notes.txt:1 – byte 8 (0xE9) is not UTF-8"),
        ("notes.txt", b"", "notes.txt – the file is empty"),
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


@pytest.mark.parametrize("path", ["bank.csv", "bank.json", "bank.toml", "bank.xml", "bank.txt"])
def test_no_file_is_said_to_need_the_ending_that_it_has(path: str) -> None:
    problem = str(read(b"rope: 3", path).problem)
    assert "no format is known" not in problem
    assert "give a file ending in" not in problem


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
    assert set(endings()) == {ending for f in readable for ending in f.endings} | {".zip"}
    assert len(endings()) == len(set(endings()))


GIFT = b"::One:: Is it? {=yes ~no}"


@pytest.mark.parametrize(
    ("path", "data", "stems"),
    [
        ("bank.gift", GIFT, ["Is it?"]),
        ("bank.txt", b"Is it?\nA. yes\nB. no\nANSWER: A\n", ["Is it?"]),
        ("bank.csv", b"question,a,b,answer\nIs it?,yes,no,A\n", ["Is it?"]),
    ],
)
def test_every_format_is_read_by_its_own_reader(path: str, data: bytes, stems: list[str]) -> None:
    found = read(data, path)
    assert [report.draft.stem for report in found.questions if report.draft] == stems
    assert not found.chapter


def test_a_text_that_no_database_stores_is_rejected_and_the_rest_read() -> None:
    write = known.named("json")
    assert write is not None
    assert write.write is not None
    good = [report.draft for report in read(bank(asked("One?"), asked("Two?"))).questions]
    written = json.loads(write.write([draft for draft in good if draft], title="Bank").data)
    written["questions"][0]["stem"] = "Half \ud800 a character?"
    found = read(json.dumps(written).encode(), "bank.json")
    statuses = [report.status for report in found.questions]
    assert statuses == [Status.REJECTED, Status.IMPORTED]


@pytest.mark.parametrize(
    ("stem", "warns"),
    [
        ("Which is ![a knot](knot.png)?", True),
        ("Which is ![a knot][1]?", True),
        ("Which is [a knot](knot.md)?", False),
        ("Is it so![1]", False),
    ],
)
def test_pictures_that_stay_behind_are_told(stem: str, warns: bool) -> None:
    (report,) = read(bank(asked(stem))).questions
    told = any("pictures are not taken along" in reason for reason in report.reasons)
    assert told == warns
    assert report.status is (Status.WARNING if warns else Status.IMPORTED)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


class TestZips:
    def test_give_their_files_behind_their_name(self) -> None:
        data = zipped(one_md=b"# One", a__two_gift=GIFT)
        assert unpacked(Upload("banks.zip", data)) == [
            Upload("banks.zip/one.md", b"# One"),
            Upload("banks.zip/a/two.gift", GIFT),
        ]

    def test_say_of_each_file_why_it_may_not_be_read(self) -> None:
        data = zipped(one_md=b"# One", in_zip=zipped(x_md=b"x"), bomb_md=b"x" * 2_000_000)
        found = unpacked(Upload("banks.zip", data))
        assert [upload.path for upload in found if upload.problem is None] == ["banks.zip/one.md"]
        told = sorted(str(upload.problem) for upload in found if upload.problem)
        assert told[0].startswith("banks.zip/bomb.md – it unpacks to more than 200 times")
        assert told[1].startswith("banks.zip/in.zip – an archive inside an archive")

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (zipped(), "banks.zip – nothing is in it"),
            (zipped(one_md=b"# One")[:-9], "banks.zip – no zip file, or not the whole of one"),
        ],
    )
    def test_that_give_nothing_say_why(self, data: bytes, says: str) -> None:
        (found,) = unpacked(Upload("banks.zip", data))
        problem = found.problem or read(found.data, found.path).problem
        assert str(problem).startswith(says)

    @pytest.mark.parametrize(
        ("path", "data"),
        [("banks.zip", b"no zip at all"), ("novel.epub", zipped(a_md=b"#")), ("bank.md", b"# B")],
    )
    def test_are_those_that_are_called_so_and_are_so(self, path: str, data: bytes) -> None:
        assert unpacked(Upload(path, data)) == [Upload(path, data)]
        assert unpacked(Upload("BANKS.ZIP", zipped(a_md=b"#"))) == [Upload("BANKS.ZIP/a.md", b"#")]

    @pytest.mark.parametrize(("name", "path"), [("xlsx", "bank.xlsx"), ("qti", "bank.zip")])
    def test_of_a_format_of_their_own_are_left_whole(self, name: str, path: str) -> None:
        form = known.named(name)
        assert form is not None
        assert form.write is not None
        drafts = [r.draft for r in read(bank(asked("One?"))).questions if r.draft]
        package = Upload(path, form.write(drafts, title="Bank").data)
        assert unpacked(package) == [package]
        assert [r.status for r in read(package.data, path).questions] == [Status.IMPORTED]
