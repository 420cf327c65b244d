import pytest

from content.drafts import Problem, ServiceDraft, Severity, shown


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a/b.md", 7, "no key", "write one"), "a/b.md:7 – no key – write one"),
        (Problem("a/b.md", 0, "empty", "fill it", Severity.ERROR), "a/b.md – empty – fill it"),
    ],
)
def test_problem_is_one_line_with_its_place(problem: Problem, line: str) -> None:
    assert str(problem) == line


def test_problem_only_warns_unless_it_says_otherwise() -> None:
    assert Problem("a.md", 1, "x", "y").severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("  two\n lines\tof it ", "two lines of it"),
        ("bell\a and \x1b[31mred\u202e", "bell and [31mred"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_text_of_a_file_is_shown_on_one_short_line(text: str, line: str) -> None:
    assert shown(text) == line


def test_service_is_known_by_its_name_and_aliases() -> None:
    assert ServiceDraft("rds", "Amazon RDS", ("RDS",)).names == ("Amazon RDS", "RDS")
