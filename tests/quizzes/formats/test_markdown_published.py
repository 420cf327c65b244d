"""Layouts that published banks and books have, each in words of our own."""

import pytest

from quizzes.drafts import QuestionReport, Status
from quizzes.formats.markdown import is_bank, read

OPTIONS = "A) hemp\nB) iron\nC) clay\nD) coir\n\n"
ASKED = "### Question 1\n\nWhich rope sinks?\n\n" + OPTIONS


def only(text: str) -> QuestionReport:
    (report,) = read(text, path="bank.md")
    return report


def explanation(report: QuestionReport) -> str:
    assert report.draft is not None
    return report.draft.explanation


@pytest.mark.parametrize(
    ("head", "key", "why"),
    [
        ("Pregunta 1", "**Respuesta correcta: B.**", "**Justificación:**"),
        ("PREGUNTA 1", "**RESPUESTA CORRECTA:** b) iron", "**EXPLICACIÓN:**"),
        ("Questão 1", "**Resposta correta: B**", "**Explicação:**"),
        ("Questão 1", "**Gabarito:** B", "**Justificativa:**"),
        ("Question 1", "**Réponse correcte : B**", "**Explication :**"),
        ("Question 1", "**Bonne réponse : B**", "**Explication :**"),
        ("Domanda 1", "**Risposta corretta: B**", "**Spiegazione:**"),
        ("Frage 1", "**Richtige Antwort: b) iron**", "**Begründung:**"),
        ("Pytanie 1", "**Poprawna odpowiedź: B**", "**Wyjaśnienie:**"),
        ("Soru 1", "**Cevap: B**", "**Açıklama:**"),
        ("Soal 1", "**Jawaban: B**", "**Penjelasan:**"),
        ("Câu 1", "**Đáp án đúng: B**", "**Giải thích:**"),
        ("문제 1", "**정답: B**", "해설:"),
        ("题目 1", "**参考答案**：B", "**解析**："),
        ("問題 1", "正解：B", "解説："),
    ],
)
def test_key_and_reason_in_other_languages(head: str, key: str, why: str) -> None:
    text = f"### {head}\n\nWhich rope sinks?\n\n{OPTIONS}{key}\n\n{why} Iron is heavy.\n"
    report = only(text)
    assert "".join(report.key).upper() == "B"
    assert explanation(report) == "Iron is heavy."
    assert report.number == "1"
    assert is_bank(text)


@pytest.mark.parametrize(
    "summary",
    [
        "Ver respuesta", "🔑 Clique para ver a resposta", "Voir la réponse", "Antwort anzeigen",
        "Antwort und Erläuterung", "Показать ответ", "정답 보기", "💡 点击展开答案与解析",
    ],
)  # fmt: skip
def test_summary_that_hides_the_answer_is_no_part_of_the_reason(summary: str) -> None:
    hidden = (
        f"<details>\n<summary>{summary}</summary>\n\n**Answer: B**\n\nIt is heavy.\n\n</details>"
    )
    report = only(ASKED + hidden)
    assert (report.key, explanation(report)) == (("B",), "It is heavy.")


@pytest.mark.parametrize("words", ["Opciones:", "**Optionen:**", "**Варианты ответов:**", "选项："])
def test_word_above_the_options_is_no_part_of_the_stem(words: str) -> None:
    report = only(f"### Question 1\n\nWhich rope sinks?\n\n{words}\n{OPTIONS}Answer: B\n")
    assert report.draft is not None
    assert report.draft.stem == "Which rope sinks?"


