"""The heads, options, keys, explanations and decoys that dialects are made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

LATIN, LOWER, CYRILLIC, GREEK = "ABCDEF", "abcdef", "АБВГДЕ", "ΑΒΓΔΕΖ"


@dataclass(frozen=True)
class Asked:
    """A question: the texts of its options, and the places of the right ones."""

    stem: str
    options: Sequence[str]
    keys: frozenset[int]
    why: str = "So it is by the harbour book."

    def letters(self, alphabet: str) -> list[str]:
        return [alphabet[i] for i in sorted(self.keys)]


@dataclass(frozen=True)
class Options:
    """How options are set. {u} is the letter, {t} the text, {m} the mark of right and wrong."""

    form: str
    alphabet: str = LATIN
    marks: tuple[str, str] = ("", "")
    between: str = "\n"
    around: tuple[str, str] = ("", "")

    @property
    def marked(self) -> bool:
        """Whether the options themselves say which are right."""
        return self.marks != ("", "")

    def text(self, asked: Asked) -> str:
        lines = [
            self.form.format(m=self.marks[i not in asked.keys], u=self.alphabet[i], t=text)
            for i, text in enumerate(asked.options)
        ]
        return self.around[0] + self.between.join(lines) + self.around[1]


Head = Callable[[int, str], str]
Key = Callable[[Asked, str], str]

HEADS: Mapping[str, Head] = {
    "heading": lambda n, s: f"### Question {n}\n\n{s}",
    "heading, stem right below": lambda n, s: f"### Question {n}\n{s}",
    "emoji": lambda n, s: f"### ❓ Question {n}\n\n{s}",
    "heading with a title": lambda n, s: f"### Question {n}: Boats of the bay\n\n{s}",
    "heading with a bold title": lambda n, s: f"## **Question {n} – Boats of the bay**\n\n{s}",
    "heading with the stem": lambda n, s: f"### Question {n}: {s}",
    "of how many": lambda n, s: f"## Question {n} of 40\n\n{s}",
    "capitals": lambda n, s: f"## QUESTION {n}\n\n{s}",
    "number sign": lambda n, s: f"### Question #{n}\n\n{s}",
    "bold label": lambda n, s: f"**Question {n}:** {s}",
    "bold label, colon behind": lambda n, s: f"**Question {n}**: {s}",
    "bold label alone": lambda n, s: f"**Question {n}**\n\n{s}",
    "bold label, hard break": lambda n, s: f"**Question {n}**  \n{s}",
    "bold whole": lambda n, s: f"**Question {n}: {s}**",
    "underscores": lambda n, s: f"__Question {n}:__ {s}",
    "bold q": lambda n, s: f"**Q{n}.** {s}",
    "bold q, bold stem": lambda n, s: f"**Q{n}. {s}**",
    "bold q, bracket": lambda n, s: f"**Q{n})** {s}",
    "bold stem": lambda n, s: f"### Q{n}\n\n**{s}**",
    "hashes q": lambda n, s: f"#### Q{n}. {s}",
    "hashes q dot": lambda n, s: f"#### Q.{n}.\n\n{s}",
    "hashes q colon": lambda n, s: f"### Q{n}: {s}",
    "hashes no space": lambda n, s: f"###Q{n}\n\n{s}",
    "hashes q alone": lambda n, s: f"##### Q{n}.\n\n{s}",
    "numbered heading": lambda n, s: f"#### {n}. {s}",
    "deep numbered heading": lambda n, s: f"###### {n}. {s}",
    "heading with a bracket": lambda n, s: f"### {n}) {s}",
    "number as heading": lambda n, s: f"### {n}\n\n{s}",
    "numbered heading with a title": lambda n, s: f"### {n}. Boats of the bay\n\n{s}",
    "list item": lambda n, s: f"{n}. {s}",
    "list item with a bracket": lambda n, s: f"{n}) {s}",
    "list item, bold stem": lambda n, s: f"{n}. **{s}**",
    "bold number": lambda n, s: f"**{n}.** {s}",
    "bold number and stem": lambda n, s: f"**{n}. {s}**",
    "bold number, bracket": lambda n, s: f"**{n})** {s}",
    "every item one": lambda n, s: f"1. {s}",
    "heading is the stem": lambda n, s: f"### {s}",
    "numbered heading, every one": lambda n, s: f"## 1. {s}",
    "plain label": lambda n, s: f"Question {n}: {s}",
    "plain label alone": lambda n, s: f"Question {n}\n\n{s}",
    "plain q": lambda n, s: f"Q{n}. {s}",
    "plain q colon": lambda n, s: f"Q{n}: {s}",
    "plain q bracket": lambda n, s: f"Q{n}) {s}",
    "plain q space": lambda n, s: f"Q {n}. {s}",
    "underlined": lambda n, s: f"Question {n}\n===\n\n{s}",
    "underlined with the stem": lambda n, s: f"Q{n}. {s}\n---",
    "full-width colon": lambda n, s: f"**问题 {n}：** {s}",
    "russian": lambda n, s: f"### Вопрос {n}\n\n{s}",
    "german": lambda n, s: f"**Frage {n}:** {s}",
    "spanish": lambda n, s: f"## Pregunta {n}\n\n{s}",
    "html heading": lambda n, s: f"<h3>Question {n}</h3>\n\n{s}",
    "html bold": lambda n, s: f"<b>Question {n}:</b> {s}",
    "paragraph tag": lambda n, s: f"<p><strong>Question {n}:</strong> {s}</p>",
    "rule above": lambda n, s: f"---\n\n{s}",
    "rule and number": lambda n, s: f"---\n\n**{n}.** {s}",
    "two dots": lambda n, s: f"### Question {n}.\n\n{s}",
    "dash": lambda n, s: f"### Question {n} - {s}",
    "nothing between": lambda n, s: f"**Question {n}** {s}",
    "quest": lambda n, s: f"**Ques {n}.** {s}",
    "comment above": lambda n, s: f"<!-- question {n} -->\n### Question {n}\n\n{s}",
    "tag comment": lambda n, s: f"### Question {n}\n<!-- id: q-{n} -->\n\n{s}",
}
OPTIONS: Mapping[str, Options] = {
    "bracket": Options("{u}) {t}"),
    "bracket, hard breaks": Options("{u}) {t}", between="  \n"),
    "bracket, paragraphs": Options("{u}) {t}", between="\n\n"),
    "bold": Options("**{u})** {t}"),
    "bold dot": Options("**{u}.** {t}"),
    "bold whole": Options("**{u}) {t}**", between="\n\n"),
    "dot": Options("{u}. {t}"),
    "dot, paragraphs": Options("{u}. {t}", between="\n\n"),
    "small": Options("{u}) {t}", LOWER),
    "small dot": Options("{u}. {t}", LOWER),
    "bullet dot": Options("- {u}. {t}"),
    "bullet bracket": Options("* {u}) {t}"),
    "bullet colon": Options("- {u}: {t}"),
    "bullet bold": Options("- **{u}.** {t}"),
    "bullet bold bracket": Options("- **{u})** {t}", between="\n\n"),
    "plus": Options("+ {u}. {t}"),
    "brackets": Options("({u}) {t}"),
    "small brackets": Options("({u}) {t}", LOWER),
    "indented two": Options("  {u}) {t}", around=("", "")),
    "indented four": Options("    {u}. {t}"),
    "indented bullet": Options("    - {u}. {t}"),
    "three spaces": Options("   - {u}) {t}"),
    "tab": Options("\t{u}) {t}"),
    "full-width bracket": Options("{u}）{t}"),
    "full-width brackets": Options("（{u}）{t}"),
    "full-width colon": Options("{u}：{t}"),
    "ideographic": Options("{u}、{t}"),
    "cyrillic": Options("{u}) {t}", CYRILLIC),
    "greek": Options("- {u}. {t}", GREEK),
    "fence": Options("{u}) {t}", around=("```\n", "\n```")),
    "fence of dots": Options("{u}. {t}", around=("~~~text\n", "\n~~~")),
    "break tags": Options("{u}) {t}", between="<br>\n"),
    "break tags in a line": Options("{u}) {t}", between="<br>"),
    "paragraph tags": Options("<p>{u}) {t}</p>"),
    "label above": Options("{u}) {t}", around=("**Options:**\n\n", "")),
    "boxes with letters": Options("- [ ] {u}. {t}"),
    "boxes": Options("- [{m}] {t}", marks=("x", " ")),
    "big boxes": Options("* [{m}] {t}", marks=("X", " ")),
    "cross boxes": Options("- [{m}] {t}", marks=("×", " ")),
    "tight boxes": Options("- [{m}] {t}", marks=("x", "")),
    "no space boxes": Options("-[{m}] {t}", marks=("x", " ")),
    "box letters": Options("- [{m}] {u}) {t}", marks=("x", " ")),
    "numbered boxes": Options("1. [{m}] {t}", marks=("x", " ")),
    "buttons": Options("- [({m})] {t}", marks=("X", " ")),
    "check buttons": Options("- [[{m}]] {t}", marks=("X", " ")),
    "stars": Options("{m}{u}) {t}", LOWER, marks=("*", "")),
    "star dots": Options("{m}{u}. {t}", LATIN, marks=("*", "")),
}


def _with_text(asked: Asked, alphabet: str, *, sign: str = ")", joint: str = " and ") -> str:
    return joint.join(f"{alphabet[i]}{sign} {asked.options[i]}" for i in sorted(asked.keys))


def _s(asked: Asked) -> str:
    return "s" if len(asked.keys) > 1 else ""


def _in_details(summary: str, form: str) -> Key:
    def key(q: Asked, a: str) -> str:
        words = form.format(k=", ".join(q.letters(a)))
        return f"<details>\n<summary>{summary}</summary>\n\n{words}\n\n@@\n\n</details>"

    return key


# @@ is where the explanation stands, for keys that hold it; else it stands below.
KEYS: Mapping[str, Key] = {
    "letters": lambda q, a: f"**Correct Answer: {', '.join(q.letters(a))}**",
    "with text": lambda q, a: f"**Correct Answer: {_with_text(q, a)}**",
    "with text, colon outside": lambda q, a: f"**Correct Answer{_s(q)}:** {_with_text(q, a)}",
    "with text by commas": lambda q, a: f"**Answer:** {_with_text(q, a, sign='.', joint=', ')}",
    "tick": lambda q, a: f"**✅ Correct Answer{_s(q)}: {', '.join(q.letters(a))}**",
    "tick outside": lambda q, a: f"✅ **Correct Answer:** {' and '.join(q.letters(a))}",
    "and": lambda q, a: f"**Answer: {' and '.join(q.letters(a))}**",
    "ampersand": lambda q, a: f"Answer: {' & '.join(q.letters(a))}",
    "commas and and": lambda q, a: f"Correct answers: {', and '.join(q.letters(a))}",
    "plain": lambda q, a: f"Answer: {', '.join(q.letters(a))}",
    "out of order": lambda q, a: f"Answer: {', '.join(reversed(q.letters(a)))}",
    "joined": lambda q, a: f"Correct answer: {''.join(q.letters(a))}",
    "heading": lambda q, a: f"#### Answer: {', '.join(q.letters(a))}",
    "capitals": lambda q, a: f"ANSWER: {', '.join(q.letters(a))}",
    "brackets": lambda q, a: f"**Answer:** {', '.join(f'({x})' for x in q.letters(a))}",
    "options by name": lambda q, a: f"**Answer:** Option {', '.join(q.letters(a))}",
    "ans": lambda q, a: f"Ans: {', '.join(q.letters(a))}",
    "dash": lambda q, a: f"**Correct Answer - {', '.join(q.letters(a))}**",
    "quoted": lambda q, a: f"> **Correct Answer: {', '.join(q.letters(a))}**",
    "italic": lambda q, a: f"*Answer: {', '.join(q.letters(a))}*",
    "code": lambda q, a: f"Answer: `{', '.join(q.letters(a))}`",
    "bold letter": lambda q, a: f"Answer: **{', '.join(q.letters(a))}**",
    "plural sign": lambda q, a: f"**Correct Answer(s):** {', '.join(q.letters(a))}",
    "below the label": lambda q, a: f"**Answer:**\n\n{', '.join(q.letters(a))}",
    "below a heading": lambda q, a: f"##### Answer\n\n{_with_text(q, a, joint=', ')}",
    "list below": lambda q, a: (
        "**Correct Answers:**\n\n" + "\n".join(f"- {a[i]}) {q.options[i]}" for i in sorted(q.keys))
    ),
    "is": lambda q, a: (
        f"The correct answer{'s are' if _s(q) else ' is'} {' and '.join(q.letters(a))}."
    ),
    "full-width": lambda q, a: f"答案：{'、'.join(q.letters(a))}",
    "russian": lambda q, a: f"**Правильный ответ:** {', '.join(q.letters(a))}",
    "details": _in_details("Answer", "**Correct Answer: {k}**"),
    "details, plain": _in_details("<strong>Click to see the answer</strong>", "Answer: {k}"),
    "details, letter alone": _in_details("Show answer", "{k}"),
    "details, bold letter": _in_details("💡 Answer", "**{k}**"),
    "details, heading": _in_details("View Answer", "#### Answer: {k}"),
    "key in the summary": lambda q, a: (
        f"<details><summary>Answer: {', '.join(q.letters(a))}</summary>\n\n@@\n\n</details>"
    ),
    "details in a line": lambda q, a: (
        f"<details><summary>Answer</summary>Correct Answer: {', '.join(q.letters(a))}</details>"
    ),
    "details with attributes": lambda q, a: (
        f"<details markdown=1><summary markdown='span'>Answer</summary>\n"
        f"  Correct answer: {', '.join(q.letters(a))}\n\n@@\n</details>"
    ),
}
EXPLANATIONS: Mapping[str, str] = {
    "none": "",
    "bold label": "**Explanation:** {why}",
    "colon outside": "**Explanation**: {why}",
    "detailed": "**Detailed Explanation:** {why}",
    "label alone": "**Explanation:**\n\n{why}",
    "heading": "#### Explanation\n\n{why}",
    "quote": "> **Explanation:** {why}",
    "bare quote": "> {why}",
    "text": "{why}",
    "italic": "_Explanation: {why}_",
    "plain": "Explanation: {why}",
    "rationale": "**Rationale:** {why}",
    "list": "**Explanation:** {why}\n\n- it floats\n- it sails\n  1. slowly\n  2. at dusk",
    "numbered list": "**Explanation:** {why}\n\n1. it floats\n2. it sails\n3. it sinks",
    "code": (
        "**Explanation:** {why}\n\n"
        "```bash\n# 4. Describe the hull?\n- [ ] A) no option\nAnswer: C\n```"
    ),
    "table": "**Explanation:** {why}\n\n| Hull | Sail |\n|---|---|\n| A | B |\n| 1 | C |",
    "tip": "**Explanation:** {why}\n\n**Exam Tip:** read the tide table twice.",
    "reference": "{why}\n\nReference: [the harbour book](https://example.org/book)",
    "details": "<details>\n<summary>Explanation</summary>\n\n{why}\n\n</details>",
    "why others": (
        "**Explanation:** {why}\n\n**Why the other options are wrong:**\n\n"
        "- It is not heavy enough\n- It has no keel"
    ),
    "rationales": "**Explanation:** {why}\n\n{reasons}",
}
DECOYS: Mapping[str, str] = {
    "nothing": "",
    "rule": "---",
    "stars": "***",
    "comment": "<!-- checked in May -->",
    "way back": "[⬆ Back to top](#boats)",
    "break": "<br>",
    "blank lines": "\n\n",
}

# Heads in which a stem of several paragraphs has no room.
ONE_LINE = {
    *("bold whole", "bold q, bold stem", "bold stem", "list item, bold stem"),
    *("bold number and stem", "heading is the stem", "underlined with the stem"),
    *("paragraph tag", "numbered heading, every one"),
}
