"""The words of a question as a form, its options and the answers to match as rows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from quizzes.admin.faults import ANSWERS_AS_A_WHOLE, OF_FORM, OF_ROW, OPTIONS_AS_A_WHOLE, said
from quizzes.admin.problems import Problem, problems
from quizzes.drafts import Kind, QuestionDraft
from quizzes.editing import Answer, Fault, Finding, Row, Words, findings

BLANK_ROWS, SPARE_ROWS, MOST_ROWS = 6, 2, 26
BLANK_ANSWERS = 4
MOST_LONG, MOST_RATIONALE, MOST_OPTION = 20_000, 8_000, 4_000
CHOICE = "choice"
KINDS = [
    (CHOICE, _("Choice: one right option, or several")),
    (Kind.MATCHING, _("Matching: each option has the answer that belongs to it")),
    (Kind.ORDERING, _("Ordering: the options are put in order")),
]


class MarkdownField(forms.CharField):
    """Text in Markdown, whose lines end as they do in files."""

    def __init__(self, *, most: int, rows: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "cols": 40, "spellcheck": "true"})
        super().__init__(required=False, max_length=most, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def typed(self, value: Any) -> str:
        """What a preview can draw of any text, whether it is valid or not."""
        return self.to_python(value).replace("\0", "\ufffd")[: self.max_length]


class OptionForm(forms.Form):
    """One option as a row."""

    text = MarkdownField(label=_("Text"), most=MOST_OPTION, rows=2)
    is_key = forms.BooleanField(label=_("Right answer"), required=False)
    belongs = forms.IntegerField(label=_("Where it belongs"), required=False, max_value=MOST_ROWS)
    rationale = MarkdownField(label=_("Why it is right or wrong"), most=MOST_RATIONALE, rows=2)


OptionRows = formset_factory(
    OptionForm,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)


class AnswerForm(forms.Form):
    """One of a matching question's answers as a row; its number is its row's."""

    text = MarkdownField(label=_("Text"), most=MOST_OPTION, rows=1)


AnswerRows = formset_factory(AnswerForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class WordsForm(forms.Form):
    """A question's words. rows is its options' formset, answers that of a matching question's
    answers, which is left alone in other kinds; words() what has been typed.

    Every fault is told beside its field; what was typed stays, whatever it was."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, required=False, widget=forms.RadioSelect
    )
    stem = MarkdownField(
        label=_("Stem"),
        most=MOST_LONG,
        rows=5,
        help_text=_("What is asked. Markdown, as in the chapters."),
    )
    explanation = MarkdownField(
        label=_("Explanation"),
        most=MOST_LONG,
        rows=5,
        help_text=_("Why the right answer is right, in short. Shown once it has been answered."),
    )
    shuffle = forms.BooleanField(
        label=_("Shuffle the options for each learner"),
        required=False,
        help_text=_("Untick it where the words name options by letter or by place."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: dict[str, Any] | None = None,
        options: list[dict[str, Any]] | None = None,
        answers: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(data, initial={"kind": CHOICE} | (initial or {}), label_suffix="")
        unmarked = {"label_suffix": ""}
        self.rows = OptionRows(data, prefix="option", initial=options or [], form_kwargs=unmarked)
        self.rows.extra = SPARE_ROWS if options else BLANK_ROWS
        sent = data if data is not None and "answer-TOTAL_FORMS" in data else None
        self.answers = AnswerRows(
            sent, prefix="answer", initial=answers or [], form_kwargs=unmarked
        )
        self.answers.extra = SPARE_ROWS if answers else BLANK_ANSWERS

    @property
    def chosen_kind(self) -> Kind:
        """SINGLE for any choice."""
        kind = self.cleaned_data.get("kind") or CHOICE
        return Kind.SINGLE if kind == CHOICE else Kind(kind)

    def is_valid(self) -> bool:
        fine = super().is_valid() and self.rows.is_valid()
        return fine and (self.chosen_kind is not Kind.MATCHING or self.answers.is_valid())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for found in findings(self.words()):
            self._tell(found)
        return cleaned

    def _tell(self, found: Finding) -> None:
        """Say the fault beside its field, unless that has an error of its own already."""
        if found.fault is Fault.SAME_ANSWER and found.place is not None:
            self.answers.forms[found.place].add_error("text", said(found))
        elif found.fault in OF_FORM and OF_FORM[found.fault] not in self.errors:
            self.add_error(OF_FORM[found.fault], said(found))
        elif (
            found.place is not None
            and OF_ROW[found.fault] not in (row := self.rows.forms[found.place]).errors
        ):
            row.add_error(OF_ROW[found.fault], said(found))
        elif found.fault in OPTIONS_AS_A_WHOLE:
            self.rows.non_form_errors().append(said(found))
        elif found.fault in ANSWERS_AS_A_WHOLE:
            self.answers.non_form_errors().append(said(found))

    def words(self) -> Words:
        """What has been typed, right or wrong: for the preview as well as for storing."""
        self.rows.is_valid()
        kind = self.chosen_kind
        typed = []
        for place, form in enumerate(self.rows.forms):
            values = getattr(form, "cleaned_data", {})
            row = Row(
                place,
                _typed(form, "text"),
                kind.is_choice and bool(values.get("is_key")),
                _typed(form, "rationale"),
                None if kind.is_choice else values.get("belongs"),
            )
            if not row.is_blank and not values.get("DELETE"):
                order = values.get("ORDER")
                typed.append((MOST_ROWS + place if order is None else order, place, row))
        return Words(
            stem=_typed(self, "stem"),
            rows=tuple(row for _order, _place, row in sorted(typed, key=lambda t: t[:2])),
            explanation=_typed(self, "explanation"),
            shuffle=self.cleaned_data.get("shuffle", False),
            kind=kind,
            answers=self._answers() if kind is Kind.MATCHING else (),
        )

    def _answers(self) -> tuple[Answer, ...]:
        if not self.answers.is_bound:
            return ()
        self.answers.is_valid()
        rows = enumerate(self.answers.forms, 1)
        return tuple(
            Answer(number, text) for number, form in rows if (text := _typed(form, "text"))
        )

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the form."""
        matched = self.answers if self.chosen_kind is Kind.MATCHING else None
        return problems(self, self.rows, matched)


def _typed(form: forms.BaseForm, name: str) -> str:
    """The field's text as it was sent. Not that of cleaned_data: a field with a fault has none."""
    field = form.fields[name]
    return field.typed(form[name].data) if isinstance(field, MarkdownField) else ""


def worded(draft: QuestionDraft) -> dict[str, Any]:
    """What the form shows of the words, as its own arguments: initial, options, answers."""
    return {
        "initial": {
            "kind": CHOICE if draft.kind.is_choice else draft.kind,
            "stem": draft.stem,
            "explanation": draft.explanation,
            "shuffle": draft.shuffle,
        },
        "options": [
            {"text": o.text, "is_key": o.is_key, "rationale": o.rationale, "belongs": o.place}
            for o in draft.options
        ],
        "answers": [{"text": text} for text in draft.answers],
    }
