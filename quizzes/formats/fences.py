"""Where Markdown's fences begin and end, for formats that have marks of their own in the lines."""

import re
from collections.abc import Collection, Sequence

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def fence_ends(lines: Sequence[str], *, breaks: Collection[int]) -> dict[int, int]:
    """For each line that opens a fence: the line that closes it. Both count from 0.

    breaks: lines that begin another question. A fence with one of them inside is one that was
    never closed, and none at all: so it takes no neighbour in."""
    ends: dict[int, int] = {}
    start, mark = -1, ""
    for i, line in enumerate(lines):
        if i in breaks:
            mark = ""
        elif fence := _FENCE.match(line):
            closes = mark and fence[1].startswith(mark) and not fence[2].strip()
            if closes:
                ends[start] = i
                mark = ""
            elif not mark or fence[2].strip():
                start, mark = i, fence[1]
    return ends
