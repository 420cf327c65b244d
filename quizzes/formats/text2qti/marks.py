"""The marks at the start of a line of text2qti, and the lines that go on behind one."""

import re
import textwrap
from dataclasses import dataclass, field
from enum import StrEnum


class Mark(StrEnum):
    """What a line begins."""

    QUESTION = "question"
    RIGHT = "right"
    WRONG = "wrong"
    TICKED = "ticked"
    UNTICKED = "unticked"
    FEEDBACK = "feedback"
    IF_RIGHT = "if_right"
    IF_WRONG = "if_wrong"
    SOLUTION = "solution"
    SHORT_ANSWER = "short_answer"
    NUMERICAL = "numerical"
    BLANK = "blank"
    DROPDOWN = "dropdown"
    ESSAY = "essay"
    UPLOAD = "upload"
    TITLE = "title"
    SETTING = "setting"
    TEXT_TITLE = "text_title"
    TEXT = "text"
    GROUP = "group"

    @property
    def is_lettered(self) -> bool:
        return self in (Mark.RIGHT, Mark.WRONG)

    @property
    def is_option(self) -> bool:
        return self in (Mark.RIGHT, Mark.WRONG, Mark.TICKED, Mark.UNTICKED)

    @property
    def is_key(self) -> bool:
        return self in (Mark.RIGHT, Mark.TICKED)


# The kinds of question that a mark stands for and that there are none of here.
KINDS = {
    Mark.SHORT_ANSWER: "short answer",
    Mark.NUMERICAL: "numerical",
    Mark.BLANK: "fill in blanks",
    Mark.DROPDOWN: "dropdown",
    Mark.ESSAY: "essay",
    Mark.UPLOAD: "file upload",
}
_SETTINGS = (
    "quiz title|quiz description|solutions pick|pick|points per question|points|shuffle answers|"
    "show correct answers|one question at a time|can't go back|feedback is solution|"
    "solutions sample groups|solutions randomize groups"
).replace(" ", "[ ]")
_MARK = re.compile(
    rf"""
    (?:
    (?P<essay>_{{3,}})[ \t]*$
    |(?P<upload>\^{{3,}})[ \t]*$
    |(?P<group>(?:END_)?GROUP)[ \t]*$
    |(?P<setting>(?i:{_SETTINGS})):
    |(?P<text_title>(?i:text[ _]title)):
    |(?P<text>(?i:text)):
    |(?P<title>(?i:title)):
    |(?P<question>\d{{1,9}}\.)(?=\s|$|[^\W\d])
    |(?P<right>\*[A-Za-z]\))
    |(?P<wrong>[A-Za-z]\))
    |(?P<ticked>\[\*\])
    |(?P<unticked>\[[ ]?\])
    |(?P<feedback>\.\.\.)
    |(?P<if_right>\+)(?=\s|$)
    |(?P<if_wrong>-)(?=\s|$)
    |(?P<solution>!)(?=\s|$)
    |(?P<short_answer>\*)(?=\s|$)
    |(?P<numerical>=)(?=\s|$)
    |(?P<blank><>)(?=\s|$)
    |(?P<dropdown>\{{[* ]?\}})(?=\s|$)
    )
    (?P<gap>[ \t]*)(?P<rest>.*)
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Element:
    """What a mark begins: its sign, whether a space stands behind it, and its lines."""

    mark: Mark
    line: int
    sign: str
    apart: bool
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines without the indentation that those behind the first have in common."""
        first, *rest = self.lines
        return "\n".join([first, textwrap.dedent("\n".join(rest).expandtabs(4))]).strip()


def element(line: str, number: int) -> Element | None:
    """The element that a line begins; None for a line that goes on with another."""
    found = _MARK.match(line)
    if not found:
        return None
    name = next(mark for mark in Mark if found[mark.value] is not None)
    apart = bool(found["gap"] or not found["rest"]) or name in _BY_COLON
    return Element(name, number, found[name.value], apart, [found["rest"] or ""])


_BY_COLON = (Mark.SETTING, Mark.TEXT, Mark.TEXT_TITLE, Mark.TITLE)
