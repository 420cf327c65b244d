"""Items of QTI 1.2, as Canvas, Blackboard and older programs write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft, Tags
from quizzes.formats.html import Texts
from quizzes.formats.judging import Found, letter
from quizzes.formats.qti.conditions import Condition, conditions
from quizzes.formats.qti.material import words_of
from quizzes.formats.qti.names import code_of
from quizzes.formats.trees import Node

_CHOICES = {
    *("multiple_choice_question", "true_false_question", "multiple_answers_question"),
    *("cc.multiple_choice.v0p1", "cc.multiple_response.v0p1", "cc.true_false.v0p1"),
    *("multiple choice", "multiple answer", "true/false", "either/or"),
}
_OTHERS = {"matching_question", "ordering_question", "matching", "ordering"}
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")


@dataclass(slots=True)
class _Item:
    """An item while it is read. identifiers: those of the options, in their order."""

    found: Found
    conditions: Sequence[Condition]
    texts: Texts = field(default_factory=Texts)
    identifiers: list[str] = field(default_factory=list)

    def add(
        self, text: str, identifier: str, *, key: bool = False, place: int | None = None
    ) -> None:
        option = OptionDraft(letter(len(self.identifiers)), text, key, place=place)
        self.found.options.append(option)
        self.identifiers.append(identifier)


def read_banks(root: Node, *, path: str) -> Sequence[Found]:
    """Every item under the root, in order."""
    return [_item(node, Found(path, node.line)) for node in root.deep("item")]


def _item(node: Node, found: Found) -> Found:
    kind = _type(node)
    presentation = node.find("presentation") or Node("presentation", {}, node.line)
    responses = list(presentation.deep(*_RESPONSES))
    if fault := _fault(kind, responses):
        found.type_name = kind or "unknown"
        found.errors.append(fault)
        return found
    item = _Item(found, list(conditions(node)))
    found.tags = Tags(code=code_of(node.get("ident")))
    if len(responses) > 1:
        _read_matching(item, responses)
    elif responses[0].get("rcardinality").lower() == "ordered":
        _read_order(item, responses[0])
    else:
        _read_choice(item, responses[0])
    shuffles = {choice.get("shuffle").lower() for choice in presentation.deep("render_choice")}
    if "no" in shuffles:
        found.shuffle = False
    inside = ("render_choice",) if len(responses) == 1 else ("response_lid",)
    found.stem = words_of(presentation, item.texts, without=inside)
    _read_feedback(item, node)
    found.doubts += item.texts.doubts
    return found


def _type(node: Node) -> str:
    """What the program that made the item calls its kind; "" where it does not say."""
    for entry in node.deep("qtimetadatafield"):
        if entry.text("fieldlabel") in ("question_type", "cc_profile"):
            return entry.text("fieldentry")
    return next(("".join(said.words()).strip() for said in node.deep("bbmd_questiontype")), "")


def _fault(kind: str, responses: Sequence[Node]) -> str:
    """Why an item of this kind cannot be asked here; "" where it can."""
    how = "ask it as a choice, or leave it out"
    if kind and kind.lower() not in _CHOICES | _OTHERS:
        return f"the type “{shown(kind)}” has no like here – {how}"
    if not responses:
        return "nothing is asked: it has no response – leave it out"
    for response in responses:
        if response.name != "response_lid" or not any(response.deep("render_choice")):
            return f"a <{response.name}> that is no choice has no like here – {how}"
    return ""


def _read_choice(item: _Item, response: Node) -> None:
    found = item.found
    several = response.get("rcardinality").lower() == "multiple"
    found.kind = Kind.MULTIPLE if several else Kind.SINGLE
    keys = _several_keys(item) if several else _single_keys(item)
    for label in response.deep("response_label"):
        identifier = label.get("ident")
        item.add(words_of(label, item.texts), identifier, key=identifier in keys)
    _check(item, keys)


def _single_keys(item: _Item) -> Sequence[str]:
    """What earns most; what earns less is told."""
    earning = [each for each in item.conditions if each.points > 0 and each.values]
    most = max((each.points for each in earning), default=0)
    if any(each.points < most for each in earning):
        item.found.hints.append("another option earns a part of the points – here it is wrong")
    return [value for each in earning if each.points == most for value in each.values]


def _several_keys(item: _Item) -> Sequence[str]:
    """All that one condition asks for together, or else all that earn something one by one."""
    earning = [each for each in item.conditions if each.points > 0 and each.values]
    together = [each for each in earning if len(each.values) > 1 or each.absent]
    if not together:
        return [value for each in earning for value in each.values]
    best = max(together, key=lambda each: each.points)
    if best.any_of or sum(each.points == best.points for each in together) > 1:
        item.found.errors.append("more than one answer earns all points – leave one")
    elif len(earning) > 1:
        item.found.hints.append("a part of the answer earns points – here only the whole does")
    return best.values


def _read_order(item: _Item, response: Node) -> None:
    item.found.kind = Kind.ORDERING
    earning = [each for each in item.conditions if each.points > 0]
    ordered = max(earning, key=lambda each: len(each.values)).values if earning else ()
    places = {value: place for place, value in enumerate(ordered, 1)}
    for label in response.deep("response_label"):
        identifier = label.get("ident")
        item.add(words_of(label, item.texts), identifier, place=places.get(identifier))
    _check(item, ordered)


def _read_matching(item: _Item, responses: Sequence[Node]) -> None:
    """Each response is an option; all its choices, the same for each, are the answers."""
    found = item.found
    found.kind = Kind.MATCHING
    texts = {
        (response.get("ident"), label.get("ident")): words_of(label, item.texts)
        for response in responses
        for label in response.deep("response_label")
    }
    found.answers = list(dict.fromkeys(texts.values()))
    earned = {
        (each.response, value): each.points
        for each in item.conditions
        for value in each.values
        if each.points > 0
    }
    for response in responses:
        name = response.get("ident")
        right = [value for (asked, value) in earned if asked == name]
        text = texts.get((name, right[0])) if len(right) == 1 else None
        place = None if text is None else found.answers.index(text) + 1
        option = words_of(response, item.texts, without=("render_choice",))
        item.add(option, name, place=place)


def _check(item: _Item, keys: Sequence[str]) -> None:
    errors = item.found.errors
    if not keys and not errors:
        errors.append("no condition gives points, so there is no key – mark the right answer")
    if len(set(item.identifiers)) < len(item.identifiers):
        errors.append("two choices have the same identifier – give each its own")
    for key in dict.fromkeys(keys):
        if key not in item.identifiers:
            errors.append(f"the key “{shown(key)}” is no choice – name one of those there are")


def _read_feedback(item: _Item, node: Node) -> None:
    """A feedback shown for one option is its rationale; what is for any answer, or for the right
    one, explains; what is only for wrong ones is left out and told."""
    found, told, left = item.found, list[str](), 0
    linked: dict[str, set[str]] = {}
    for condition in item.conditions:
        for name in condition.feedback:
            linked.setdefault(name, set()).update(condition.values)
    for feedback in node.all("itemfeedback"):
        name, text = feedback.get("ident"), words_of(feedback, item.texts)
        options = linked.get(name, set()) or {name.removesuffix("_fb")}
        named = [i for i, each in enumerate(item.identifiers) if each in options]
        plain = name.lower()
        if not text:
            continue
        if "incorrect" in plain or "wrong" in plain:
            left += 1
        elif "correct" in plain or "general" in plain or not named:
            told.append(text)
        elif len(named) == 1:
            option = found.options[named[0]]
            found.options[named[0]] = OptionDraft(
                option.letter, option.text, option.is_key, text, option.place
            )
        else:
            left += 1
    found.explanation = "\n\n".join(dict.fromkeys(told))
    if left:
        what = "the feedback for answers that are not right is left out"
        found.notes.append(f"{what} – put it into the options' own")
