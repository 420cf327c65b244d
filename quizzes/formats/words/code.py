"""Code in Markdown: where it stands, and the words without it."""

import re
from collections.abc import Iterator

BLANKS = re.compile(r"(\n[ \t]*\n)")
_TICKS = re.compile(r"`+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE_LINE = re.compile(r"\s*(`{3,}|~{3,})([^`]*)$")


def code_spans(text: str) -> list[tuple[int, int]]:
    """Where inline code stands in a paragraph: from its first backtick to after its last."""
    if "`" not in text:
        return []
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(text)]
    waiting: dict[int, list[int]] = {}
    for i in range(len(runs) - 1, -1, -1):
        waiting.setdefault(runs[i][1] - runs[i][0], []).append(i)
    spans, at = [], 0
    while at < len(runs):
        start, end = runs[at]
        same = waiting[end - start]
        while same and same[-1] <= at:
            same.pop()
        if same:
            at = same[-1]
            spans.append((start, runs[at][1]))
        at += 1
    return spans


def fences_apart(text: str) -> Iterator[str]:
    """The text in stretches: whole fences, and what stands between them."""
    stretch: list[str] = []
    mark = ""
    for line in _LINES.findall(text):
        fence = _FENCE_LINE.match(line)
        if mark:
            stretch.append(line)
            if fence and fence[1].startswith(mark) and not fence[2].strip():
                yield "".join(stretch)
                stretch, mark = [], ""
        elif fence:
            yield "".join(stretch)
            stretch, mark = [line], fence[1]
        else:
            stretch.append(line)
    yield "".join(stretch)


def has_open_fence(text: str) -> bool:
    """True where a code block begins that does not end."""
    if "```" not in text and "~~~" not in text:
        return False
    *_, last = fences_apart(text)
    fence = _FENCE_LINE.match(last)
    return bool(fence)


def without_code(text: str) -> str:
    """Text with a gap where inline code and fences were."""
    if "`" not in text and "~~~" not in text:
        return text
    words = []
    for stretch in fences_apart(text):
        if stretch.lstrip()[:3] in ("```", "~~~"):
            continue
        for paragraph in BLANKS.split(stretch):
            at = 0
            for start, end in code_spans(paragraph):
                words.append(paragraph[at:start])
                at = end
            words.append(paragraph[at:])
    return " ".join(words)
