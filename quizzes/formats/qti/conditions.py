"""What QTI 1.2 does with an answer: points and feedback for the values that are chosen."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizzes.formats.trees import Node


@dataclass(frozen=True, slots=True)
class Condition:
    """If all values are chosen (any_of: any of them) and none of absent, there are so many points.

    response is the one that the first value is for; feedback names what is shown then."""

    response: str
    values: Sequence[str]
    absent: Sequence[str]
    any_of: bool
    points: float
    feedback: Sequence[str]


def conditions(item: Node) -> Iterator[Condition]:
    """The conditions of an item, in order."""
    for node in item.deep("respcondition"):
        wanted: list[Node] = []
        absent: list[Node] = []
        _sort(node.find("conditionvar") or Node("", {}, 0), wanted, absent)
        wanted.sort(key=_index)
        yield Condition(
            response=wanted[0].get("respident") if wanted else "",
            values=tuple(each.text() for each in wanted),
            absent=tuple(each.text() for each in absent),
            any_of=any(node.deep("or")) and len(wanted) > 1,
            points=sum(_points(each) for each in node.all("setvar")),
            feedback=tuple(each.get("linkrefid") for each in node.all("displayfeedback")),
        )


def _sort(node: Node, wanted: list[Node], absent: list[Node]) -> None:
    for child in node.nodes:
        if child.name == "varequal":
            wanted.append(child)
        elif child.name == "not":
            _sort(child, absent, wanted)
        elif child.name in ("and", "or"):
            _sort(child, wanted, absent)


def _index(varequal: Node) -> int:
    written = varequal.get("index")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0


def _points(setvar: Node) -> float:
    """Points that the condition sets or adds; the most that there are where it says only that."""
    words = setvar.text()
    if words.upper().endswith(".MAX"):
        return 1.0
    try:
        points = float(words)
    except ValueError:
        return 0.0
    if not math.isfinite(points):
        return 0.0
    return -points if setvar.get("action").lower() == "subtract" else points
