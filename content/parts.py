"""Cuts a chapter along its headings into sections, steps and quizzes."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from content import gfm, kinds, labs
from content.drafts import QuizBlock, SectionDraft, SectionKind, StepDraft
from content.headings import Heading, Slugs, plain

_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class _Quiz:
    """A quiz's heading and the line after its end; or those of a key that is set apart.

    titles: those of the heading and of what it stands under, the nearest first."""

    heading: Heading
    end: int
    titles: Sequence[str]
    is_key: bool = False

    @property
    def first(self) -> int:
        """The first line of what is no text of the chapter."""
        return self.heading.line if self.is_key else self.heading.last + 1


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading that begins a section, at the level it has in the chapter."""

    heading: Heading
    level: int
    kind: SectionKind


class Parts:
    """A chapter cut into parts.

    lines are the file's; headings all of its headings; chapter the one that names it, if any.
    hidden tells for each line, counted from 1, whether a quiz or its key has it."""

    def __init__(
        self, lines: Sequence[str], headings: Sequence[Heading], chapter: Heading | None
    ) -> None:
        self._lines = lines
        self._end = len(lines) + 1
        self._headings = headings
        self._positions = [heading.line for heading in headings]
        self._chapter = chapter
        self._first = chapter.last + 1 if chapter else 1
        top = [heading for heading in headings if heading.top and heading.title]
        self._titles = [heading for heading in top if heading.line < self._first]
        self._outline = [heading for heading in top if heading.line >= self._first]
        self._top = self._top_level()
        self._quizzes = self._find_quizzes()
        self.hidden = self._hide()

    def quizzes(self) -> Sequence[QuizBlock]:
        return [self._quiz_block(quiz) for quiz in self._quizzes]

    def sections(self) -> Sequence[SectionDraft]:
        heads = self._heads()
        introduction = self._introduction(heads[0].heading.line if heads else self._end)
        ends = [head.heading.line for head in heads[1:]] + [self._end]
        sections = [self._section(head, end) for head, end in zip(heads, ends, strict=False)]
        return [*introduction, *sections]

    # Quizzes

    def _find_quizzes(self) -> list[_Quiz]:
        found: list[_Quiz] = []
        above: list[Heading] = []
        end = 0
        for index, heading in enumerate(self._outline):
            while above and above[-1].level >= heading.level:
                above.pop()
            above.append(heading)
            if heading.line < end:
                continue
            next_to_quiz = bool(found) and heading.line == end
            if found and kinds.is_answers(heading.title, next_to_quiz=next_to_quiz):
                end = self._end_of(index)
                found.append(_Quiz(heading, end, (), is_key=True))
            elif kinds.is_quiz(heading.title):
                end = self._end_of(self._last_head(index))
                found.append(_Quiz(heading, end, [h.title for h in reversed(above)]))
        if not found and self._chapter and kinds.is_quiz(self._chapter.title):
            found.append(_Quiz(self._chapter, self._end, [self._chapter.title]))
        return found

    def _last_head(self, index: int) -> int:
        """The last of the questions' headings that follow a quiz's heading on its own level, with
        nothing between but their keys; else the quiz's heading itself."""
        level, last = self._outline[index].level, index
        for later in range(index + 1, len(self._outline)):
            heading = self._outline[later]
            within = last > index and kinds.is_reveal(heading.title)
            if heading.level == level and (within or kinds.is_question(heading.title)):
                last = later
            elif heading.level <= level:
                break
        return last

    def _end_of(self, index: int) -> int:
        """The line of the next heading of the same or a higher level."""
        level = self._outline[index].level
        for later in range(index + 1, len(self._outline)):
            if self._outline[later].level <= level:
                return self._outline[later].line
        return self._end

    def _hide(self) -> list[bool]:
        hidden = [False] * (self._end + 1)
        for quiz in self._quizzes:
            hidden[quiz.first : quiz.end] = [True] * (quiz.end - quiz.first)
        return hidden

    def _quiz_block(self, quiz: _Quiz) -> QuizBlock:
        lines = list(self._lines[quiz.first - 1 : quiz.end - 1])
        while lines and not lines[-1].strip():
            lines.pop()
        return QuizBlock(
            slug=quiz.heading.slug,
            first_line=quiz.first,
            text="\n".join(lines),
            titles=quiz.titles,
            is_key=quiz.is_key,
        )

    # Sections

    def _heads(self) -> list[_Head]:
        """The headings that begin sections. The highest level under the chapter's shows as 2."""
        quizzes = {quiz.heading.line for quiz in self._quizzes if not quiz.is_key}
        if self._chapter and self._chapter.line in quizzes:
            return [_Head(self._chapter, 2, SectionKind.QUIZ)]
        heads: list[_Head] = []
        parent: SectionKind | None = None
        in_lab = False
        for index, heading in enumerate(self._outline):
            if self.hidden[heading.line]:
                continue
            level = self._level(heading)
            if heading.line in quizzes:
                heads.append(_Head(heading, min(level, _DEEPEST), SectionKind.QUIZ))
            elif level == 2:
                parent = kinds.kind(heading.title, parent=None)
                in_lab = parent is SectionKind.LAB and labs.is_one_lab(self._under(index))
                heads.append(_Head(heading, level, parent))
            elif level == _DEEPEST and not in_lab:
                kind = kinds.kind(heading.title, parent=parent)
                heads.append(_Head(heading, level, kind))
        return heads

    def _level(self, heading: Heading) -> int:
        """The heading's level if those right under the chapter's had level 2."""
        return max(heading.level - self._top + 2, 2)

    def _top_level(self) -> int:
        """The highest level under the chapter's heading; where there is none, of what follows."""
        above = self._chapter.level if self._chapter else 0
        levels = [heading.level for heading in self._outline]
        until = next((i for i, level in enumerate(levels) if level <= above), len(levels))
        return min(levels[:until] or levels, default=2)

    def _under(self, index: int) -> list[Heading]:
        """The headings of the next level under one of level 2."""
        under = []
        for later in range(index + 1, len(self._outline)):
            level = self._level(self._outline[later])
            if level == 2:
                break
            if level == _DEEPEST:
                under.append(self._outline[later])
        return under

    def _section(self, head: _Head, end: int) -> SectionDraft:
        heading, kind = head.heading, head.kind
        begin = heading.last + 1
        steps: Sequence[Heading] = ()
        if kind is SectionKind.LAB:
            steps = labs.steps([h for h in self._within(begin, end) if h.top and h.title])
        stop = steps[0].line if steps else end
        is_quiz = kind is SectionKind.QUIZ
        return SectionDraft(
            slug=heading.slug,
            title=heading.title,
            level=head.level,
            kind=kind,
            markdown="" if is_quiz else self._markdown(begin, stop),
            line=heading.line,
            anchors=() if is_quiz else self._anchors(begin, stop),
            steps=self._steps(steps, end),
        )

    def _steps(self, steps: Sequence[Heading], end: int) -> tuple[StepDraft, ...]:
        ends = [step.line for step in steps[1:]] + [end]
        return tuple(
            StepDraft(
                slug=step.slug,
                title=step.title,
                markdown=self._markdown(step.last + 1, stop),
                line=step.line,
                anchors=self._anchors(step.last + 1, stop),
            )
            for step, stop in zip(steps, ends, strict=False)
        )

    def _introduction(self, end: int) -> list[SectionDraft]:
        """A section for what stands before the first one, if it has words."""
        dropped = {line for h in self._titles for line in range(h.line, h.last + 1)}
        if self._chapter:
            dropped.update(range(self._chapter.line, self._chapter.last + 1))
        kept = ["" if n in dropped or self.hidden[n] else self._lines[n - 1] for n in range(1, end)]
        markdown = _trimmed(kept)
        if not _has_words(markdown):
            return []
        slugs = Slugs()
        for heading in self._headings:
            slugs.take(heading.slug)
        line = next(number for number, text in enumerate(kept, start=1) if text.strip())
        deeper = [h for h in self._within(1, end) if h.line not in dropped]
        return [
            SectionDraft(
                slug=slugs.take("introduction"),
                title="Introduction",
                level=2,
                kind=SectionKind.OVERVIEW,
                markdown=markdown,
                line=line,
                anchors=tuple(heading.slug for heading in deeper if not heading.raw),
            )
        ]

    # Lines

    def _within(self, begin: int, end: int) -> list[Heading]:
        """The headings from line begin to before line end that no quiz has."""
        first, last = bisect_left(self._positions, begin), bisect_left(self._positions, end)
        return [h for h in self._headings[first:last] if not self.hidden[h.line]]

    def _anchors(self, begin: int, end: int) -> tuple[str, ...]:
        return tuple(heading.slug for heading in self._within(begin, end) if not heading.raw)

    def _markdown(self, begin: int, end: int) -> str:
        return _trimmed(["" if self.hidden[n] else self._lines[n - 1] for n in range(begin, end)])


def _trimmed(lines: list[str]) -> str:
    """The lines without blank ones and horizontal rules at either end."""
    first, last = 0, len(lines)
    while first < last and _is_empty(lines[first]):
        first += 1
    while last > first and _is_empty(lines[last - 1]):
        if lines[last - 1].strip() and lines[last - 2].strip():
            break  # a rule right under text may belong to it
        last -= 1
    return "\n".join(lines[first:last])


def _is_empty(line: str) -> bool:
    return not line.strip() or _RULE.match(line) is not None


def _has_words(markdown: str) -> bool:
    blocks = (block for block in gfm.parse(markdown).root.walk() if block.lines)
    return any(_WORD.search(_TAG.sub("", plain(block.text))) for block in blocks)
