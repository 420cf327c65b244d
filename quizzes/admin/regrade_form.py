"""The form that asks what is to be regraded: which wordings, what was right in them, and how."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.grading import AnswerKey
from quizzes.models import Question, Regrade
from quizzes.regrade_keys import can_be_right
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import Correction
from quizzes.regrade_wordings import Wording

HELP: dict[str, str | Promise] = {
    Policy.RESCORE: gettext_lazy("Answers are marked by what is right after all."),
    Policy.ACCEPT_BOTH: gettext_lazy("Whoever is right by either of the two keys gets the mark."),
    Policy.VOID: gettext_lazy(
        "It is taken out of the score. Where it is the only question that counts, it gets the full "
        "mark instead."
    ),
    Policy.FULL_CREDIT: gettext_lazy("Also those who left it unanswered."),
}


@dataclass(frozen=True, slots=True)
class PolicyRow:
    value: str
    label: str
    help: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class OptionField:
    """An option of a wording with its control: a tick, or a list of places. published: what the
    key said of it, in words."""

    letter: str
    text: str
    published: str
    name: str
    ticked: bool
    places: Sequence[tuple[int, str, bool]]


@dataclass(frozen=True, slots=True)
class WordingField:
    """A wording with its controls; error is empty where nothing is wrong."""

    wording: Wording
    name: str
    covered: bool
    options: Sequence[OptionField]
    error: str


class RegradeForm(forms.Form):
    """A correction, and why. Wordings' controls are named by their versions' and options' ids."""

    policy = forms.ChoiceField(
        choices=Regrade.Policy.choices,
        initial=Policy.RESCORE,
        error_messages={"required": gettext_lazy("Choose what counts.")},
    )
    lowers = forms.BooleanField(required=False)
    why = forms.CharField(
        max_length=1_000,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For the log, which instructors read; learners do not see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why, in a few words.")},
    )

    def __init__(self, question: Question, wordings: Sequence[Wording], data: Any = None) -> None:
        super().__init__(data, auto_id="regrade-%s")
        self.question, self.wordings = question, wordings
        self.faults: dict[int, str] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        covered = [each for each in self.wordings if self._covers(each)]
        if not covered:
            self.add_error(None, _("Tick one wording or more: nothing would be regraded."))
        for each in covered:
            if not can_be_right(each.published, self._right(each)):
                self.faults[each.version.pk] = (
                    _("Tick what is right after all.")
                    if each.published.kind.is_choice
                    else _("Give each option a place; in an order no two may share one.")
                )
        if self.faults:
            self.add_error(None, _("A wording cannot have this key: see below."))
        return cleaned

    def correction(self) -> Correction:
        """What was asked for; the form is valid."""
        rights = {w.version.pk: self._right(w) for w in self.wordings if self._covers(w)}
        policy, lowers = Policy(self.cleaned_data["policy"]), self.cleaned_data["lowers"]
        return Correction(self.question, policy, rights, lowers=lowers)

    @property
    def policies(self) -> list[PolicyRow]:
        chosen = self["policy"].value()
        return [
            PolicyRow(value, str(label), HELP[value], value == chosen)
            for value, label in Regrade.Policy.choices
        ]

    @property
    def fields_of_wordings(self) -> list[WordingField]:
        return [
            WordingField(
                wording=each,
                name=f"cover-{each.version.pk}",
                covered=self._covers(each),
                options=self._options(each),
                error=self.faults.get(each.version.pk, ""),
            )
            for each in self.wordings
        ]

    def _covers(self, wording: Wording) -> bool:
        if self.is_bound:
            return f"cover-{wording.version.pk}" in self.data
        # Where the key was not changed yet, it is the newest one that somebody has come to mend.
        anything = any(each.differs for each in self.wordings)
        return wording.differs if anything else wording is self.wordings[0]

    def _right(self, wording: Wording) -> AnswerKey:
        if not self.is_bound:
            return wording.right
        if wording.published.kind.is_choice:
            key = (pk for pk in wording.published.options if f"key-{pk}" in self.data)
            return replace(wording.published, key=frozenset(key))
        places = {pk: self.data.get(f"place-{pk}", "") for pk in wording.published.places}
        # "²" is a digit to isdigit() and no number to int().
        whole = {
            pk: int(place) for pk, place in places.items() if place.isdecimal() and len(place) < 4
        }
        return replace(wording.published, places=whole)

    def _options(self, wording: Wording) -> list[OptionField]:
        right, published = self._right(wording), wording.published
        names = wording.answers or [str(n) for n in range(1, published.most + 1)]

        def said(pk: int) -> str:
            if published.kind.is_choice:
                return _("right as asked") if pk in published.key else ""
            return _("as asked: %(place)s") % {"place": names[published.places[pk] - 1]}

        return [
            OptionField(
                letter=option.letter,
                text=option.text,
                published=said(option.pk),
                name=f"key-{option.pk}" if published.kind.is_choice else f"place-{option.pk}",
                ticked=option.pk in right.key,
                places=[]
                if published.kind.is_choice
                else [
                    (place, name, right.places.get(option.pk) == place)
                    for place, name in enumerate(names, 1)
                ],
            )
            for option in wording.options
        ]
