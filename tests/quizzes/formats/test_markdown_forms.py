"""Every file of tests/corpus/markdown read, against what stands in the JSON file beside it."""

import json
from pathlib import Path

import pytest

from quizzes.formats.markdown import is_bank, read, says_coming_soon
from tests.quizzes.formats.expected import as_json

CORPUS = Path(__file__).parents[2] / "corpus" / "markdown"
FILES = sorted(CORPUS.glob("*.md"))


def test_the_corpus_is_there() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    text = path.read_bytes().decode()
    assert [as_json(report) for report in read(text, path=path.name)] == expected["questions"]
    assert is_bank(text) is expected["bank"]
    assert says_coming_soon(text) is expected["soon"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_count_from_where_the_text_stands(path: Path) -> None:
    text = path.read_bytes().decode()
    here = [report.line for report in read(text, path=path.name)]
    there = [report.line for report in read(text, path=path.name, first_line=101)]
    assert there == [line + 100 for line in here]
