"""QTI 3.0's names as QTI 2.x has them, so that one reader takes both."""

import re

from quizzes.formats.trees import Node

OUR_TOOL = "Studyapp"
_PREFIX = "qti-"
_NAMELESS = re.compile(r"question-[0-9a-f]{12}")
# Such names are given in every package anew.
_RUNNING = re.compile(r"[a-z]{0,12}[-_. ]?\d{0,4}", re.IGNORECASE)


def with_names_of_two(node: Node) -> Node:
    """The tree, changed in place: `qti-simple-choice` is `simpleChoice`, and so its attributes."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.name.startswith(_PREFIX):
            each.name = _camel(each.name.removeprefix(_PREFIX))
            each.attributes = {_camel(name): v for name, v in each.attributes.items()}
        waiting.extend(each.nodes)
    return node


def code_of(identifier: str, *, tool: str = "") -> str:
    """The id that an item's identifier is; "" where it tells the item from no other bank's."""
    if _NAMELESS.fullmatch(identifier) or (tool != OUR_TOOL and _RUNNING.fullmatch(identifier)):
        return ""
    return identifier


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)
