"""mdbook-quiz: a TOML file with a `[[questions]]` table for each question. Texts are Markdown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content.drafts import shown
from content.sources import Refused, decode, with_line_feeds
from content.toml_tables import Source
from quizzes.drafts import Kind, OptionDraft, QuestionReport, Tags
from quizzes.formats.format import Format
from quizzes.formats.judging import Found, judged_all, letter
from quizzes.formats.words.cues import depends_on_order

# The parser's time grows with the square of a key's parts.
MOST_DOTS = 500

_KINDS = {"ShortAnswer": "short answer", "Tracing": "tracing"}
_KNOWN = {"id", "type", "prompt", "answer", "context", "multipart", "promptExplanation"}
_HEADER = r"^[ \t]*\[\[[ \t]*(?:questions|\"questions\"|'questions')[ \t]*\]\]"
_A_QUESTION = re.compile(_HEADER, re.MULTILINE)
_A_COURSE = re.compile(r"^[ \t]*\[\[?(?:domains|services|exam)\]", re.MULTILINE)
# What may hold a header as text, so that it is passed over: strings and comments.
_STRING = (
    r'"""(?:\\.|[^\\])*?"""|'
    r"'''.*?'''|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'"
)
_ARRAY = r"^[ \t]*(?:questions|\"questions\"|'questions')[ \t]*=[ \t]*\["
_HEADERS = re.compile(
    rf"(?P<header>{_HEADER})|(?P<array>{_ARRAY})|{_STRING}|#[^\n]*", re.MULTILINE | re.DOTALL
)
_VALUES = re.compile(
    rf"#[^\n]*|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<comma>,)|(?:{_STRING}|[^\s,#\[\]{{}}\"'])+",
    re.DOTALL,
)


def fits(data: bytes) -> bool:
    """Whether the data is a text with `[[questions]]` and none of a course's own tables."""
    try:
        text = decode(data, path="")
    except Refused:
        return False
    return bool(_A_QUESTION.search(text)) and not _A_COURSE.search(text)


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every question of a file of mdbook-quiz; see `format.Read`."""
    text = decode(data, path=path)
    source = Source(text, path=path)
    if line := _line_of_long_key(text):
        source.report(line, f"more than {MOST_DOTS} dots in keys", "write keys of few parts")
        raise Refused(source.problems[0])
    values = source.parse()
    questions = values.get("questions", [])
    if not source.problems and not isinstance(questions, list):
        source.report(1, "questions is no list", "write [[questions]] before each question")
    if source.problems:
        raise Refused(source.problems[0])
    parts = values.get("multipart")
    shared = parts if isinstance(parts, Mapping) else {}
    lines = _lines(text, len(questions))
    return judged_all(
        [
            _found(Found(path, line), question, shared)
            for line, question in zip(lines, questions, strict=True)
        ]
    )


def _line_of_long_key(text: str) -> int:
    """The line with more dots outside its strings than a key can need; 0 where there is none."""
    outside = _HEADERS.sub(lambda token: "\n" * token[0].count("\n"), text)
    dots = enumerate((line.count(".") for line in outside.split("\n")), 1)
    return next((number for number, count in dots if count > MOST_DOTS), 0)


def _lines(text: str, count: int) -> list[int]:
    """The line of each question's table; the first line for those that are written otherwise."""
    tokens = list(_HEADERS.finditer(text))
    places = [token.start() for token in tokens if token["header"]]
    array = next((token for token in tokens if token["array"]), None)
    if array and len(places) != count:
        places = _in_array(text, array.end())
    if len(places) != count:
        return [1] * count
    lines, at, number = [], 0, 1
    for place in places:
        number += text.count("\n", at, place)
        at = place
        lines.append(number)
    return lines


def _in_array(text: str, start: int) -> list[int]:
    """Where each value of the array that opens right before start begins."""
    places: list[int] = []
    depth, is_new = 0, True
    for token in _VALUES.finditer(text, start):
        if token["close"]:
            depth -= 1
            if depth < 0:
                break
        elif token["comma"]:
            is_new = is_new or not depth
        elif not token[0].startswith("#"):
            if is_new and not depth:
                places.append(token.start())
                is_new = False
            depth += 1 if token["open"] else 0
    return places


def _found(found: Found, question: object, shared: Mapping[str, Any]) -> Found:
    if not isinstance(question, Mapping):
        found.errors.append("the question is no table – write [[questions]] before it")
        return found
    kind = question.get("type")
    if kind != "MultipleChoice":
        _reject(found, kind)
        return found
    found.tags = Tags(code=_text(found, question, "id"))
    found.explanation = _text(found, question, "context")
    prompt = _table(found, question, "prompt")
    found.stem = _text(found, prompt, "prompt", within="prompt.")
    if part := _text(found, question, "multipart"):
        if isinstance(shared.get(part), str):
            found.stem = f"{with_line_feeds(shared[part]).strip()}\n\n{found.stem}"
        else:
            found.errors.append(f"there is no “{shown(part)}” in [multipart] – write it there")
    right = _texts(found, _table(found, question, "answer"), "answer", within="answer.")
    wrong = _texts(found, prompt, "distractors", within="prompt.")
    found.kind = Kind.MULTIPLE if len(right) > 1 else Kind.SINGLE
    _take_options(found, right, wrong, is_sorted=prompt.get("sortAnswers") is True)
    if unknown := shown(", ".join(str(key) for key in question if key not in _KNOWN)):
        found.hints.append(f"unknown here and left out: {unknown} – check the spelling")
    return found


def _reject(found: Found, kind: object) -> None:
    found.type_name = _KINDS.get(str(kind), shown(str(kind or "none")))
    found.errors.append(
        f'a question of the kind “{found.type_name}” – make it type = "MultipleChoice", or leave it'
    )


def _take_options(
    found: Found, right: Sequence[str], wrong: Sequence[str], *, is_sorted: bool
) -> None:
    """The options in the order of the file, or of the alphabet where the author wants that one."""
    options = [*((text, True) for text in right), *((text, False) for text in wrong)]
    # "All of the above" has no sense but below the others.
    options.sort(key=lambda o: (is_sorted and o[0].casefold(), depends_on_order(o[0])))
    found.shuffle = False if is_sorted else None
    found.options = [OptionDraft(letter(i), *option) for i, option in enumerate(options)]


def _table(found: Found, values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = values.get(key)
    if isinstance(value, Mapping):
        return value
    found.errors.append(f"{key} is missing or no table – write “{key}.{key} = …”")
    return {}


def _text(found: Found, values: Mapping[str, Any], key: str, *, within: str = "") -> str:
    value = values.get(key, "")
    if isinstance(value, str):
        return with_line_feeds(value).strip()
    found.errors.append(f"{within}{key} is no text – put it in quotation marks")
    return ""


def _texts(found: Found, values: Mapping[str, Any], key: str, *, within: str) -> list[str]:
    value = values.get(key, [])
    items: Iterable[object] = value if isinstance(value, list) else [value]
    texts = [with_line_feeds(item).strip() for item in items if isinstance(item, str)]
    if len(texts) < (len(value) if isinstance(value, list) else 1):
        found.errors.append(f'{within}{key} is no list of texts – write ["…", "…"]')
    return texts


MDBOOK_QUIZ = Format(
    name="mdbook-quiz",
    title="mdbook-quiz",
    endings=(".toml",),
    fits=fits,
    read=read,
)
