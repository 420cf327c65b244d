"""Banks in JSON that must be refused."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.bad.tables import Made


def json_banks() -> Iterator[Made]:
    def bank(*questions: Any, **rest: Any) -> str:
        whole = {"format": "studyapp-questions", "version": 1, "questions": list(questions)}
        return json.dumps({k: v for k, v in (whole | rest).items() if v is not ...}, indent=1)

    def question(**changes: Any) -> dict[str, Any]:
        options = [{"text": "x", "key": True}, {"text": "y"}]
        every = {"stem": "Which?", "options": options} | changes
        return {key: value for key, value in every.items() if value is not ...}

    def with_options(*options: Any, **changes: Any) -> dict[str, Any]:
        return question(options=list(options), **changes)

    good = bank(question())
    yes, no = {"text": "x", "key": True}, {"text": "y"}
    yield from (
        ("other.json", '{"name": "x"}', ":1 – unknown key “name”"),
        ("array.json", f"[{good}]", "no “{” where a bank is an object"),
        ("text.json", '"studyapp-questions"', "no “{” where a bank is an object"),
        ("number.json", "7", "no “{” where a bank is an object"),
        ("cut.json", good[:-2], "where a comma, or"),
        ("cut-inside.json", good[:80], "no JSON"),
        ("more.json", f"{good}\n{good}", "something follows the bank's end"),
        ("comma.json", good.replace('"Which?",', '"Which?"'), "no JSON (Expecting ',' delimiter"),
        ("comment.json", f"// ours\n{good}", "no “{” where a bank is an object"),
        ("quotes.json", good.replace('"', "'"), "no JSON (Expecting value"),
        ("trailing.json", good.replace("\n ]", ",\n ]"), "no JSON (Expecting value"),
        ("deep.json", good.replace('"Which?"', "[" * 5000), "nested too deeply"),
        ("control.json", good.replace("Which", "Wh\x01ich"), "no JSON (Invalid control character"),
        ("escape.json", good.replace("Which", "Wh\\x"), "no JSON (Invalid \\escape"),
        ("format.json", bank(question(), format="x"), "the format is “x”"),
        ("no-format.json", bank(question(), format=...), "the key “format” is missing"),
        ("version-0.json", bank(question(), version=0), "the version is 0, and only 1 is known"),
        ("version-2.json", bank(question(), version=2), "the version is 2, and only 1 is known"),
        ("version-text.json", bank(question(), version="1.0"), "the version is 1.0"),
        ("no-version.json", bank(question(), version=...), "the key “version” is missing"),
        ("no-questions.json", bank(questions=...), "the key “questions” is missing"),
        ("object.json", bank(questions={}), "no “[” where the questions are a list"),
        ("title.json", bank(question(), title=7), "the title is no text"),
        ("unknown.json", bank(question(), author="x"), "unknown key “author”"),
        ("twice.json", good[:-1] + ', "version": 1}', "the key “version” stands twice"),
    )
    questions: Mapping[str, tuple[Any, str]] = {
        "null": (None, "a question is no object"),
        "string": ("Which?", "a question is no object"),
        "list": ([], "a question is no object"),
        "nothing": ({}, "the key “stem” is missing"),
        "no-stem": (question(stem=...), "the key “stem” is missing"),
        "stem-null": (question(stem=None), "the stem is not text"),
        "stem-blank": (question(stem=" \n"), "the stem is empty"),
        "stem-list": (question(stem=["Which?"]), "the stem is not text"),
        "nul": (question(stem="a\0"), "U+0000 is no character of a text"),
        "half-pair": (question(stem="a\ud83d"), "U+D83D is no character of a text"),
        "typo": (question(explanaton="x"), "unknown key “explanaton”"),
        "kind": (question(kind="essay"), "unknown kind “essay”"),
        "kind-empty": (question(kind=""), "unknown kind “”"),
        "kind-number": (question(kind=1), "the kind is not text"),
        "level-0": (question(level=0), "the level is 0"),
        "level-4": (question(level=4), "the level is 4"),
        "level-text": (question(level="2"), "the level is not a whole number"),
        "level-half": (question(level=1.5), "the level is not a whole number"),
        "level-huge": (question(level=10**99), "the level is not a whole number"),
        "services": (question(services="rds"), "the services are no list"),
        "services-null": (question(services=[None]), "the services are not all text"),
        "shuffle": (question(shuffle="no"), "the shuffle is not true or false"),
        "publish": (question(publish=1), "the publish is not true or false"),
        "id": (question(id=7), "the id is not text"),
        "no-options": (question(options=...), "the key “options” is missing"),
        "options-none": (with_options(), "no options – write two or more"),
        "options-one": (with_options(yes), "1 option – write two or more"),
        "options-text": (question(options=["x", "y"]), "option 1 is no object"),
        "options-many": (with_options(*[yes] * 27), "27 options are more than 26"),
        "option-empty": (with_options(yes, {}), "option 2: the key “text” is missing"),
        "option-key": (with_options(yes, {"text": "y", "key": "no"}), "option 2: the key is not"),
        "option-typo": (with_options(yes, {"text": "y", "right": 1}), "option 2"),
        "option-null": (with_options(yes, None), "option 2 is no object"),
        "letter-long": (with_options(yes | {"letter": "ABCDEFGHI"}, no), "cannot be one"),
        "letter-space": (with_options(yes | {"letter": "A B"}, no), "cannot be one"),
        "letters-same": (with_options(yes | {"letter": "B"}, no), "2 options bear the letter B"),
        "key-none": (with_options(no, no), "no key – mark the right option"),
        "key-two": (with_options(yes, yes, kind="single"), "several keys where one is wanted"),
        "place": (with_options(yes, no | {"place": 1}), "a place in a question of choice"),
        "place-0": (with_options(yes, no | {"place": 0}), "option 2: the place is 0"),
        "order-key": (with_options(yes, no, kind="ordering"), "a key in a question of the kind"),
        "order-gap": (
            with_options(no | {"place": 1}, no | {"place": 3}, kind="ordering"),
            "the order leaves an option out",
        ),
        "match-none": (
            with_options(no | {"place": 1}, no | {"place": 2}, kind="matching"),
            "fewer than two answers",
        ),
        "match-foreign": (
            with_options(no | {"place": 1}, no | {"place": 9}, kind="matching", answers=["p", "q"]),
            "an option has no answer",
        ),
        "answers": (question(answers=["p", "q"]), "answers in a question that is no matching one"),
    }
    for name, (value, said) in questions.items():
        yield f"question-{name}.json", bank(value), said
