"""The form with which question files are uploaded: the files, where they go, and as what."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from content.drafts import Problem, Severity
from content.models import Course
from quizzes.models import Quiz
from quizzes.uploads import MOST_BYTES, Upload, endings, unpacked

MOST_FILES = 100
MOST_BYTES_TOGETHER = 64 * 1024 * 1024
SHOWN_NAME = 200
STATUSES = [
    ("draft", _("Drafts: nobody is asked them until they are published")),
    ("published", _("Published: new attempts ask them at once")),
]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the questions go. quiz is None for a new one, which gets title."""

    course: Course
    quiz: Quiz | None
    title: str = ""


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each with a name that can be stored and shown."""

    def __init__(self, **kwargs: Any) -> None:
        accepted = ",".join(endings())
        super().__init__(widget=FilesInput(attrs={"accept": accepted}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files = list(data) if isinstance(data, (list, tuple)) else [data] if data else []
        if not files:
            raise forms.ValidationError(gettext("Choose one file or several."))
        if len(files) > MOST_FILES:
            told = ngettext(
                "This is %(n)d file. Upload at most %(most)d at a time.",
                "These are %(n)d files. Upload at most %(most)d at a time.",
                len(files),
            )
            raise forms.ValidationError(told % {"n": len(files), "most": MOST_FILES})
        if sum(file.size for file in files) > MOST_BYTES_TOGETHER:
            told = gettext("The files have more than %(most)d MB together. Upload fewer at a time.")
            raise forms.ValidationError(told % {"most": MOST_BYTES_TOGETHER // 1024 // 1024})
        return files


class UploadForm(forms.Form):
    """Files of questions, and where they go."""

    question_files = FilesField(label=_("Files with questions"), allow_empty_file=True)
    quiz = forms.ChoiceField(label=_("Quiz"))
    title = forms.CharField(
        label=_("Title of the new quiz"),
        max_length=300,
        required=False,
        help_text=_("Only for “A new quiz”."),
    )
    status = forms.ChoiceField(
        label=_("Import the questions as"),
        choices=STATUSES,
        initial="draft",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self._destinations = destinations()
        groups: dict[str, list[tuple[str, str]]] = {}
        for value, to in self._destinations.items():
            label = to.quiz.title if to.quiz else gettext("A new quiz in %s") % to.course.title
            groups.setdefault(to.course.title, []).append((value, label))
        cast(forms.ChoiceField, self.fields["quiz"]).choices = list(groups.items())

    @property
    def has_courses(self) -> bool:
        return bool(self._destinations)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        to = self._destinations.get(cleaned.get("quiz", ""))
        if to is not None and to.quiz is None and not cleaned.get("title"):
            self.add_error("title", gettext("Write the title of the new quiz."))
        return cleaned

    @property
    def destination(self) -> Destination:
        """Where the valid form's questions go: to the quiz that bears the title, if there is."""
        to = self._destinations[self.cleaned_data["quiz"]]
        title = self.cleaned_data["title"]
        if to.quiz is not None:
            return to
        free = Quiz.objects.own().filter(
            course=to.course, title=title, chapter=None, source_path=""
        )
        return Destination(to.course, free.order_by("pk").first(), title)

    @property
    def publish(self) -> bool:
        return bool(self.cleaned_data["status"] == "published")

    def uploads(self) -> list[Upload]:
        """The valid form's files, and those in its zips."""
        files = self.cleaned_data["question_files"]
        return [member for file in files for member in unpacked(_upload(file))]


def destinations() -> dict[str, Destination]:
    """Every quiz that is in use, and a new one for each course, by the values the form posts."""
    found: dict[str, Destination] = {}
    courses = Course.objects.order_by("title", "pk")
    standing: dict[int, list[Quiz]] = {}
    for quiz in Quiz.objects.own().filter(retired_at=None).order_by("chapter__number", "slug"):
        standing.setdefault(quiz.course_id, []).append(quiz)
    for course in courses:
        found[f"new-{course.pk}"] = Destination(course, None)
        found |= {str(quiz.pk): Destination(course, quiz) for quiz in standing.get(course.pk, [])}
    return found


def _upload(file: "UploadedFile[Any]") -> Upload:
    path = stored_name(file.name or "")
    # A package is held to caps of its own.
    if (file.size or 0) > MOST_BYTES and not path.lower().endswith(".zip"):
        what = f"{file.size:,} bytes are more than {MOST_BYTES:,}"
        return Upload(path, b"", Problem(path, 0, what, "split the file", Severity.ERROR))
    return Upload(path, file.read())


def stored_name(name: str) -> str:
    """A file's name as it is stored and shown: one line, its end kept where it is very long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return (line if len(line) <= SHOWN_NAME else "…" + line[1 - SHOWN_NAME :]) or "?"
