"""The words that announce a key, an explanation or a question, in the languages that are read."""

RIGHT = (
    r"correct|right|suggested|expected|proper|best|правильный|верный|richtige|korrekte|bonnes?"
    r"|poprawna|prawidłowa|正确|正確|参考|標準|标准"
)
# Where the adjective follows: "Respuesta correcta", "Đáp án đúng".
RIGHT_BEHIND = r"correct[ao]s?|corret[ao]s?|correctes?|corrett[ae]|esatt[ae]|đúng"
ANSWER = (
    r"answers?|ans|ответы?|antwort(?:en)?|respuestas?|réponses?|corrigés?"
    r"|respostas?|gabarito|rispost[ae]|odpowied[źz]i?|cevap|jawaban|đáp\s+án|정답|답안?"
    r"|答案|正解|答え"
)
EXPLANATION = (
    r"explanations?|rationales?|reason(?:ing)?|justification|feedback|why"
    r"|объяснение|пояснение|erklärung|erläuterung|begründung|explicación|justificación"
    r"|explication|explicação|justificativa|spiegazione|wyjaśnienie|açıklama|penjelasan"
    r"|pembahasan|giải\s+thích|해설|설명|解析|解説|解释|解說"
)
QUESTION = (
    r"question|quest|ques|que|q|mcq|вопрос|frage|pregunta|pergunta|questão|domanda|pytanie|soal"
    r"|soru|câu(?:\s+hỏi)?|문제|질문|问题|問題|题目|題目|题|題|問"
)
OPTIONS = (
    r"options|choices|answer\s+(?:options|choices)|possible\s+answers|варианты(?:\s+ответов?)?"
    r"|opciones|opções|alternativas|optionen|antwortmöglichkeiten|pilihan|보기|선택지|选项|選項|選択肢"
)
# A summary with one of these hides the answer: "Ver respuesta", "Antwort anzeigen".
HIDDEN = (
    r"ответ|antwort|lösung|respuesta|réponse|resposta|risposta|odpowied[źz]|cevap|jawaban|đáp án"
    r"|정답|해설|答案|解答|解析|正解|答え"
)
