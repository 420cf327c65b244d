"""Questions as people write them in the text formats, for those that no writer of ours makes.

Each function gives one question; words are plain, so that no mark has to be escaped."""

import json
from collections.abc import Callable, Sequence

from quizzes.drafts import Kind, QuestionDraft

Dialect = Callable[[QuestionDraft], str]
CHOICE = (Kind.SINGLE, Kind.MULTIPLE)


def _marked(draft: QuestionDraft, *, right: str, wrong: str, apart: str = "\n") -> str:
    return apart.join(f"{right if o.is_key else wrong}{o.text}" for o in draft.options)


def _digits(draft: QuestionDraft) -> str:
    return "".join("01"[option.is_key] for option in draft.options)


def gift_in_one_line(draft: QuestionDraft) -> str:
    return f"{draft.stem} {{{_marked(draft, right='=', wrong='~', apart=' ')}}}\n\n"


def gift_with_shares(draft: QuestionDraft) -> str:
    share = f"~%{100 / len(draft.key):.3f}%"
    options = _marked(draft, right=share, wrong="~%-33.33333%", apart="\n\n  ")
    return f"// a comment\n::Name\\: it::[html]{draft.stem}\n{{\n  {options}\n}}\n\n"


def gift_crowded(draft: QuestionDraft) -> str:
    return f"::{draft.stem}::{draft.stem}{{\n{_marked(draft, right='=', wrong='~')}\n}}\n"


def gift_with_a_missing_word(draft: QuestionDraft) -> str:
    first, _, rest = draft.stem.partition(" ")
    return f"{first} {{{_marked(draft, right='=', wrong='~', apart=' ')}}} {rest}.\n\n"


def gift_pairs(draft: QuestionDraft) -> str:
    used = {option.place for option in draft.options}
    pairs = [f"={o.text}->{draft.answers[(o.place or 1) - 1]}" for o in draft.options]
    spare = [f"= -> {text}" for place, text in enumerate(draft.answers, 1) if place not in used]
    return f"{draft.stem} {{\n" + "\n".join([*pairs, *spare]) + "\n}\n\n"


def aiken_with_dots(draft: QuestionDraft) -> str:
    options = [f"{option.letter}. {option.text}" for option in draft.options]
    return "\n".join([draft.stem, *options, f"ANSWER: {draft.key[0]}", "", ""])


def aiken_spread_out(draft: QuestionDraft) -> str:
    options = [f"{option.letter.lower()}) {option.text}" for option in draft.options]
    return "\n\n".join([f"7. {draft.stem}", *options, f"Answer:{draft.key[0].lower()}", "", ""])


def text2qti_letters(draft: QuestionDraft) -> str:
    options = "\n".join(
        f"{'*' * o.is_key}{o.letter.lower()}) {o.text}\n... {o.rationale or 'none'}"
        for o in draft.options
    )
    return f"1. {draft.stem}\n... feedback\n{options}\n\n"


def text2qti_boxes(draft: QuestionDraft) -> str:
    return (
        f"Title: x\nPoints: 2\n1.  {draft.stem}\n{_marked(draft, right='[*] ', wrong='[ ] ')}\n\n"
    )


def text2qti_wrapped(draft: QuestionDraft) -> str:
    boxes = _marked(draft, right="[*]  ", wrong="[]   ", apart="\n\n")
    return f"GROUP\npick: 1\n\n1.  {draft.stem}\n\n{boxes}\n\nEND_GROUP\n\n"


def mdbook_quiz_dotted(draft: QuestionDraft) -> str:
    right = [option.text for option in draft.options if option.is_key]
    wrong = [option.text for option in draft.options if not option.is_key]
    return (
        '[[questions]]\ntype = "MultipleChoice"\n'
        f"prompt.prompt = '''\n{draft.stem}\n'''\n"
        f"prompt.distractors = {json.dumps(wrong)}\n"
        f"answer.answer = {json.dumps(right if len(right) > 1 else right[0])}\n\n"
    )


def mdbook_quiz_tables(draft: QuestionDraft) -> str:
    right = [option.text for option in draft.options if option.is_key]
    wrong = [option.text for option in draft.options if not option.is_key]
    return (
        f"  [[ questions ]] # one\n  type = 'MultipleChoice'\n  [questions.answer]\n"
        f"  answer = {json.dumps(right)}\n  [questions.prompt]\n"
        f"  prompt = {json.dumps(draft.stem)}\n  distractors = {json.dumps(wrong)}\n\n"
    )


def r_exams_underlined(draft: QuestionDraft) -> str:
    kind = "mchoice" if len(draft.key) > 1 else "schoice"
    items = "\n".join(f"* {option.text}" for option in draft.options)
    verdicts = "\n".join(f"* {option.is_key}. {option.rationale}" for option in draft.options)
    return (
        f"Question\n========\n\n{draft.stem}\n\nAnswerlist\n----------\n\n{items}\n\n"
        f"Solution\n========\n\nAnswerlist\n----------\n{verdicts}\n\n"
        f"Meta-information\n================\nextype: {kind}\nexsolution: {_digits(draft)}\n\n"
    )


def r_exams_headings(draft: QuestionDraft) -> str:
    items = "\n\n".join(f"- {option.text}" for option in draft.options)
    return (
        f"# Question\n{draft.stem}\n## answerlist\n{items}\n# meta-information\n"
        f"exsolution: {_digits(draft)} \nextype:mchoice\nexshuffle: TRUE  # all\n\n"
    )


# The format of each, and the kinds that it has.
DIALECTS: Sequence[tuple[Dialect, str, Sequence[Kind]]] = [
    (gift_in_one_line, "gift", (Kind.SINGLE,)),
    (gift_with_shares, "gift", CHOICE),
    (gift_crowded, "gift", (Kind.SINGLE,)),
    (gift_with_a_missing_word, "gift", (Kind.SINGLE,)),
    (gift_pairs, "gift", (Kind.MATCHING,)),
    (aiken_with_dots, "aiken", (Kind.SINGLE,)),
    (aiken_spread_out, "aiken", (Kind.SINGLE,)),
    (text2qti_letters, "text2qti", (Kind.SINGLE,)),
    (text2qti_boxes, "text2qti", CHOICE),
    (text2qti_wrapped, "text2qti", CHOICE),
    (mdbook_quiz_dotted, "mdbook-quiz", CHOICE),
    (mdbook_quiz_tables, "mdbook-quiz", CHOICE),
    (r_exams_underlined, "r-exams", CHOICE),
    (r_exams_headings, "r-exams", CHOICE),
]
