r"""Patterns that authors may write for short answers, matched by RE2 in time linear in the answer.

    over[- ]?fit(s|ted|ting)?        (2|two) hidden layers?        [0-9]+ units        \(3, 2\)

A pattern is matched against the whole of a normalised answer. It is folded as the answer is, so a letter after a
backslash could change its meaning (\D would become \d) and is refused.
"""

import re
from functools import lru_cache

import re2

from quizzes.questions.spelling import SPACES, folded

LONGEST = 200
TOKEN = re.compile(r"\\.?|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
ESCAPE = "Write \\ only before a sign such as ( or +. For digits write [0-9], for letters [a-z]."
SENTENCES = {
    "missing )": "A “)” is missing.",
    "missing ]": "A “]” is missing.",
    "unexpected )": "“)” closes nothing. Write \\) for the sign itself.",
    "invalid character class range": "“{}” runs backwards. Swap the two.",
    "no argument for repetition operator": "“{0}” is not expected here. Write \\{0} for the sign itself.",
    "trailing \\": ESCAPE,
}
TOO_LARGE = "This pattern is too large. Repeat less, or shorten it."
UNKNOWN = "“{}” is not known here. Use letters, . [a-z] [^0-9] ( | ) * + ? and \\ before a sign."


class PatternError(ValueError):
    """A text that is not a pattern; the message says what to do."""


class Pattern:
    """A pattern that was read. Raises PatternError."""

    def __init__(self, text: str) -> None:
        options = re2.Options()
        options.dot_nl, options.log_errors = True, False
        try:
            self._compiled = re2.compile(text, options)
        except re2.error as error:
            raise PatternError(sentence_for(error)) from error

    def matches(self, text: str) -> bool:
        """Whether the whole text fits. Takes time proportional to the text."""
        return self._compiled.fullmatch(text) is not None


@lru_cache(maxsize=256)
def read_pattern(text: str) -> Pattern:
    """Read a pattern as its author wrote it. Raises PatternError."""
    if len(text) > LONGEST:
        raise PatternError(f"This pattern is longer than {LONGEST} characters. Please shorten it.")
    tokens = TOKEN.findall(SPACES.sub(" ", folded(text)).removeprefix("^"))
    if tokens[-1:] == ["$"]:
        tokens.pop()
    if not "".join(tokens).strip():
        raise PatternError("Please write a pattern, or leave this out.")
    for token in tokens:
        if token in ("^", "$"):
            raise PatternError(SENTENCES["no argument for repetition operator"].format(token))
        if re.search(r"\\\w", token):
            raise PatternError(ESCAPE)
    return Pattern("".join(tokens))


def sentence_for(error: Exception) -> str:
    """What to do about an error of RE2, which reads "what is wrong: where"."""
    message = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
    what, _, where = message.partition(": ")
    return SENTENCES.get(what, UNKNOWN if where else TOO_LARGE).format(where)
