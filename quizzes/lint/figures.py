"""Figures with a unit, such as 35 days or 99.99 per cent, as texts state them."""

import re
from collections.abc import Iterator

_UNITS = {
    "%": r"%|per ?cent",
    "KB": "KB|KiB|kilobytes?",
    "MB": "MB|MiB|megabytes?",
    "GB": "GB|GiB|gigabytes?",
    "TB": "TB|TiB|terabytes?",
    "PB": "PB|PiB|petabytes?",
    "ms": "ms|milliseconds?",
    "seconds": "s|secs?|seconds?",
    "minutes": "min|mins|minutes?",
    "hours": "h|hours?",
    "days": "days?",
    "weeks": "weeks?",
    "months": "months?",
    "years": "years?",
    "replicas": "replicas?",
    "copies": "copies|copy",
    "nodes": "nodes?",
    "zones": r"zones?|Availability Zones?|AZs?",
    "Regions": "Regions?",
    "items": "items?",
    "actions": "actions?",
    "requests": "requests?",
    "connections": "connections?",
    "vCPUs": "vCPUs?",
    "IOPS": "IOPS",
    "Gbps": "Gbps|Gbit/s",
    "dollars": "dollars?|USD",
}
_UNIT = "|".join(f"(?P<u{place}>{words})" for place, words in enumerate(_UNITS.values()))
_FIGURE = re.compile(
    r"(?<![\w.,$-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[\s\u00a0-]?"
    rf"(?:(?:read|full|more|further|other|consecutive)\s)?(?:{_UNIT})(?!\w)"
)
_PRICE = re.compile(r"(?<!\w)\$\s?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?!\w)")
_CODE = re.compile(r"(`+).+?\1", re.DOTALL)
_SOURCE = re.compile(r"<!--[^>]*\bsource\s*:|https?://", re.IGNORECASE)
_NAMES = list(_UNITS)


def figures(text: str) -> Iterator[str]:
    """Each figure with its unit in one spelling, in order: “64 TB” for 64 TiB and 64 terabytes."""
    plain = _CODE.sub(" ", text)
    for found in _FIGURE.finditer(plain):
        unit = next(place for place in range(len(_NAMES)) if found[f"u{place}"])
        yield f"{found['number'].replace(',', '')} {_NAMES[unit]}"
    for found in _PRICE.finditer(plain):
        yield f"{found['number'].replace(',', '')} dollars"


def sourced(markdown: str) -> set[str]:
    """The figures of a section that stand in a paragraph with a source, a comment or a link."""
    paragraphs = re.split(r"\n\s*\n", markdown)
    return {
        figure
        for paragraph in paragraphs
        if _SOURCE.search(paragraph)
        for figure in figures(paragraph)
    }
