"""R/exams exercises in R Markdown, as far as they are text. R code is never run: it is refused.

An exercise has the sections Question and Solution, each with a list of answers, and what is known
of it under Meta-information."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from content.drafts import Problem, Severity, shown
from content.sources import Refused, decode
from quizzes.drafts import Kind, OptionDraft, QuestionReport
from quizzes.formats.fences import fence_ends
from quizzes.formats.format import Format
from quizzes.formats.judging import Found, judged_all, letter

_KINDS = {"num": "numerical", "string": "short answer", "cloze": "cloze", "essay": "essay"}
_NAMES = r"(question|solution|meta[- ]?information|(?:answer|question|solution)list)"
_NAME = re.compile(rf"{_NAMES}[ \t]*", re.IGNORECASE)
_HEADING = re.compile(rf"#{{1,4}}[ \t]+{_NAMES}[ \t#]*", re.IGNORECASE)
_UNDERLINE = re.compile(r"(?:={2,}|-{2,})[ \t]*")
_ITEM = re.compile(r"([ \t]*)(?:[*+-](?:[ \t]+|$)|\\item(?:[ \t]+|$))(.*)")
_META = re.compile(r"[ \t]*(ex[a-z]+)[ \t]*:(.*)", re.IGNORECASE)
_AN_EXERCISE = re.compile(
    r"^(?:(?:answerlist|meta-?information)[ \t]*\n[=-]{2,}"
    r"|#{1,4}[ \t]+(?:answerlist|meta-?information)\b"
    r"|ex(?:type|solution)[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_CODE = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*\{[ \t]*[A-Za-z]|^<<.*>>=|\\Sexpr\{|(?<!`)`(?:r[ \t\n#]|\{r\})",
    re.MULTILINE,
)
_VERDICT = re.compile(
    r"\**(?:(true|correct|right|richtig|wahr|vrai|verdadero|vero)"
    r"|false|incorrect|wrong|falsch|faux|falso)\**(?:[ \t]*[.:,;!–-]\**|$)\s*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Section:
    name: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def fits(data: bytes) -> bool:
    """Whether the data is a text with the sections of an exercise."""
    try:
        return bool(_AN_EXERCISE.search(decode(data, path="")))
    except Refused:
        return False


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every exercise of a file of R/exams; see `format.Read`. A file with R code is refused."""
    text = decode(data, path=path)
    if code := _CODE.search(text):
        line = 1 + text.count("\n", 0, code.start())
        how = "write its results into the text; none is ever run"
        raise Refused(Problem(path, line, "R code", how, Severity.ERROR))
    exercises: list[list[_Section]] = []
    for section in _sections(text.split("\n")):
        if section.name == "question" or not exercises:
            exercises.append([])
        exercises[-1].append(section)
    return judged_all([_found(sections, path) for sections in exercises])


def _sections(lines: Sequence[str]) -> Iterator[_Section]:
    """The parts that begin with a heading that R/exams knows; what stands above them is no part."""
    heads = {i: name for i in range(len(lines)) if (name := _head(lines, i))}
    questions = {i for i, name in heads.items() if name == "question"}
    fenced: set[int] = set()
    for start, end in fence_ends(lines, breaks=questions).items():
        fenced.update(range(start, end + 1))
    section: _Section | None = None
    for i, line in enumerate(lines):
        if i in heads and i not in fenced:
            if section:
                yield section
            section = _Section(heads[i], i + 1)
        elif section and not (
            i - 1 in heads and i - 1 not in fenced and _UNDERLINE.fullmatch(line)
        ):
            section.lines.append(line)
    if section:
        yield section


def _head(lines: Sequence[str], i: int) -> str:
    """The name of the section that a line is the heading of; empty for any other line."""
    heading = _HEADING.fullmatch(lines[i])
    if not heading and i + 1 < len(lines) and _UNDERLINE.fullmatch(lines[i + 1]):
        heading = _NAME.fullmatch(lines[i])
    return heading[1].lower().replace(" ", "-") if heading else ""


