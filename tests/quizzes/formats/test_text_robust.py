"""Whatever the text, each reader ends with reports that hold together, or refuses the file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.sources import Refused
from quizzes.formats import known, markdown
from tests.quizzes.formats.bad_texts import BAD_TEXTS
from tests.quizzes.formats.questions import MARKS
from tests.quizzes.formats.sound import assert_sound

CORPUS = Path(__file__).parents[2] / "corpus"
NAMES = ["aiken", "gift", "text2qti", "mdbook-quiz", "r-exams"]
FILES = {
    name: [
        path.read_bytes()
        for path in sorted((CORPUS / name).iterdir())
        if not path.name.endswith(".expected.json")
    ]
    for name in NAMES
}
LINES = {
    name: sorted(
        {line for data in FILES[name] for line in data.decode(errors="replace").split("\n")}
        | {
            line
            for bad in BAD_TEXTS
            for line in bad.data[:999].decode(errors="replace").split("\n")
        }
        | set(MARKS)
    )
    for name in NAMES
}
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(name: str, data: bytes) -> None:
    found = known.named(name)
    assert found is not None
    assert found.read is not None
    assert found.fits(data) in (True, False)
    try:
        reports = found.read(data, path="any")
    except Refused:
        return
    assert [report.line for report in reports] == sorted(report.line for report in reports)
    assert_sound(reports, lines=1 + sum(data.count(end) for end in (b"\n", b"\r")))


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(st.data())
def test_any_text_ends_in_reports(name: str, data: st.DataObject) -> None:
    line = st.sampled_from(LINES[name]) | st.text(max_size=20)
    text = data.draw(st.lists(line, max_size=30).map("\n".join))
    check(name, text.encode(errors="replace"))


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(st.data())
def test_any_bytes_end_in_reports(name: str, data: st.DataObject) -> None:
    check(name, data.draw(st.binary(max_size=80)))


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(st.data())
def test_a_broken_file_ends_in_reports(name: str, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(FILES[name])))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        end = at + data.draw(st.integers(0, 12))
        content[at:end] = data.draw(
            st.sampled_from(LINES[name]).map(str.encode) | st.binary(max_size=3) | st.just(b"\n\n")
        )
    check(name, bytes(content))


MANY = "\n".join(["B) x"] * 900)
BOXES = "\n".join(["- [ ] x"] * 900)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("aiken", f"Which?\n{MANY}\nANSWER: A\n"),
        ("markdown", f"### Question 1\nWhich?\n\n{MANY}\n\n**Correct Answer: A**\n"),
        ("markdown", f"### Question 1\nWhich?\n\n{BOXES}\n\n**Correct Answer: é**\n"),
        ("markdown", f"### Question 1\nWhich?\n\n{BOXES}\n\n**Correct Order: é → B**\n"),
        ("mdbook-quiz", "[[questions]]\n" + "\n".join(f"k{i} = 1" for i in range(900))),
    ],
)
def test_what_stands_there_many_times_is_told_in_few_words(name: str, text: str) -> None:
    form = known.named(name)
    assert form is not None
    read = form.read or (lambda data, *, path: markdown.read(data.decode(), path=path))
    reports = read(text.encode(), path="bank")
    assert reports
    for report in reports:
        assert report.draft is None
        assert all(len(reason) < 300 for reason in report.reasons), report.reasons
