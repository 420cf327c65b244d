"""A question that loses any of its lines leaves the questions around it as they are.

One question is broken between two sound ones, in each text format that holds several."""

from collections.abc import Iterator
from itertools import product

import pytest

from quizzes.drafts import QuestionReport
from quizzes.formats import known

FIRST = {
    "gift": "::First::Alpha? {\n=alpha one#because\n~alpha two\n####omega\n}\n\n",
    "aiken": "Alpha?\nA) alpha one\nB) alpha two\nANSWER: A\n\n",
    "text2qti": "1. Alpha?\n... omega\n*a) alpha one\n... because\nb) alpha two\n\n",
    "mdbook-quiz": (
        "[[questions]]\ntype = 'MultipleChoice'\nprompt.prompt = 'Alpha?'\n"
        "prompt.distractors = ['alpha two']\nanswer.answer = 'alpha one'\n\n"
    ),
    "r-exams": (
        "Question\n====\nAlpha?\n\nAnswerlist\n----\n* alpha one\n* alpha two\n\n"
        "Meta-information\n====\nextype: schoice\nexsolution: 10\n\n"
    ),
}
MIDDLE = {
    "gift": [
        "::Middle::",
        "Beta? ",
        "{\n",
        "=beta one#so\n",
        "~beta two\n",
        "\n",
        "####psi\n",
        "}\n",
    ],
    "aiken": ["Beta?\n", "\n", "A) beta one\n", "B) beta two\n", "ANSWER: B\n"],
    "text2qti": [
        "1. ",
        "Beta?\n",
        "... psi\n",
        "```\n",
        "*a) beta one\n    more\n",
        "b) beta two\n",
    ],
    "mdbook-quiz": [
        "[[questions]]\n",
        "type = 'MultipleChoice'\n",
        "prompt.prompt = 'Beta?'\n",
        "prompt.distractors = ['beta two']\n",
        "answer.answer = 'beta one'\n",
    ],
    "r-exams": [
        "Question\n====\n",
        "Beta?\n\n",
        "```\n",
        "Answerlist\n----\n",
        "* beta one\n* beta two\n\n",
        "Solution\n====\nPsi.\n\n",
        "Meta-information\n====\n",
        "extype: schoice\nexsolution: 10\n",
    ],
}
# Without its table's header, the rest of a question is the one's above it, and TOML says so.
NEEDED = {"mdbook-quiz": 0b1, "r-exams": 0b1}


def cases() -> Iterator[tuple[str, int]]:
    for name, pieces in MIDDLE.items():
        for kept in range(2 ** len(pieces)):
            if kept & NEEDED.get(name, 0) == NEEDED.get(name, 0):
                yield name, kept


def read(name: str, text: str) -> list[QuestionReport]:
    found = known.named(name)
    assert found is not None
    assert found.read is not None
    return list(found.read(text.encode(), path="bank"))


@pytest.mark.parametrize("name", MIDDLE)
def test_what_is_broken_leaves_its_neighbours_alone(name: str) -> None:
    last = FIRST[name].replace("alpha", "gamma").replace("Alpha", "Gamma")
    (alone,), (end,) = read(name, FIRST[name]), read(name, last)
    assert alone.draft is not None
    assert end.draft is not None
    tried = 0
    for case, kept in cases():
        if case != name:
            continue
        middle = "".join(piece for i, piece in enumerate(MIDDLE[name]) if kept >> i & 1)
        reports = read(name, f"{FIRST[name]}{middle}\n{last}")
        first, *between, third = reports
        if first.draft:
            # Feedback without a question of its own is, by the format, that of what is above.
            mixed = {*first.draft.texts} ^ {*alone.draft.texts}
            assert all(not text or "psi" in text for text in mixed), middle
            assert first.key == alone.key, middle
        else:  # its own explanation or key may have been given twice, which is said
            assert "second answer" in str(first.reasons), middle
        assert third.draft is not None, middle
        assert (third.draft.texts, third.key) == (end.draft.texts, end.key), middle
        assert not any("alpha" in str(each.draft) or "gamma" in str(each.draft) for each in between)
        tried += 1
    assert tried >= 2 ** (len(MIDDLE[name]) - 1)


@pytest.mark.parametrize(("name", "end"), [*product(MIDDLE, ("\r\n", "\r"))])
def test_line_ends_and_encodings_make_no_difference(name: str, end: str) -> None:
    text = FIRST[name] + "".join(MIDDLE[name]).replace("```\n", "") + "\n"
    found = known.named(name)
    assert found is not None
    assert found.read is not None
    usual = found.read(text.encode(), path="bank")
    assert len(usual) == 2
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        data = text.replace("\n", end).encode(encoding)
        assert found.fits(data)
        assert found.read(data, path="bank") == usual
