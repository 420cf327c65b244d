"""The documents say what is there: names, links, examples and what these come to."""

import json
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand

from content import gfm, headings
from content.references import references
from quizzes.lint import Rule
from studyapp.preflight import NAME

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
PAGE_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
OURS = ("content", "quizzes", "studyapp")
SETTINGS = (ROOT / "studyapp" / "settings.py").read_text("utf-8")
# Read by create_instructor alone, so that it is no setting of the site.
NO_SETTINGS = {"STUDYAPP_INSTRUCTOR_PASSWORD"}

EXAMPLE = re.compile(
    r"<!-- (?P<what>example|output): (?P<name>\S+) -->\n"
    r"(?P<fence>`{3,})\w+\n(?P<text>.*?\n)(?P=fence)\n",
    re.DOTALL,
)
CODE = re.compile(r"^(`{3,})\w*\n(.*?)^\1$|(?<!`)`([^`\n]+)`(?!`)", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"(?:\.ci|content|docs|quizzes|static|studyapp|templates|tests)/[\w./*-]*")
COURSE_OF_A_READER = "content/courses/"


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def table(page: str, name: str) -> list[list[str]]:
    """The rows, head left out, of the table below the comment of that name."""
    below = text_of(page).split(f"<!-- {name} -->\n", 1)[1]
    rows = below.split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def named(cell: str) -> list[str]:
    """What stands in a table's cell as code."""
    return re.findall(r"`([^`]+)`", cell)


def code_of(page: Path) -> Iterator[str]:
    """Every code span, and every line of every fence, of a page."""
    for block in CODE.finditer(page.read_text("utf-8")):
        yield from (block[2] or block[3]).splitlines()


def example(name: str, what: str = "example") -> str:
    page = text_of("docs/authoring.md")
    return next(
        found["text"]
        for found in EXAMPLE.finditer(page)
        if (found["what"], found["name"]) == (what, name)
    )


