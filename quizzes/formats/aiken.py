"""Aiken: a stem, options as `A. text` or `A) text`, `ANSWER: B`. It has no place for more.

As Moodle reads it, but for what people write and it refuses: blank lines among the options, options
in small letters or behind bullets, a number before the stem, code in it, an explanation behind the
answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.drafts import shown
from content.sources import Refused, decode
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, QuestionReport
from quizzes.formats.format import Format, Loss, Written
from quizzes.formats.judging import Found, judged_all, letter
from quizzes.formats.losses import losses, read_back
from quizzes.formats.words.cues import ends_asking
from quizzes.formats.words.keys import folded, read_key, same_words

_OPTION = re.compile(r"([A-Za-z])[.)](?:[ \t]+(.*))?$")
_TIGHT = re.compile(r"([A-Za-z])(?:\)|\.(?![A-Za-z]\b))(\S.*)")
_ANSWER = re.compile(r"(?:correct[ \t]+)?answer[ \t]*:(.*)", re.IGNORECASE)
_REASON = re.compile(r"(?:explanation|feedback|rationale)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:question[ \t]+|q[ .]*)?(\d{1,4})[.):][ \t]+(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"[-*•][ \t]+(?=[A-Za-z][.)][ \t])")
_AN_OPTION = re.compile(r"^[ \t]*(?:[-*•][ \t]+)?[A-Za-z][.)][ \t]+\S", re.MULTILINE)
_AN_ANSWER = re.compile(
    r"^[ \t]*(?:correct[ \t]+)?answer[ \t]*:[ \t]*[A-Z][.)]?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_NO_OPTIONS = "no options – write two or more, each as “A) text”"
_NO_ANSWER = "no answer – write “ANSWER: B” below the options"
_BYTE_ORDER_MARK = "\ufeff"
_SOUND = "Which?\nA) this\nB) that\nANSWER: A\n"


def fits(data: bytes) -> bool:
    """Whether the data is a text with options and an answer as Aiken has them."""
    try:
        text = decode(data, path="")
    except Refused:
        return False
    return bool(_AN_ANSWER.search(text) and _AN_OPTION.search(text))


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every question of a file in Aiken's format; see `format.Read`."""
    reader = _Reader(path)
    for number, line in enumerate(decode(data, path=path).split("\n"), 1):
        reader.feed(number, line.rstrip())
    return judged_all(reader.finished())


class _Reader:
    """Takes lines; an answer ends a question, and so does text behind options and a blank line."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._done: list[Found] = []
        self._open: Found | None = None
        self._stem: list[str] = []
        self._behind: list[tuple[int, str]] = []  # lines behind an option's, with their numbers
        self._reason: list[str] | None = None
        self._optionless: Found | None = None
        self._gap = False

    def feed(self, number: int, line: str) -> None:
        words = line.strip()
        if not words:
            self._gap = True
            self._end_reason()
            return
        if self._reason is not None:
            self._reason.append(words)
        elif (answer := _ANSWER.match(words)) and self._may_answer(words, answer[1]):
            self._answer(number, answer[1].strip())
        elif (reason := _REASON.match(words)) and self._open is None and self._done:
            self._reason = [reason[1]]
        elif option := self._as_option(words):
            self._option(number, *option)
        else:
            self._text(number, line)
        self._gap = False

    def _may_answer(self, words: str, named: str) -> bool:
        """Whether words that look like an answer are one, and no part of a stem."""
        if self._options or words.startswith("ANSWER"):
            return True
        asked = self._open is not None and not self._gap and ends_asking(self._stem[-1])
        return asked and any(c.isalnum() for c in named)

    def finished(self) -> list[Found]:
        self._end_reason()
        self._close(_NO_ANSWER)
        return self._done

    @property
    def _options(self) -> list[OptionDraft]:
        return self._open.options if self._open else []

    def _begin(self, number: int, *stem: str) -> Found:
        self._open, self._optionless = Found(self._path, number), None
        self._stem = list(stem)
        return self._open

    def _begin_behind(self) -> Found:
        """The lines behind the last option are the stem of another question."""
        lines, self._behind = self._behind, []
        self._close(_NO_ANSWER)
        return self._begin(lines[0][0], *(line for _, line in lines))

    def _close(self, error: str = "") -> None:
        """Ends the open question, if there is one, with an error where it misses something."""
        if found := self._open:
            self._go_on()
            stem = "\n".join(self._stem).strip()
            label = _NUMBER.match(stem)
            found.number, found.stem = (label[1], stem[label.end() :]) if label else ("", stem)
            found.errors += [error] if error else []
            self._done.append(found)
            self._open = None

    def _go_on(self) -> None:
        """The lines behind an option's belong to it, though they should be on its own."""
        if self._open and self._behind:
            number, first = self._behind[0]
            last = self._options[-1]
            text = "\n".join([last.text, *(line.strip() for _, line in self._behind)])
            self._options[-1] = replace(last, text=text)
            if first == first.lstrip():
                self._open.doubts.append(
                    f"line {number} seems to go on option {last.letter} – write each option on one "
                    "line"
                )
        self._behind = []

    def _end_reason(self) -> None:
        if self._reason is not None:
            self._done[-1].explanation = "\n".join(self._reason)
        self._reason = None

    def _text(self, number: int, line: str) -> None:
        if self._options and not self._gap:
            self._behind.append((number, line))
            return
        if self._options:
            self._close(_NO_ANSWER)
        elif self._open and self._gap and self._begins_another(line):
            self._close(_NO_OPTIONS)
        elif self._open and self._gap:
            self._stem.append("")
            if not self._open.doubts:
                self._open.doubts.append(
                    "a blank line stands in the stem – take it out, and what is no part of the stem"
                )
        if self._open:
            self._stem.append(line)
        else:
            self._begin(number, line)

    def _begins_another(self, line: str) -> bool:
        """Whether a line below a blank one begins a question, though the open one has no options.

        What is indented goes on with it, as code does, and so does a list that counts anew."""
        above, here = _NUMBER.match(self._stem[0]), _NUMBER.match(line.strip())
        if above and here:
            return int(here[1]) > int(above[1])
        return line == line.lstrip() and ends_asking(self._stem[-1])

    def _as_option(self, words: str) -> tuple[str, str, bool] | None:
        """The letter, the text, and whether a space parts them. A small letter waits its turn."""
        turn = letter(len(self._options))
        words = _BULLET.sub("", words, count=1)
        if option := _OPTION.match(words):
            if option[1].isupper() or option[1].upper() == turn:
                return option[1], option[2] or "", True
        elif (tight := _TIGHT.match(words)) and self._open and tight[1] == turn:
            return tight[1], tight[2], False
        return None

    def _option(self, number: int, sign: str, text: str, apart: bool) -> None:
        if self._behind and sign in {option.letter for option in self._options}:
            found = self._begin_behind()
        else:
            self._go_on()
            if late := self._optionless:
                late.errors = ["the answer stands before the options – write it below them"]
            found = self._open or late or self._begin(number)
        found.options.append(OptionDraft(sign, text, is_key=False))
        if not apart:
            found.errors.append(
                f"line {number} has no space behind the letter – write “{sign}) {shown(text)}”"
            )

    def _answer(self, number: int, words: str) -> None:
        if self._open is None and self._done and self._optionless is None:
            again = f"line {number} gives a second answer – leave one"
            self._done[-1].errors = self._done[-1].errors or [again]
            return
        if self._behind and ends_asking(self._behind[-1][1]):
            self._begin_behind()
        self._go_on()
        if found := self._open:
            if found.options:
                _mark(found, words)
            else:
                found.errors.append(_NO_OPTIONS)
            self._close()
            self._optionless = None if found.options else found
        else:
            self._begin(number)
            self._close("an answer without a question – write the question above it")