@pytest.mark.parametrize(
    "line",
    [
        "**Correct: B.** It is heavy.",
        "Correct: **B** – It is heavy.",
        "**Solution:** The answer is (B).\n\n**Explanation:** It is heavy.",
        "**Solution:** Answer: B\n\nIt is heavy.",
        "The correct answer is **B**. It is heavy.",
        "The correct answer is **b) iron**. It is heavy.".replace("b)", "B)"),
        "The correct answer is **B. iron.** It is heavy.",
        "**Answer:** B **Explanation:** It is heavy.",
        "**答案**：B **解析**：It is heavy.",
        "**答案**：B。It is heavy.",
        "**Answer:** B is correct.\n\nIt is heavy.",
    ],
)
def test_key_in_a_sentence_or_before_its_reason(line: str) -> None:
    report = only(ASKED + line)
    assert (report.status, report.key) == (Status.IMPORTED, ("B",))
    assert explanation(report).rstrip(".") == "It is heavy"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("A e C", "AC"), ("A, B e D", "ABD"), ("A y C", "AC"), ("A, B y D", "ABD"), ("A i C", "AC"),
        ("B o D", ""), ("A ou C", ""), ("B oder D", ""), ("a e c", "ac"), ("b y d", "bd"),
        ("A, C und E sind richtig.", "ACE"),
        ("A and C are correct", "AC"), ("A, E", "AE"), ("a, e", "ae"), ("A E", "AE"), ("AE", "AE"),
        ("d e", "de"), ("c, d, e", "cde"),
    ],
)  # fmt: skip
def test_word_between_letters_is_no_letter(words: str, keys: str) -> None:
    # A Spanish "y" and a Portuguese "e" stand where E may be an option: the key would be wrong.
    letters = "abcde" if keys.islower() else "ABCDE"
    options = "\n".join(f"{letter}) rope {n}" for n, letter in enumerate(letters))
    report = only(
        f"### Question 1\n\nWhich ropes sink? (Select all)\n\n{options}\n\nAnswer: {words}\n"
    )
    assert "".join(sorted(report.key)) == keys


@pytest.mark.parametrize(
    "line",
    [
        "**Answer: B**. iron bars are what a smith would make an anchor of.",
        "**Answer:** B) Iron bars are what a smith would make an anchor of.",
    ],
)
def test_reason_that_begins_with_the_options_words_is_kept(line: str) -> None:
    report = only(ASKED + line)
    assert report.key == ("B",)
    assert explanation(report).endswith("bars are what a smith would make an anchor of.")


def test_sentence_that_is_the_only_key_stands_in_the_reason_once() -> None:
    report = only(ASKED + "The correct answer is B, as it is heavy.\n")
    assert report.key == ("B",)
    assert explanation(report) == "The correct answer is B, as it is heavy."


HIDDEN_KEY = """## Answer key

<details>
<summary>Click to reveal answers</summary>

1. **B** – it is heavy.

2. **A** – it is light.

</details>
"""


def test_answer_key_behind_a_summary() -> None:
    second = "### Question 2\n\nWhich floats?\n\nA) coir\nB) lead\n\n"
    first, other = read(ASKED + second + HIDDEN_KEY, path="bank.md")
    assert (first.key, explanation(first)) == (("B",), "it is heavy.")
    assert (other.key, explanation(other)) == (("A",), "it is light.")


@pytest.mark.parametrize("line", ["**Answer Key**: [1-b, 2-a]", "**Corrigé** : 1-b, 2-a."])
def test_answers_in_one_line_below_their_questions(line: str) -> None:
    text = "1. Which sinks?\n   a) coir\n   b) iron\n\n2. Which floats?\n   a) coir\n   b) lead\n\n"
    assert [report.key for report in read(text + line, path="bank.md")] == [("b",), ("a",)]


UPPER_ALPHA = """#### 1. Which rope sinks?

<div class="upper-alpha" markdown>
1. One of hemp
1. One of iron
3. One of coir
</div>

{opens}
    The correct answer is **B**. It is heavy.

    1. Iron is dense.

---

#### 2. Which rope floats?

<div class="upper-alpha" markdown>
1. One of coir
2. One of iron
</div>

{opens}
    The correct answer is **A**. It is light.
"""


@pytest.mark.parametrize(
    "opens",
    ['??? question "Show Answer"', '???+ note "Answer"', '!!! success "The answer"', "!!! tip"],
)
def test_list_that_a_style_sheet_letters(opens: str) -> None:
    first, second = read(UPPER_ALPHA.format(opens=opens), path="bank.md")
    assert (first.status, first.key, first.options) == (Status.IMPORTED, ("B",), 3)
    assert explanation(first) == "It is heavy.\n\n1. Iron is dense."
    assert (second.key, explanation(second)) == (("A",), "It is light.")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ('{{< expand "Answer" >}}', "{{< /expand >}}"),
        ('{{% details title="Answer" %}}', "{{% /details %}}"),
        ("{% details Answer %}", "{% enddetails %}"),
        (":::tip[Answer]", ":::"),
        ("::: details Show answer", ":::"),
        (":::{admonition} Answer", ":::"),
        ("::::{dropdown} Answer", "::::"),
        ("> [!TIP]", ""),
        ("> [!success]- Answer", ""),
    ],
)
def test_line_that_wraps_an_answer_is_read_through(opens: str, closes: str) -> None:
    quote = "> " if opens.startswith(">") else ""
    text = f"{ASKED}{opens}\n{quote}**Correct answer: B**\n{quote}\n{quote}It is heavy.\n{closes}\n"
    report = only(text)
    assert (report.status, report.key) == (Status.IMPORTED, ("B",))
    assert explanation(report) == "It is heavy."


