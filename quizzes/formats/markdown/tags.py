"""What a question says of itself in its comment: `<!-- id: x; services: a, b; task: 3.4 -->`."""

import re
from dataclasses import dataclass, replace

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
    comment = Comment()
    for key, pair in zip(keys, pairs, strict=True):
        comment = _with(comment, key, pair[2].strip() if pair else "")
    return comment


def _with(comment: Comment, key: str, value: str) -> Comment:
    tags = comment.tags
    if key == "id":
        return replace(comment, tags=replace(tags, code=value))
    if key == "services":
        return replace(comment, tags=replace(tags, services=_names(value)))
    if key == "task":
        return replace(comment, tags=replace(tags, task=value))
    if key == "section":
        return replace(comment, tags=replace(tags, section=value.lstrip("#")))
    if key == "source":
        return replace(comment, tags=replace(tags, source=value))
    if key == "facts":
        return replace(comment, tags=replace(tags, facts=_names(value)))
    if key == "level" and value in _LEVELS:
        return replace(comment, tags=replace(tags, level=int(value)))
    if key == "shuffle" and value.lower() in _YES:
        return replace(comment, shuffle=_YES[value.lower()])
    if key == "publish" and value.lower() in _YES:
        return replace(comment, publish=_YES[value.lower()])
    return replace(comment, warnings=(*comment.warnings, _warning(key, value)))


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _warning(key: str, value: str) -> str:
    if key in _KNOWN:
        allowed = "1, 2 or 3" if key == "level" else "yes or no"
        return f"the comment's {key} is “{shown(value)}” – write {allowed}"
    return f"the comment has an unknown key “{shown(key)}” – use {', '.join(_KNOWN)}"
