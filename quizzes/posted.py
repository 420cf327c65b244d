"""What the form of a question posts, as numbers."""

import uuid

from django.http import HttpRequest

from quizzes.grading import InvalidChoiceError
from quizzes.saving import Save

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


def save(request: HttpRequest) -> Save:
    """A save of an exam's question; what the form leaves out is to stay as it is.

    A form without a script has no key: choosing again after going back is a new save. Its button
    for the flag says what it is to become. Raises InvalidChoiceError on what is no such form."""
    form = request.POST
    # The form's last field: a body that was cut off on its way would lack it.
    if "whole" not in form:
        raise InvalidChoiceError("a form that was cut off")
    flagged = {"flag": "1", "unflag": "0"}.get(form.get("go", ""), form.get("flagged", ""))
    certainty = form.get("certainty", "")
    if certainty not in ("", "0", "1", "2", "3") or flagged not in ("", "0", "1"):
        raise InvalidChoiceError("no certainty or flag that there is")
    client, sequence = _uuid(form.get("client", "")), form.get("sequence", "")
    if (client is None) != (not sequence):
        raise InvalidChoiceError("a page without its sequence")
    answers = "answer" in form
    return Save(
        key=_uuid(form.get("key", "")) or uuid.uuid4(),
        client=client,
        sequence=_number(sequence) if sequence else None,
        chosen=chosen(request) if answers else None,
        placed=placed(request) if answers else None,
        certainty=int(certainty) if certainty else None,
        flagged=flagged == "1" if flagged else None,
    )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise InvalidChoiceError("not a key") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        raise InvalidChoiceError("not a number")
    return int(text)
