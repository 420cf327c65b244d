"""What the buttons of a question's page do: save as a draft, publish, and say what came of it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from quizzes import authoring
from quizzes.admin.around import around
from quizzes.admin.choices import choices_for
from quizzes.admin.editor import Desk, page
from quizzes.admin.forms import QuestionForm
from quizzes.admin.regrading import offer
from quizzes.models import Question, QuestionVersion

PUBLISH, ANOTHER, PREVIEW = "_publish", "_another", "_preview"


def posted(admin: AnyAdmin, request: HttpRequest, desk: Desk) -> HttpResponse:
    """Store the posted form, or the page again with all that was typed and what is wrong."""
    choices = choices_for(desk.course, desk.question)
    form = QuestionForm(choices, question=desk.question, data=request.POST)
    valid = form.is_valid()
    if PREVIEW in request.POST or not valid:
        return page(admin, request, desk, form)
    try:
        return _store(admin, request, desk, form)
    except authoring.CodeTakenError:
        form.say_code_taken()
        return page(admin, request, desk, form)
    except authoring.WrittenAlreadyError as twin:
        return page(admin, request, desk, form, problem=_says_twin(twin.question))
    except authoring.EditedMeanwhileError as other:
        # The form now knows the newer version: saved once more, its words come after that one.
        data = request.POST.copy()
        data["opened_on"] = str(other.version.number)
        again = QuestionForm(choices, question=desk.question, data=data)
        told = _says_meanwhile(desk, other.version, form.cleaned_data["opened_on"] or 0)
        return page(admin, request, desk, again, problem=told, status=409)


@transaction.atomic
def _store(admin: AnyAdmin, request: HttpRequest, desk: Desk, form: QuestionForm) -> HttpResponse:
    publish = PUBLISH in request.POST or ANOTHER in request.POST
    draft, placement, now = form.words().draft(), form.placement(), timezone.now()
    author = request.user.pk or 0
    before = desk.newest.number if desk.newest else 0
    if desk.question is None:
        question = authoring.add(draft, placement, author_id=author, publish=publish, now=now)
        number = 1
        admin.log_addition(request, question, _said(question, before, number, publish=publish))
    else:
        question, adopted = desk.question, form.of_a_file
        version = authoring.rewrite(
            question,
            draft,
            placement,
            author_id=author,
            opened_on=form.cleaned_data["opened_on"] or 0,
            publish=publish,
            now=now,
            surroundings=around(desk.newest),
        )
        number = version.number
        said = _said(question, before, number, publish=publish)
        if adopted:
            place = f"{question.source_path}:{question.source_line or 0}"
            said = _("Adopted from %(place)s. %(said)s") % {"place": place, "said": said}
        admin.log_change(request, question, said)
    _tell(request, question, _said(question, before, number, publish=publish))
    return HttpResponseRedirect(_onward(request, question))


def _said(question: Question, before: int, number: int, *, publish: bool) -> str:
    """What saving did, for the message and the history."""
    values = {"number": number}
    if publish:
        return _("Published as version %(number)d: new attempts ask it so.") % values
    if question.status == Question.Status.PUBLISHED and question.current_id is not None:
        if number == before:
            return _("Saved. The words are those of version %(number)d, as before.") % values
        return (
            _("Saved version %(number)d as a draft. Learners still see the older words.") % values
        )
    return _("Saved version %(number)d as a draft: learners do not see it yet.") % values


def _tell(request: HttpRequest, question: Question, said: str) -> None:
    address = reverse("admin:quizzes_question_change", args=[question.pk])
    told = format_html("<a href='{}'>{}</a>: {}", address, question.code, said)
    messages.success(request, told)
    if (PUBLISH in request.POST or ANOTHER in request.POST) and offer(question):
        messages.info(request, _offers_regrade(question))


def _offers_regrade(question: Question) -> SafeString:
    return format_html(
        _("The key is another than earlier answers were graded by. {}"),
        format_html(
            "<a href='{}'>{}</a>",
            reverse("admin:quizzes_question_regrade", args=[question.pk]),
            _("See what changes if they are regraded"),
        ),
    )


def _onward(request: HttpRequest, question: Question) -> str:
    if ANOTHER in request.POST:
        return f"{reverse('admin:quizzes_question_add')}?quiz={question.quiz_id}"
    if PUBLISH in request.POST:
        return reverse("admin:quizzes_question_changelist")
    return reverse("admin:quizzes_question_change", args=[question.pk])


def _says_twin(twin: Question) -> SafeString:
    return format_html(
        _("Nothing was stored twice: the quiz has a question of exactly these words, {}."),
        format_html(
            "<a href='{}'>{}</a>",
            reverse("admin:quizzes_question_change", args=[twin.pk]),
            twin.code,
        ),
    )


def _says_meanwhile(desk: Desk, version: QuestionVersion, opened_on: int) -> SafeString:
    """Who saved when, what became of the words at hand, and what to do."""
    history = reverse("admin:quizzes_question_history", args=[version.question_id])
    told = _(
        "{who} saved version {number} on {when}, after you had opened this page. Nothing of yours "
        "was stored yet, and nothing is lost: your words stand below. See {link}, take over what "
        "you need, then save again; both wordings stay in the history."
    )
    link = format_html(
        "<a href='{}?from={}&amp;to={}#difference' target='_blank'>{}</a>",
        history,
        opened_on,
        version.number,
        _("what changed (opens beside this page)"),
    )
    return format_html(
        told,
        who=version.author or _("The course file's loader"),
        number=version.number,
        when=date_format(timezone.localtime(version.created_at), "j F Y, H:i"),
        link=link,
    )
