"""Reads values out of TOML tables and says, with its line, of each one what is wrong with it."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from content.drafts import Problem, Severity, shown

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
SMALL = 32_767
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class Source:
    """A TOML text with its problems; tables are told apart by name and, in arrays, by place."""

    def __init__(self, text: str, *, path: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._lines = text.split("\n")
        self._spans = self._find_tables()

    def parse(self) -> dict[str, Any]:
        """The whole text's values; none, and a problem, where it is no TOML."""
        try:
            return tomllib.loads("\n".join(self._lines))
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            line = int(found[1]) if found else len(self._lines)
            what = _AT_LINE.sub("", str(error)).replace("(at end of document)", "").strip()
            self.report(line, f"no valid TOML: {shown(what)}", "correct the line")
        except RecursionError:
            self.report(0, "values nested too deep", "write flat tables and lists")
        except ValueError:  # a whole number of thousands of digits
            self.report(0, "a number that is too long", "shorten it")
        return {}

    def report(self, line: int, what: str, how: str) -> None:
        self.problems.append(Problem(self._path, line, what, how, Severity.ERROR))

    def line(self, table: str, place: int = 0, words: str = "", *, last: bool = False) -> int:
        """The line of the table's header, or of the first (or last) line in it that words match.

        0 where the text has no such table."""
        begin, end = self._spans.get((table, place), (0, 0))
        if words:
            pattern = re.compile(words)
            numbers = range(max(begin, 1), end + 1)
            for number in reversed(numbers) if last else numbers:
                if pattern.search(self._lines[number - 1]):
                    return number
        return begin

    def _find_tables(self) -> dict[tuple[str, int], tuple[int, int]]:
        """First and last line of each table."""
        spans: dict[tuple[str, int], tuple[int, int]] = {}
        count: dict[str, int] = {}
        table, begin = ("", 0), 0
        for number, line in enumerate(self._lines, start=1):
            header = _HEADER.match(line)
            if header:
                spans.setdefault(table, (begin, number - 1))
                name = header[2]
                table, begin = (name, count.get(name, 0)), number
                count[name] = count.get(name, 0) + 1
        spans.setdefault(table, (begin, len(self._lines)))
        return spans


class Table:
    """One table: each value is asked for once, then `end` reports the keys that nobody asked for.

    A value that is missing, of the wrong type or out of range is reported and replaced."""

    def __init__(
        self, source: Source, values: object, *, name: str, place: int = 0, within: str = ""
    ) -> None:
        self._source = source
        self._name = name
        self._place = place
        self._within = within
        self._asked: set[str] = set()
        self._values: Mapping[str, Any] = {}
        if isinstance(values, Mapping):
            self._values = values
        else:
            self.report("", f"{name} is no table", f"write [{name}] with its keys below")

    def report(self, key: str, what: str, how: str) -> None:
        words = rf"(?:^|[\s{{,]){re.escape(key)}\s*=" if key else ""
        if self._within:  # an inline table: its line holds what tells it from its neighbours
            words = self._within
        self._source.report(self._source.line(self._name, self._place, words), what, how)

    def text(self, key: str, *, most: int, needed: bool = False) -> str:
        value = self._take(key, needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.report(key, f"{key} is no text", f'write {key} = "…"')
            return ""
        words = value.strip()
        if needed and not words:
            self.report(key, f"{key} is empty", "give it a value")
        elif len(words) > most:
            self.report(key, f"{key} has more than {most} characters", "shorten it")
        return words[:most]

    def slug(self, key: str) -> str:
        value = self.text(key, most=50, needed=True)
        if value and not SLUG.fullmatch(value):
            what = f"{key} {shown(value)} cannot stand in an address"
            self.report(key, what, "use small letters, digits and hyphens")
        return value

    def whole(self, key: str, *, low: int = 0, high: int = SMALL, default: int | None = 0) -> int:
        """A whole number from low to high. default None: the key must be there."""
        value = self._take(key, needed=default is None)
        if value is None:
            return default or 0
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            what = f"{key} is no whole number from {low} to {high}"
            self.report(key, what, "correct the number")
            return default or 0
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.report(key, f"{key} is neither true nor false", f"write {key} = true")
        return default

    def texts(self, key: str, *, most: int) -> tuple[str, ...]:
        value = self._take(key)
        items = value if isinstance(value, list) else []
        if value is not None and not (isinstance(value, list) and all(map(_is_text, items))):
            self.report(key, f"{key} is no list of texts", f'write {key} = ["…", "…"]')
        found = tuple(item.strip() for item in items if _is_text(item))
        if any(len(item) > most for item in found):
            self.report(key, f"a text in {key} has more than {most} characters", "shorten it")
        return tuple(item[:most] for item in found)

    def wholes(self, key: str, count: int) -> tuple[int, ...]:
        """count whole numbers; zeros where the key is missing or wrong."""
        value = self._take(key)
        if isinstance(value, list) and len(value) == count and all(map(_is_small, value)):
            return tuple(value)
        if value is not None:
            self.report(key, f"{key} is no list of {count} whole numbers", "correct the list")
        return (0,) * count

    def value(self, key: str) -> object:
        """The value as it is; None where the key is missing."""
        return self._take(key)

    def tables(self, key: str) -> Iterator[object]:
        """What stands in an array of tables."""
        value = self._take(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.report(key, f"{key} is no list", f"write [[{key}]] before each of them")
            return
        yield from value

    def end(self, known: Collection[str] = ()) -> None:
        """Report unknown keys; known ones are asked for elsewhere."""
        for key in self._values:
            if key not in self._asked and key not in known:
                names = ", ".join(sorted({*self._asked, *known}))
                self.report(key, f"unknown key {shown(key)}", f"remove it; known here: {names}")

    def _take(self, key: str, *, needed: bool = False) -> Any:
        self._asked.add(key)
        value = self._values.get(key)
        if value is None and needed and self._values:
            where = self._name or "the file"
            self.report("", f"{where} has no {key}", f"add {key} = …")
        return value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_small(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= SMALL
