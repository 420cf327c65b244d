"""Texts, banks in Markdown and rows of CSV that must be refused."""

from collections.abc import Iterator, Mapping, Sequence

from content.sources import MAX_BYTES

HEAD = "question,option a,option b,answer"
Made = tuple[str, str | bytes, str]
"""A file's name, what it holds, and a part of what must be said of it."""


def no_text() -> Iterator[Made]:
    """What is no text, under every ending that promises one."""
    for ending in ("md", "markdown", "csv", "tsv", "json", "txt", "gift", "aiken"):
        yield f"empty.{ending}", "", "the file is empty"
        yield f"blank.{ending}", " \n\t\n\r\n", "the file is empty"
        yield f"mark.{ending}", "\ufeff", "the file is empty"
        yield f"nul.{ending}", "one\ntwo\0", ":2 – a NUL character"
        yield (
            f"latin.{ending}",
            "eins\nzw\xf6lf".encode("latin-1"),
            ":2 – byte 8 (0xF6) is not UTF-8",
        )
        yield f"half.{ending}", "drei €".encode()[:-1], ":1 – byte 6 (0xE2) is not UTF-8"
        yield f"utf-16.{ending}", "no mark".encode("utf-16-le"), ":1 – a NUL character"
        yield f"odd.{ending}", "odd".encode("utf-16")[:-1], "is not UTF-16-LE"
        yield f"picture.{ending}", b"\x89PNG\r\n\x1a\n\0\0", "byte 1 (0x89) is not UTF-8"
        yield f"surrogate.{ending}", b"a\xed\xa0\x80b", "byte 2 (0xED) is not UTF-8"
    yield "large.md", "# Large\n" + "x" * MAX_BYTES, "bytes are more than"


def markdown() -> Iterator[Made]:
    """Banks of which every question has the same fault, in four dialects."""
    heads = ("### Question {n}\n\n{s}", "**Q{n}.** {s}", "##### Q{n}. {s}", "**Question {n}:** {s}")
    faults: Mapping[str, tuple[str, str, str, str]] = {
        "no-key": ("Which?", "A) x\nB) y", "", "no "),
        "foreign-letter": ("Which?", "A) x\nB) y", "**Correct Answer: E**", "the key names E"),
        "one-option": ("Which?", "A) x", "**Correct Answer: A**", "option"),
        "no-option": ("Which?", "", "**Correct Answer: A**", "option"),
        "same-letter": ("Which?", "A) x\nA) y", "**Correct Answer: A**", "A"),
        "two-keys": (
            "Which?",
            "A) x\nB) y",
            "**Correct Answer: A**\n\n**Correct Answer: B**",
            "key",
        ),
        "placeholder": ("Which?", "A) x\nB) y", "**Correct Answer: [Answer]**", "key"),
        "empty-key": ("Which?", "A) x\nB) y", "**Correct Answer:**", "key"),
        "one-of-two": ("Which?", "A) x\nB) y", "**Correct Answers: A, D**", "the key names D"),
    }
    for i, head in enumerate(heads):
        for name, (stem, options, key, said) in faults.items():
            asked = (head.format(n=n, s=f"{stem[:-1]} of {n}?") for n in (1, 2))
            text = "\n\n".join(f"{question}\n\n{options}\n\n{key}" for question in asked)
            yield f"{name}-{i}.md", f"# Bank\n\n{text}\n", said


