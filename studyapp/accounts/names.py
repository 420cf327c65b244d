"""People's names, so that they stand on a page without turning what is around them."""

import re
import unicodedata
from typing import Any

from django import forms

# Embeddings, overrides and isolates. The marks (U+200E, U+200F, U+061C) stay: names need them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_name(text: str) -> str:
    """The name without direction controls, line ends and other controls, in single spaces.

    A NUL stays, for the field to refuse."""
    kept = _TURNS.sub("", text)
    spaced = (
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} and sign != "\0" else sign
        for sign in kept
    )
    return " ".join("".join(spaced).split())


class NameField(forms.CharField):
    """A form's field for a person's name."""

    def to_python(self, value: Any) -> Any:
        return clean_name(super().to_python(value) or "")
