"""What is looked at, and what is said of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quizzes.drafts import QuestionDraft


class Severity(StrEnum):
    """An error must not be asked; a warning is for a person to judge."""

    ERROR = "error"
    WARNING = "warning"


class Rule(StrEnum):
    """What is looked for."""

    NO_STEM = "no-stem"
    TOO_FEW_OPTIONS = "too-few-options"
    NO_KEY = "no-key"
    ALL_KEYS = "all-keys"
    SAME_OPTION = "same-option"
    MISPLACED = "misplaced"
    CITES_LETTER = "cites-letter"
    ALL_OF_THE_ABOVE = "all-of-the-above"
    NEGATIVE_STEM = "negative-stem"
    NO_RATIONALE = "no-rationale"
    NO_EXPLANATION = "no-explanation"
    NO_SERVICE = "no-service"
    UNKNOWN_SERVICE = "unknown-service"
    OUT_OF_SCOPE = "out-of-scope"
    NO_DOMAIN = "no-domain"
    UNSOURCED_NUMBER = "unsourced-number"
    STALE_FACT = "stale-fact"
    CHANGED_FACT = "changed-fact"
    UNCITED_FACT = "uncited-fact"
    SAME_QUESTION = "same-question"
    SAME_STEM = "same-stem"
    NEAR_DUPLICATE = "near-duplicate"
    KEY_POSITION = "key-position"
    KEY_LONGEST = "key-longest"


@dataclass(frozen=True, slots=True)
class About:
    """A service that a question is on. known: the course's catalogue still has it."""

    slug: str
    known: bool = True
    in_scope: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact that a question rests on. stale: its check is too old; changed: it says something else
    than before, and nobody has looked yet at what rests on it."""

    slug: str
    stale: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the register; rests says in words what rests on it, or is empty."""

    slug: str
    place: str
    source: str
    checked_on: date
    stale: bool
    changed: bool
    rests: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A question of a bank, in the words that are asked.

    place is `path:line` where it came from a file. has_domain: a task statement or a domain is
    known of it. has_catalogue: its course has services and domains to name. sourced: the figures,
    as `figures.figures` gives them, that the chapter teaching it states with their source.
    has_source: it names a source of its own, or rests on facts, which have theirs."""

    code: str
    draft: QuestionDraft
    place: str = ""
    services: Sequence[About] = ()
    has_domain: bool = True
    has_catalogue: bool = True
    sourced: Collection[str] = ()
    has_source: bool = False
    claims: Sequence[Claim] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One objection: to the question of that code; where it is empty, to what stands at the place,
    or to the bank as a whole."""

    rule: Rule
    severity: Severity
    code: str
    place: str
    what: str
    how: str

    def __str__(self) -> str:
        name = " – ".join(filter(None, (self.place, self.code))) or "bank"
        return f"{name} – {self.severity}: {self.what} – {self.how}"


def error(rule: Rule, subject: Subject, what: str, how: str) -> Found:
    return Found(rule, Severity.ERROR, subject.code, subject.place, what, how)


def warning(rule: Rule, subject: Subject, what: str, how: str) -> Found:
    return Found(rule, Severity.WARNING, subject.code, subject.place, what, how)