def test_shortcode_of_a_picture_is_kept() -> None:
    picture = '{{< figure src="rope.png" >}}'
    report = only(f"### Question 1\n\nWhich rope sinks?\n\n{picture}\n\n{OPTIONS}Answer: B\n")
    assert report.draft is not None
    assert "rope.png" in report.draft.stem
    assert "figure" in report.draft.stem


def test_bold_of_html_around_a_label_of_any_language() -> None:
    key = "<p><strong>答案：B</strong></p>\n\n<p><strong>解析：</strong></p>\n<p>It is heavy.</p>\n"
    report = only(ASKED + key)
    assert (report.key, explanation(report)) == (("B",), "It is heavy.")


def test_number_right_before_an_ideograph_is_a_head() -> None:
    text = (
        "1.哪一种会沉？\n\nA. 铁\nB. 麻\n\n答案：A\n\n2.哪一种会浮？\n\nA. 铁\nB. 麻\n\n答案：B\n"
    )
    assert [(r.number, r.key) for r in read(text, path="bank.md")] == [("1", ("A",)), ("2", ("B",))]


@pytest.mark.parametrize(
    "options",
    [
        "A. hemp  B. iron  C. clay  D. coir",
        "   A. hemp B. iron C. clay D. coir",
        "(A) hemp (B) iron (C) clay (D) coir",
        "A．hemp　B．iron　C．clay　D．coir",
        "- a) hemp\tb) iron\tc) clay\td) coir",
        "A. hemp        B. iron\n\nC. clay        D. coir",
        "A) hemp   B) iron\nC) clay   D) coir",
        "| Option | Rope |\n|---|---|\n| A | hemp |\n| B | iron |\n| C | clay |\n| D | coir |",
        "| | Rope |\n|:-:|---|\n| **A** | hemp |\n| **B** | iron |\n| C. | clay |\n| (D) | coir |",
    ],
)
@pytest.mark.parametrize("head", ["### Question 1\n\n", "1. "])
def test_options_that_share_a_line_or_a_table(options: str, head: str) -> None:
    report = only(f"{head}Which rope sinks?\n\n{options}\n\n**Answer: B**\n\nIt is heavy.\n")
    assert (report.status, report.options) == (Status.IMPORTED, 4)
    assert report.draft is not None
    assert [option.text for option in report.draft.options] == ["hemp", "iron", "clay", "coir"]
    assert report.draft.stem == "Which rope sinks?"
    assert explanation(report) == "It is heavy."


@pytest.mark.parametrize(
    "first", ["A) Vitamin A. B. is none", "A) Plan B) is late", "A) first A) then B) and C) last"]
)
def test_letters_within_an_option_do_not_part_it(first: str) -> None:
    report = only(f"### Question 1\n\nWhich?\n\n{first}\nB) iron\nC) clay\n\n**Answer: B**\n")
    assert report.draft is not None
    assert [option.text for option in report.draft.options] == [first[3:], "iron", "clay"]


def test_table_of_reasons_is_no_table_of_options() -> None:
    table = "| Option | Why |\n|---|---|\n| A | It is light |\n| B | It is heavy |"
    for label in ("**Answer: B**\n\n", "**Answer: B**\n\n**Explanation:**\n\n"):
        report = only(ASKED + label + table + "\n")
        assert (report.key, report.options, explanation(report)) == (("B",), 4, table)


