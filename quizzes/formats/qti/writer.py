"""Questions as a QTI 2.1 content package: an item each, a test in their order, a manifest."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from content.drafts import shown
from quizzes.drafts import Kind, QuestionDraft
from quizzes.formats.format import Loss, Written
from quizzes.formats.html import to_plain, to_xhtml
from quizzes.formats.judging import letter
from quizzes.formats.losses import losses
from quizzes.formats.qti.names import OUR_TOOL
from quizzes.formats.qti.packages import MANIFEST, read
from quizzes.formats.tag_words import to_words
from quizzes.formats.xml_text import in_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_QTI = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
_NAME = "items/{:05}.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same questions make the same file
_POINTS = '<baseValue baseType="float">{}</baseValue>'
_CARDINALITIES = {Kind.MATCHING: "multiple", Kind.ORDERING: "ordered"}


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions as a package; see `format.Write`."""
    items = [_HEAD + "\n".join(_item(draft)) + "\n" for draft in drafts]
    package = _package(drafts, items, title)
    reports = {report.path: report for report in read(package, path="")}
    kept: list[int] = []
    lost: list[Loss] = []
    for number, draft in enumerate(drafts, 1):
        report = reports[f"/{_NAME.format(number)}"]
        if report.draft is None:
            lost.append(Loss(number, draft.tags.code, f"not written: {report.reasons[0]}"))
            continue
        kept.append(number - 1)
        lost += losses(draft, report.draft, number=number)
    if len(kept) < len(drafts):
        package = _package([drafts[i] for i in kept], [items[i] for i in kept], title)
    return Written(package, lost)