def _mark(found: Found, words: str) -> None:
    """Marks the options that the words behind `ANSWER:` name."""
    named = [name for name in read_key(words).named if not name.loose]
    letters = {folded(name.letter) for name in named}
    borne = [option.letter for option in found.options]
    if not named or not letters <= set(map(folded, borne)):
        what = f"the answer “{shown(words)}” names no option" if words else "the answer is empty"
        found.errors.append(f"{what} – write one of {shown(', '.join(borne))}")
        return
    said = {folded(name.letter): same_words(name.text) for name in named}
    for i, option in enumerate(found.options):
        sign = folded(option.letter)
        if said.get(sign) and not same_words(option.text).startswith(said[sign]):
            found.doubts.append(
                f"the text behind the answer is not option {option.letter}'s – make them agree"
            )
        found.options[i] = OptionDraft(option.letter, option.text, is_key=sign in letters)


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The single-answer questions, each text on one line; the losses name all the rest."""
    blocks, lost = [], []
    for number, draft in enumerate(drafts, 1):
        block = _block(draft)
        back = read_back(read, block, sound=_SOUND)
        if draft.kind is not Kind.SINGLE:
            why = f"Aiken has no {draft.kind} questions"
        elif back is None or _words(back) != _words(draft):
            why = "its words would be taken for Aiken's own marks"
        else:
            blocks.append(block)
            lost += losses(draft, back, number=number)
            continue
        lost.append(Loss(number, draft.tags.code, f"not written: {why}"))
    text = "\n".join(blocks)
    if text.startswith(_BYTE_ORDER_MARK):
        text = _BYTE_ORDER_MARK + text  # else a reader would take the stem's own for the file's
    return Written(text.encode(errors="replace"), lost)


def _block(draft: QuestionDraft) -> str:
    stem, *options = _words(draft)
    lines = [f"{letter(i)}) {text}" for i, text in enumerate(options)]
    keys = [letter(i) for i, option in enumerate(draft.options) if option.is_key]
    return "\n".join([stem, *lines, f"ANSWER: {''.join(keys)}", ""])


def _words(draft: QuestionDraft) -> list[str]:
    """The stem and the options, each on one line."""
    return [" ".join(text.split()) for text in (draft.stem, *(o.text for o in draft.options))]


AIKEN = Format(
    name="aiken",
    title="Aiken",
    endings=(".txt", ".aiken"),
    own=(".aiken",),
    fits=fits,
    read=read,
    write=write,
)
