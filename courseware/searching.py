"""Finding words in the chapters and the names of their concepts: an index in memory. Pure: no Django."""

import difflib
import html
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from courseware.passages import Passage, passages
from quizzes.formats.concepts import SourceConcept

WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"<[^>]*>")
MARKABLE = re.compile(r"(<math.*?</math>|<[^>]*>|&[#\w]+;)", re.DOTALL)  # kept whole; only what is between is marked
LONGEST = 100  # characters of a query that are read
MOST_WORDS = 8
MOST_SHOWN = 20
EMPHASISED = re.compile(r"<(?P<tag>em|strong)>(?P<words>.*?)</(?P=tag)>", re.DOTALL)
IN_HEADING = 3  # for the passage that opens a section, a word of its heading counts as much as so many in the text
EXPLAINED = 3  # an emphasised word is explained in its passage, and counts as much as so many others
EVEN = 20  # words that are added to each length: a short passage is worth more, but not because it is a table's row


@dataclass(frozen=True, slots=True)
class Text:
    """A rendered chapter, as it is handed to the index."""

    slug: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with its chapter, and its words as they are compared. The first of a section speaks for its heading."""

    slug: str
    title: str
    passage: Passage
    heading: tuple[str, ...]
    words: tuple[str, ...]
    explained: tuple[str, ...]
    first: bool

    def matches(self, asked: Sequence[str]) -> int:
        """How many of the terms are in it or above it; none where it is found by the heading of another alone."""
        own = any(has(term, self.words) for term in asked)
        return sum(has(term, (*self.words, *self.heading)) for term in asked) if own or self.first else 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with the words that were asked for marked in its HTML."""

    slug: str
    title: str
    anchor: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: `total` passages, of which the best are hits; `near` is a word to try where nothing was."""

    words: tuple[str, ...]
    concepts: tuple[SourceConcept, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0
    whole: bool = True  # each passage has all the words, not only some of them
    near: str = ""


class Index:
    def __init__(self, texts: Iterable[Text], concepts: Sequence[SourceConcept]) -> None:
        self.concepts = tuple(concepts)
        self.entries = [one for text in texts for one in entries(text)]
        self.holding = Counter(word for one in self.entries for word in {*one.words, *one.heading})

    def find(self, query: str) -> Found:
        """Passages with all the words asked for, else those with most of them; the best first."""
        asked = terms(query)
        concepts = tuple(one for one in self.concepts if asked and is_named(one, asked))
        matches = [(one.matches(asked), one) for one in self.entries]
        most = max((number for number, _ in matches), default=0)
        kept = [one for number, one in matches if most and number == most]
        rarity = {term: self.rarity(term) for term in asked}
        best = sorted(kept, key=lambda one: -worth(one, rarity))
        return Found(
            words=asked,
            concepts=concepts,
            hits=tuple(hit(one, asked) for one in best[:MOST_SHOWN]),
            total=len(kept),
            whole=most == len(asked),
            near="" if kept or concepts else self.near(asked),
        )

    def rarity(self, term: str) -> float:
        holding = sum(number for word, number in self.holding.items() if fits(term, word))
        return math.log(1 + len(self.entries) / (1 + holding))

    def near(self, asked: Sequence[str]) -> str:
        """The word of the course that is spelt most like one that was asked for; "" where none is."""
        known = {*self.holding, *(word for concept in self.concepts for word in folded(concept.title))}
        alike = (difflib.get_close_matches(term, known, n=1, cutoff=0.75) for term in asked)
        return next((words[0] for words in alike if words), "")


def entries(text: Text) -> Iterator[Entry]:
    anchor = None
    for passage in passages(text.html):
        yield Entry(
            text.slug,
            text.title,
            passage,
            heading=folded(words_of(passage.heading)),
            words=folded(words_of(passage.html)),
            explained=folded(words_of(" ".join(found["words"] for found in EMPHASISED.finditer(passage.html)))),
            first=passage.anchor != anchor,
        )
        anchor = passage.anchor


def words_of(markup: str) -> str:
    return html.unescape(TAG.sub(" ", markup))


def worth(one: Entry, rarity: Mapping[str, float]) -> float:
    """Rare words count for more, and so do words that the passage explains or that are in the heading above it."""
    headed = IN_HEADING if one.first else 1
    times = {
        term: count(term, one.words) + EXPLAINED * count(term, one.explained) + headed * count(term, one.heading)
        for term in rarity
    }
    return sum(times[term] * rarity[term] for term in rarity) / math.sqrt(EVEN + len(one.words))


def hit(one: Entry, asked: Sequence[str]) -> Hit:
    heading = words_of(one.passage.heading).strip() or one.title
    return Hit(one.slug, one.title, one.passage.anchor, heading, marked(one.passage.html, asked))


def terms(query: str) -> tuple[str, ...]:
    """The words to look for, each once: little words only if there are no others, a plural as its singular."""
    words = list(dict.fromkeys(folded(query[:LONGEST])))
    telling = [word for word in words if word not in LITTLE] or words
    return tuple(dict.fromkeys(singular(word) for word in telling[:MOST_WORDS]))


def folded(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return tuple(WORD.findall("".join(one for one in plain if not unicodedata.combining(one)).casefold()))


LITTLE = frozenset(folded("a an and are as at be by do does for how in is it of on or that the to what when why with"))


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) else word


def fits(term: str, word: str) -> bool:
    """A word that begins with the term; one or two letters have to be the whole word."""
    return word.startswith(term) if len(term) > 2 else word == term


def has(term: str, words: Iterable[str]) -> bool:
    return any(fits(term, word) for word in words)


def has_all(asked: Iterable[str], words: Sequence[str]) -> bool:
    return all(has(term, words) for term in asked)


def is_named(concept: SourceConcept, asked: Sequence[str]) -> bool:
    """All that is asked for is in its name, or all of its name is asked for."""
    name = folded(concept.title)
    return has_all(asked, name) or all(any(fits(term, word) for term in asked) for word in name)


def count(term: str, words: Iterable[str]) -> int:
    return sum(fits(term, word) for word in words)


def marked(passage: str, asked: Sequence[str]) -> str:
    """Sanitised HTML with the words asked for in <mark>. Tags, entities and formulas stay as they are."""
    return "".join(
        part if MARKABLE.fullmatch(part) else WORD.sub(lambda word: mark(word[0], asked), part)
        for part in MARKABLE.split(passage)
    )


def mark(word: str, asked: Sequence[str]) -> str:
    plain = "".join(folded(word))
    return f"<mark>{word}</mark>" if any(fits(term, plain) for term in asked) else word
