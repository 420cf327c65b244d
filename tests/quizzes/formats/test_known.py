import pytest

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.formats import known
from quizzes.formats.format import Format
from quizzes.formats.markdown import read


def test_names_are_given_once() -> None:
    names = [each.name for each in known.FORMATS]
    assert len(names) == len(set(names))
    assert all(known.named(name) is each for name, each in zip(names, known.FORMATS, strict=True))


@pytest.mark.parametrize("each", known.FORMATS, ids=lambda each: each.name)
def test_every_format_reads_or_writes_and_has_an_ending(each: Format) -> None:
    assert each.read or each.write
    assert each.endings
    assert all(ending.startswith(".") and ending == ending.lower() for ending in each.endings)


def test_a_file_of_an_unknown_ending_has_no_format() -> None:
    assert known.of_file("bank.exe", b"MZ") is None
    assert known.of_file("notes/BANK.MD", b"# Bank") is known.MARKDOWN


def test_written_markdown_reads_back_under_its_title() -> None:
    options = (OptionDraft("A", "yes", True), OptionDraft("B", "no", False))
    draft = QuestionDraft("", 0, "1", Kind.SINGLE, "Is it?", options)
    write = known.MARKDOWN.write
    assert write is not None
    text = write([draft], title="Bank").data.decode()
    assert text.startswith("# Bank\n")
    reports = read(text, path="x.md")
    assert [report.key for report in reports] == [("A",)]
