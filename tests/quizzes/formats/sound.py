"""What holds of every report, whatever the file."""

from collections.abc import Sequence

from quizzes.drafts import Kind, QuestionReport, Status


def assert_sound(reports: Sequence[QuestionReport], *, lines: int) -> None:
    for report in reports:
        assert 1 <= report.line <= lines
        assert (report.draft is None) is (report.status is Status.REJECTED)
        assert report.reasons or report.status is Status.IMPORTED
        assert all(" – " in reason for reason in report.reasons)
        if draft := report.draft:
            assert draft.stem.strip()
            assert len(draft.options) == report.options >= 2
            assert draft.key == report.key
            assert draft.key
            assert draft.kind is not Kind.SINGLE or len(draft.key) == 1
            assert "\0" not in f"{draft}"