def _found(sections: Sequence[_Section], path: str) -> Found:
    found = Found(path, sections[0].line)
    meta: dict[str, str] = {}
    options: list[str] = []
    reasons: list[str] = []
    explanation = ""
    is_solved = False
    for section in sections:
        if section.name == "question":
            found.stem = section.text
        elif section.name == "solution":
            explanation, is_solved = section.text, True
        elif section.name.startswith("meta"):
            meta |= _meta(section)
        elif section.name == "solutionlist" or (section.name == "answerlist" and is_solved):
            reasons += _items(found, section)
        else:
            options += _items(found, section)
    found.number = meta.get("exname", "")
    found.explanation = explanation
    found.options = [OptionDraft(letter(i), text, is_key=False) for i, text in enumerate(options)]
    if sections[0].name != "question":
        found.errors.append("a section without a question – write “Question” and “====” above")
    _take_meta(found, meta)
    _take_reasons(found, reasons)
    return found


def _meta(section: _Section) -> Iterator[tuple[str, str]]:
    for line in section.lines:
        if pair := _META.fullmatch(line):
            yield pair[1].lower(), pair[2].strip()


def _items(found: Found, section: _Section) -> list[str]:
    """The texts of a list. What is indented more than its first item goes on with the one above."""
    items: list[list[str]] = []
    ends = fence_ends(section.lines, breaks=())
    margin, fenced_to = "", -1
    for i, line in enumerate(section.lines):
        fenced_to = ends.get(i, fenced_to)
        item = None if i <= fenced_to else _ITEM.fullmatch(line)
        if item and (not items or item[1] == margin):
            margin = item[1]
            items.append([item[2]])
        elif items:
            items[-1].append(line)
        elif line.strip():
            found.errors.append(
                f"“{shown(line)}” stands in a list of answers and is none – write “* ” before it"
            )
    return ["\n".join([first, textwrap.dedent("\n".join(rest))]).strip() for first, *rest in items]


def _take_meta(found: Found, meta: Mapping[str, str]) -> None:
    kind, solution, shuffle = (
        meta.get(name, "").partition("#")[0].strip()
        for name in ("extype", "exsolution", "exshuffle")
    )
    if kind.lower() not in ("schoice", "mchoice"):
        if not kind:
            found.errors.append("no extype – write “extype: schoice” under Meta-information")
            return
        found.type_name = _KINDS.get(kind.lower(), shown(kind))
        found.errors.append(
            f"a question of the kind “{found.type_name}” – make it one with options, or leave it"
        )
        return
    keys = solution.count("1")
    found.kind = Kind.MULTIPLE if kind.lower() == "mchoice" and keys > 1 else Kind.SINGLE
    found.shuffle = False if shuffle.lower() in ("false", "f") else None
    if not re.fullmatch("[01]+", solution):
        found.errors.append(
            f"exsolution “{shown(solution)}” is no row of 0 and 1 – write a 1 for each right option"
        )
    elif len(solution) != len(found.options):
        found.errors.append(
            f"exsolution has {len(solution)} digits for {len(found.options)} options – write one "
            "for each"
        )
    else:
        found.options = [
            replace(option, is_key=digit == "1")
            for option, digit in zip(found.options, solution, strict=True)
        ]


def _take_reasons(found: Found, reasons: Sequence[str]) -> None:
    """The solution's list as the options' rationales; each may begin with a verdict."""
    if len(reasons) != len(found.options):
        if reasons:
            items = "\n".join(f"- {textwrap.indent(reason, '  ')[2:]}" for reason in reasons)
            found.explanation = f"{found.explanation}\n\n{items}".strip()
            found.hints.append(
                f"{len(reasons)} reasons for {len(found.options)} options stand in the explanation "
                "– write one for each option"
            )
        return
    for i, reason in enumerate(reasons):
        option = found.options[i]
        if verdict := _VERDICT.match(reason):
            reason = reason[verdict.end() :]
            if bool(verdict[1]) is not option.is_key:
                found.doubts.append(
                    f"solution and exsolution differ on option {option.letter} – make them agree"
                )
        found.options[i] = replace(option, rationale=reason)


R_EXAMS = Format(
    name="r-exams",
    title="R/exams",
    endings=(".rmd",),
    fits=fits,
    read=read,
)
