"""The register of facts at a load: stored, cited, and told of when it changes."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from content.models import Course, Fact, FactChange, Section
from quizzes.models import Question
from quizzes.reports import Report
from tests.books import ask, asked, chapter, check, load_into, rows, said, sea, write

pytestmark = pytest.mark.django_db

CITING = "It has one mast. <!-- facts: masts -->"
QUESTION = ask(1, "How many masts?", tags="id: how-many; facts: masts, sails")


def fact(slug: str, value: str, *, claim: str = "How many", **more: str) -> str:
    lines = {"claim": claim, "value": value, "source": "https://sea.example/boats", **more}
    text = "".join(f'{key} = "{words}"\n' for key, words in lines.items())
    return f"[{slug}]\n{text}checked_on = 2026-01-31\n\n"


FACTS = fact("masts", "1") + fact("sails", "2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "facts.toml": FACTS,
        "chapters/01-boats.md": chapter(1, "Boats", QUESTION, ask(2, "Else?"), body=CITING),
    }
    return write(sea(tmp_path / "sea"), files)


def change(folder: Path, files: Mapping[str, str]) -> Report:
    return load_into(write(folder, files))


def resting() -> dict[str, tuple[list[str], list[str]]]:
    """The sections and questions that rest on each fact, by their titles and codes."""
    return {
        each.slug: (
            sorted(each.sections.values_list("title", flat=True)),
            sorted(each.questions.values_list("code", flat=True)),
        )
        for each in Fact.objects.all()
    }


def test_the_register_is_stored_and_linked(folder: Path) -> None:
    report = load_into(folder)
    assert said(report) == ""
    assert report.facts == (2, 0, 0)
    assert resting() == {"masts": (["The Sloop"], ["how-many"]), "sails": ([], ["how-many"])}
    masts = Fact.objects.get(slug="masts")
    assert (masts.value, masts.source, masts.line) == ("1", "https://sea.example/boats", 1)
    assert (masts.checked_on, masts.good_until) == (date(2026, 1, 31), date(2027, 1, 31))


def test_the_course_says_how_long_a_check_counts(folder: Path) -> None:
    manifest = folder / "course.toml"
    manifest.write_text(manifest.read_text() + "\n[facts]\ngood_for_days = 10\n")
    load_into(folder)
    assert {each.good_until for each in Fact.objects.all()} == {date(2026, 2, 10)}


def test_loading_again_changes_nothing(folder: Path) -> None:
    load_into(folder)
    before = rows()
    again = load_into(folder)
    assert (again.facts, again.unchanged) == ((0, 0, 0), again.files)
    assert rows() == before


def test_a_value_that_changes_is_told_and_flagged(folder: Path) -> None:
    load_into(folder)
    revision = Course.objects.get().revision
    report = change(folder, {"facts.toml": FACTS.replace('"1"', '"3"')})
    assert report.unchanged == report.files
    assert said(report) == (
        "facts.toml:1 – fact masts changed from “1” to “3”: 1 section and 1 question rest on it: "
        "chapters/01-boats.md#the-sloop, chapters/01-boats.md:17 (how-many) – look them through, "
        "then confirm the fact in the admin"
    )
    assert not report.failed
    flag = FactChange.objects.get()
    assert (flag.fact.slug, flag.value_before, flag.value) == ("masts", "1", "3")
    assert flag.confirmed_at is None
    assert Course.objects.get().revision > revision


def test_a_claim_that_changes_is_told_as_well(folder: Path) -> None:
    load_into(folder)
    text = fact("masts", "1", claim="Masts of a sloop") + fact("sails", "2")
    assert "masts changed from “How many” to “Masts of a sloop”: 1 section" in said(
        change(folder, {"facts.toml": text})
    )
    assert FactChange.objects.get().claim_before == "How many"


def test_what_nothing_rests_on_waits_for_nobody(folder: Path) -> None:
    load_into(write(folder, {"facts.toml": FACTS + fact("oars", "0")}))
    report = change(folder, {"facts.toml": FACTS + fact("oars", "4")})
    assert "fact oars changed from “0” to “4”: nothing rests on it – nothing else" in said(report)
    assert not FactChange.objects.exists()


def test_a_new_check_or_source_is_no_change_of_the_fact(folder: Path) -> None:
    load_into(folder)
    text = FACTS.replace("2026-01-31", "2026-02-01").replace("sea.example", "ocean.example")
    report = change(folder, {"facts.toml": text})
    assert said(report) == ""
    assert report.facts == (0, 0, 0)
    assert {each.checked_on for each in Fact.objects.all()} == {date(2026, 2, 1)}
    assert not FactChange.objects.exists()


def test_an_unknown_fact_is_a_warning_at_its_line(folder: Path) -> None:
    report = change(folder, {"facts.toml": fact("masts", "1"), "chapters/02-winds.md": (
        chapter(2, "Winds", body="It blows. <!-- facts: masts, knots -->")
    )})  # fmt: skip
    assert said(report).splitlines() == [
        "chapters/02-winds.md:9 – unknown fact “knots” – use an id of the course's facts.toml",
        "chapters/01-boats.md:17 – question 1 warning: unknown fact “sails” – use an id of the "
        "course's facts.toml",
    ]
    assert not report.failed
    assert "How many masts?" in asked()


def test_a_fact_that_comes_or_goes_is_noticed_by_the_files_that_cite_it(folder: Path) -> None:
    load_into(write(folder, {"facts.toml": fact("masts", "1")}))
    report = change(folder, {"facts.toml": FACTS})
    assert report.files - report.unchanged == 1
    assert report.facts == (1, 0, 0)
    assert resting()["sails"] == ([], ["how-many"])
    report = change(folder, {"facts.toml": fact("sails", "2")})
    assert report.files - report.unchanged == 1
    assert "unknown fact “masts”" in said(report)
    assert resting() == {"masts": ([], []), "sails": ([], ["how-many"])}
    assert Fact.objects.get(slug="masts").retired_at is not None


def test_a_fact_that_comes_back_with_another_value_is_a_change(folder: Path) -> None:
    load_into(folder)
    question = Question.objects.get(code="how-many")
    question.origin = Question.Origin.ADMIN
    question.save()
    change(folder, {"facts.toml": fact("masts", "1")})
    report = change(folder, {"facts.toml": FACTS.replace('"2"', '"5"')})
    assert "fact sails changed from “2” to “5”: 1 question rests on it" in said(report)
    assert Fact.objects.get(slug="sails").retired_at is None


def test_citations_that_move_are_followed(folder: Path) -> None:
    load_into(folder)
    moved = chapter(1, "Boats", ask(1, "How many masts?", tags="id: how-many; facts: sails"))
    report = change(folder, {"chapters/01-boats.md": moved + "\n<!-- facts: sails -->\n"})
    assert resting() == {"masts": ([], []), "sails": ([], ["how-many"])}
    assert report.changes.changed == 1


def test_the_file_may_go(folder: Path) -> None:
    load_into(folder)
    (folder / "facts.toml").unlink()
    report = load_into(folder)
    assert report.facts == (0, 0, 2)
    assert not Section.facts.through.objects.exists()
    assert not Question.facts.through.objects.exists()


def test_a_register_with_a_mistake_leaves_what_was_there(folder: Path) -> None:
    load_into(folder)
    report = change(folder, {"facts.toml": FACTS + fact("oars", "0").replace("https", "x")})
    assert said(report) == (
        "facts.toml:16 – source is no address of a page – begin it with https://"
    )
    assert report.failed
    assert set(resting()) == {"masts", "sails"}
    assert report.unchanged == report.files


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff", "facts.toml:1 – byte 1 (0xFF) is not UTF-8"),
        (b"", "facts.toml – the file is empty"),
        (b"[a", "facts.toml:1 – no valid TOML"),
    ],
)
def test_a_register_that_is_no_text_is_refused(folder: Path, content: bytes, told: str) -> None:
    (folder / "facts.toml").write_bytes(content)
    report = load_into(folder)
    assert told in said(report)
    assert report.failed
    assert not Fact.objects.exists()
    assert "How many masts?" in asked()


def test_a_check_reads_the_register_and_writes_nothing(folder: Path) -> None:
    assert said(check(folder)) == ""
    write(folder, {"facts.toml": fact("masts", "1")})
    assert "unknown fact “sails”" in said(check(folder))
    assert not Course.objects.exists()


def test_a_chapter_alone_is_held_against_the_register_of_its_course(folder: Path) -> None:
    assert said(check(folder / "chapters/01-boats.md")) == ""
    load_into(folder)
    write(folder, {"facts.toml": FACTS.replace('"1"', '"3"')})
    report = load_into(folder / "chapters" / "01-boats.md")
    assert said(report).startswith("facts.toml:1 – fact masts changed")


def test_the_register_may_be_loaded_alone(folder: Path) -> None:
    load_into(folder)
    report = change_alone(folder)
    assert report.files == 0
    assert Fact.objects.get(slug="masts").value == "3"


def change_alone(folder: Path) -> Report:
    write(folder, {"facts.toml": FACTS.replace('"1"', '"3"')})
    return load_into(folder / "facts.toml")


def test_files_without_a_course_have_nothing_to_be_held_against(tmp_path: Path) -> None:
    folder = write(tmp_path / "loose", {"01-boats.md": chapter(1, "Boats", QUESTION, body=CITING)})
    assert said(load_into(folder)) == ""
    assert not Fact.objects.exists()


def test_banks_of_other_formats_cite_too(folder: Path) -> None:
    bank = "id,question,option a,option b,answer,explanation,facts,source\n"
    row = 'row,Masts?,one,two,A,So.,"masts, sails",https://sea.example/row\n'
    write(folder, {"more.csv": bank + row, "facts.toml": fact("masts", "1")})
    assert "more.csv:2 – warning: unknown fact “sails”" in said(load_into(folder))
    change(folder, {"facts.toml": FACTS})
    question = Question.objects.get(code="row")
    assert {each.slug for each in question.facts.all()} == {"masts", "sails"}
    assert question.source == "https://sea.example/row"


def test_a_source_that_is_no_address_is_told_and_left_out(folder: Path) -> None:
    tags = "id: how-many; source: the sailor's handbook"
    text = chapter(1, "Boats", ask(1, "How many masts?", tags=tags))
    report = change(folder, {"chapters/01-boats.md": text})
    assert "the source “the sailor's handbook” is no address of a page – begin it" in said(report)
    assert Question.objects.get(code="how-many").source == ""


def test_many_that_rest_on_it_are_counted_and_some_named(folder: Path) -> None:
    questions = [
        ask(n, f"How many masts on {n}?", tags=f"id: q-{n}; facts: masts") for n in range(1, 31)
    ]
    load_into(write(folder, {"chapters/02-winds.md": chapter(2, "Winds", *questions)}))
    told = said(change(folder, {"facts.toml": FACTS.replace('"1"', '"3"')}))
    assert "1 section and 31 questions rest on it: chapters/01-boats.md#the-sloop, " in told
    assert "(q-10) and 20 more – look" in told
