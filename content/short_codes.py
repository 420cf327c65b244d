"""GitHub's short codes for emoji, such as `:rocket:`."""

from pymdownx import gemoji_db

PATTERN = r":([a-z0-9_+-]{1,40}):"


def emoji(name: str) -> str:
    """The character that a short code stands for; "" where there is none."""
    known = gemoji_db.aliases.get(f":{name}:", f":{name}:")
    code = gemoji_db.emoji.get(known, {}).get("unicode", "")
    return "".join(chr(int(part, 16)) for part in code.split("-")) if code else ""
