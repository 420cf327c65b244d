"""What the form of a question posts, as numbers."""

from django.http import HttpRequest

from quizzes.grading import InvalidChoiceError

PLACE = "place-"
MAX_DIGITS = 18


def chosen(request: HttpRequest) -> set[int]:
    """The ids of the options chosen. Raises InvalidChoiceError on anything that is not an id."""
    return {_number(pk) for pk in request.POST.getlist("option")}


def placed(request: HttpRequest) -> dict[int, int]:
    """What each option was given, both by their numbers on the page; nothing where it is blank.

    Raises InvalidChoiceError on what is not a number, and on two for one option."""
    found = {}
    for name, values in request.POST.lists():
        if name.startswith(PLACE):
            number = _number(name.removeprefix(PLACE))
            if number in found or len(values) != 1:
                raise InvalidChoiceError("two answers for one option")
            found[number] = _number(str(values[0])) if values[0] else 0
    return {number: given for number, given in found.items() if given}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        raise InvalidChoiceError("not a number")
    return int(text)
