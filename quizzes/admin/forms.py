"""The form of a question: its words with the options as rows, and where the question belongs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.admin.choices import Choices
from quizzes.admin.faults import OF_FORM, OF_ROW, OPTIONS_AS_A_WHOLE, said
from quizzes.admin.problems import Problem, problems
from quizzes.authoring import Placement
from quizzes.drafts import QuestionDraft
from quizzes.editing import Finding, Row, Words, code_for, findings
from quizzes.models import Question, QuestionVersion

BLANK_ROWS, SPARE_ROWS, MOST_ROWS = 6, 2, 26
MOST_LONG, MOST_RATIONALE, MOST_OPTION = 20_000, 8_000, 4_000
LEVELS = [
    ("", _("Not said")),
    ("1", _("1 recall")),
    ("2", _("2 understanding")),
    ("3", _("3 judgement")),
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
    rationale = MarkdownField(label=_("Why it is right or wrong"), most=MOST_RATIONALE, rows=2)


OptionRows = formset_factory(
    OptionForm,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)


class WordsForm(forms.Form):
    """A question's words. rows is its options' formset; words() what has been typed.

    Every fault is told beside its field; what was typed stays, whatever it was."""

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
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        unmarked = {"label_suffix": ""}
        self.rows = OptionRows(data, prefix="option", initial=options or [], form_kwargs=unmarked)
        self.rows.extra = SPARE_ROWS if options else BLANK_ROWS

    def is_valid(self) -> bool:
        return super().is_valid() and self.rows.is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for found in findings(self.words()):
            self._tell(found)
        return cleaned

    def _tell(self, found: Finding) -> None:
        """Say the fault beside its field, unless that has an error of its own already."""
        if found.fault in OF_FORM and OF_FORM[found.fault] not in self.errors:
            self.add_error(OF_FORM[found.fault], said(found))
        elif (
            found.place is not None
            and OF_ROW[found.fault] not in (row := self.rows.forms[found.place]).errors
        ):
            row.add_error(OF_ROW[found.fault], said(found))
        elif found.fault in OPTIONS_AS_A_WHOLE:
            self.rows.non_form_errors().append(said(found))

    def words(self) -> Words:
        """What has been typed, right or wrong: for the preview as well as for storing."""
        self.rows.is_valid()
        typed = []
        for place, form in enumerate(self.rows.forms):
            values = getattr(form, "cleaned_data", {})
            row = Row(
                place, _typed(form, "text"), bool(values.get("is_key")), _typed(form, "rationale")
            )
            if not row.is_blank and not values.get("DELETE"):
                order = values.get("ORDER")
                typed.append((MOST_ROWS + place if order is None else order, place, row))
        return Words(
            stem=_typed(self, "stem"),
            rows=tuple(row for _order, _place, row in sorted(typed, key=lambda t: t[:2])),
            explanation=_typed(self, "explanation"),
            shuffle=self.cleaned_data.get("shuffle", False),
        )

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the form."""
        return problems(self, self.rows)


