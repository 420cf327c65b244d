"""Lines by which site generators wrap a question's parts: `??? question "Show answer"`,
`:::tip Answer`, `{{< expand "Answer" >}}`, `> [!success]- Answer`."""

import re

# What begins such a line; looked for first, as most lines have none.
_SIGN = re.compile(r"[ >]*(?:\[!|\?\?\?|!!!|:::|\{\{[<%]|\{%)")
_CALLOUT = re.compile(r"(?P<quote>\s*(?:>\s?)+)\[!\w[\w -]*\][-+]?\s*(?P<title>.*)$")
_ADMONITION = re.compile(
    r"\s*(?:\?\?\?\+?|!!!)\s+[\w-]+(?:\s+[\w-]+)*(?:\s*(?P<quoted>\"[^\"]*\"))?\s*$"
)
_DIRECTIVE = re.compile(r"\s*:{3,}([^:]*)$")
_NAME = re.compile(r"\{?[.\w-]+\}?")
_BRACED = re.compile(r"\{[^{}]*\}|\[([^\]]*)\]")
_SHORTCODE = re.compile(r"\s*(?:\{\{[<%](?P<inside>[^{}]*)[>%]\}\}|\{%(?P<liquid>[^{}]*)%\}\s*)+$")
# A shortcode that is a picture, a film or code.
_CONTENT = re.compile(r"\b(?:src=|highlight\b|code\b)")
_QUOTED = re.compile(r"\"([^\"]*)\"")


def wrapper_title(text: str) -> str | None:
    """The title of a line that wraps what stands below it, "" where it has none.

    None for any other line."""
    if not _SIGN.match(text):
        return None
    if found := _ADMONITION.match(text):
        return (found["quoted"] or "").strip('"').strip()
    if found := _CALLOUT.match(text):
        return found["title"].strip()
    if found := _DIRECTIVE.match(text):
        return _directive_title(found[1].strip())
    if (found := _SHORTCODE.match(text)) and not _CONTENT.search(text):
        quoted = _QUOTED.search(found["inside"] or found["liquid"] or "")
        return quoted[1].strip() if quoted else ""
    return None


def _directive_title(rest: str) -> str | None:
    """The title in what follows the colons, whose first word is the kind: `tip[Title]`."""
    name = None if _BRACED.fullmatch(rest) else _NAME.match(rest)
    title = rest[name.end() :].strip() if name else rest
    if braced := _BRACED.fullmatch(title):
        return (braced[1] or "").strip()
    return None if set("{}[]").intersection(title) else title
