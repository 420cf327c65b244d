"""The project's own JSON, which holds all of a question. `docs/question.schema.json` says how."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from content.drafts import Problem, Severity, shown
from content.sources import Refused, decode
from quizzes.drafts import QuestionDraft, QuestionReport
from quizzes.formats.format import Format, Written
from quizzes.formats.json_questions import Twice, question_of, written
from quizzes.formats.judging import judged
from quizzes.formats.words.twins import with_twins_doubted

NAME = "studyapp-questions"
VERSION = 1
SCHEMA = "question.schema.json"
MAX_BYTES = 64 * 1024 * 1024
_KEYS = ("$schema", "format", "version", "title", "questions")
_SPACE = re.compile(r"[ \t\n]*")
_MARK = re.compile(rf'"format"\s*:\s*"{NAME}"')
_TITLE = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.)*")')
_QUESTIONS = '"questions"'
_LOOKED_AT = 4096
_LONGEST_NUMBER = 40


def fits(data: bytes) -> bool:
    """Whether the first lines say that this is a bank of ours; most JSON is something else."""
    return bool(_MARK.search(data[:_LOOKED_AT].replace(b"\0", b"").decode("utf-8", "replace")))


def title_in(data: bytes) -> str:
    """What a bank says that its quiz is called, where that stands before the questions."""
    head = data[:_LOOKED_AT].replace(b"\0", b"").decode("utf-8", "replace").partition(_QUESTIONS)[0]
    match = _TITLE.search(head)
    try:
        title = json.loads(match[1]) if match else ""
    except ValueError:
        return ""
    return shown(title)


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions, a line for each thing that may change, so that a diff shows what did."""
    bank = {
        "format": NAME,
        "version": VERSION,
        "title": title,
        "questions": [written(draft) for draft in drafts],
    }
    return Written(f"{json.dumps(bank, ensure_ascii=False, indent=1)}\n".encode())


def read(data: bytes, *, path: str) -> tuple[QuestionReport, ...]:
    """Every question of a bank. Raises Refused where it is no JSON, or not of this version."""
    text = decode(data, path=path, cap=MAX_BYTES)
    bank = _Bank(text, path)
    bank.read()
    found = [question_of(value, path=path, line=line) for line, value in bank.questions]
    decided = [question.publish is not None for question in found]
    return with_twins_doubted([judged(question) for question in found], decided=decided)


@dataclass(slots=True)
class _Bank:
    """A bank taken apart, which keeps what the standard reader forgets: the questions' lines."""

    text: str
    path: str
    questions: list[tuple[int, Any]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _at: int = 0
    _counted: int = 0
    _line: int = 1

    def read(self) -> None:
        self._take("{", "a bank is an object")
        while not self._has("}"):
            if self._seen:
                self._take(",", "a comma, or “}” at the end, is missing")
            self._skip()
            start = self._at
            key = self._value()
            self._take(":", "a key and a colon are wanted")
            self._check(key, self._line_of(start))
        self._skip()
        if self._at < len(self.text):
            raise self._refused(self._at, "something follows the bank's end", "remove it")
        if missing := [key for key in ("format", "version", "questions") if key not in self._seen]:
            self._refuse(1, f"the key “{missing[0]}” is missing")

    def _check(self, key: object, line: int) -> None:
        if not isinstance(key, str) or key not in _KEYS:
            self._refuse(line, f"unknown key “{_said(key)}”")
        elif key in self._seen:
            self._refuse(line, f"the key “{key}” stands twice")
        elif key == "questions":
            self.questions = list(self._elements())
        else:
            value = self._value()
            if key == "format" and value != NAME:
                self._refuse(line, f"the format is “{_said(value)}”")
            if key == "version" and (value != VERSION or isinstance(value, bool)):
                what = f"the version is {_said(value)}, and only {VERSION} is known here"
                self._refuse(line, what, "export it anew, or update Studyapp")
            if key in ("title", "$schema") and not isinstance(value, str):
                self._refuse(line, f"the {key} is no text")
        self._seen.add(str(key))

    def _elements(self) -> Iterator[tuple[int, Any]]:
        """Each question with the number of its first line."""
        self._take("[", "the questions are a list")
        first = True
        while not self._has("]"):
            if not first:
                self._take(",", "a comma, or “]” at the end, is missing")
            first = False
            self._skip()
            line = self._line_of(self._at)
            yield line, self._value()

    def _value(self) -> Any:
        self._skip()
        try:
            value, self._at = _DECODER.raw_decode(self.text, self._at)
        except json.JSONDecodeError as error:
            what = f"no JSON ({error.msg}, column {error.colno})"
            raise self._refused(error.pos, what, "mend it there") from None
        except RecursionError:
            what = "lists or objects nested too deeply"
            raise self._refused(self._at, what, f"write it as docs/{SCHEMA} says") from None
        return value

    def _skip(self) -> None:
        space = _SPACE.match(self.text, self._at)
        self._at = space.end() if space else self._at

    def _has(self, sign: str) -> bool:
        self._skip()
        if self.text.startswith(sign, self._at):
            self._at += 1
            return True
        return False

    def _take(self, sign: str, what: str) -> None:
        if not self._has(sign):
            raise self._refused(self._at, f"no “{sign}” where {what}", f"see docs/{SCHEMA}")

    def _line_of(self, at: int) -> int:
        """The line of a place that is not before the last one asked for."""
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def _refused(self, at: int, what: str, how: str) -> Refused:
        line = 1 + self.text.count("\n", 0, at)
        return Refused(Problem(self.path, line, what, how, Severity.ERROR))

    def _refuse(self, line: int, what: str, how: str = "") -> None:
        how = how or f"write a bank as docs/{SCHEMA} says"
        raise Refused(Problem(self.path, line, what, how, Severity.ERROR))


def _said(value: object) -> str:
    return shown(str(value)) if isinstance(value, str | int | float) else "…"


def _number(digits: str) -> int | str:
    """A whole number; one too long to mean anything stays text, which no field takes."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Twice:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _value in pairs]
    return Twice(next(key for key in keys if keys.count(key) > 1))


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_number)

JSON = Format(
    name="json",
    title="Studyapp JSON",
    endings=(".json",),
    fits=fits,
    read=read,
    write=write,
    media_type="application/json",
    title_in=title_in,
)
