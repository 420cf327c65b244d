"""text2qti read: questions with a number, options with letters or boxes, what follows indented."""

import re
from collections.abc import Iterator, Sequence

from content.drafts import shown
from content.sources import Refused, decode
from quizzes.drafts import Kind, OptionDraft, QuestionReport
from quizzes.formats.fences import fence_ends
from quizzes.formats.judging import Found, judged_all, letter
from quizzes.formats.text2qti.marks import KINDS, Element, Mark, element

_RUN = re.compile(r"`{3,}[ \t]*\{[^}`]*\.run\b")
_A_QUESTION = re.compile(r"^\d{1,9}\.[ \t]+\S", re.MULTILINE)
_A_KEY = re.compile(r"^(?:\*[A-Za-z]\)|\[\*\])[ \t]+\S", re.MULTILINE)
_A_TITLE = re.compile(r"^quiz title:", re.MULTILINE | re.IGNORECASE)


def fits(data: bytes) -> bool:
    """Whether the data is a text with numbered questions and keys as text2qti has them."""
    try:
        text = decode(data, path="")
    except Refused:
        return False
    return bool(_A_QUESTION.search(text) and (_A_KEY.search(text) or _A_TITLE.search(text)))


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every question of a file in text2qti's format; see `format.Read`."""
    return judged_all(list(_Reader(decode(data, path=path).split("\n"), path).questions()))


class _Reader:
    """Goes through the lines. A question is its elements, from the number to the next number."""

    def __init__(self, lines: Sequence[str], path: str) -> None:
        self._lines, self._path = lines, path
        self._question: list[Element] = []
        self._last: Element | None = None
        self._stray: Found | None = None
        self._title = ""
        self._text_line = 0
        self._gap = False
        self._unindented = 0
        self._letters: set[str] = set()
        self._apart = False
        numbered = {i for i, line in enumerate(lines) if _A_QUESTION.match(line)}
        self._fence_ends = fence_ends(lines, breaks=numbered)

    def questions(self) -> Iterator[Found]:
        i = 0
        while i < len(self._lines):
            line = self._lines[i]
            if line.rstrip() == "COMMENT":
                end = self._first(i + 1, "END_COMMENT")
                if end == len(self._lines):
                    yield from self._ended()
                    error = "a comment without an end – write END_COMMENT below it"
                    yield Found(self._path, i + 1, type_name="comment", errors=[error])
                i = end
            elif _RUN.match(line):
                yield from self._ended()
                error = "code that writes questions, which is never run – write them out"
                yield Found(self._path, i + 1, type_name="code", errors=[error])
                i = self._first(i + 1, "```")
            elif i in self._fence_ends:
                end = self._fence_ends[i]
                for j in range(i, end + 1):
                    yield from self._go_on(j + 1, self._lines[j])
                i = end
            elif not line.startswith("%"):
                yield from self._take(i + 1, line)
            i += 1
        yield from self._ended()

    def _first(self, start: int, words: str) -> int:
        """The line of these words from start on; behind the last where there is none."""
        lines = range(start, len(self._lines))
        return next((i for i in lines if self._lines[i].rstrip() == words), len(self._lines))

    def _take(self, number: int, line: str) -> Iterator[Found]:
        if not line.strip():
            self._gap, self._apart, self._stray = True, True, None
            if self._last:
                self._last.lines.append("")
            return
        found = None if line[0] in " \t" else element(line, number)
        if found is None:
            yield from self._go_on(number, line)
        elif found.mark in (Mark.QUESTION, Mark.TEXT, Mark.TEXT_TITLE, Mark.TITLE, Mark.GROUP):
            yield from self._ended()
            self._begin(found)
        elif found.mark is not Mark.SETTING:
            if found.mark.is_lettered:
                name = found.sign.strip("*").lower()
                if self._apart and name in self._letters:
                    # The letters begin anew: options of a question whose number is missing.
                    yield from self._ended()
                self._letters.add(name)
                self._apart = False
            self._question.append(found)
            self._last = found
        else:
            self._last = found
        self._gap = False

    def _begin(self, found: Element) -> None:
        if found.mark is Mark.QUESTION:
            self._question.append(found)
        elif found.mark is Mark.TITLE:
            self._title = found.text
        elif found.mark is not Mark.GROUP:
            self._text_line = self._text_line or found.line
        self._last = None if found.mark is Mark.GROUP else found

    def _go_on(self, number: int, line: str) -> Iterator[Found]:
        """A line without a mark: indented, or right below, it goes on with what is above."""
        has_options = any(each.mark is not Mark.QUESTION for each in self._question)
        if self._last and (line[:1] in ("", " ", "\t") or not self._gap or not has_options):
            if self._gap and line[:1] not in ("", " ", "\t"):
                self._unindented = self._unindented or number
            self._last.lines.append(line)
        elif self._stray is None:
            yield from self._ended()
            error = (
                f"“{shown(line)}” belongs to no question – indent it, or write “text:” before it"
            )
            self._stray = Found(self._path, number, type_name="text", errors=[error])
            yield self._stray

    def _ended(self) -> Iterator[Found]:
        """The question whose elements are complete, if there is one."""
        elements, self._question, self._letters = self._question, [], set()
        self._last = None
        if not elements:
            return
        found = Found(self._path, elements[0].line)
        if elements[0].mark is Mark.QUESTION:
            found.number = self._title or elements[0].sign.rstrip(".")
            found.stem = elements[0].text
        else:
            found.errors.append("no question stands above – write it as “1. …”")
        if self._unindented:
            found.doubts.append(f"line {self._unindented} is not indented – indent what goes on")
        if self._text_line:
            found.hints.append(
                f"the text of line {self._text_line} is left out – put it into the stems it is for"
            )
        self._title, self._text_line, self._unindented = "", 0, 0
        _take_elements(found, elements)
        yield found


