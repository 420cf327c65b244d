"""Broken items and packages of QTI: what cannot be read, and questions that cannot be asked."""

import re
from dataclasses import replace

from tests.quizzes.formats.bad_files import BadFile, Row, bad
from tests.quizzes.formats.bad_xml import NO_XML
from tests.quizzes.formats.zips import with_attributes, zipped

ITEM = """<assessmentItem identifier="an-item-of-its-own">
<responseDeclaration identifier="R" cardinality="{c}"><correctResponse>{v}</correctResponse>
</responseDeclaration><itemBody><p>Which?</p>{i}</itemBody></assessmentItem>"""
CHOICE = '<choiceInteraction responseIdentifier="R" maxChoices="1">{}</choiceInteraction>'
ORDER = '<orderInteraction responseIdentifier="R">{}</orderInteraction>'
MATCH = '<matchInteraction responseIdentifier="R">{}</matchInteraction>'
AB = '<simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice>'
ONE = '<simpleAssociableChoice identifier="{0}">{0}</simpleAssociableChoice>'
SIDE = "<simpleMatchSet>{}</simpleMatchSet>"
SIDES = SIDE.format(ONE.format("a") + ONE.format("b")) + SIDE.format(
    ONE.format("x") + ONE.format("y")
)


def item(interaction: str, *values: str, cardinality: str = "single") -> bytes:
    written = "".join(f"<value>{value}</value>" for value in values)
    return ITEM.format(c=cardinality, v=written, i=interaction).encode()


ITEMS: list[tuple[bytes, str]] = [
    (item(CHOICE.format(AB)), "no correctResponse"),
    (item(CHOICE.format(AB), "C"), "the key “C” is no choice"),
    (item(CHOICE.format(AB), "A", "B"), "several keys where one is wanted"),
    (item(CHOICE.format(AB + AB), "A"), "two choices have the same identifier"),
    (item(CHOICE.format(""), "A"), "the key “A” is no choice"),
    (item(CHOICE.format(AB).replace("R", "S"), "A"), "no correctResponse"),
    (item("", "A"), "it has no interaction"),
    (item(CHOICE.format(AB) * 2, "A"), "2 interactions in one item"),
    (item(ORDER.format(AB), "A", cardinality="ordered"), "leaves an option out"),
    (item(ORDER.format(AB), "A", "B", "C", cardinality="ordered"), "the key “C” is no choice"),
    (item(ORDER.format(AB), "A", "A", cardinality="ordered"), "leaves an option out"),
    (
        item(MATCH.format(SIDES), "a x", cardinality="multiple"),
        "goes with no answer or with two",
    ),
    (
        item(MATCH.format(SIDES), "a x", "a y", "b x", "b y", cardinality="multiple"),
        "goes with no answer or with two",
    ),
    (item(MATCH.format(SIDES), "ax", cardinality="multiple"), "goes with no answer"),
    (item(MATCH.format(SIDE), "a x", cardinality="multiple"), "1 sets to match"),
    *[
        (item(f'<{name} responseIdentifier="R"/>', "A"), f"QTI's {name} has no like here")
        for name in (
            *["associateInteraction", "customInteraction", "drawingInteraction"],
            *["endAttemptInteraction", "extendedTextInteraction", "gapMatchInteraction"],
            *["graphicGapMatchInteraction", "graphicOrderInteraction", "hotspotInteraction"],
            *["hottextInteraction", "inlineChoiceInteraction", "mediaInteraction"],
            *["positionObjectInteraction", "selectPointInteraction", "sliderInteraction"],
            *["textEntryInteraction", "uploadInteraction"],
        )
    ],
    (b"<assessmentItem/>", "it has no interaction"),
    (b"<qti-assessment-item/>", "it has no interaction"),
]

OLD = """<questestinterop><item ident="an-old-item-here">{meta}<presentation><material>
<mattext>Which?</mattext></material>{response}</presentation><resprocessing>{rules}</resprocessing></item>
</questestinterop>"""
LID = """<response_lid ident="r" rcardinality="{}"><render_choice>
<response_label ident="A"><material><mattext>a</mattext></material></response_label>
<response_label ident="B"><material><mattext>b</mattext></material></response_label>
</render_choice></response_lid>"""
RULE = """<respcondition><conditionvar>{}</conditionvar><setvar action="Set">{}</setvar>
</respcondition>"""
IS = '<varequal respident="r">{}</varequal>'
META = """<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>{}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"""
SINGLE, SEVERAL = LID.format("Single"), LID.format("Multiple")
AND = "<and>" + IS.format("A") + IS.format("B") + "</and>"
OLD_ITEMS = [
    ("", "", "", "nothing is asked"),
    ("", SINGLE, "", "no condition gives points"),
    ("", SINGLE, RULE.format(IS.format("A"), "0"), "no condition gives points"),
    ("", SINGLE, RULE.format(IS.format("A"), "many"), "no condition gives points"),
    ("", SINGLE, RULE.format(IS.format("A"), "inf"), "no condition gives points"),
    ("", SINGLE, RULE.format("<other/>", "1"), "no condition gives points"),
    ("", SINGLE, RULE.format(f"<not>{IS.format('A')}</not>", "1"), "no condition gives"),
    ("", SINGLE, RULE.format(IS.format("C"), "1"), "the key “C” is no choice"),
    (
        "",
        SINGLE,
        RULE.format(IS.format("A"), "1") + RULE.format(IS.format("B"), "1"),
        "several",
    ),
    ("", SEVERAL, RULE.format(AND.replace("and", "or"), "1"), "more than one answer earns all"),
    ("", SEVERAL, RULE.format(AND, "1") * 2, "more than one answer earns all"),
    ("", LID.format("Ordered"), RULE.format(IS.format("A"), "1"), "leaves an option out"),
    ("", SINGLE + SINGLE.replace('"r"', '"s"'), "", "an option has no answer"),
    (
        "",
        "<response_str ident='r'><render_fib/></response_str>",
        "",
        "a <response_str> that",
    ),
    (
        "",
        "<response_lid ident='r'><render_hotspot/></response_lid>",
        "",
        "a <response_lid>",
    ),
    ("", SINGLE.replace('"B"', '"A"'), RULE.format(IS.format("A"), "1"), "the same identifier"),
    *[
        (
            META.format(name),
            SINGLE,
            RULE.format(IS.format("A"), "1"),
            f"type “{name}” has no like",
        )
        for name in (
            *["short_answer_question", "fill_in_multiple_blanks_question", "essay_question"],
            *["multiple_dropdowns_question", "numerical_question", "calculated_question"],
            *["file_upload_question", "text_only_question", "cc.essay.v0p1", "cc.fib.v0p1"],
            *["Hot Spot", "Likert", "Jumbled Sentence"],
        )
    ],
]