@pytest.mark.parametrize(
    ("head", "stem"),
    [
        ("### Q1 — True or False", "Iron sinks."),
        ("**Q1. True or False:** Iron sinks.", "**True or False:** Iron sinks."),
        ("1. Iron sinks. (True/False)", "Iron sinks. (True/False)"),
        ("### Question 1", "True or false? Iron sinks."),
    ],
)
@pytest.mark.parametrize(("key", "letter"), [("True", "A"), ("False", "B"), ("**FALSE**", "B")])
def test_true_or_false_needs_no_options(head: str, stem: str, key: str, letter: str) -> None:
    below = "" if stem in head or "Iron" in head else stem
    report = only(f"{head}\n\n{below}\n\n**Answer:** {key}\n\n**Explanation:** It is heavy.\n")
    assert report.key == (letter,)
    assert report.draft is not None
    assert report.draft.stem == stem
    assert [option.text for option in report.draft.options] == ["True", "False"]
    assert explanation(report) == "It is heavy."


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("What does the gauge say?", "True"),
        ("True or false: iron sinks.", "Yes"),
        ("True or false: iron sinks.", "True or False"),
        ("Verdadero o falso: el hierro se hunde.", "True"),
    ],
)
def test_key_that_is_not_asked_for_makes_no_options(stem: str, key: str) -> None:
    report = only(f"### Question 1\n\n{stem}\n\n**Answer:** {key}\n")
    assert (report.status, report.options) == (Status.REJECTED, 0)


def test_reason_behind_a_key_in_words_is_kept() -> None:
    report = only(f"{ASKED}**Answer: iron** – it is heavy.\n")
    assert (report.key, explanation(report)) == (("B",), "it is heavy.")


def test_kind_of_question_in_a_head_is_no_part_of_the_stem() -> None:
    report = only(f"### Q1 — Multiple Choice\n\nWhich rope sinks?\n\n{OPTIONS}Answer: B\n")
    assert report.draft is not None
    assert report.draft.stem == "Which rope sinks?"


def test_bold_that_ends_amid_a_stem_is_whole() -> None:
    for words in ("[Single]** Which sinks?", "[Several]** Which **two** sink?"):
        report = only(f"**1. {words}\n\n{OPTIONS}Answer: B\n")
        assert report.draft is not None
        assert report.draft.stem == f"**{words}"


def test_section_of_short_answers_is_no_answer_key() -> None:
    text = f"**Q1.** Which rope sinks?\n\n{OPTIONS}**Answer: B**\n\n### Short Answer\n\n"
    asked, written = read(text + "**Q1.** Why does it sink?\n\nSay how.\n", path="bank.md")
    assert (asked.status, asked.key, explanation(asked)) == (Status.IMPORTED, ("B",), "")
    assert written.status is Status.REJECTED


def test_level_in_a_table_of_answers_is_no_reason() -> None:
    table = "## Answer Key\n\n| Q# | Answer | Difficulty |\n|---|---|---|\n| 1 | B | Hard |\n"
    assert explanation(only(ASKED + table)) == ""
    table = table.replace("Hard", "Too heavy")
    assert explanation(only(ASKED + table)) == "Too heavy"


@pytest.mark.parametrize(
    "title",
    ["参考答案", "答案与解析", "정답", "Gabarito", "Respuestas correctas", "Ответы", "Corrigés"],
)
def test_answer_key_headed_in_another_language(title: str) -> None:
    text = "1. Which sinks?\n   a) coir\n   b) iron\n\n2. Which floats?\n   a) coir\n   b) lead\n\n"
    key = f"## {title}\n\n1. B\n2. A\n"
    assert [report.key for report in read(text + key, path="bank.md")] == [("b",), ("a",)]


def test_number_and_stem_in_the_bold_of_a_heading() -> None:
    report = only(f"### **1. Which rope sinks?**\n\n{OPTIONS}**Correct Option: B**\n")
    assert report.draft is not None
    assert (report.draft.stem, report.key) == ("Which rope sinks?", ("B",))


def test_wrapper_whose_title_is_the_question() -> None:
    boxes = "    - [ ] A. coir\n    - [x] B. iron\n\n    **Why:** It is heavy.\n"
    report = only(f'??? question "Q1. Which sinks?"\n{boxes}')
    assert report.draft is not None
    assert (report.draft.stem, report.key) == ("Which sinks?", ("B",))
    assert explanation(report) == "It is heavy."
