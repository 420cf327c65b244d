import json

from content.catalogue import Finder
from content.drafts import Problem, Severity
from quizzes.drafts import QuestionReport, Status
from quizzes.files import read_file
from quizzes.reports import Report
from quizzes.sync import Changes
from quizzes.tagging import Catalogue
from tests.books import ask, chapter

NOTHING = Catalogue({}, frozenset(), Finder([]).find)


def of(*texts: str) -> Report:
    report = Report()
    for number, text in enumerate(texts, 1):
        report.take(read_file(text, path=f"0{number}.md", known=NOTHING))
    return report


def test_report_counts_what_was_taken() -> None:
    report = of(
        chapter(1, "Boats", ask(1, "One?"), ask("2", "Two?", key=""), ask(3, "Three?", key="A, B")),
        "# Questions\n\n" + ask(1, "Four?"),
    )
    report.files = 2
    (boats,) = report.chapters
    assert (boats.path, boats.number, boats.title) == ("01.md", 1, "Boats")
    assert (boats.sections, boats.questions) == (4, 2)
    totals = report.totals
    assert (totals["files"], totals["chapters"], totals["questions"]) == (2, 1, 4)
    assert (totals["imported"], totals["warning"], totals["rejected"]) == (2, 1, 1)
    assert report.failed


def test_error_fails_a_report_and_a_warning_does_not() -> None:
    report = of(chapter(1, "Boats"))
    report.problems.append(Problem("a.md", 1, "odd", "mend it"))
    assert not report.failed
    report.problems.append(Problem("a.md", 1, "broken", "mend it", Severity.ERROR))
    assert report.failed


def test_json_has_the_documented_keys_and_nothing_hidden() -> None:
    report = of(chapter(1, "Boats", ask(7, "Ä?", key="B")))
    report.problems.append(Problem("a.md", 1, "odd", "mend it"))
    found = json.loads(json.dumps(report.as_json()))
    assert list(found) == ["chapters", "questions", "problems", "totals"]
    assert found["chapters"] == [
        {"path": "01.md", "number": 1, "title": "Boats", "sections": 4, "questions": 1}
    ]
    (question,) = found["questions"]
    assert question == {
        "path": "01.md",
        "line": question["line"],
        "number": "7",
        "status": "imported",
        "kind": "single",
        "options": 3,
        "key": ["B"],
        "reasons": [],
    }
    assert found["problems"] == [
        {"path": "a.md", "line": 1, "severity": "warning", "what": "odd", "how": "mend it"}
    ]


def test_lines_say_place_status_and_reason() -> None:
    report = Report(problems=[Problem("a.md", 3, "odd", "mend it")])
    for number, status in (("7", Status.REJECTED), ("", Status.WARNING)):
        report.questions.append(
            QuestionReport("b.md", 9, number, status, "single", 0, (), ("one", "two"), None)
        )
    assert list(report.lines()) == [
        "a.md:3 – odd – mend it",
        "b.md:9 – question 7 rejected: one",
        "b.md:9 – question 7 rejected: two",
        "b.md:9 – warning: one",
        "b.md:9 – warning: two",
    ]


def test_changes_add_up() -> None:
    both = Changes(1, 2, 3, 4, ("a",)) + Changes(10, 20, 30, 40, ("b",))
    assert both == Changes(11, 22, 33, 44, ("a", "b"))
    assert both
    assert not Changes(adopted=("a",))