def _take_elements(found: Found, elements: Sequence[Element]) -> None:
    """Put what stands behind the question's number into found."""
    reasons: list[str] = []
    for each in elements:
        if not each.apart:
            found.errors.append(
                f"line {each.line} has no space behind “{each.sign}” – put one there"
            )
        if each.mark.is_option:
            sign = each.sign.strip("*)") if each.mark.is_lettered else ""
            found.options.append(OptionDraft(sign, each.text, each.mark.is_key))
        elif each.mark is Mark.FEEDBACK and found.options:
            option = found.options[-1]
            if option.rationale:
                found.doubts.append(f"line {each.line} is more feedback on one option – leave one")
            text = "\n\n".join(filter(None, (option.rationale, each.text)))
            found.options[-1] = OptionDraft(option.letter, option.text, option.is_key, text)
        elif each.mark in (Mark.FEEDBACK, Mark.IF_RIGHT, Mark.IF_WRONG, Mark.SOLUTION):
            reasons.append(each.text)
        elif kind := KINDS.get(each.mark):
            found.type_name = found.type_name or kind
    found.explanation = "\n\n".join(filter(None, reasons))
    if found.type_name:
        found.errors.append(
            f"a question of the kind “{found.type_name}” – make it one with options, or leave it"
        )
    _name_options(found, {each.mark.is_lettered for each in elements if each.mark.is_option})


def _name_options(found: Found, lettered: set[bool]) -> None:
    """Letters for the options that have none of their own, and the kind of the question."""
    if len(lettered) > 1:
        found.errors.append("options with letters and with boxes – write all in one way")
    letters = [option.letter.upper() for option in found.options]
    if lettered != {True} or len(set(letters)) < len(letters):
        found.options = [
            OptionDraft(letter(i), option.text, option.is_key, option.rationale)
            for i, option in enumerate(found.options)
        ]
    several = sum(option.is_key for option in found.options) > 1
    if lettered == {True}:
        found.kind = Kind.SINGLE
    elif several:
        found.kind = Kind.MULTIPLE
