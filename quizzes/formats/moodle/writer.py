"""Questions as Moodle XML; what Moodle has no place for is told question by question."""

from collections.abc import Iterator, Sequence

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.formats.format import Loss, Written
from quizzes.formats.html import to_html, to_markdown, to_plain
from quizzes.formats.losses import losses, read_back
from quizzes.formats.moodle.reader import read
from quizzes.formats.places import by_place
from quizzes.formats.tag_words import to_words
from quizzes.formats.xml_text import as_cdata, in_xml

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category">
    <category><text>$course$/top/{}</text></category>
  </question>"""
_TYPES = {
    Kind.SINGLE: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
}


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions as one category; see `format.Write`."""
    blocks: list[str] = []
    lost: list[Loss] = []
    for number, draft in enumerate(drafts, 1):
        block = "\n".join(_question(draft, number))
        back = read_back(read, f"<quiz>{block}</quiz>")
        if back is None:
            lost.append(Loss(number, draft.tags.code, "not written: Moodle could not ask it"))
            continue
        blocks.append(block)
        lost += losses(by_place(draft), back, number=number)
    # A slash would begin a category below.
    head = _HEAD.format(in_xml(" ".join(title.split()).replace("/", "//")))
    return Written("\n".join([head, *blocks, "</quiz>\n"]).encode(), lost)


def _question(draft: QuestionDraft, number: int) -> Iterator[str]:
    yield f'  <question type="{_TYPES[draft.kind]}">'
    name = shown(to_plain(draft.stem)) or f"Question {number}"
    yield f"    <name><text>{in_xml(name)}</text></name>"
    yield f"    {_texts('questiontext', draft.stem)}"
    yield f"    {_texts('generalfeedback', draft.explanation)}"
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <penalty>0</penalty>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{in_xml(draft.tags.code)}</idnumber>"
    if draft.kind.is_choice:
        single = "true" if draft.kind is Kind.SINGLE else "false"
        yield f"    <single>{single}</single>"
        yield "    <answernumbering>ABCD</answernumbering>"
    yield f"    <shuffleanswers>{'true' if draft.shuffle else 'false'}</shuffleanswers>"
    yield from _options(draft)
    if words := to_words(draft.tags):
        yield "    <tags>"
        yield from (f"      <tag><text>{in_xml(word)}</text></tag>" for word in words)
        yield "    </tags>"
    yield "  </question>"


def _options(draft: QuestionDraft) -> Iterator[str]:
    if draft.kind is Kind.ORDERING:
        yield "    <layouttype>VERTICAL</layouttype>"
        yield "    <selecttype>ALL</selecttype>"
        for option in by_place(draft).options:
            yield _answer(option, f"{option.place}.0000000")
    elif draft.kind is Kind.MATCHING:
        used = set()
        for option in draft.options:
            used.add(option.place)
            yield _pair(option.text, draft.answers[(option.place or 1) - 1], option.rationale)
        for place, answer in enumerate(draft.answers, 1):
            if place not in used:
                yield _pair("", answer, "")
    else:
        for option in draft.options:
            yield _answer(option, _earned(draft, option))


def _earned(draft: QuestionDraft, option: OptionDraft) -> str:
    """The percentage of the mark; a wrong option among several takes all of it away."""
    if draft.kind is Kind.SINGLE:
        return "100" if option.is_key else "0"
    return f"{100 / len(draft.key):.7g}" if option.is_key else "-100"


def _answer(option: OptionDraft, fraction: str) -> str:
    form, text = _written(option.text)
    return (
        f'    <answer fraction="{fraction}" {form}>\n'
        f"      {text}\n"
        f"      {_texts('feedback', option.rationale)}\n"
        "    </answer>"
    )


def _pair(option: str, answer: str, rationale: str) -> str:
    form, text = _written(option)
    reason = f"\n      {_texts('feedback', rationale)}" if rationale else ""
    return (
        f"    <subquestion {form}>\n"
        f"      {text}\n"
        f"      <answer><text>{in_xml(to_plain(answer))}</text></answer>{reason}\n"
        "    </subquestion>"
    )


def _texts(name: str, markdown: str) -> str:
    form, text = _written(markdown)
    return f"<{name} {form}>{text}</{name}>"


def _written(markdown: str) -> tuple[str, str]:
    """The attribute that names the format, and the text.

    It is HTML, unless the Markdown came back in other words and Moodle may have it as it is: it
    shows no image that is not in the file, and takes for tags what are words about them."""
    html = to_html(markdown)
    kept = "<" in markdown or "![" in markdown or to_markdown(html).text == markdown
    form, text = ("html", html) if kept else ("markdown", markdown)
    return f'format="{form}"', f"<text>{as_cdata(text)}</text>"