def _package(drafts: Sequence[QuestionDraft], items: Sequence[str], title: str) -> bytes:
    names = [_NAME.format(number) for number in range(1, len(drafts) + 1)]
    members = {
        MANIFEST: _manifest(drafts, names),
        "test.xml": _test(drafts, names, title),
        **dict(zip(names, items, strict=True)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text.encode())
    return file.getvalue()


def _identifier(draft: QuestionDraft) -> str:
    return draft.tags.code or f"question-{draft.fingerprint[:12]}"


def _manifest(drafts: Sequence[QuestionDraft], names: Sequence[str]) -> str:
    resources = []
    for number, (draft, name) in enumerate(zip(drafts, names, strict=True), 1):
        keywords = "".join(
            f"<imsmd:keyword><imsmd:langstring>{in_xml(word)}</imsmd:langstring></imsmd:keyword>"
            for word in to_words(draft.tags)
        )
        metadata = (
            f"      <metadata><imsmd:lom><imsmd:general>{keywords}"
            "</imsmd:general></imsmd:lom></metadata>\n"
            if keywords
            else ""
        )
        resources.append(
            f'    <resource identifier="ITEM-{number}" type="imsqti_item_xmlv2p1" href="{name}">\n'
            f'{metadata}      <file href="{name}"/>\n    </resource>\n'
        )
    return (
        f'{_HEAD}<manifest identifier="MANIFEST"\n'
        '    xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"\n'
        '    xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2">\n'
        "  <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion>"
        "</metadata>\n  <organizations/>\n  <resources>\n"
        '    <resource identifier="TEST" type="imsqti_test_xmlv2p1" href="test.xml">\n'
        f'      <file href="test.xml"/>\n    </resource>\n{"".join(resources)}'
        "  </resources>\n</manifest>\n"
    )


def _test(drafts: Sequence[QuestionDraft], names: Sequence[str], title: str) -> str:
    items = "".join(
        f'      <assessmentItemRef identifier="ITEM-{number}" href="{name}"/>\n'
        for number, name in enumerate(names, 1)
    )
    named = in_xml(" ".join(title.split()) or "Questions")
    return (
        f'{_HEAD}<assessmentTest {_QTI} identifier="TEST" title="{named}">\n'
        '  <testPart identifier="PART" navigationMode="nonlinear" submissionMode="individual">\n'
        f'    <assessmentSection identifier="SECTION" title="{named}" visible="true">\n'
        f"{items}    </assessmentSection>\n  </testPart>\n</assessmentTest>\n"
    )


def _item(draft: QuestionDraft) -> Iterator[str]:
    title = in_xml(shown(to_plain(draft.stem)) or "Question")
    cardinality = _CARDINALITIES.get(draft.kind, str(draft.kind))
    base = "directedPair" if draft.kind is Kind.MATCHING else "identifier"
    yield f'<assessmentItem {_QTI} identifier="{in_xml(_identifier(draft))}" title="{title}"'
    yield f'    adaptive="false" timeDependent="false" toolName="{OUR_TOOL}">'
    yield f'  <responseDeclaration identifier="RESPONSE" cardinality="{cardinality}"'
    yield f'      baseType="{base}">'
    yield "    <correctResponse>"
    yield from (f"      <value>{value}</value>" for value in _right(draft))
    yield "    </correctResponse>"
    yield "  </responseDeclaration>"
    yield '  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    yield '  <outcomeDeclaration identifier="FEEDBACK" cardinality="multiple"'
    yield '      baseType="identifier"/>'
    yield "  <itemBody>"
    yield f"    <div>{to_xhtml(draft.stem)}</div>"
    yield from _interaction(draft)
    yield "  </itemBody>"
    yield from _processing(draft)
    for name, reason in _reasons(draft):
        yield f'  <modalFeedback outcomeIdentifier="FEEDBACK" identifier="{name}"'
        yield f'      showHide="show">{to_xhtml(reason)}</modalFeedback>'
    yield "</assessmentItem>"


def _right(draft: QuestionDraft) -> list[str]:
    placed = [(letter(i), option) for i, option in enumerate(draft.options)]
    if draft.kind is Kind.ORDERING:
        return [name for name, _ in sorted(placed, key=lambda pair: pair[1].place or 0)]
    if draft.kind is Kind.MATCHING:
        return [f"{name} ANSWER-{option.place}" for name, option in placed]
    return [name for name, option in placed if option.is_key]


def _interaction(draft: QuestionDraft) -> Iterator[str]:
    shuffle = f'responseIdentifier="RESPONSE" shuffle="{"true" if draft.shuffle else "false"}"'
    texts = [(letter(i), option.text) for i, option in enumerate(draft.options)]
    match draft.kind:
        case Kind.MATCHING:
            answers = [(f"ANSWER-{i}", answer) for i, answer in enumerate(draft.answers, 1)]
            yield f'    <matchInteraction {shuffle} maxAssociations="{len(texts)}">'
            yield from _match_set(texts, most=1)
            yield from _match_set(answers, most=0)
            yield "    </matchInteraction>"
        case Kind.ORDERING:
            yield f"    <orderInteraction {shuffle}>"
            yield from map(_simple_choice, texts)
            yield "    </orderInteraction>"
        case _:
            most = 1 if draft.kind is Kind.SINGLE else 0
            yield f'    <choiceInteraction {shuffle} maxChoices="{most}">'
            yield from map(_simple_choice, texts)
            yield "    </choiceInteraction>"


def _simple_choice(choice: tuple[str, str]) -> str:
    name, text = choice
    return f'      <simpleChoice identifier="{name}">{to_xhtml(text)}</simpleChoice>'


def _match_set(side: Sequence[tuple[str, str]], *, most: int) -> Iterator[str]:
    yield "      <simpleMatchSet>"
    for name, text in side:
        yield f'        <simpleAssociableChoice identifier="{name}" matchMax="{most}">'
        yield f"          {to_xhtml(text)}</simpleAssociableChoice>"
    yield "      </simpleMatchSet>"


def _reasons(draft: QuestionDraft) -> list[tuple[str, str]]:
    reasons = [(letter(i), option.rationale) for i, option in enumerate(draft.options)]
    return [(name, text) for name, text in [*reasons, ("EXPLANATION", draft.explanation)] if text]


def _processing(draft: QuestionDraft) -> Iterator[str]:
    """One point for the whole key; after the answer every reason is shown."""
    yield "  <responseProcessing>"
    yield "    <responseCondition>"
    yield "      <responseIf>"
    yield '        <match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
    yield f"        {_set('SCORE', _POINTS.format(1))}"
    yield "      </responseIf>"
    yield "      <responseElse>"
    yield f"        {_set('SCORE', _POINTS.format(0))}"
    yield "      </responseElse>"
    yield "    </responseCondition>"
    if reasons := _reasons(draft):
        names = "".join(f'<baseValue baseType="identifier">{n}</baseValue>' for n, _ in reasons)
        yield f"    {_set('FEEDBACK', f'<multiple>{names}</multiple>')}"
    yield "  </responseProcessing>"


def _set(outcome: str, value: str) -> str:
    return f'<setOutcomeValue identifier="{outcome}">{value}</setOutcomeValue>'
