"""A question's lines taken apart: stem, options, key, explanation, comment."""

from dataclasses import replace
from itertools import pairwise

from quizzes.formats.markdown.blocks import Block
from quizzes.formats.markdown.key_lines import key_below, texts_below
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import (
    Answer,
    Choice,
    Head,
    HeadStyle,
    KeyLabel,
    Label,
    LabelKind,
    OptionStyle,
)
from quizzes.formats.markdown.parts import OptionPart, Parts
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.tags import NO_COMMENT, read_comment
from quizzes.formats.markdown.texts import (
    count_words,
    first_words,
    has_words,
    indent_of,
    is_picture,
    is_way_back,
    joined,
    option_text,
    unbolded,
    unlisted,
)
from quizzes.formats.markdown.ticks import tick, without_tick
from quizzes.formats.words.cues import cue
from quizzes.formats.words.keys import read_key
from quizzes.formats.words.truth import truth_options


def take_apart(survey: Survey, block: Block) -> Parts:
    """The parts of one block."""
    return _Taker(survey, block).take()


def take_answer(survey: Survey, start: int, end: int, *, key: KeyLabel) -> Parts:
    """The key and the explanation in an answer key's entry, which begins with key."""
    return _Taker(survey, Block(start, end)).take_answer(key)


class _Taker:
    def __init__(self, survey: Survey, block: Block) -> None:
        self.survey = survey
        self.lines = survey.lines
        self.marks = survey.marks
        self.block = block
        self.parts = Parts(self._line(), block.head, guessed=block.guessed, crowded=block.crowded)
        self.explanation: list[Line | str] = []
        self.labelled = False

    def take(self) -> Parts:
        block, parts = self.block, self.parts
        if block.head:
            parts.number = block.head.number
        first = block.options[0] if block.options else self._first_label()
        stem = self._stem_lines(first)
        at = self._take_options() if block.options else first
        self._take_rest(at, stem)
        parts.stem = self._stem(stem)
        if not parts.options and len(parts.keys) == 1:
            self._take_truth()
        parts.explanation = joined(self.explanation)
        parts.words = count_words(self.lines[block.start : block.end])
        parts.literals = self._literals()
        return parts

    def _take_truth(self) -> None:
        """Gives "True or false: …" with its key the two options that it leaves out."""
        parts, head = self.parts, self.block.head
        asked = f"{head.rest if head else ''} {parts.stem}"
        for n, word in enumerate(truth_options(parts.keys[0].words, asked=asked) or ()):
            parts.options.append(OptionPart(Choice(OptionStyle.LETTER, "AB"[n], word), word))

    def take_answer(self, key: KeyLabel) -> Parts:
        """The parts of an answer key's entry."""
        start = self.block.start
        if key.kind or read_key(key.rest).named:
            self._take_key(key)
        elif key.rest:
            self.explanation.append(key.rest)
        if self.parts.answered:
            self._take_rest(start + 1, [])
        else:
            self._take_rest(self._take_key_line(start, KeyLabel("")) + 1, [])
        self.parts.explanation = joined(self.explanation)
        self.parts.literals = self._literals()
        return self.parts

    def _literals(self) -> dict[str, str]:
        lines = self.lines[self.block.start : self.block.end]
        return {line.raw: line.body for line in lines if line.kind is LineKind.LITERAL}

    def _line(self) -> int:
        block = self.block
        at = block.start
        while not block.head and at + 1 < block.end and self.lines[at].kind is LineKind.BLANK:
            at += 1
        return self.lines[at].number

    def _first_label(self) -> int:
        for i in range(self.block.start + 1, self.block.end):
            mark = self.marks[i]
            if isinstance(mark, KeyLabel | Label | Answer):
                return i
        return self.block.end

    def _stem_lines(self, end: int) -> list[Line | str]:
        block = self.block
        found: list[Line | str] = []
        for i in range(block.start + bool(block.head), end):
            line, mark = self.lines[i], self.marks[i]
            if line.kind is LineKind.COMMENT:
                self._take_comment(line, under_head=not any(map(has_words, found)))
            elif isinstance(mark, KeyLabel) and mark.rest and not mark.weak:
                self._take_key(mark)
            elif line.kind is not LineKind.RULE and not isinstance(mark, KeyLabel | Label):
                self.parts.doubled |= i in self.survey.choices
                found.append(line)
        return found

    def _stem(self, lines: list[Line | str]) -> str:
        head = self.block.head
        words = [line for line in lines if has_words(line)]
        if not head or not head.rest:
            return unbolded(unlisted(joined(lines)))
        text = joined(lines)
        title_only = head.titled and head.rest.rstrip("*_ ")[-1:] not in (*"?.:!？。：…",)
        prose = any(
            isinstance(w, Line) and w.kind is LineKind.TEXT and w.body[:1] not in "!|"
            for w in words
        )
        literal = any(isinstance(w, Line) and w.kind is LineKind.LITERAL for w in words)
        if (title_only and prose) or literal:
            return unbolded(text)
        if not text:
            return unbolded(head.rest)
        listed = head.style is HeadStyle.NUMBERED
        near = (bool(lines) and has_words(lines[0]) and not listed) or has_words(lines[0])
        return unbolded(head.rest + ("\n" if near else "\n\n") + text)

    def _take_comment(self, line: Line, *, under_head: bool) -> None:
        comment = read_comment(line.body, under_head=under_head)
        if comment and self.parts.comment is NO_COMMENT:
            self.parts.comment = comment

    def _take_options(self) -> int:
        """Takes the options; returns the first line after the last one's text."""
        places = self.block.options
        for n, at in enumerate(places):
            end = places[n + 1] if n + 1 < len(places) else self._last_end(at)
            choice = self.survey.choices[at]
            below = self.lines[at + 1 : end]
            body = [line for line in below if line.kind is not LineKind.COMMENT]
            self.parts.options.append(OptionPart(choice, option_text(choice.text, body)))
        self._take_ticks()
        return end

    def _take_ticks(self) -> None:
        """Takes the signs behind the options, if one says that its option is right."""
        if any(tick(option.text) for option in self.parts.options):
            self.parts.options = [
                OptionPart(o.choice, without_tick(o.text), bool(tick(o.text)))
                for o in self.parts.options
            ]

    def _last_end(self, at: int) -> int:
        """Where the last option's text ends: at a blank line, but for what is indented below it."""
        column = self.lines[at].column
        follows = self._others_have_blocks()
        end, blank = at + 1, False
        for i in range(at + 1, self.block.end):
            line, mark = self.lines[i], self.marks[i]
            if line.kind is LineKind.BLANK:
                blank = True
                continue
            indent = line.column if line.kind is LineKind.TEXT else indent_of(line.raw)
            picture = is_picture(line)
            if line.kind in (LineKind.HEADING, LineKind.RULE) or _is_part(mark):
                break
            if line.summary or (blank and indent <= column + 1 and not (picture and follows)):
                break
            end = i + 1
        return end

    def _others_have_blocks(self) -> bool:
        """True where each option but the last has a code block or an image of its own."""
        places = self.block.options
        return len(places) > 1 and all(
            any(is_picture(line) for line in self.lines[a + 1 : b]) for a, b in pairwise(places)
        )

    def _take_rest(self, at: int, stem: list[Line | str]) -> None:
        i = at
        while i < self.block.end:
            line, mark = self.lines[i], self.marks[i]
            if line.kind is LineKind.RULE:
                if self._is_over(i):
                    self.parts.rest = first_words(self.lines[i : self.block.end])
                    return
            elif line.kind is LineKind.COMMENT:
                self._take_comment(line, under_head=False)
            elif isinstance(mark, KeyLabel):
                i = self._take_key_line(i, mark)
            elif isinstance(mark, Label):
                i = self._take_label(i, mark)
            elif isinstance(mark, Answer):
                i = self._take_matching_answer(i, mark)
            elif line.kind is LineKind.TEXT and self._is_cue(line):
                stem.extend(["", line])
            elif line.kind is not LineKind.TEXT or not is_way_back(line.body):
                self.explanation.append(line)
            i += 1

    def _is_cue(self, line: Line) -> bool:
        """True for a line below the options that says how many to choose."""
        return not self.labelled and not self.parts.answered and cue(line.body) is not None

    def _is_over(self, i: int) -> bool:
        """True where a rule ends the question: its key is known and no label follows."""
        known = self.parts.answered or any(o.is_right for o in self.parts.options)
        for j in range(i + 1, self.block.end):
            if self.lines[j].kind not in (LineKind.BLANK, LineKind.COMMENT):
                return bool(known) and not isinstance(self.marks[j], KeyLabel | Label)
        return True

    def _take_label(self, i: int, label: Label) -> int:
        """Takes what a label's line holds, or the key that a mere "Answer" reveals below it."""
        if label.kind is LabelKind.REVEAL and not self.parts.answered:
            return self._take_key_line(i, KeyLabel(""))
        if label.kind is LabelKind.EXPLANATION:
            self.parts.crowded = self.parts.crowded or (
                self.labelled and any(map(has_words, self.explanation))
            )
            self.labelled = True
            rest = label.rest
            if rest.count("**") % 2:
                rest = rest[:-2] if rest.endswith("**") else rest.replace("**", "", 1)
            self.explanation.append("")
            if rest:
                raw = f"> {rest}" if self.lines[i].quoted else rest
                self.explanation.append(replace(self.lines[i], raw=raw))
        return i

    def _take_key_line(self, i: int, mark: KeyLabel) -> int:
        """Takes the key on this line, or on those below a bare label; returns the last line."""
        if mark.weak:
            self.parts.weak_keys.append(read_key(mark.rest))
            self.explanation.append(self.lines[i])
            return i
        if mark.rest:
            self._take_key(mark)
            return i
        last, key = key_below(self.survey, i, self.block.end, label=mark)
        if key is None and not mark.kind:
            texts = [option.text for option in self.parts.options]
            below, key = texts_below(self.survey, i, self.block.end, texts=texts)
            last = below if key else last
        if key:
            self._take_key(key)
        return last

    def _take_matching_answer(self, i: int, mark: Answer) -> int:
        """Takes an answer with the lines below it; returns the last one."""
        end = i + 1
        while end < self.block.end and not isinstance(self.marks[end], Answer | KeyLabel | Label):
            end += 1
        below = [line for line in self.lines[i + 1 : end] if line.kind is not LineKind.COMMENT]
        self.parts.answers.append(option_text(mark.text, below))
        return end - 1

    def _take_key(self, mark: KeyLabel) -> None:
        self.parts.take_number(mark)
        if mark.kind:
            self.parts.placings.append(mark)
        else:
            self.parts.keys.append(read_key(mark.rest))


def _is_part(mark: object) -> bool:
    if isinstance(mark, Head):
        return mark.style is not HeadStyle.NUMBERED
    return mark is not None
