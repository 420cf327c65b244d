"""Triggers that refuse to change the words of a version, in both databases, made and taken away.

HTML stays writable: it is derived from the words and may be rendered anew."""

from collections.abc import Mapping, Sequence
from typing import Any

REFUSAL = "a published wording never changes"
Words = Mapping[str, Sequence[str]]


def guard(words: Words, editor: Any) -> None:
    """Refuse updates of these columns, by table."""
    for table, columns in words.items():
        watched = f"{table}_immutable BEFORE UPDATE OF {', '.join(columns)} ON {table}"
        if editor.connection.vendor == "sqlite":
            editor.execute(f"CREATE TRIGGER {watched} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        else:
            editor.execute(
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{REFUSAL}'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {watched} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )


def unguard(words: Words, editor: Any) -> None:
    """Let these tables be changed again."""
    for table in words:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER {table}_immutable")
        else:
            editor.execute(f"DROP TRIGGER {table}_immutable ON {table}")
            editor.execute(f"DROP FUNCTION {table}_refuse()")
