"""What a question is about: what its comment says, checked, and what its words give away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.drafts import CourseDraft, SectionKind, shown
from content.facts import REGISTER, is_address
from quizzes.drafts import QuestionDraft, QuestionReport, Status

Find = Callable[[str], Sequence[str]]
FACT_ADVICE = f"use an id of the course's {REGISTER}"


def unknown_fact(slug: str) -> str:
    return f"unknown fact “{shown(slug)}”"


@dataclass(frozen=True, slots=True)
class SectionTags:
    """A section that may teach a question, the services that its heading names, and the facts that
    its text cites."""

    slug: str
    kind: SectionKind
    services: Sequence[str]
    facts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """Slugs, codes and ids that hold in the course. task and section are empty where none is known,
    source where none was named."""

    services: Sequence[str]
    task: str
    section: str
    source: str = ""
    facts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a course has names for."""

    services: Mapping[str, str]
    """Each service's slug, and the code of its default task statement."""
    tasks: frozenset[str]
    find: Find
    facts: frozenset[str] | None = None
    """The ids of the course's register; None where there is no course to have one."""


def catalogue(course: CourseDraft, find: Find, *, facts: frozenset[str] | None = None) -> Catalogue:
    return Catalogue(
        services={service.slug: service.task for service in course.services},
        tasks=frozenset(task.code for domain in course.domains for task in domain.tasks),
        find=find,
        facts=facts,
    )


def topics(draft: QuestionDraft, known: Catalogue, sections: Sequence[SectionTags]) -> Topics:
    """Where the question stands in the course.

    Without tags of its own a question is about the services that its key names, else its stem, else
    its options; it is taught where a concept's heading names the first of them."""
    services = [slug for slug in draft.tags.services if slug in known.services]
    if not services and not draft.tags.services:
        services = list(_named(draft, known.find))
    section = draft.tags.section if draft.tags.section in {s.slug for s in sections} else ""
    if not section and not draft.tags.section:
        section = _teaching(services, sections)
    if not services:
        services = [slug for s in sections if s.slug == section for slug in s.services]
    task = draft.tags.task if draft.tags.task in known.tasks else ""
    if not task:
        task = next((known.services[slug] for slug in services if known.services[slug]), "")
    source = draft.tags.source if is_address(draft.tags.source) else ""
    cited = dict.fromkeys(draft.tags.facts)
    facts = tuple(slug for slug in cited if slug in (known.facts or ()))
    return Topics(services, task, section, source, facts)


def _named(draft: QuestionDraft, find: Find) -> Sequence[str]:
    key = " ".join(option.text for option in draft.options if option.is_key)
    rest = " ".join(option.text for option in draft.options)
    return next((found for text in (key, draft.stem, rest) if (found := find(text))), ())


def _teaching(services: Sequence[str], sections: Sequence[SectionTags]) -> str:
    for service in services:
        for section in sections:
            if section.kind == SectionKind.CONCEPT and service in section.services:
                return section.slug
    return ""


def checked(
    report: QuestionReport, known: Catalogue, sections: Sequence[SectionTags]
) -> QuestionReport:
    """The report with a warning for each tag that the course does not know."""
    draft = report.draft
    if draft is None:
        return report
    reasons = []
    # A folder without a catalogue has nothing to check a tag against.
    if known.services:
        reasons = [
            f"unknown service “{shown(slug)}” – use a slug of course.toml"
            for slug in draft.tags.services
            if slug not in known.services
        ]
    if known.tasks and draft.tags.task and draft.tags.task not in known.tasks:
        reasons.append(f"unknown task “{shown(draft.tags.task)}” – use a code of course.toml")
    if draft.tags.section and draft.tags.section not in {section.slug for section in sections}:
        reasons.append(
            f"no section “{shown(draft.tags.section)}” – use the anchor of a second or third "
            "level heading of this chapter"
        )
    if draft.tags.source and not is_address(draft.tags.source):
        reasons.append(
            f"the source “{shown(draft.tags.source)}” is no address of a page – begin it with "
            "https://"
        )
    if known.facts is not None:
        reasons += [
            f"{unknown_fact(slug)} – {FACT_ADVICE}"
            for slug in draft.tags.facts
            if slug not in known.facts
        ]
    if not reasons:
        return report
    return replace(report, status=Status.WARNING, reasons=[*report.reasons, *reasons])
