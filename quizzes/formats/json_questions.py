"""One question of the project's JSON: as a value to write, and as a value that somebody wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.drafts import shown
from content.sources import with_line_feeds
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.formats.judging import Found, letter

LETTER = 8
"""How many characters an option's letter may have."""

_TEXTS = ("id", "number", "stem", "explanation", "task", "section", "source")
_LISTS = ("services", "facts", "answers")
_SWITCHES = ("shuffle", "publish")
KEYS = frozenset({*_TEXTS, *_LISTS, *_SWITCHES, "kind", "level", "options"})
OPTION_KEYS = frozenset({"letter", "text", "key", "place", "rationale"})
_TYPES = {str: "text", bool: "true or false", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Twice:
    """An object that has a key twice, so that nobody can say what it means."""

    key: str


def written(draft: QuestionDraft) -> dict[str, Any]:
    """The question as a value of the schema; what is empty is left out, kind and switches never."""
    tags = draft.tags
    fields = {
        "id": tags.code,
        "number": draft.number,
        "kind": draft.kind.value,
        "stem": draft.stem,
        "options": [_option(option, draft.kind) for option in draft.options],
        "answers": list(draft.answers),
        "explanation": draft.explanation,
        "services": list(tags.services),
        "task": tags.task,
        "section": tags.section,
        "level": tags.level,
        "source": tags.source,
        "facts": list(tags.facts),
        "shuffle": draft.shuffle,
        "publish": draft.publish,
    }
    always = ("kind", "stem", "options", *_SWITCHES)
    return {key: value for key, value in fields.items() if key in always or value}


def _option(option: OptionDraft, kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {"letter": option.letter, "text": option.text}
    fields |= {"key": option.is_key} if kind.is_choice else {"place": option.place}
    return fields | ({"rationale": option.rationale} if option.rationale else {})


def question_of(value: Any, *, path: str, line: int) -> Found:
    """What was written as a question, with every error that its form has."""
    found = Found(path, line)
    if not _is_object(value, KEYS, "a question", found.errors):
        return found
    fields = _Fields(value, found.errors)
    fields.demand("stem", "options")
    found.number = fields.text("number")
    if "kind" in value:
        found.kind = _kind(fields.text("kind"), found)
    found.stem, found.explanation = fields.text("stem"), fields.text("explanation")
    found.answers = fields.texts("answers")
    found.shuffle, found.publish = fields.switch("shuffle"), fields.switch("publish")
    found.tags = Tags(
        code=fields.text("id"),
        services=tuple(fields.texts("services")),
        task=fields.text("task"),
        section=fields.text("section"),
        level=fields.number("level", highest=3),
        source=fields.text("source"),
        facts=tuple(fields.texts("facts")),
    )
    for i, option in enumerate(fields.items("options")):
        found.options.append(_option_of(option, i, found.errors))
    found.errors += _misfits(found)
    return found


def _misfits(found: Found) -> Iterator[str]:
    """What a question of its kind cannot have."""
    choice = found.kind is None or found.kind.is_choice
    if choice and any(option.place is not None for option in found.options):
        yield "a place in a question of choice – leave it out, or name another kind"
    if not choice and any(option.is_key for option in found.options):
        yield f"a key in a question of the kind {found.kind} – give each option its place"
    if found.answers and found.kind is not Kind.MATCHING:
        yield "answers in a question that is no matching one – leave them out"


def _kind(name: str, found: Found) -> Kind | None:
    if name in list(Kind):
        return Kind(name)
    found.type_name = shown(name)
    found.errors.append(f"unknown kind “{shown(name)}” – write one of {', '.join(Kind)}")
    return None


def _option_of(value: Any, i: int, errors: list[str]) -> OptionDraft:
    mistakes: list[str] = []
    name = letter(min(i, 600))
    if not _is_object(value, OPTION_KEYS, f"option {i + 1}", mistakes):
        errors += mistakes
        return OptionDraft(name, "", is_key=False)
    fields = _Fields(value, mistakes)
    fields.demand("text")
    own = fields.text("letter")
    if len(own) > LETTER or any(c.isspace() or c in ",;" for c in own):
        mistakes.append(
            f"the letter “{shown(own)}” cannot be one – write up to {LETTER} characters "
            "without a space or comma"
        )
    option = OptionDraft(
        letter=own or name,
        text=fields.text("text"),
        is_key=bool(fields.switch("key")),
        rationale=fields.text("rationale"),
        place=fields.number("place", highest=1000),
    )
    errors += [f"option {i + 1}: {mistake}" for mistake in mistakes]
    return option


def _is_object(value: Any, keys: frozenset[str], what: str, errors: list[str]) -> bool:
    """Whether the value is an object; what its keys have wrong is added to the errors."""
    if isinstance(value, Twice):
        errors.append(f"the key “{shown(value.key)}” stands twice – keep one")
    elif not isinstance(value, Mapping):
        errors.append(f"{what} is no object – write it in braces")
    else:
        errors += [
            f"unknown key “{shown(key)}” – use {', '.join(sorted(keys))}"
            for key in value
            if key not in keys
        ]
        return True
    return False


class _Fields:
    """An object's values by type; one of another type is an error and counts as empty."""

    def __init__(self, value: Mapping[str, Any], errors: list[str]) -> None:
        self._value, self._errors = value, errors

    def demand(self, *keys: str) -> None:
        for key in keys:
            if key not in self._value:
                self._errors.append(f"the key “{key}” is missing – write it")

    def text(self, key: str) -> str:
        return with_line_feeds(self._typed(key, str) or "")

    def switch(self, key: str) -> bool | None:
        found: bool | None = self._typed(key, bool)
        return found

    def number(self, key: str, *, highest: int) -> int | None:
        found: int | None = self._typed(key, int)
        if found is not None and not 1 <= found <= highest:
            self._errors.append(f"the {key} is {shown(str(found))} – write 1 to {highest}")
            return None
        return found

    def items(self, key: str) -> Sequence[Any]:
        value: Sequence[Any] = self._value.get(key, ())
        if value == () or isinstance(value, list):
            return value
        self._errors.append(f"the {key} are no list – write them in brackets")
        return ()

    def texts(self, key: str) -> list[str]:
        values = self.items(key)
        if all(isinstance(value, str) for value in values):
            return [with_line_feeds(value) for value in values]
        self._errors.append(f"the {key} are not all text – write each in quotation marks")
        return []

    def _typed(self, key: str, kind: type) -> Any:
        if key not in self._value:
            return None
        if type(value := self._value[key]) is kind:
            return value
        self._errors.append(f"the {key} is not {_TYPES[kind]} – write {_TYPES[kind]}")
        return None
