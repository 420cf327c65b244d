"""Finds the services that a text speaks of."""

import re
from collections import defaultdict
from collections.abc import Iterable

from content.drafts import ServiceDraft

_LONGEST_ACRONYM = 5
_WORD = re.compile(r"\w+")


class Finder:
    """Knows the services of a course by their names and aliases.

    A name is found as whole words, the longest first, so that "Aurora Serverless" is no "Aurora"
    besides. Small and capital letters are alike but for acronyms such as EC2 or WAF, which would
    otherwise be found in common words."""

    def __init__(self, services: Iterable[ServiceDraft]) -> None:
        self._names: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        named = [(name, service.slug) for service in services for name in service.names]
        for name, slug in sorted(named, key=lambda pair: -len(pair[0])):
            words = name.split()
            first = _WORD.match(words[0]) if words else None
            if first:
                body = r"[\s-]+".join(re.escape(word) for word in words)
                exact = len(name) <= _LONGEST_ACRONYM and name.isupper()
                flags = re.NOFLAG if exact else re.IGNORECASE
                pattern = re.compile(rf"{body}(?!\w)", flags)
                self._names[first[0].lower()].append((pattern, slug))

    def find(self, text: str) -> tuple[str, ...]:
        """Slugs of the services in the order in which text first names them."""
        found: dict[str, None] = {}
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            for pattern, slug in self._names.get(word[0].lower(), ()):
                match = pattern.match(text, word.start())
                if match:
                    found[slug] = None
                    end = match.end()
                    break
        return tuple(found)
