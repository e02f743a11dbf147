"""LIX, the Nordic measure of how hard a text is: words per sentence, plus the share of long words."""

import re
from collections.abc import Iterable

LONG = 7  # letters and more
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def lix(sentences: Iterable[str]) -> float:
    """Under 25 is easy, 35 a newspaper's lighter pages, 45 its harder ones."""
    by_sentence = [WORD.findall(sentence) for sentence in sentences]
    by_sentence = [words for words in by_sentence if words]
    words = [word for sentence in by_sentence for word in sentence]
    if not words:
        return 0
    long_words = sum(len(word) >= LONG for word in words)
    return len(words) / len(by_sentence) + 100 * long_words / len(words)
