"""course.toml: what it gives, and what it says of its faults."""

from pathlib import Path

import pytest

from content.catalogue import KINDS, CatalogueError, read_course
from content.drafts import EXAM_KINDS, Blueprint, CourseDraft, Severity
from quizzes.drafts import Kind

COURSES = sorted((Path(__file__).parents[2] / "content" / "courses").glob("*/course.toml"))

GOOD = """\
title = "Trees"
code = "TR-1"
summary = "All about trees."
notice = "Independent."
checked_on = 2026-10-31

[exam]
questions = 20
scored = 15
minutes = 30
scale = [100, 1000]
pass = 700
source = "https://trees.example/guide"

[quiz]
pass_mark = 80

[[domains]]
number = 1
title = "Leaves"
weight = 60
tasks = [
    { code = "1.1", title = "Know leaves" },
    { code = "1.2", title = "Count leaves" },
]

[[domains]]
number = 2
title = "Roots"
weight = 40

[[services]]
slug = "oak"
name = "Acme Oak"
aliases = ["Oak", "The Oak"]
category = "Broad"
in_scope = false
task = "1.2"

[[services]]
slug = "elm"
name = "Acme Elm"
"""


def read(text: str, slug: str = "trees") -> CourseDraft:
    return read_course(text, slug=slug, path="trees/course.toml")


def problems(text: str, slug: str = "trees") -> list[tuple[int, str]]:
    with pytest.raises(CatalogueError) as error:
        read(text, slug)
    found = error.value.problems
    assert all(p.severity is Severity.ERROR and p.path == "trees/course.toml" for p in found)
    assert all(p.how and "\n" not in str(p) for p in found)
    assert str(found[0]) in str(error.value)
    return [(problem.line, problem.what) for problem in found]


def test_everything_a_course_may_say() -> None:
    course = read(GOOD)
    assert (course.slug, course.title, course.code) == ("trees", "Trees", "TR-1")
    assert (course.summary, course.notice) == ("All about trees.", "Independent.")
    assert course.blueprint == Blueprint(20, 15, 30, 100, 1000, 700, "https://trees.example/guide")
    assert course.quiz_pass_mark == 80
    assert [(d.number, d.title, d.weight) for d in course.domains] == [
        (1, "Leaves", 60),
        (2, "Roots", 40),
    ]
    assert [(t.code, t.title) for t in course.domains[0].tasks] == [
        ("1.1", "Know leaves"),
        ("1.2", "Count leaves"),
    ]
    oak, elm = course.services
    assert (oak.names, oak.category, oak.in_scope, oak.task) == (
        ("Acme Oak", "Oak", "The Oak"),
        "Broad",
        False,
        "1.2",
    )
    assert (elm.names, elm.category, elm.in_scope, elm.task) == (("Acme Elm",), "", True, "")


EXAM = 'title = "T"\n[exam]\nquestions = 9\nscale = [100, 1000]\npass = 700\n'


def test_an_exam_may_declare_its_map_and_its_kinds() -> None:
    exam = read(EXAM + 'map = [[0, 100], [65, 700], [100, 1000]]\nkinds = ["ordering"]\n').blueprint
    assert exam.scale_map == ((0, 100), (65, 700), (100, 1000))
    assert exam.kinds == ("ordering",)
    plain = read(EXAM).blueprint
    assert (plain.scale_map, plain.kinds) == ((), EXAM_KINDS)


@pytest.mark.parametrize(
    ("written", "what"),
    [
        *(
            (f"map = {value}", "map is no list of pairs of whole numbers")
            for value in (
                "7",
                "[]",
                "[7]",
                "[[0, 100, 7]]",
                '[[0, "100"]]',
                "[[0.5, 100]]",
                "[[true, 1]]",
            )
        ),
        ("map = [[0, 100], [70, 700]]", "map does not span the scale"),
        ("map = [[0, 0], [70, 700], [100, 1000]]", "map does not span the scale"),
        ("map = [[0, 100], [70, 700], [60, 800], [100, 1000]]", "map goes down"),
        ("map = [[0, 100], [60, 800], [70, 700], [100, 1000]]", "map goes down"),
        ("map = [[0, 100], [100, 1000]]", "map has no point at the pass mark 700"),
        (
            "map = [" + "[0, 100], " * 16 + "[70, 700], [100, 1000]]",
            "map has more than 16 points",
        ),
        ('kinds = ["essay"]', "kinds names what no question is"),
        ('kinds = "single"', "kinds is no list of texts"),
    ],
)
def test_an_exam_that_nobody_could_sit_is_refused(written: str, what: str) -> None:
    assert problems(f"{EXAM}{written}\n") == [(6, what)]


def test_exams_are_made_of_the_kinds_that_there_are() -> None:
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize(("written", "counts"), [("true", True), ("false", False)])
def test_parts_count_where_the_quiz_table_says_so(written: str, counts: bool) -> None:
    course = read(f'title = "Trees"\n[quiz]\npartial_credit = {written}\n')
    assert (course.quiz_partial_credit, course.quiz_pass_mark) == (counts, 70)


@pytest.mark.parametrize("written", ['"yes"', "1", "0.5", "[true]"])
def test_partial_credit_is_true_or_false(written: str) -> None:
    found = problems(f'title = "Trees"\n\n[quiz]\npartial_credit = {written}\n')
    assert found == [(4, "partial_credit is neither true nor false")]


