"""XML that stays XML: elements, attributes and words changed, lost, doubled or moved."""

import xml.etree.ElementTree as etree
from random import Random

MOST_STEPS = 6
VALUES = (
    "", " ", "A", "B", "C", "x", "0", "1", "100", "50", "-50", "33,3", "nan", "1e999", "true",
    "false", "single", "multiple", "ordered", "RESPONSE", "A B", "B A", "html", "markdown",
    "plain_text", "text/html", "<p>a</p>", "<img alt='b'>", "<b>", "![a](data:b)", "SCORE.max",
    "x" * 3000,
)  # fmt: skip


def changed(random: Random, data: bytes) -> bytes:
    """The document with a few changes; as it is where it is none."""
    try:
        root = etree.fromstring(data)
    except (etree.ParseError, LookupError, ValueError):
        return data
    for _ in range(random.randint(1, MOST_STEPS)):
        _change(random, list(root.iter()))
    written: bytes = etree.tostring(root, "utf-8", xml_declaration=random.random() < 0.5)
    return written


def _change(random: Random, every: list[etree.Element]) -> None:
    element, other = random.choice(every), random.choice(every)
    deed = random.randrange(8)
    if deed == 0:
        element.text = random.choice([*VALUES, other.text or ""])
    elif deed == 1 and element.attrib:
        name = random.choice(list(element.attrib))
        element.set(name, random.choice([*VALUES, *other.attrib.values()]))
    elif deed == 2 and element.attrib:
        del element.attrib[random.choice(list(element.attrib))]
    elif deed == 3 and len(element):
        element.remove(random.choice(list(element)))
    elif deed == 4 and len(element):
        element.append(random.choice(list(element)))
    elif deed == 5:
        element.tag = random.choice([other.tag, "x", "p"])
    elif deed == 6:
        element.attrib.update(other.attrib)
    elif not any(each is other for each in element.iter()):
        other.append(element)  # and it stays where it was, so that two are alike