def rows() -> Iterator[Made]:
    yield "no-header.csv", "Which?,x,y,A\n", "no header: no column for the question"
    yield "other.csv", "month,cost\nMay,7\n", "no header: no column for the question"
    yield "no-stem.csv", "a,b,answer\nx,y,A\n", "no column for the question"
    yield "no-answer.csv", "question,a,b\nWhich?,x,y\n", "no column for the answer"
    yield "no-options.csv", "question,answer\nWhich?,x\n", "fewer than two columns for options"
    yield "one-option.csv", "question,a,answer\nWhich?,x,A\n", "fewer than two columns for options"
    yield (
        "twice.csv",
        "question,a,a,answer\nWhich?,x,y,A\n",
        "two columns are the same: “a” and",
    )
    yield "two-keys.csv", f"{HEAD},key\nWhich?,x,y,A,A\n", "two columns are the same"
    yield "late.csv", "title\n" * 10 + HEAD, "no header"
    yield "commas.csv", ",,,\n,,,\n", "there is no row in it"
    yield "prose.csv", "Which of these is it?\nThe first.\n", "no header"
    yield "html.csv", "<html><body>\n<p>Sign in</p>\n", "no header"
    yield "broken.csv", HEAD + '\n"x"y,a,b,A' * 60, "more than 50 rows are no CSV"
    single: Sequence[tuple[str, str, str]] = (
        ("key-none", "Which?,x,y,", "no key – mark the right option"),
        ("key-letter", "Which?,x,y,C", "the key “C” names no option"),
        ("key-number", "Which?,x,y,3", "the key “3” names no option"),
        ("key-zero", "Which?,x,y,0", "the key “0” names no option"),
        ("key-text", "Which?,x,y,z", "the key “z” names no option"),
        ("key-part", "Which?,xylophone,y,xyl", "the key “xyl” names no option"),
        ("key-either", "Which?,x,y,A or B", "names no option"),
        ("key-mixed", "Which?,x,y,A 2", "names no option"),
        ("key-empty-option", "Which?,x,,B", "names no option"),
        ("key-formula", "Which?,x,y,=A1", "names no option"),
        ("key-two-ways", "How many?,2,1,2", "by its place and another by its text"),
        ("key-letters-too", "Which?,B,A,B", "by its place and another by its text"),
        ("key-two-texts", "Which?,x,x,x", "is the text of two options"),
        ("stem", ",x,y,A", "the stem is empty"),
        ("stem-blank", "  ,x,y,A", "the stem is empty"),
        ("stem-guard", "',x,y,A", "the stem is empty"),
        ("options-one", "Which?,x,,A", "1 option – write two or more"),
        ("options-none", "Which?,,,A", "names no option"),
        ("more-cells", "Which?,x,y,A,spilt", "5 cells where the header has 4"),
        ("unquoted", "Which, then?,x,y,A", "5 cells where the header has 4"),
        ("quote-open", '"Which?,x,y,A', "a quotation mark opens a text that never ends"),
        ("quote-inside", '"Which"?,x,y,A', "the row is no CSV"),
        ("long", f"{'x' * 140_000},x,y,A", "the row is no CSV"),
    )
    for name, row, said in single:
        yield f"{name}.csv", f"{HEAD}\n{row}\n", said
    more = "kind,question,a,b,answer,match 1,match 2,rationale c,letters"
    kinds: Sequence[tuple[str, str, str]] = (
        ("kind", "essay,Write.,x,y,A,,,,", "unknown kind “essay”"),
        ("single", 'single,Which?,x,y,"A,B",,,,', "several keys where one is wanted"),
        ("order-short", "ordering,Arrange.,x,y,A,,,,", "the order leaves an option out"),
        ("order-none", "ordering,Arrange.,x,y,,,,,", "names no option"),
        ("order-foreign", "ordering,Arrange.,x,y,A C,,,,", "names no option"),
        ("match-none", "matching,Match.,x,y,,one,two,,", "an option has no answer"),
        ("match-foreign", "matching,Match.,x,y,A-1 B-7,one,two,,", "does not say what belongs"),
        ("match-part", "matching,Match.,x,y,A-1,one,two,,", "an option has no answer"),
        ("match-one", "matching,Match.,x,y,A-1 B-1,one,,,", "fewer than two answers"),
        ("match-elsewhere", ",Which?,x,y,A,one,two,,", "matches in a question of another kind"),
        ("rationale", ",Which?,x,y,A,,,why,", "a rationale for option C, which is empty"),
        ("letters", ",Which?,x,y,A,,,,E", "1 letters for 2 options"),
        ("letters-key", ",Which?,x,y,A,,,,E F", "names no option"),
        ("letters-same", ",Which?,x,y,E,,,,E E", "2 options bear the letter E"),
    )
    for name, row, said in kinds:
        yield f"{name}.csv", f"{more}\n{row}\n", said