def test_the_register_may_have_a_time_of_its_own_for_checks() -> None:
    assert read(GOOD).facts_good_for_days == 365
    assert read(GOOD + "\n[facts]\ngood_for_days = 90\n").facts_good_for_days == 90
    assert problems('title = "Trees"\n\n[facts]\ngood_for_days = 0\n') == [
        (4, "good_for_days is no whole number from 1 to 32767")
    ]
    assert problems('title = "Trees"\n\n[facts]\ndays = 9\n') == [(4, "unknown key days")]


def test_a_title_is_enough() -> None:
    course = read('title = " Trees "')
    assert (course.title, course.quiz_pass_mark) == ("Trees", 70)
    assert not course.quiz_partial_credit
    assert course.blueprint == Blueprint()
    assert (course.domains, course.services) == ([], [])


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_shipped_courses_are_sound(path: Path) -> None:
    course = read_course(path.read_text("utf-8"), slug=path.parent.name, path=path.name)
    assert course.title
    assert course.services


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('title = "Trees"', "", 0, "the file has no title"),
        ('title = "Trees"', 'title = ""', 1, "title is empty"),
        ('title = "Trees"', "title = 3", 1, "title is no text"),
        ('"Trees"', f'"{"x" * 201}"', 1, "title has more than 200 characters"),
        ("2026-10-31", '"2026-10-31"', 5, "checked_on is no date"),
        ("code =", "colour =", 2, "unknown key colour"),
        ("scored = 15", "scored = 21", 9, "more questions are scored than there are"),
        ("minutes = 30", 'minutes = "30"', 10, "minutes is no whole number from 0 to 32767"),
        ("minutes = 30", "minutes = true", 10, "minutes is no whole number from 0 to 32767"),
        ("minutes = 30", "minutes = 99999", 10, "minutes is no whole number from 0 to 32767"),
        ("[100, 1000]", "[100, 600]", 12, "the pass mark is not on the scale"),
        ("[100, 1000]", "[100]", 11, "scale is no list of 2 whole numbers"),
        ("[100, 1000]", "[false, 1000]", 11, "scale is no list of 2 whole numbers"),
        ("https://", "ftp://", 13, "source is no address of a page"),
        ("pass_mark = 80", "pass_mark = 101", 16, "pass_mark is no whole number from 0 to 100"),
        ("pass_mark = 80", "pass = 80", 16, "unknown key pass"),
        ("weight = 60", "weight = 50", 21, "the domains' weights add up to 90"),
        ("weight = 60", "", 18, "domains has no weight"),
        ("number = 2", "number = 1", 28, "a second domain 1"),
        ("number = 2", "number = 0", 28, "number is no whole number from 1 to 32767"),
        ('"1.2", title', '"1.1", title', 24, "a second task 1.1"),
        ('"1.2", title = "Count leaves"', '"1.2", name = "x"', 24, "domains has no title"),
        ('"1.2", title = "Count leaves"', '"1.2", title = "x", y = 1', 24, "unknown key y"),
        ('{ code = "1.2", title', "3, { title", 22, "domains is no table"),
        ("tasks = [\n", "tasks = 3\nold = [\n", 22, "tasks is no list"),
        ('slug = "elm"', 'slug = "oak"', 41, "a second service oak"),
        ('slug = "elm"', 'slug = "E lm"', 41, "slug E lm cannot stand in an address"),
        ('slug = "elm"\n', "", 40, "services has no slug"),
        ('name = "Acme Elm"', 'name = "oak"', 42, "oak is already a name of oak"),
        ('["Oak", "The Oak"]', '["Oak", 3]', 35, "aliases is no list of texts"),
        ('["Oak", "The Oak"]', '"Oak"', 35, "aliases is no list of texts"),
        ('["Oak", "The Oak"]', f'["{"x" * 121}"]', 35, "a text in aliases has more than 120"),
        ("in_scope = false", 'in_scope = "no"', 37, "in_scope is neither true nor false"),
        ('task = "1.2"', 'task = "9.9"', 38, "no domain has the task 9.9"),
        ("[quiz]", "[quiz]\n\n[[quiz.more]]", 15, "unknown key more"),
        ("pass = 700", "pass = = 700", 12, "no valid TOML"),
        ('name = "Acme Elm"', 'name = "Acme Elm', 42, "no valid TOML"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line(old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert any(at == line and text.startswith(what) for at, text in found), found


def test_all_faults_are_told_at_once() -> None:
    text = GOOD.replace("weight = 60", "weight = 61").replace('"1.2"\n', '"9"\n') + "extra = 1\n"
    assert [line for line, _ in problems(text)] == [43, 21, 38]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file has no title"),
        ("# nothing\n", "the file has no title"),
        ('title = "T"\nexam = 3', "exam is no table"),
        ('title = "T"\nquiz = []', "quiz is no table"),
        ('title = "T"\nservices = 3', "services is no list"),
        ('title = "T"\ndomains = [3]', "domains is no table"),
    ],
)
def test_a_file_of_another_shape_is_told(text: str, what: str) -> None:
    assert problems(text)[0][1] == what


@pytest.mark.parametrize("slug", ["", "Trees", "a b", "-", "x" * 51])
def test_the_folder_must_fit_an_address(slug: str) -> None:
    ((line, what),) = problems(GOOD, slug)
    assert line == 0
    assert "cannot stand in an address" in what


def test_a_long_value_is_cut_in_the_message() -> None:
    ((_, what),) = problems(GOOD.replace('"elm"', f'"{"E" * 40}\\u0007"'))
    assert "\x07" not in what
