"""Questions written in the project's own Markdown, so that reading it gives the same questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from quizzes.drafts import Kind, QuestionDraft
from quizzes.formats.markdown import read
from quizzes.formats.markdown.heads import mark_all
from quizzes.formats.markdown.lines import LineKind, scan
from quizzes.formats.words.keys import same_words
from quizzes.formats.words.twins import twins_among

_END = re.compile(r"<!--\s*/text")
_BROKEN = "the whole"
_UNSAFE_TAG = re.compile(r"[;\s]+|--+|[<>]")
_WATCH = """
### Question

<!-- id: next-question -->

Does what stands above leave this alone?

A) yes
B) no

**Correct Answer: A**

**Explanation:** It must.
"""


def write(drafts: Sequence[QuestionDraft]) -> str:
    """The questions as one text, numbered from 1.

    `read` gives the same drafts back in all but path, line and number, provided that each is one
    it can give: with a stem, a whole key and two options or more, and tags without `;`. A field
    whose words would be taken for markup of a question stands between `<!-- text -->` and
    `<!-- /text -->`; everything in there is text. Lines end with a line feed alone."""
    decided = twins_among(drafts)
    return "\n".join(
        _Written(draft, number=i + 1, states_publish=i in decided).text()
        for i, draft in enumerate(drafts)
    )


@dataclass(slots=True)
class _Written:
    """One question, with what it takes so far to keep its meaning."""

    draft: QuestionDraft
    number: int
    states_publish: bool
    states_shuffle: bool = False
    guarded: set[str] = field(default_factory=set)

    def text(self) -> str:
        """The question, plain where that reads back the same, guarded where it does not."""
        texts = _texts(self.draft)
        suspects = {name for name, words in texts.items() if _has_marks(words)}
        while True:
            text = "\n".join(self._lines())
            changed = _changed(text, self.draft)
            if not changed or not self._grow(changed, [suspects, set(texts)]):
                return text

    def _grow(self, changed: set[str], more: Sequence[set[str]]) -> bool:
        """Guards and states what did not read back, or else more; False where all is done."""
        before = (self.states_publish, self.states_shuffle, frozenset(self.guarded))
        self.states_publish |= "publish" in changed
        self.states_shuffle |= "shuffle" in changed
        self.guarded |= changed - {"publish", "shuffle", _BROKEN}
        for names in more:
            if before == (self.states_publish, self.states_shuffle, frozenset(self.guarded)):
                self.guarded |= names
        return before != (self.states_publish, self.states_shuffle, frozenset(self.guarded))

    def _lines(self) -> Iterator[str]:
        draft = self.draft
        yield f"### Question {self.number}"
        if comment := self._comment():
            yield f"<!-- {comment} -->"
        yield ""
        yield from self._field("stem", draft.stem)
        yield ""
        for i, option in enumerate(draft.options):
            yield from self._item(f"{option.letter})", f"option {i}", option.text, indent="   ")
        yield ""
        for i, answer in enumerate(draft.answers):
            yield from self._item(f"{i + 1})", f"answer {i}", answer, indent="   ")
        if draft.answers:
            yield ""
        yield f"**{self._key_name()}: {self._key()}**"
        yield ""
        if draft.explanation:
            yield from self._item("**Explanation:**", "explanation", draft.explanation)
            yield ""
        reasons = [(i, option) for i, option in enumerate(draft.options) if option.rationale]
        for i, option in reasons:
            mark = f"- **{option.letter})**"
            yield from self._item(mark, f"rationale {i}", option.rationale, indent="  ")
        if reasons:
            yield ""

    def _key(self) -> str:
        """The key, with `and` in it where it would be an option's text as well as letters."""
        key, kind = self.draft.key, self.draft.kind
        listed = ", ".join(key)
        texts = {same_words(option.text) for option in self.draft.options}
        return " and ".join(key) if kind.is_choice and same_words(listed) in texts else listed

    def _key_name(self) -> str:
        if self.draft.kind.is_choice:
            return "Correct Answers" if len(self.draft.key) > 1 else "Correct Answer"
        return "Correct Order" if self.draft.kind is Kind.ORDERING else "Correct Matches"

    def _comment(self) -> str:
        tags = self.draft.tags
        pairs = {
            "id": _tag(tags.code),
            "services": ", ".join(_tag(name) for name in tags.services),
            "task": _tag(tags.task),
            "level": str(tags.level or ""),
            "section": _tag(tags.section),
            "source": _address(tags.source),
            "facts": ", ".join(_tag(fact) for fact in tags.facts),
        }
        if self.states_shuffle:
            pairs["shuffle"] = "yes" if self.draft.shuffle else "no"
        if self.states_publish:
            pairs["publish"] = "yes" if self.draft.publish else "no"
        return "; ".join(f"{key}: {value}" for key, value in pairs.items() if value)

    def _field(self, name: str, text: str) -> Iterator[str]:
        if name not in self.guarded:
            yield text
            return
        word = f" {_free_word(text)}" if _END.search(text) else ""
        yield f"<!-- text{word} -->"
        yield text
        yield f"<!-- /text{word} -->"

    def _item(self, mark: str, name: str, text: str, *, indent: str = "") -> Iterator[str]:
        """A field that begins behind a mark and goes on below it."""
        if name in self.guarded:
            yield mark
            yield from self._field(name, text)
            return
        first, *rest = text.split("\n")
        yield f"{mark} {first}".rstrip()
        for line in rest:
            yield f"{indent}{line}" if line else ""


def _texts(draft: QuestionDraft) -> dict[str, str]:
    """The fields that hold Markdown, by name."""
    texts = {"stem": draft.stem, "explanation": draft.explanation}
    for i, option in enumerate(draft.options):
        texts |= {f"option {i}": option.text, f"rationale {i}": option.rationale}
    return texts | {f"answer {i}": text for i, text in enumerate(draft.answers)}


def _has_marks(text: str) -> bool:
    """True for words with a line that a reader could take for a part of a question."""
    lines = scan(text)
    words = (LineKind.TEXT, LineKind.BLANK)
    return any(mark_all(lines)) or any(line.kind not in words for line in lines)


def _changed(text: str, draft: QuestionDraft) -> set[str]:
    """The names of what reading the text gives otherwise than the draft has it."""
    reports = read(f"{text}\n{_WATCH}", path=draft.path)
    back = reports[0].draft if len(reports) == 2 and reports[1].draft else None
    if not back or (len(back.options), len(back.answers), back.kind) != (
        len(draft.options),
        len(draft.answers),
        draft.kind,
    ):
        return {_BROKEN}
    found, wanted = _texts(back), _texts(draft)
    changed = {name for name, words in wanted.items() if found[name] != words}
    if back.shuffle != draft.shuffle:
        changed.add("shuffle")
    if back.publish != draft.publish:
        changed.add("publish")
    return changed


def _free_word(text: str) -> str:
    """A word that no guard's end in the text bears."""
    number = 1
    while f"/text x{number}" in text:
        number += 1
    return f"x{number}"


def _tag(value: str) -> str:
    return _UNSAFE_TAG.sub(" ", value).strip()


def _address(value: str) -> str:
    """The address with what would end its comment written as browsers take it too."""
    return _UNSAFE_TAG.sub(lambda found: quote(found[0], safe="").replace("-", "%2D"), value)
