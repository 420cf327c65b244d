"""What can be said of the register of facts."""

from collections.abc import Iterator, Sequence

from quizzes.lint.findings import Entry, Found, Rule, Severity


def lint(entries: Sequence[Entry]) -> Iterator[Found]:
    """Everything of the register, fact by fact."""
    for entry in entries:
        if entry.changed:
            what = f"the fact “{entry.slug}” says something else than before: {entry.rests}"
            how = "look it through, then confirm the fact in the admin"
            yield _warning(Rule.CHANGED_FACT, entry, what, how)
        if entry.stale:
            rests = entry.rests or "nothing rests on it"
            what = f"the fact “{entry.slug}” was last checked on {entry.checked_on}: {rests}"
            how = f"look at {entry.source}, then set checked_on"
            yield _warning(Rule.STALE_FACT, entry, what, how)
        if not entry.rests:
            what = f"nothing cites the fact “{entry.slug}”"
            how = "cite it where something rests on it, or take it out"
            yield _warning(Rule.UNCITED_FACT, entry, what, how)


def _warning(rule: Rule, entry: Entry, what: str, how: str) -> Found:
    return Found(rule, Severity.WARNING, "", entry.place, what, how)
