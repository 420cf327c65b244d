"""What a question says of itself, as the free words that other programs call tags."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quizzes.drafts import Tags


def to_words(tags: Tags) -> list[str]:
    """A word for each service and fact, and for each other tag but the id: `service:rds`."""
    pairs = [
        *(("service", slug) for slug in tags.services),
        ("task", tags.task),
        ("section", tags.section),
        ("level", str(tags.level or "")),
        ("source", tags.source),
        *(("fact", fact) for fact in tags.facts),
    ]
    return [f"{name}:{value}" for name, value in pairs if value]


def from_words(words: Iterable[str], *, code: str = "") -> tuple[Tags, Sequence[str]]:
    """The tags that the words are, under the id code, and the words that are none of ours."""
    services, facts, others = [], [], []
    tags = Tags(code=code)
    for word in words:
        name, _, value = (part.strip() for part in word.partition(":"))
        if name == "service" and value:
            services.append(value)
        elif name == "fact" and value:
            facts.append(value)
        elif name == "level" and value in ("1", "2", "3"):
            tags = replace(tags, level=int(value))
        elif name == "task" and value:
            tags = replace(tags, task=value)
        elif name == "section" and value:
            tags = replace(tags, section=value)
        elif name == "source" and value:
            tags = replace(tags, source=value)
        else:
            others.append(word)
    return replace(tags, services=tuple(services), facts=tuple(facts)), others
