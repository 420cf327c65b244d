"""Questions set in every dialect of the survey: head × options × key × explanation, and decoys.

A renderer only: what comes out says where each question stands, and nothing of how it is read."""

from dataclasses import dataclass, replace

from tests.quizzes.formats.dialect_parts import (
    DECOYS,
    EXPLANATIONS,
    HEADS,
    KEYS,
    ONE_LINE,
    OPTIONS,
    Asked,
)


@dataclass(frozen=True)
class Dialect:
    """One way to set a question."""

    head: str
    options: str
    key: str
    explanation: str
    decoy: str = "nothing"

    def stem(self, asked: Asked) -> str:
        """The stem as this head leaves it."""
        return " ".join(asked.stem.split()) if self.head in ONE_LINE else asked.stem

    def text(self, number: int, asked: Asked) -> str:
        return _joined(*self._parts(number, asked))

    def can_lose(self, part: str) -> bool:
        """Whether what is left without the part still looks like a question that lacks it."""
        if part == "stem" and (self.head in ONE_LINE or "title" in self.head):
            return False
        return part == "key" or self.head != "rule above"

    def without(self, part: str, number: int, asked: Asked) -> str:
        """The question with its key, options or stem missing, or with its stem alone."""
        head, options, key, decoy = self._parts(number, asked)
        if part == "stem":
            return _joined(HEADS[self.head](number, ""), options, key, decoy)
        if part == "options":
            return _joined(head, key, decoy)
        if part == "rest":
            return _joined(head, decoy)
        plain = replace(OPTIONS[self.options], marks=(" ", " "))
        return _joined(head, plain.text(asked) if OPTIONS[self.options].marked else options, decoy)

    def _parts(self, number: int, asked: Asked) -> tuple[str, str, str, str]:
        """Head with stem, options, key with explanation, decoy."""
        options = OPTIONS[self.options]
        why = self._explanation(asked, options.alphabet)
        key = "@@" if options.marked else KEYS[self.key](asked, options.alphabet)
        key = key.replace("@@", why) if "@@" in key else _joined(key, why)
        return (
            HEADS[self.head](number, self.stem(asked)),
            options.text(asked),
            key,
            DECOYS[self.decoy],
        )

    def _explanation(self, asked: Asked, alphabet: str) -> str:
        reasons = "\n".join(
            f"- **{alphabet[i]}) {text}**: reason of {text}" for i, text in enumerate(asked.options)
        )
        return EXPLANATIONS[self.explanation].format(why=asked.why, reasons=reasons)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
