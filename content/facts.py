"""facts.toml: the claims of a course that can go stale; and where Markdown cites them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from content.catalogue import CatalogueError
from content.drafts import FactDraft, shown
from content.toml_tables import SLUG, Source, Table

REGISTER = "facts.toml"
"""What the file is called, in the course's folder."""

ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LONGEST_SLUG = 80
_CLOCKS_BEHIND = 10
"""Years by which a machine's clock may be wrong before a date that it cannot know is a mistake."""

_FENCE = re.compile(r"[ >]*(?P<mark>`{3,}|~{3,})(?P<rest>.*)")
_MARK = re.compile(r"(?P<ticks>`+)|(?P<gap>\n[ \t]*\n)|<!--")
_CITED = re.compile(r"(?:^|;)\s*facts\s*[:=]([^;]*)", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether text is the address of a page on the web, short enough to be kept."""
    return len(text) <= 500 and ADDRESS.fullmatch(text) is not None


def read_facts(text: str, *, path: str, good_for_days: int, today: date) -> tuple[FactDraft, ...]:
    """The facts in text. good_for_days: how long a check counts where a fact does not say.

    Raises CatalogueError with all that is wrong."""
    source = Source(text, path=path)
    values = source.parse()
    facts = [_fact(source, slug, value, good_for_days, today) for slug, value in values.items()]
    if source.problems:
        raise CatalogueError(source.problems)
    return tuple(facts)


def _fact(source: Source, slug: str, values: object, days: int, today: date) -> FactDraft:
    if not isinstance(values, dict):
        line = source.line("", 0, rf"^\s*[\"']?{re.escape(slug)}[\"']?\s*=")
        source.report(line, f"{shown(slug)} stands outside of a fact", "put it below its [id]")
        return FactDraft(slug, "", "", "", today, days, line)
    table = Table(source, values, name=slug)
    if not SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        what = f"{shown(slug)} is no id of a fact"
        table.report("", what, f"use up to {_LONGEST_SLUG} small letters, digits and hyphens")
    if not values:
        table.report("", "the fact has no claim", "give it claim, value, source and checked_on")
    fact = FactDraft(
        slug=slug,
        claim=table.text("claim", most=500, needed=True),
        value=table.text("value", most=300, needed=True),
        source=table.text("source", most=500, needed=True),
        checked_on=_date(table, today),
        good_for_days=table.whole("good_for_days", low=1, default=days),
        line=source.line(slug),
    )
    if fact.source and not is_address(fact.source):
        table.report("source", "source is no address of a page", "begin it with https://")
    table.end()
    return fact


def _date(table: Table, today: date) -> date:
    value = table.value("checked_on")
    if value is None:
        table.report("", "the fact has no checked_on", f"add checked_on = {today.isoformat()}")
    elif type(value) is not date:
        table.report("checked_on", "checked_on is no date", "write it like 2026-10-31, unquoted")
    elif value.year > today.year + _CLOCKS_BEHIND:
        table.report("checked_on", "checked_on lies in the future", "give the day of the check")
    elif value.year < 1990:
        table.report("checked_on", "checked_on lies too far back", "give the day of the check")
    else:
        return value
    return today


def cited(markdown: str) -> Iterator[tuple[int, str]]:
    """Each id that a comment cites, with its line from 1; code shows comments, it has none."""
    if "<!--" not in markdown:
        return
    plain = _without_fences(markdown)
    line, counted = 1, 0
    for start, end in _comments(plain):
        for names in _CITED.finditer(plain[start:end]):
            line += plain.count("\n", counted, start + names.start(1))
            counted = start + names.start(1)
            yield from ((line, name.strip()) for name in names[1].split(",") if name.strip())


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Where comments begin and end, less those between runs of backticks of one length.

    Goes through the text once, however large it is and whatever in it is left open."""
    opened = ""
    held: list[tuple[int, int]] = []
    at, last = 0, text.rfind("-->")
    while mark := _MARK.search(text, at):
        at = mark.end()
        if mark["gap"]:  # a paragraph ends, and with it what is open
            yield from held
            opened, held, at = "", [], at - 1
        elif mark["ticks"]:
            if not opened:
                opened = mark["ticks"]
            elif opened == mark["ticks"]:
                opened, held = "", []
        elif at <= last:
            end = text.index("-->", at)
            held.append((at, end))
            at = end + len("-->")
        if not opened:
            yield from held
            held = []
    yield from held


def _without_fences(markdown: str) -> str:
    """The text with blank lines where code stands in fences."""
    lines, fence = markdown.split("\n"), ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if not fence and not found:
            continue
        lines[number] = ""
        if found and not fence:
            fence = found["mark"]
        elif found and found["mark"].startswith(fence) and not found["rest"].strip():
            fence = ""
    return "\n".join(lines)


def cited_among(known: Sequence[str], content: bytes) -> list[str]:
    """Those of the ids that a Markdown file may cite; its code and its remarks count as well."""
    if not known:
        return []
    named = re.findall(rb"facts\s*[:=]([^;>\n]*)", content, re.IGNORECASE)
    words = {word.strip() for names in named for word in names.replace(b"--", b"").split(b",")}
    return [slug for slug in known if slug.encode() in words]
