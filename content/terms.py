"""Marks the terms of a glossary in a chapter's HTML, so that each opens its definition."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape

NOTE = "term-note-"
"""What the id of a term's definition begins with."""

_LONGEST_ACRONYM = 6
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>")
_WORD = re.compile(r"(?<![&\w])\w+")
# What may not part from its word: browsers break lines on either side of a button, so it is inside.
_OPENING = re.compile(r"""[(\["'“‘«„]*\Z""")
_CLOSING = re.compile(r"""(?:['’]s\b)?[.,:;!?…)\]"'”’»]*""")
# Where a term is somebody's words to the letter, or would stand in something else to press.
_HEADINGS = (f"h{level}" for level in range(1, 7))
_LEFT_ALONE = frozenset(["a", "button", "code", *_HEADINGS, "kbd", "pre", "samp", "summary"])


class Terms:
    """Knows a course's terms by their names.

    A name is found as whole words, also with the ending of a plural, the longest name first. Small
    and capital letters are alike but for acronyms, which else would be found in common words."""

    def __init__(self, names: Iterable[tuple[str, Sequence[str]]]) -> None:
        """names: each term's slug, and what it is called."""
        self._patterns: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        pairs = [(name, slug) for slug, all_ in names for name in all_]
        for name, slug in sorted(pairs, key=lambda pair: -len(pair[0])):
            words = escape(name, quote=False).split()
            if words and (first := _WORD.match(words[0])):
                body = r"[\s-]+".join(map(re.escape, words))
                exact = len(name) <= _LONGEST_ACRONYM and name.isupper()
                flags = re.NOFLAG if exact else re.IGNORECASE
                pattern = re.compile(rf"{body}(?:e?s)?(?!\w)", flags)
                self._patterns[_stem(first[0])].append((pattern, slug))

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def named(self, text: str) -> set[str]:
        """The slugs of the terms that a plain text names."""
        return {slug for _start, _end, slug in self._found(escape(text, quote=False))}

    def marked(self, html: str, seen: set[str]) -> str:
        """The HTML, sanitised and dressed, with the first mention of each term made a button.

        seen: slugs that are left alone; those that were marked are put into it."""
        if not self:
            return html
        pieces: list[str] = []
        at, inside = 0, 0
        for tag in _TAG.finditer(html):
            text = html[at : tag.start()]
            pieces += [text if inside else self._with_buttons(text, seen), tag[0]]
            if tag[2].lower() in _LEFT_ALONE:
                inside += -1 if tag[1] else 1
            at = tag.end()
        return "".join([*pieces, self._with_buttons(html[at:], seen)])

    def _with_buttons(self, text: str, seen: set[str]) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, slug in self._found(text):
            if slug not in seen:
                seen.add(slug)
                first, last = _with_signs(text, start, end, at=at)
                words = text[start:end]
                if (first, last) != (start, end):
                    words = f"{text[first:start]}<span>{words}</span>{text[end:last]}"
                target = f'popovertarget="{NOTE}{escape(slug)}"'
                button = f'<button type="button" class="term" {target}>{words}</button>'
                pieces += [text[at:first], button]
                at = last
        return "".join([*pieces, text[at:]]) if pieces else text

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where terms stand in text, from left to right, none within another."""
        reached = 0
        for word in _WORD.finditer(text):
            if word.start() < reached:
                continue
            for pattern, slug in self._patterns.get(_stem(word[0]), ()):
                if match := pattern.match(text, word.start()):
                    reached = match.end()
                    yield word.start(), reached, slug
                    break


def _with_signs(text: str, start: int, end: int, *, at: int) -> tuple[int, int]:
    """From where to where the signs reach that stand at a word, none of them before at."""
    before = _OPENING.search(text, at, start)
    after = _CLOSING.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _stem(word: str) -> str:
    """The first letters of a word, by which names that may begin with it are looked up."""
    return word[:3].lower()
