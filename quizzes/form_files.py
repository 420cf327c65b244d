"""forms.toml: the fixed forms of a course, each a list of its questions' ids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.catalogue import CatalogueError
from content.drafts import shown
from content.toml_tables import Source, Table

FORMS = "forms.toml"
"""What the file is called, in the course's folder."""
MOST = 300
"""So many questions a form may have."""


class FormKind(StrEnum):
    """A form is sat as an exam, by the clock; or without one, to see where to begin."""

    EXAM = "exam"
    DIAGNOSTIC = "diagnostic"


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A fixed form: the ids of its questions in the order in which they are asked, and those of
    them that do not count. line is its own in the file, lines are those of the ids."""

    slug: str
    title: str
    kind: FormKind
    questions: Sequence[str]
    unscored: frozenset[str]
    line: int
    lines: Sequence[int]


def read_forms(text: str, *, path: str) -> tuple[FormDraft, ...]:
    """The forms in text. Raises CatalogueError with all that is wrong."""
    source = Source(text, path=path)
    root = Table(source, source.parse(), name="")
    forms = [_form(source, value, place) for place, value in enumerate(root.tables("forms"))]
    root.end()
    first: dict[str, int] = {}
    for place, form in enumerate(forms):
        if form.slug and first.setdefault(form.slug, place) != place:
            line = source.line("forms", place, r"slug\s*=")
            source.report(line, f"a second form {shown(form.slug)}", "give each its own slug")
    if source.problems:
        raise CatalogueError(source.problems)
    return tuple(forms)


def _form(source: Source, values: object, place: int) -> FormDraft:
    table = Table(source, values, name="forms", place=place)
    slug = table.slug("slug")
    title = table.text("title", most=200, needed=True)
    kind = table.text("kind", most=20) or FormKind.EXAM
    questions = table.texts("questions", most=120)
    unscored = table.texts("unscored", most=120)
    table.end()

    def report(code: str, what: str, how: str, *, last: bool = False) -> None:
        source.report(source.line("forms", place, _quoted(code), last=last), what, how)

    if kind not in list(FormKind):
        how = f"write one of {', '.join(FormKind)}"
        table.report("kind", f"kind {shown(kind)} is none of a form", how)
        kind = FormKind.EXAM
    if not questions:
        table.report("questions", "the form has no questions", 'write questions = ["id", …]')
    elif len(questions) > MOST:
        table.report("questions", f"a form has more than {MOST} questions", "leave some out")
    for code in sorted({code for code in questions if questions.count(code) > 1}):
        report(code, f"{shown(code)} is asked twice", "leave it out once", last=True)
    for code in unscored:
        if code not in questions:
            what = f"{shown(code)} does not count, but is not asked either"
            report(code, what, "name one of the form's questions", last=True)
    if questions and set(questions) <= set(unscored):
        table.report("unscored", "none of the form's questions counts", "let some of them count")
    return FormDraft(
        slug=slug,
        title=title,
        kind=FormKind(kind),
        questions=questions,
        unscored=frozenset(unscored),
        line=source.line("forms", place),
        lines=[source.line("forms", place, _quoted(code)) for code in questions],
    )


def _quoted(code: str) -> str:
    return rf"[\"']{re.escape(code)}[\"']"


def as_toml(form: FormDraft) -> str:
    """The form as `read_forms` reads it. Ids and slugs need no escapes, a title may."""
    title = form.title.replace("\\", "\\\\").replace('"', '\\"')
    lines = ["[[forms]]", f'slug = "{form.slug}"', f'title = "{title}"', f'kind = "{form.kind}"']
    lines += ["questions = [", *(f'    "{code}",' for code in form.questions), "]"]
    unscored = [code for code in form.questions if code in form.unscored]
    if unscored:
        lines += ["unscored = [", *(f'    "{code}",' for code in unscored), "]"]
    return "\n".join(lines)
