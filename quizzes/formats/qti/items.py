"""One item of QTI 2.x: its body, its one interaction, what is right, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft
from quizzes.formats.html import Texts
from quizzes.formats.judging import Found, letter
from quizzes.formats.qti.names import code_of
from quizzes.formats.tag_words import from_words
from quizzes.formats.trees import Node

_NO_STEM = {"rubricBlock", "feedbackBlock", "templateBlock", "stylesheet", "catalogInfo"}


@dataclass(slots=True)
class _Item:
    """An item while it is read. correct: the values of the right response, as they stand."""

    found: Found
    interaction: Node
    declaration: Node
    correct: Sequence[str]
    texts: Texts = field(default_factory=Texts)
    identifiers: list[str] = field(default_factory=list)

    def html(self, node: Node) -> str:
        """What stands inside as Markdown; QTI's own elements there only hold words."""
        for each in _everywhere(node):
            if not each.name.islower():
                each.name = "div" if each.name == "contentBody" else "span"
        return self.texts.html(node.inner())

    def add(self, choice: Node, *, is_key: bool = False, place: int | None = None) -> None:
        """An option; what is fed back right inside it is its rationale."""
        inside = [node for node in _everywhere(choice) if node.name == "feedbackInline"]
        rationale = "\n\n".join(self.html(node) for node in inside)
        _drop(choice, {"feedbackInline"})
        place_in_order = len(self.found.options)
        text = self.html(choice)
        option = OptionDraft(letter(place_in_order), text, is_key, rationale, place)
        self.found.options.append(option)
        self.identifiers.append(choice.get("identifier"))


def fill(found: Found, root: Node, words: Sequence[str]) -> None:
    """Put what the item says into found. words: the package's keywords for it."""
    body = root.find("itemBody") or Node("itemBody", {}, root.line)
    interactions = [node for node in _everywhere(body) if node.name.endswith("Interaction")]
    if len(interactions) != 1 or interactions[0].name not in _READERS:
        _refuse(found, [node.name for node in interactions])
        return
    interaction = interactions[0]
    declaration = _declaration(root, interaction)
    correct = declaration.find("correctResponse") or Node("", {}, 0)
    item = _Item(found, interaction, declaration, [value.text() for value in correct.all("value")])
    if not item.correct:
        found.errors.append("no correctResponse – say in the item which choice is right")
    found.shuffle = None if _may_shuffle(interaction) else False
    _READERS[interaction.name](item)
    feedback = [*root.all("modalFeedback"), *body.deep("feedbackBlock")]
    _read_reasons(item, feedback)
    prompt = interaction.find("prompt")
    interaction.name, interaction.attributes = "div", {}
    interaction.children = prompt.children if prompt else []
    _drop(body, _NO_STEM)
    found.stem = _said_once(item.html(body))
    identifier = code_of(root.get("identifier"), tool=root.get("toolName"))
    found.tags, others = from_words(words, code=identifier)
    if others:
        named = ", ".join(f"“{shown(word)}”" for word in others)
        found.notes.append(f"keywords left out: {named} – write service:…, task:… or level:…")
    found.doubts += item.texts.doubts


