"""A question as some format gives it, judged: imported, imported with a warning, or rejected."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, QuestionReport, Status, Tags
from quizzes.formats.words.alike import as_read
from quizzes.formats.words.citations import cited
from quizzes.formats.words.cues import cue, depends_on_order
from quizzes.formats.words.twins import with_twins_doubted

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(slots=True)
class Found:
    """A question as found. Texts are Markdown.

    kind None: single or multiple, as its keys say. shuffle and publish None: as the words and the
    doubts say. type_name is what the format calls a kind that there is none for here.
    errors reject the question; doubts import it as a draft, for a person to look at; hints warn
    and notes only tell. Each is `what – how to fix`."""

    path: str
    line: int
    number: str = ""
    kind: Kind | None = None
    stem: str = ""
    options: list[OptionDraft] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    explanation: str = ""
    tags: Tags = field(default_factory=Tags)
    shuffle: bool | None = None
    publish: bool | None = None
    type_name: str = ""
    errors: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def letter(place: int) -> str:
    """The letter of the option at a place from 0; past Z it goes on as AA, AB …"""
    above, here = divmod(place, len(LETTERS))
    return (letter(above - 1) if above else "") + LETTERS[here]


def judged_all(questions: Sequence[Found]) -> tuple[QuestionReport, ...]:
    """What became of each question of a file; those that ask the same but have another key are
    doubted."""
    decided = [found.publish is not None for found in questions]
    return with_twins_doubted([judged(found) for found in questions], decided=decided)


def judged(found: Found) -> QuestionReport:
    """What became of the question. found is not used again."""
    kind = found.kind or _kind(found)
    _check_form(found, kind)
    if not found.errors:
        _doubt(found, kind)
    shuffle = _may_shuffle(found) if not found.errors else True
    draft = QuestionDraft(
        path=found.path,
        line=found.line,
        number=found.number,
        kind=kind,
        stem=found.stem,
        options=tuple(found.options),
        explanation=found.explanation,
        tags=found.tags,
        shuffle=shuffle if found.shuffle is None else found.shuffle,
        publish=not found.doubts if found.publish is None else found.publish,
        answers=tuple(found.answers),
    )
    status = Status.WARNING if found.doubts or found.hints else Status.IMPORTED
    return QuestionReport(
        path=found.path,
        line=found.line,
        number=found.number,
        status=Status.REJECTED if found.errors else status,
        kind=found.type_name or kind,
        options=len(found.options),
        key=draft.key,
        reasons=tuple(found.errors or [*found.doubts, *found.hints, *found.notes]),
        draft=None if found.errors else draft,
    )


def _kind(found: Found) -> Kind:
    return Kind.MULTIPLE if sum(o.is_key for o in found.options) > 1 else Kind.SINGLE


def _check_form(found: Found, kind: Kind) -> None:
    """Add what keeps the question from being asked, unless the reader has said why already."""
    if found.errors:
        return
    errors, options = found.errors, found.options
    if (character := _unstorable(found)) is not None:
        errors.append(f"U+{ord(character):04X} is no character of a text – remove it")
    if not found.stem.strip():
        errors.append("the stem is empty – write what is asked")
    if len(options) < 2:
        count = len(options) or "no"
        errors.append(f"{count} option{'' if len(options) == 1 else 's'} – write two or more")
    elif len(options) > len(LETTERS):
        errors.append(f"{len(options)} options are more than {len(LETTERS)} – leave some out")
    elif kind.is_choice and not any(option.is_key for option in options):
        errors.append("no key – mark the right option")
    elif kind is Kind.SINGLE and sum(option.is_key for option in options) > 1:
        errors.append("several keys where one is wanted – mark one, or make it multiple response")
    elif not kind.is_choice and (what := _misplaced(found, kind)):
        errors.append(what)
    letters = [option.letter for option in options]
    if len(set(letters)) < len(letters):
        for double, times in Counter(letters).items():
            if times > 1:
                errors.append(f"{times} options bear the letter {double} – give each its own")


def _unstorable(found: Found) -> str | None:
    """A NUL, or half of a pair of code units, which no database takes."""
    options = (text for o in found.options for text in (o.letter, o.text, o.rationale))
    tags = found.tags
    named = (tags.code, tags.task, tags.section, tags.source, *tags.services, *tags.facts)
    texts = (found.number, found.stem, found.explanation, *options, *found.answers, *named)
    match = _UNSTORABLE.search("\n".join(texts))
    return match[0] if match else None


def _misplaced(found: Found, kind: Kind) -> str:
    """What is wrong with the places of a matching or ordering question's options."""
    places = [option.place or 0 for option in found.options]
    if kind is Kind.ORDERING:
        whole = sorted(places) == list(range(1, len(places) + 1))
        return "" if whole else "the order leaves an option out or names one twice – name each once"
    if len(found.answers) < 2:
        return "fewer than two answers to match – write two or more"
    if not all(1 <= place <= len(found.answers) for place in places):
        return "an option has no answer – give each the number of one"
    return ""


def _doubt(found: Found, kind: Kind) -> None:
    doubts, texts = found.doubts, [option.text for option in found.options]
    if kind.is_choice:
        _doubt_key(found)
    for what, words in (("option", texts), ("answer", found.answers)):
        article = "an" if what[0] in "ao" else "a"
        read = [as_read(text) for text in words if text.strip()]
        if len(set(read)) < len(read):
            doubts.append(f"two {what}s have the same text – make them differ")
        if not all(text.strip() for text in words):
            doubts.append(f"{article} {what} is empty – write its text")
    if not found.explanation and not any(option.rationale for option in found.options):
        found.notes.append("no explanation – say why the key is right")


def _doubt_key(found: Found) -> None:
    keys, asked = sum(option.is_key for option in found.options), cue(found.stem)
    if keys == len(found.options):
        found.doubts.append("all options are right – check the key")
    if asked and asked.count and asked.count != keys:
        found.doubts.append(
            f"the stem asks for {asked.count} but the key has {keys} – make them agree"
        )
    elif not asked and keys > 1 and found.kind is None:
        found.doubts.append(
            "several options are right but the stem does not say so – add “(Select TWO)”"
        )


def _may_shuffle(found: Found) -> bool:
    """Whether the options may change places; a hint says by which words they may not."""
    letters = [option.letter for option in found.options]
    words = {
        "stem": [found.stem],
        "explanation": [found.explanation],
        "rationale": [option.rationale for option in found.options],
        "option": [option.text for option in found.options],
    }
    for what, texts in words.items():
        if named := next(filter(None, (cited(text, letters) for text in texts)), ""):
            found.hints.append(
                f"the {what} cites the letter {named}, so the options keep their order – "
                "name the option by its words"
            )
            return False
    return not any(depends_on_order(option.text) for option in found.options)
