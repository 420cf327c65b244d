"""A text cut at its headings and labelled heads, before anyone looks for weaker signs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from quizzes.formats.markdown.lines import LineKind
from quizzes.formats.markdown.marks import Cut, Head, HeadStyle
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.words.cues import asks


class _Role(Enum):
    """What a heading is to the questions around it."""

    HEAD = auto()
    BOUNDARY = auto()
    CONTENT = auto()


@dataclass(slots=True)
class Region:
    """Lines [start, end); head is None where nothing at their start names a question."""

    start: int
    end: int
    head: Head | None = None


@dataclass(slots=True)
class _Place:
    at: int
    end: int
    head: Head
    role: _Role


def find_regions(survey: Survey) -> list[Region]:
    """The text from end to end, cut where a question or a topic begins."""
    cuts = _promoted(survey, list(_cuts(survey)))
    regions = [Region(0, len(survey.lines))]
    for cut in cuts:
        if cut.role is _Role.CONTENT:
            continue
        regions[-1].end = cut.at
        head = cut.head if cut.role is _Role.HEAD else None
        start = cut.at if head else cut.at + 1
        regions.append(Region(start, len(survey.lines), head))
    return regions


def _cuts(survey: Survey) -> Iterator[_Place]:
    places = [
        (i, m)
        for i, m in enumerate(survey.marks)
        if isinstance(m, Cut) or (isinstance(m, Head) and m.style is not HeadStyle.NUMBERED)
    ]
    above: _Place | None = None
    for n, (at, mark) in enumerate(places):
        end = places[n + 1][0] if n + 1 < len(places) else len(survey.lines)
        if isinstance(mark, Cut):
            place = _Place(at, end, Head(HeadStyle.NUMBERED, "", ""), _Role.BOUNDARY)
        else:
            place = _Place(at, end, mark, _Role.HEAD)
            if mark.style is not HeadStyle.LABEL:
                place.role = _role(survey, place, above)
        if place.role is not _Role.CONTENT:
            above = place if place.role is _Role.HEAD else None
        yield place


def _role(survey: Survey, cut: _Place, above: _Place | None) -> _Role:
    run = survey.first_strong(cut.at, cut.end)
    if above and _is_inside(survey, cut, above):
        if not survey.has_run(above.at, cut.at):
            return _Role.CONTENT
        asked = run and (run.marked or survey.has_key(run.end, cut.end))
        return _Role.HEAD if asked else _Role.CONTENT
    text = cut.head.rest
    numbered = survey.numbered_in(cut.at + 1, run.start if run else cut.end)
    if cut.head.style is HeadStyle.HEADING and numbered:
        items = (survey.marks[i] for i in numbered)
        if not asks(text) or any(isinstance(m, Head) and asks(m.rest) for m in items):
            return _Role.BOUNDARY
    if not run:
        asked = survey.has_key(cut.at, cut.end) or survey.has_letter(cut.at, cut.end)
        return _Role.HEAD if asked else _Role.BOUNDARY
    if cut.head.style is HeadStyle.HEADING and not asks(text):
        stem_below = asks(survey.words(cut.at + 1, run.start))
        checklist = not (run.lettered or run.marked or survey.has_key(run.end, cut.end))
        return _Role.BOUNDARY if stem_below or checklist else _Role.HEAD
    return _Role.HEAD


def _is_inside(survey: Survey, cut: _Place, above: _Place) -> bool:
    """True where a heading belongs to the question above it: a deeper one, or all of its stem."""
    upper = survey.lines[above.at]
    if upper.kind is LineKind.HEADING:
        return survey.lines[cut.at].level > upper.level
    return above.end == cut.at and not above.head.rest and not survey.words(above.at, cut.at)


def _promoted(survey: Survey, cuts: list[_Place]) -> Sequence[_Place]:
    """The cuts, with headings made heads that are like those of sound questions beside them."""
    sound = {
        (survey.lines[cut.at].level, cut.head.style)
        for cut in cuts
        if cut.role is _Role.HEAD and cut.head.style is not HeadStyle.LABEL
    }
    for cut in cuts:
        like = (survey.lines[cut.at].level, cut.head.style) in sound
        numbered = cut.head.style is HeadStyle.NUMBERED_HEADING
        meant = numbered or asks(cut.head.rest) or survey.has_run(cut.at, cut.end)
        if cut.role is _Role.BOUNDARY and like and meant:
            cut.role = _Role.HEAD
    return cuts
