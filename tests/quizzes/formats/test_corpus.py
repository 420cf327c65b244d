"""Every file of tests/corpus but Markdown's, against what stands in `….expected.json` beside it.

The folder is named for the format; the file is known by its ending and content. A file whose name
begins with `not-` is no format's."""

import json
from pathlib import Path

import pytest

from quizzes.formats import known
from tests.quizzes.formats.expected import read_as_json

CORPUS = Path(__file__).parents[2] / "corpus"
EXPECTED = ".expected.json"
FILES = [
    path
    for path in sorted(CORPUS.glob("*/*"))
    if path.parent.name not in ("bad", "markdown") and not path.name.endswith(EXPECTED)
]
READ = [path for path in FILES if not path.name.startswith("not-")]
FOREIGN = [path for path in FILES if path.name.startswith("not-")]


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", READ, ids=label)
def test_file_reads_as_expected(path: Path) -> None:
    data = path.read_bytes()
    found = known.of_file(path.name, data)
    assert found is not None
    assert found.name == path.parent.name
    assert found.read is not None
    expected = json.loads(path.with_name(path.name + EXPECTED).read_text(encoding="utf-8"))
    assert read_as_json(found.read, data, path=path.name) == expected


@pytest.mark.parametrize("path", FOREIGN, ids=label)
def test_another_file_with_such_an_ending_is_not_taken(path: Path) -> None:
    assert known.of_file(path.name, path.read_bytes()) is None
