"""Each fault of a question in words, and the field that it is told beside."""

from django.utils.translation import gettext_lazy as _

from quizzes.editing import Fault, Finding

ORDER_MATTERS = _(
    "This names an option by letter (%(cited)s), but the options are shuffled for each learner. "
    "Name the option by its words, or untick “Shuffle the options”."
)
MESSAGES = {
    Fault.NO_STEM: _("Write what is asked."),
    Fault.NO_OPTIONS: _("There is no option yet. Write two or more."),
    Fault.ONE_OPTION: _("There is only one option. Write two or more."),
    Fault.NO_KEY: _("No option is ticked as a right answer. Tick one, or several."),
    Fault.ALL_KEYS: _("Every option is ticked as a right answer. Leave at least one wrong."),
    Fault.SAME_TEXT: _("This is the same as option %(cited)s. Make them differ."),
    Fault.KEY_WITHOUT_TEXT: _("This is ticked as a right answer but has no text. Write it."),
    Fault.RATIONALE_WITHOUT_TEXT: _("There is a reason here but no option. Write its text."),
    Fault.STEM_CITES: ORDER_MATTERS,
    Fault.OPTION_CITES: _(
        "“%(cited)s” depends on the options' order, but they are shuffled for each learner. "
        "Word it otherwise, or untick “Shuffle the options”."
    ),
    Fault.RATIONALE_CITES: ORDER_MATTERS,
    Fault.EXPLANATION_CITES: ORDER_MATTERS,
    Fault.PLACE_WITHOUT_TEXT: _("This has a place but no text. Write it."),
    Fault.NO_PLACE: _("Say which place it has in the right order, from 1 to %(cited)s."),
    Fault.NO_SUCH_PLACE: _("The places run from 1 to %(cited)s. Give it one of them."),
    Fault.PLACE_TWICE: _("Option %(cited)s has this place already. Give each its own."),
    Fault.NO_MATCH: _("Say which answer belongs to it, by the answer's number."),
    Fault.NO_SUCH_ANSWER: _("There is no answer %(cited)s. Write it, or name another."),
    Fault.FEW_ANSWERS: _("There are fewer than two answers to match. Write two or more."),
    Fault.SAME_ANSWER: _("This is the same as answer %(cited)s. Make them differ."),
}

# Beside which field of the form a fault is told; a fault of the options as a whole: above the rows.
OF_FORM = {
    Fault.NO_STEM: "stem",
    Fault.STEM_CITES: "stem",
    Fault.EXPLANATION_CITES: "explanation",
}
OPTIONS_AS_A_WHOLE = (Fault.NO_OPTIONS, Fault.ONE_OPTION, Fault.NO_KEY, Fault.ALL_KEYS)
ANSWERS_AS_A_WHOLE = (Fault.FEW_ANSWERS,)
OF_ROW = {
    Fault.SAME_TEXT: "text",
    Fault.KEY_WITHOUT_TEXT: "text",
    Fault.RATIONALE_WITHOUT_TEXT: "text",
    Fault.OPTION_CITES: "text",
    Fault.RATIONALE_CITES: "rationale",
    Fault.PLACE_WITHOUT_TEXT: "text",
    Fault.NO_PLACE: "belongs",
    Fault.NO_SUCH_PLACE: "belongs",
    Fault.PLACE_TWICE: "belongs",
    Fault.NO_MATCH: "belongs",
    Fault.NO_SUCH_ANSWER: "belongs",
}


def said(found: Finding) -> str:
    """The fault in words."""
    return str(MESSAGES[found.fault]) % {"cited": found.cited}
