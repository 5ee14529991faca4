"""Dictionary forms of words, from their Penn Treebank tags."""

from functools import lru_cache

from lemminflect import getLemma  # type: ignore[import-untyped]


@lru_cache(maxsize=50_000)
def lemma(word: str, tag: str) -> str:
    """The dictionary form in lower case: "fined" as a verb is "fine". Names are only lowered."""
    lowered = CONTRACTIONS.get(word.lower(), word.lower())
    part = {"V": "VERB", "M": "AUX", "N": "NOUN", "J": "ADJ", "R": "ADV"}.get(tag[:1])
    if part is None or tag.startswith(("NNP", "MD")):
        return lowered
    found = getLemma(lowered, upos=part)
    return found[0] if found else lowered


CONTRACTIONS = {
    "'s": "be",
    "’s": "be",
    "'re": "be",
    "’re": "be",
    "'m": "be",
    "’m": "be",
    "'ve": "have",
    "’ve": "have",
    "'d": "would",
    "’d": "would",
    "'ll": "will",
    "’ll": "will",
    "wo": "will",
    "ca": "can",
    "n't": "not",
    "n’t": "not",
}
"""What the tokenizer leaves of contracted verbs."""
