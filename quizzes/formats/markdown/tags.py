"""What a question says of itself in its comment: `<!-- id: x; services: a, b; task: 3.4 -->`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from content.drafts import shown
from quizzes.drafts import Tags

_PAIR = re.compile(r"\s*([A-Za-z][\w -]{0,30}?)\s*[:=]\s*(.*)$", re.DOTALL)
_KNOWN = ("id", "services", "task", "level", "section", "source", "facts", "shuffle", "publish")
_YES = {"yes": True, "true": True, "no": False, "false": False}
_LEVELS = ("1", "2", "3")


NO_TAGS = Tags()


@dataclass(frozen=True, slots=True)
class Comment:
    """A tag comment as read. shuffle and publish are None where the author leaves them open."""

    tags: Tags = NO_TAGS
    shuffle: bool | None = None
    publish: bool | None = None
    warnings: tuple[str, ...] = ()


NO_COMMENT = Comment()


def read_comment(text: str, *, under_head: bool) -> Comment | None:
    """The tags in a comment; None where it is a remark of another kind.

    under_head: it stands where tags belong, so that a mistyped key is worth a word."""
    pairs = [_PAIR.match(part) for part in text.split(";") if part.strip()]
    if not pairs or not all(pairs):
        return None
    keys = [pair[1].lower() for pair in pairs if pair]
    if not under_head and "id" not in keys:
        return None
    if not any(key in _KNOWN for key in keys) and not all(key.islower() for key in keys):
        return None
    values = [pair[2].strip() for pair in pairs if pair]
    return _comment(zip(keys, values, strict=True))


def _comment(pairs: Iterable[tuple[str, str]]) -> Comment:
    said: dict[str, str] = {}
    warnings = []
    for key, value in pairs:
        if _is_sound(key, value):
            said[key] = value
        else:
            warnings.append(_warning(key, value))
    tags = Tags(
        code=said.get("id", ""),
        services=_names(said.get("services", "")),
        task=said.get("task", ""),
        section=said.get("section", "").lstrip("#"),
        level=int(said["level"]) if "level" in said else None,
        source=said.get("source", ""),
        facts=_names(said.get("facts", "")),
    )
    shuffle, publish = (_YES.get(said.get(key, "").lower()) for key in ("shuffle", "publish"))
    return Comment(tags, shuffle, publish, tuple(warnings))


def _is_sound(key: str, value: str) -> bool:
    if key == "level":
        return value in _LEVELS
    if key in ("shuffle", "publish"):
        return value.lower() in _YES
    return key in _KNOWN


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _warning(key: str, value: str) -> str:
    if key in _KNOWN:
        allowed = "1, 2 or 3" if key == "level" else "yes or no"
        return f"the comment's {key} is “{shown(value)}” – write {allowed}"
    return f"the comment has an unknown key “{shown(key)}” – use {', '.join(_KNOWN)}"