def _said_once(stem: str) -> str:
    """The stem; where a program wrote it above its interaction and as its prompt, only once."""
    half = stem[: len(stem) // 2 - 1]
    return half if stem == f"{half}\n\n{half}" else stem


def _refuse(found: Found, names: Sequence[str]) -> None:
    found.type_name = names[0] if names else "none"
    if not names:
        found.errors.append("it has no interaction, so nothing is asked – leave it out")
    elif len(names) > 1:
        what = f"{len(names)} interactions in one item ({shown(', '.join(names))})"
        found.errors.append(f"{what} – give each an item of its own")
    else:
        how = "ask it as a choice, or leave it out"
        found.errors.append(f"QTI's {shown(names[0])} has no like here – {how}")


def _declaration(root: Node, interaction: Node) -> Node:
    wanted = interaction.get("responseIdentifier")
    for node in root.all("responseDeclaration"):
        if node.get("identifier") == wanted:
            return node
    return Node("responseDeclaration", {}, root.line)


def _may_shuffle(interaction: Node) -> bool:
    choices = interaction.deep("simpleChoice", "simpleAssociableChoice")
    fixed = any(choice.get("fixed") == "true" for choice in choices)
    return interaction.get("shuffle") == "true" and not fixed


def _read_choice(item: _Item) -> None:
    found, choices = item.found, list(item.interaction.deep("simpleChoice"))
    several = item.declaration.get("cardinality") == "multiple"
    found.kind = Kind.MULTIPLE if several else Kind.SINGLE
    for choice in choices:
        item.add(choice, is_key=choice.get("identifier") in item.correct)
    _check(item, item.correct)
    if several and len(item.correct) > 1 and item.interaction.get("maxChoices") == "1":
        found.doubts.append("one choice may be made but several are right – look which it is")
    _say_weights(item)


def _read_order(item: _Item) -> None:
    item.found.kind = Kind.ORDERING
    places = {identifier: place for place, identifier in enumerate(item.correct, 1)}
    for choice in item.interaction.deep("simpleChoice"):
        item.add(choice, place=places.get(choice.get("identifier")))
    _check(item, item.correct)


def _read_match(item: _Item) -> None:
    """The side of which each member has one partner holds the options; the other the answers."""
    found = item.found
    found.kind = Kind.MATCHING
    sides = [list(side.deep("simpleAssociableChoice")) for side in
             item.interaction.all("simpleMatchSet")]  # fmt: skip
    if len(sides) != 2:
        found.errors.append(f"{len(sides)} sets to match where there are two – give both")
        return
    pairs = [tuple(value.split()[:2]) for value in item.correct if len(value.split()) == 2]
    for left in (0, 1):
        partners = [(b, a) if left else (a, b) for a, b in pairs]
        chosen = dict(partners)
        named = [choice.get("identifier") for choice in sides[left]]
        if len(chosen) == len(partners) and set(chosen) == set(named):
            break
    else:
        if item.correct:
            found.errors.append("an option goes with no answer or with two – give each one")
        return
    numbers = {choice.get("identifier"): i for i, choice in enumerate(sides[1 - left], 1)}
    found.answers = [item.html(choice) for choice in sides[1 - left]]
    for choice in sides[left]:
        item.add(choice, place=numbers.get(chosen[choice.get("identifier")]))


_READERS: Mapping[str, Callable[[_Item], None]] = {
    "choiceInteraction": _read_choice,
    "orderInteraction": _read_order,
    "matchInteraction": _read_match,
}


def _check(item: _Item, named: Sequence[str]) -> None:
    """Say what the key names and no choice bears, and what two choices bear."""
    errors = item.found.errors
    if len(set(item.identifiers)) < len(item.identifiers):
        errors.append("two choices have the same identifier – give each its own")
    for name in dict.fromkeys(named):
        if name not in item.identifiers:
            errors.append(f"the key “{shown(name)}” is no choice – name one of those there are")


def _say_weights(item: _Item) -> None:
    """Tell of points that the key does not say; those that cannot be read are none."""
    mapping = item.declaration.find("mapping")
    earned: dict[str, float] = {}
    for entry in mapping.all("mapEntry") if mapping else ():
        try:
            earned[entry.get("mapKey")] = float(entry.get("mappedValue"))
        except ValueError:
            continue
    others = [key for key, points in earned.items() if points > 0 and key not in item.correct]
    right = {points for key, points in earned.items() if key in item.correct}
    if others:
        named = ", ".join(f"“{shown(key)}”" for key in others)
        item.found.hints.append(f"points for {named}, not in the key – here it is wrong")
    elif len(right) > 1:
        item.found.hints.append("the right choices earn unlike points – here all the same")


def _read_reasons(item: _Item, feedback: Sequence[Node]) -> None:
    """Rationales by the choice that they are named for; the rest explains, unless it consoles."""
    found, told = item.found, list[str]()
    left = 0
    for node in feedback:
        name, text = node.get("identifier"), item.html(node)
        shows = node.get("showHide") != "hide"
        if name in item.identifiers and shows:
            at = item.identifiers.index(name)
            option = found.options[at]
            rationale = "\n\n".join(filter(None, [option.rationale, text]))
            found.options[at] = OptionDraft(
                option.letter, option.text, option.is_key, rationale, option.place
            )
        elif not shows or "incorrect" in name.lower() or "wrong" in name.lower():
            left += bool(text)
        elif text:
            told.append(text)
    found.explanation = "\n\n".join(dict.fromkeys(told))
    if left:
        what = "the feedback for answers that are not right is left out"
        found.notes.append(f"{what} – put it into the choices' own")


def _everywhere(node: Node) -> Iterator[Node]:
    """All elements inside, in order."""
    waiting = list(reversed(list(node.nodes)))
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(list(each.nodes)))


def _drop(node: Node, names: set[str]) -> None:
    """Take elements of these names out, at any depth."""
    for each in (node, *_everywhere(node)):
        each.children = [
            child
            for child in each.children
            if not (isinstance(child, Node) and child.name in names)
        ]
