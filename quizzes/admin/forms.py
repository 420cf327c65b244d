"""The form of a question: its words, and where it belongs."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.drafts import shown
from quizzes.admin.choices import Choices
from quizzes.admin.words_form import WordsForm
from quizzes.authoring import Placement
from quizzes.editing import code_for
from quizzes.models import Question, QuestionVersion

LEVELS = [
    ("", _("Not said")),
    ("1", _("1 recall")),
    ("2", _("2 understanding")),
    ("3", _("3 judgement")),
]


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
    source = forms.URLField(
        label=_("Source"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The address of a page that bears the key out."),
    )
    facts = forms.CharField(
        label=_("Facts"),
        required=False,
        max_length=2_000,
        help_text=_(
            "Ids of the register's facts that the key rests on, separated by commas. When one of "
            "them changes or its check grows old, the question waits for somebody to look."
        ),
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
        answers: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, options=options, answers=answers)
        self.course_choices = choices
        self.question = question
        for name, pairs in (
            ("quiz", choices.quiz_pairs),
            ("section", choices.section_pairs),
            ("topic", choices.topic_pairs),
            ("services", choices.service_pairs),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = pairs
        if not self.of_a_file:
            del self.fields["adopt"]

    @property
    def of_a_file(self) -> bool:
        return self.question is not None and self.question.origin == Question.Origin.MARKDOWN

    def clean_facts(self) -> list[str]:
        """The ids, each once."""
        named = str(self.cleaned_data["facts"] or "").replace("\n", ",").split(",")
        slugs = list(dict.fromkeys(slug.strip() for slug in named if slug.strip()))
        known = self.course_choices.facts
        for slug in [slug for slug in slugs if slug not in known]:
            near = get_close_matches(slug, known, n=1)
            told = gettext("There is no fact “%(fact)s” in the course's register.")
            if near:
                told = gettext("There is no fact “%(fact)s”. Do you mean “%(near)s”?")
            self.add_error("facts", told % {"fact": shown(slug), "near": (near or [""])[0]})
        return slugs

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
            source=values["source"],
            facts=[choices.facts[slug].id for slug in values["facts"]],
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


def placed(question: Question, choices: Choices, newest: QuestionVersion | None) -> dict[str, Any]:
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
        "services": [value for value, service in choices.services.items() if service.given],
        "level": str(question.level or ""),
        "code": question.code,
        "source": question.source,
        "facts": ", ".join(slug for slug, fact in choices.facts.items() if fact.given),
        "opened_on": newest.number if newest else 0,
    }