def read_with_images(folder: Path, files: dict[str, str]) -> Path:
    """The folder with these files in it, and with the images that they show."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        for image in re.findall(r"!\[[^]]*\]\((\S+)", text):
            (path.parent / image).parent.mkdir(parents=True, exist_ok=True)
            (path.parent / image).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    return folder


def checked(path: Path, *options: str) -> tuple[int, str]:
    """Exit status and standard output of load_content --check."""
    said = StringIO()
    try:
        call_command("load_content", str(path), "--check", *options, stdout=said, stderr=StringIO())
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def own_commands() -> dict[str, BaseCommand]:
    return {
        name: load_command_class(app, name)
        for name, app in get_commands().items()
        if str(app).split(".")[0] in OURS
    }


def own_options(command: BaseCommand) -> set[str]:
    """The options that the command adds to those of every command."""

    def options(of: BaseCommand) -> set[str]:
        parser = of.create_parser("manage.py", "name")
        return {option for action in parser._actions for option in action.option_strings}

    return options(command) - options(BaseCommand())


def targets() -> list[str]:
    return re.findall(r"^([a-z][a-z-]*):.*## ", text_of("Makefile"), re.MULTILINE)


def test_every_setting_is_in_the_table_and_nothing_else() -> None:
    read = set(re.findall(r'(?:env\.\w+|one_of|mail)\(\s*"(\w+)"', SETTINGS))
    documented = [named(row[0])[0] for row in table("docs/operating.md", "settings")]
    assert set(NAME.findall(SETTINGS)) < read
    assert sorted(documented) == sorted(read)


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_pages_name_no_setting_that_is_not_there(name: str) -> None:
    said = set(re.findall(r"STUDYAPP_[A-Z_]+[A-Z]", text_of(name)))
    assert said <= set(NAME.findall(SETTINGS)) | NO_SETTINGS


def test_a_setting_without_a_value_has_the_default_that_the_table_says() -> None:
    said = {named(row[0])[0]: named(row[1]) for row in table("docs/operating.md", "settings")}
    simple = re.compile(
        r'(?:env\.(?:str|bool)|one_of)\(\s*"(STUDYAPP_\w+)",'
        r'(?:\s*\[[^]]*\],)?\s*default=("[^"]*"|True|False)'
    )
    found = {name: value.strip('"') for name, value in simple.findall(SETTINGS) if value != '""'}
    assert len(found) > 6
    for name, value in found.items():
        assert said[name] == [{"True": "1", "False": "0"}.get(value, value)], name


def test_every_command_of_ours_is_in_the_table_and_nothing_else() -> None:
    documented = [named(row[0])[0] for row in table("docs/operating.md", "commands")]
    assert sorted(documented) == sorted(own_commands())


def test_every_rule_of_the_lint_is_in_the_table_with_its_severities() -> None:
    documented = {named(row[0])[0]: row[1] for row in table("docs/authoring.md", "rules: lint")}
    assert sorted(documented) == sorted(Rule)
    assert set(documented.values()) <= {"error", "warning", "error, warning"}


def test_every_option_of_our_commands_is_explained_somewhere() -> None:
    lines = [line for page in PAGES for line in code_of(page)]
    said = {word for line in lines for word in re.split(r"[\s\[\]]", line)}
    for name, command in own_commands().items():
        assert own_options(command) <= said, name


def test_every_make_target_is_in_the_table_and_nothing_else() -> None:
    documented = [named(row[0])[0] for row in table("docs/operating.md", "targets")]
    assert documented == [f"make {target}" for target in targets()]


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_pages_tell_to_type_only_what_there_is(name: str) -> None:
    for line in code_of(ROOT / name):
        for target in re.findall(r"(?:^|/)make ([a-z][a-z-]*)", line):
            assert target in targets(), line
        for command in re.findall(r"manage\.py ([a-z_]+)", line):
            assert command in get_commands(), line
        for module in re.findall(r"python -m (tests[\w.]*)", line):
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), line


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_links_and_images_lead_somewhere(name: str) -> None:
    for reference in references(text_of(name)):
        path, _mark, anchor = unquote(reference.target).partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = ROOT / name if not path else (ROOT / name).parent / path
        assert target.exists(), f"{name}:{reference.line} {reference.target}"
        if anchor:
            document = gfm.parse(target.read_text("utf-8"))
            slugs = [heading.slug for heading in headings.find(document)]
            assert anchor in slugs, f"{name}:{reference.line} {reference.target}"


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_files_that_pages_name_are_there(name: str) -> None:
    for line in code_of(ROOT / name):
        for place in PLACE.findall(line) if PLACE.match(line) else ():
            wanted = ROOT / place
            assert place.startswith(COURSE_OF_A_READER) or wanted.exists(), f"{name}: {place}"


def test_decisions_are_listed_and_numbered_without_a_gap() -> None:
    files = [path.name for path in sorted((DOCS / "adr").glob("0*.md"))]
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    index = text_of("docs/adr/README.md")
    assert re.findall(r"\]\((0\S+)\)", index) == files
    for number, name in enumerate(files, 1):
        title = text_of(f"docs/adr/{name}").splitlines()[0]
        assert title.startswith(f"# {number}. ")
        assert f"[{title.removeprefix(f'# {number}. ')}]" in index


def test_the_example_course_loads_without_a_problem(tmp_path: Path) -> None:
    names = ["course.toml", "facts.toml", "chapters/01-brakes.md"]
    files = {name: example(name) for name in names}
    files["chapters/02-tyres.md"] = "# Chapter 2: Tyres\n\n## Overview\n\nAir carries the load.\n"
    status, said = checked(read_with_images(tmp_path / "bike-1", files), "--json")
    report = json.loads(said)
    assert status == 0
    assert report["problems"] == []
    assert [(q["status"], q["key"], q["reasons"]) for q in report["questions"]] == [
        ("imported", ["B"], []),
        ("imported", ["A", "C"], []),
    ]
    assert report["chapters"][0] == {
        "path": "chapters/01-brakes.md",
        "number": 1,
        "title": "Brakes",
        "sections": 5,
        "questions": 2,
    }


def test_the_chapter_and_the_question_of_the_readme_load_without_a_problem(tmp_path: Path) -> None:
    fences = re.findall(r"```markdown\n(.*?\n)```\n", text_of("README.md"), re.DOTALL)
    manifest = (settings.BASE_DIR / "content/courses/clf-c02/course.toml").read_text("utf-8")
    files = {"course.toml": manifest, "chapters/07-networking.md": "\n".join(fences)}
    status, said = checked(read_with_images(tmp_path / "clf-c02", files), "--json")
    report = json.loads(said)
    assert (status, report["problems"]) == (0, [])
    assert [(q["status"], q["key"], q["reasons"]) for q in report["questions"]] == [
        ("imported", ["B"], [])
    ]


def test_the_broken_example_comes_to_what_stands_below_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text(example("broken.md"), "utf-8")
    status, said = checked(path)
    assert status == 1
    assert said.splitlines()[:-1] == example("broken.md", "output").splitlines()


def test_the_keys_of_the_report_are_those_documented(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text(example("broken.md"), "utf-8")
    report: dict[str, Any] = json.loads(checked(path, "--json")[1])
    found: dict[str, Sequence[str]] = {"the report": list(report)}
    for name, part in report.items():
        rows = part if isinstance(part, list) else [part]
        assert rows, name
        found[name] = list(rows[0])
        assert all(list(row) == found[name] for row in rows)
    documented = {
        (named(row[0]) or [row[0]])[0]: named(row[1])
        for row in table("docs/authoring.md", "keys: json")
    }
    assert documented == found