class QuestionForm(WordsForm):
    """A question of a course: its words, and where it belongs."""

    quiz = forms.ChoiceField(label=_("Quiz"))
    services = forms.MultipleChoiceField(label=_("Services"), required=False)
    topic = forms.ChoiceField(label=_("Task statement or domain"), required=False)
    section = forms.ChoiceField(label=_("Section that teaches it"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=LEVELS, required=False)
    code = forms.SlugField(
        label=_("Code"),
        max_length=120,
        required=False,
        help_text=_("What lists call the question. Leave it empty to have one made of the stem."),
    )
    adopt = forms.BooleanField(label=_("Adopt this question"), required=False)
    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        choices: Choices,
        *,
        question: Question | None = None,
        data: Mapping[str, Any] | None = None,
        initial: dict[str, Any] | None = None,
        options: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, options=options)
        self.course_choices = choices
        self.question = question
        for name, pairs in (
            ("quiz", choices.quiz_pairs),
            ("section", choices.section_pairs),
            ("topic", choices.topic_pairs),
            ("services", choices.service_pairs),
        ):
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        if not self.of_a_file:
            del self.fields["adopt"]

    @property
    def of_a_file(self) -> bool:
        return self.question is not None and self.question.origin == Question.Origin.MARKDOWN

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_section(cleaned)
        self._check_code(cleaned)
        if self.of_a_file and not cleaned.get("adopt"):
            self.add_error(
                "adopt", gettext("Tick this if the question is to be this database's from now on.")
            )
        return cleaned

    def _check_section(self, cleaned: dict[str, Any]) -> None:
        quiz = self.course_choices.quizzes.get(cleaned.get("quiz", ""))
        section = self.course_choices.sections.get(cleaned.get("section", ""))
        if quiz and section and quiz.chapter_id and section.chapter_id != quiz.chapter_id:
            told = gettext("This section is not in the chapter of the quiz. Choose one that is.")
            self.add_error("section", told)

    def _check_code(self, cleaned: dict[str, Any]) -> None:
        if "code" in self.errors:
            return
        others = Question.objects.filter(course=self.course_choices.course)
        if self.question is not None:
            others = others.exclude(pk=self.question.pk)
        if not cleaned.get("code"):
            base = code_for(cleaned.get("stem", ""), ())
            taken = others.filter(code__startswith=base).values_list("code", flat=True)
            cleaned["code"] = code_for(cleaned.get("stem", ""), set(taken))
        elif others.filter(code=cleaned["code"]).exists():
            self.say_code_taken()

    def say_code_taken(self) -> None:
        self.add_error("code", gettext("Another question of this course has this code."))

    def placement(self) -> Placement:
        """Where the valid form puts the question."""
        values, choices = self.cleaned_data, self.course_choices
        topic = choices.topics.get(values["topic"]) or choices.topic_of(values["services"])
        section = choices.sections.get(values["section"])
        return Placement(
            code=values["code"],
            quiz_id=choices.quizzes[values["quiz"]].pk,
            section_id=section.pk if section else None,
            # A task statement says the domain too.
            domain_id=topic.domain_id if topic and topic.task_id is None else None,
            task_id=topic.task_id if topic else None,
            level=int(values["level"]) if values["level"] else None,
            services=[choices.services[value].id for value in values["services"]],
        )

    @property
    def service_groups(self) -> dict[str, list[tuple[str, str, bool]]]:
        """The services' tick boxes by category: value, name, ticked."""
        ticked = {str(value) for value in self["services"].value() or ()}
        groups: dict[str, list[tuple[str, str, bool]]] = {}
        for value, service in self.course_choices.services.items():
            row = (value, service.name, value in ticked)
            groups.setdefault(service.category, []).append(row)
        return groups


def _typed(form: forms.BaseForm, name: str) -> str:
    """The field's text as it was sent. Not that of cleaned_data: a field with a fault has none."""
    field = form.fields[name]
    return field.typed(form[name].data) if isinstance(field, MarkdownField) else ""


def placed(
    question: Question, services: list[str], newest: QuestionVersion | None
) -> dict[str, Any]:
    """What the form of a question shows of all that is not its words."""
    topic = ""
    if question.task_id is not None:
        topic = f"task-{question.task_id}"
    elif question.domain_id is not None:
        topic = f"domain-{question.domain_id}"
    return {
        "quiz": str(question.quiz_id or ""),
        "section": str(question.section_id or ""),
        "topic": topic,
        "services": services,
        "level": str(question.level or ""),
        "code": question.code,
        "opened_on": newest.number if newest else 0,
    }


def worded(draft: QuestionDraft) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the form and its rows show of the words."""
    words = {"stem": draft.stem, "explanation": draft.explanation, "shuffle": draft.shuffle}
    rows = [{"text": o.text, "is_key": o.is_key, "rationale": o.rationale} for o in draft.options]
    return words, rows
