"""Broken XML, and Moodle's of questions that cannot be asked."""

import codecs

from quizzes.formats.trees import MOST_DEPTH, MOST_NODES
from tests.quizzes.formats.bad_files import Row, bad

LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
BOMB = f'<?xml version="1.0"?>\n\n<!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}]>\n<a>&a9;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">]><a>&x;</a>'
DOCTYPES: list[tuple[bytes | str, int]] = [
    (BOMB, 3),
    ('<!DOCTYPE a [<!ENTITY x "' + "y" * 1_000_000 + '">]>\n<a>' + "&x;" * 1_000 + "</a>", 1),
    (OUTSIDE.format("file:///etc/passwd"), 1),
    (OUTSIDE.format("http://127.0.0.1:9/x"), 1),
    ("\n\n" + OUTSIDE.format("php://filter/read=x"), 3),
    ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', 1),
    ('<!DOCTYPE a PUBLIC "-//x//y" "a.dtd">\n<a/>', 1),
    ('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><a/>', 1),
    ('<!DOCTYPE a [<!ATTLIST a b CDATA "x">]><a/>', 1),
    ("<!-- first -->\n<?pi x?>\n<!DOCTYPE html>\n<a/>", 3),
    ("<!DOCTYPE a []><a/>".encode("utf-16"), 1),
    ('<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE a><a>é</a>'.encode("latin-1"), 1),
]
NO_XML: list[Row] = [
    *[(data, line, "a DOCTYPE") for data, line in DOCTYPES],
    ("", 0, "the file is empty"),
    (" \n ", 0, "the file is empty"),
    ("words", 1, "syntax error"),
    ("<a>\n<b>\n</a>", 3, "mismatched tag"),
    ("<a>\n<b>", 2, "no element found"),
    ("<a", 1, "unclosed token"),
    ("\n<a b='1'\nb='2'/>", 3, "duplicate attribute"),
    ("<a>\n&nbsp;</a>", 2, "undefined entity"),
    ("<a>\n&#0;</a>", 2, "invalid character number"),
    ("<a>\n\x01</a>", 2, "invalid token"),
    ("<a>\n\x00</a>", 2, "a NUL character"),
    ("<a>x & y</a>", 1, "invalid token"),
    ("<a/>\n<b/>", 2, "junk after document element"),
    ("<a>\n<![CDATA[x</a>", 2, "unclosed CDATA section"),
    ("<x:a/>", 1, "unbound prefix"),
    ('<?xml version="1.0" encoding="KOI8-R"?><a/>', 1, "encoding KOI8-R"),
    ('<?xml version="1.0" encoding="no-such"?><a/>', 1, "encoding no-such"),
    ('<?xml version="1.0" encoding="utf-7"?><a>+ADw-</a>', 1, "encoding utf-7"),
    (b"<a>\n\xe9</a>", 2, "byte 5 (0xE9) is not UTF-8"),
    (b"<\x00a\x00/\x00>\x00", 1, "a NUL character"),
    (codecs.BOM_UTF16_LE + b"<\x00a", 1, "is not UTF-16-LE"),
    ("<a>" * (MOST_DEPTH + 1), 1, "deeper than 100"),
    ("<a>" * 100_000, 1, "deeper than 100"),
    ("<a>" + "<b/>\n" * MOST_NODES + "</a>", MOST_NODES, "more than 300,000 elements"),
    ("<a>" + '<b c="" d=""/>\n' * MOST_NODES, MOST_NODES // 3, "more than 300,000 elements"),
]

STEM = '<questiontext format="html"><text>Which?</text></questiontext>'
YES = '<answer fraction="100"><text>yes</text></answer>'
NO = '<answer fraction="0"><text>no</text></answer>'
MOODLE = [
    ('<question type="essay">{stem}</question>', 1, "Moodle's type “essay” has no like here"),
    ("\n<question>{stem}</question>", 2, "it has no type"),
    ('<question type="multichoice">{yes}{no}</question>', 1, "the stem is empty"),
    ('<question type="multichoice">{stem}</question>', 1, "no options"),
    ('<question type="multichoice">{stem}{yes}</question>', 1, "1 option – write two"),
    ('<question type="multichoice">{stem}{no}{no}</question>', 1, "no answer earns the whole"),
    ('<question type="multichoice">{stem}{yes}{yes}</question>', 1, "several keys"),
    (
        '<question type="multichoice"><single>false</single>{stem}{no}{no}</question>',
        1,
        "no key",
    ),
    (
        '<question type="multichoice">{stem}{yes}\n<answer fraction="nan"/></question>',
        1,
        "line 2: the fraction “nan” is no number",
    ),
    (
        '<question type="multichoice">{stem}{yes}\n\n<answer fraction="1e999"/></question>',
        1,
        "line 3: the fraction “1e999” is no number",
    ),
    (
        '<question type="truefalse">{stem}{yes}</question>',
        1,
        "the answer “yes” is neither true nor false",
    ),
    ('<question type="matching">{stem}</question>', 1, "no options"),
    ('<question type="ordering">{stem}{yes}</question>', 1, "1 option"),
    (
        '<question type="multichoice">{stem}{yes}' + "{no}" * 26 + "</question>",
        1,
        "27 options are more than 26",
    ),
]

BAD_XML = [
    *bad("moodlexml", ".xml", NO_XML, refused=True),
    *bad(
        "moodlexml",
        ".xml",
        [
            ("<quizzes/>", 1, "the root is <quizzes> and not <quiz>"),
            ("\n<html><body/></html>", 2, "the root is <html>"),
        ],
        refused=True,
    ),
    *bad(
        "moodlexml",
        ".xml",
        [
            (f"<quiz>{inside.format(stem=STEM, yes=YES, no=NO)}</quiz>", line, reason)
            for inside, line, reason in MOODLE
        ],
    ),
]
