import pytest

from content.sources import Refused
from quizzes.drafts import QuestionReport, Status
from quizzes.formats import known
from tests.quizzes.formats.bad_files import BadFile
from tests.quizzes.formats.bad_packages import BAD_PACKAGES
from tests.quizzes.formats.bad_texts import BAD_TEXTS
from tests.quizzes.formats.bad_xml import BAD_XML

BAD = [*BAD_TEXTS, *BAD_XML, *BAD_PACKAGES]


def read(file: BadFile, data: bytes) -> list[QuestionReport]:
    found = known.named(file.format)
    assert found is not None
    assert found.read is not None
    return list(found.read(data, path=file.name))


def label(file: BadFile) -> str:
    return f"{file.format}-{file.name}"


@pytest.mark.parametrize("file", [file for file in BAD if file.refused], ids=label)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(file: BadFile) -> None:
    with pytest.raises(Refused) as refused:
        read(file, file.data)
    problem = refused.value.problem
    assert (problem.path, problem.line) == (file.path, file.line)
    assert file.reason in f"{problem}"
    assert problem.how


@pytest.mark.parametrize("file", [file for file in BAD if not file.refused], ids=label)
def test_a_bad_question_is_rejected_with_its_line(file: BadFile) -> None:
    (report,) = read(file, file.data)
    assert report.status is Status.REJECTED
    assert report.draft is None
    assert (report.path, report.line) == (file.path, file.line)
    assert file.reason in " | ".join(report.reasons)
    assert all(" – " in reason for reason in report.reasons)


@pytest.mark.parametrize("file", [file for file in BAD if file.sound], ids=label)
def test_a_bad_question_leaves_its_neighbours_alone(file: BadFile) -> None:
    sound = file.sound.encode()
    (alone,) = read(file, sound)
    before = sound.count(b"\n")
    first, middle, last = read(file, sound + file.data + b"\n\n" + sound)
    assert middle.status is Status.REJECTED
    assert middle.line == file.line + before
    for report in (first, last):
        assert report.draft is not None
        assert alone.draft is not None
        assert report.draft.texts == alone.draft.texts
        assert (report.status, report.key, report.reasons) == (
            alone.status,
            alone.key,
            alone.reasons,
        )
