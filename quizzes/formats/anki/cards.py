"""A question as the fields of a card: what is asked in front, what is right and why behind."""

import hashlib
import re
from collections.abc import Sequence
from html import escape

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.formats.html import to_html

FIELDS = ("Question", "Options", "Answer", "Explanation", "Id")
FRONT = '<div class="question">{{Question}}</div>{{Options}}'
BACK = (
    '{{FrontSide}}<hr id="answer">{{Answer}}'
    '{{#Explanation}}<div class="explanation">{{Explanation}}</div>{{/Explanation}}'
)
STYLE = """
.card { font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.5; text-align: left;
  max-width: 42em; margin: 1em auto; padding: 0 1em; }
.right { font-weight: bold; }
.right::marker { content: "✓ "; }
.wrong { opacity: 0.75; }
.reason, .explanation { margin: 0.3em 0 0.8em; font-weight: normal; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: 0.2em 0.6em; vertical-align: top; }
pre { overflow-x: auto; }
"""

# What Anki would play or compile, wherever it stands in a field.
_ANKI_S_OWN = re.compile(r"\[(?=/?(?:sound:|latex|\$|anki:))", re.IGNORECASE)


def fields(draft: QuestionDraft) -> list[str]:
    """The texts for FIELDS, as HTML."""
    front, back = _SIDES[draft.kind](draft)
    words = [to_html(draft.stem), front, back, to_html(draft.explanation), escape(draft.tags.code)]
    return [_ANKI_S_OWN.sub("&#91;", text) for text in words]


def _choice(draft: QuestionDraft) -> tuple[str, str]:
    shown = _list("A", [(to_html(option.text), "option") for option in draft.options])
    judged = [
        (to_html(option.text) + _reason(option), "right" if option.is_key else "wrong")
        for option in draft.options
    ]
    names = ", ".join(escape(letter) for letter in draft.key)
    return shown, f'<p class="right">{names}</p>{_list("A", judged)}'


def _matching(draft: QuestionDraft) -> tuple[str, str]:
    options = _list("A", [(to_html(option.text), "option") for option in draft.options])
    answers = _list("1", [(to_html(answer), "option") for answer in draft.answers])
    rows = "".join(
        f"<tr><td>{to_html(option.text)}</td>"
        f"<td>{to_html(draft.answers[(option.place or 1) - 1])}{_reason(option)}</td></tr>"
        for option in draft.options
    )
    return options + answers, f"<table>{rows}</table>"


def _ordering(draft: QuestionDraft) -> tuple[str, str]:
    ordered = sorted(draft.options, key=lambda option: option.place or 0)
    shown = [(to_html(option.text), "option") for option in _mixed(draft.options, ordered)]
    right = [(to_html(option.text) + _reason(option), "option") for option in ordered]
    return _list("A", shown), _list("1", right)


def _mixed(options: Sequence[OptionDraft], ordered: Sequence[OptionDraft]) -> Sequence[OptionDraft]:
    """The options as authored, or in some other order where that is the right one already."""
    if list(options) != list(ordered):
        return options
    mixed = sorted(options, key=lambda option: hashlib.sha256(option.text.encode()).digest())
    return mixed if mixed != list(ordered) else list(reversed(mixed))


_SIDES = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
}


def _list(numbered: str, items: Sequence[tuple[str, str]]) -> str:
    """Items of HTML, each with its class."""
    lines = "".join(f'<li class="{name}">{html}</li>' for html, name in items)
    return f'<ol type="{numbered}">{lines}</ol>'


def _reason(option: OptionDraft) -> str:
    return f'<div class="reason">{to_html(option.rationale)}</div>' if option.rationale else ""