SOUND_ITEM = item(CHOICE.format(AB), "A")
WHOLE = zipped({"imsmanifest.xml": "<manifest/>", "a.xml": SOUND_ITEM})
NO_ZIP: list[Row] = [
    *[(WHOLE[:end], 0, "no zip file, or not the whole of one") for end in range(4, len(WHOLE), 40)],
    (WHOLE[:-1], 0, "no zip file, or not the whole of one"),
    (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"), 0, "no zip file"),
    (b"PK\x03\x04" + b"PK\x01\x02" * 25_001, 0, "more than 25,000 files"),
]
# A package with one bad member: its name, its content, the line in it, the reason.
MEMBERS: list[tuple[str, bytes | str, int, str]] = [
    *[
        ("a.xml", re.sub(r"<(/?)a\b", r"<\1assessmentItem", data), max(line, 1), reason)
        for data, line, reason in NO_XML
        if isinstance(data, str) and len(data) < 5_000 and ":a" not in data
    ],
    ("a.xml", "<assessmentItem/>", 1, "it has no interaction"),
    ("a.xml", zipped({"b": "c"}), 1, "an archive inside an archive"),
    ("in.zip", WHOLE, 1, "an archive inside an archive"),
    ("in.imscc", "", 1, "an archive inside an archive"),
    *[
        (name, SOUND_ITEM, 1, "a name that leads out of the archive")
        for name in ("../a.xml", "/etc/a.xml", "a/../../b.xml", "..\\a.xml", "C:/a.xml", "~/a.xml")
    ],
    ("a.xml", b" " * 17_000_000, 1, "it unpacks to more than 16,777,216 bytes"),
    ("a.xml", b" " * 16_000_000, 1, "it unpacks to more than 200 times its size"),
    ("imsmanifest.xml", "<manifest>", 1, "the XML is broken"),
    (
        "imsmanifest.xml",
        '<manifest>\n<resource type="imsqti_item_xmlv2p1" href="gone.xml"/></manifest>',
        2,
        "the file gone.xml is not in the package",
    ),
    *[("a.xml", data, 1, reason) for data, reason in ITEMS[:4]],
]
ODD_MEMBERS = [
    (with_attributes(zipped({"a.xml": SOUND_ITEM}), "a.xml", flags=1), "the file is encrypted"),
    (
        with_attributes(zipped({"a.xml": SOUND_ITEM}), "a.xml", external=0o120777 << 16),
        "a symbolic link",
    ),
    (zipped({"a.xml": SOUND_ITEM, "a.xml #2": ""}, fold=True), "2 files have this name"),
    (zipped({"a.xml": SOUND_ITEM}, method=12), "it is packed by method 12"),
    (zipped({"a.xml": SOUND_ITEM}, method=14), "it is packed by method 14"),
]


def _in_package(name: str, rows: list[Row]) -> list[BadFile]:
    return [replace(file, member=name) for file in bad("qti", ".zip", rows)]


BAD_PACKAGES = [
    *bad("qti", ".xml", NO_XML, refused=True),
    *bad(
        "qti",
        ".xml",
        [
            ("<manifest/>", 1, "the root <manifest> is none of QTI's"),
            ("<assessmentTest/>", 1, "a test names its items but does not hold them"),
        ],
        refused=True,
    ),
    *bad("qti", ".zip", NO_ZIP, refused=True),
    *bad("qti", ".xml", [(data, 1, reason) for data, reason in ITEMS]),
    *bad(
        "qti",
        ".xml",
        [
            (OLD.format(meta=meta, response=response, rules=rules), 1, reason)
            for meta, response, rules, reason in OLD_ITEMS
        ],
    ),
    *[
        file
        for name, data, line, reason in MEMBERS
        for file in _in_package(name, [(zipped({name: data}), line, reason)])
    ],
    *_in_package("a.xml", [(data, 1, reason) for data, reason in ODD_MEMBERS]),
]
