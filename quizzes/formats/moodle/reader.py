"""A Moodle question bank, question by question; kinds that there are none of here by name."""

import re
from collections.abc import Callable, Mapping, Sequence

from content.drafts import Problem, Severity, shown
from content.sources import Refused
from quizzes.drafts import QuestionReport
from quizzes.formats import trees
from quizzes.formats.judging import Found, judged_all
from quizzes.formats.moodle.kinds import choice, matching, ordering, true_or_false
from quizzes.formats.moodle.words import Words
from quizzes.formats.tag_words import from_words
from quizzes.formats.trees import Node

_KINDS: Mapping[str, Callable[[Found, Node, Words], None]] = {
    "multichoice": choice,
    "multichoiceset": choice,
    "oumultiresponse": choice,
    "truefalse": true_or_false,
    "matching": matching,
    "match": matching,
    "ordering": ordering,
}
# What Moodle says of every answer unless its author says something else.
_STOCK = re.compile(
    r"(?:(?:your answer|that|this) is )?(?:part(?:ial)?ly )?(?:(?:in)?correct|wrong|right)[.!]?"
    r"|well done[.!]?|try again[.!]?",
    re.IGNORECASE,
)


def fits(data: bytes) -> bool:
    """Whether the data is XML whose root is Moodle's."""
    return trees.root_name(data) == "quiz"


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every question of a Moodle XML file; see `format.Read`."""
    root = trees.parse(data, path=path)
    if root.name != "quiz":
        what = f"the root is <{shown(root.name)}> and not <quiz>"
        how = "export the questions from Moodle as “Moodle XML format”"
        raise Refused(Problem(path, root.line, what, how, Severity.ERROR))
    nodes = [node for node in root.all("question") if node.get("type") != "category"]
    trees.refuse_too_many(len(nodes), path=path)
    questions = [Found(path, node.line, number=str(i)) for i, node in enumerate(nodes, 1)]
    for found, node in zip(questions, nodes, strict=True):
        _fill(found, node)
    return judged_all(questions)


def _fill(found: Found, node: Node) -> None:
    kind, words = node.get("type"), Words()
    read_options = _KINDS.get(kind)
    if read_options is None:
        found.type_name = kind or "unknown"
        what = f"Moodle's type “{shown(kind)}” has no like here" if kind else "it has no type"
        found.errors.append(f"{what} – ask it as a choice, or leave it out")
        return
    found.stem = words.of(node.find("questiontext"))
    if image := node.text("image"):  # where Moodle 1.9 kept it
        words.leave_out_image(image)
    if node.text("shuffleanswers").lower() in ("0", "false"):
        found.shuffle = False
    read_options(found, node, words)
    _read_reasons(found, node, words)
    tags = [tag.text("text") or tag.text() for all_ in node.all("tags") for tag in all_.all("tag")]
    found.tags, others = from_words(tags, code=node.text("idnumber"))
    if others:
        named = ", ".join(f"“{shown(word)}”" for word in others)
        found.notes.append(f"tags left out: {named} – write service:…, task:… or level:…")
    found.doubts += words.doubts


def _read_reasons(found: Found, node: Node, words: Words) -> None:
    """The explanation: the general feedback, and that for a right answer where it says more."""
    names = ("general", "correct", "partiallycorrect", "incorrect")
    said = {name: words.of(node.find(f"{name}feedback")) for name in names}
    said = {name: text for name, text in said.items() if text and not _STOCK.fullmatch(text)}
    right = [said[name] for name in ("general", "correct") if name in said]
    found.explanation = "\n\n".join(dict.fromkeys(right))
    if "partiallycorrect" in said or "incorrect" in said:
        what = "the feedback for answers that are not right is left out"
        found.notes.append(f"{what} – put it into the options' own")
    if hints := sum(bool(words.of(hint)) for hint in node.all("hint")):
        what = "a hint is left out" if hints == 1 else f"{hints} hints are left out"
        found.notes.append(f"{what} – put what they say into the explanation")
