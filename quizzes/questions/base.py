"""What every type of question shares. Types receive plain values and never see a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from simulator.engine.precision import Precision
from simulator.engine.trace import Trace

Body = Mapping[str, Any]
Sent = Mapping[str, list[str]]  # the values of each field of a form, by what its name has after "answer-<position>"


@dataclass(frozen=True, slots=True)
class Fault:
    """An author's slip: the field as a dotted path ("options.2.reason") and a sentence that says what to do."""

    field: str
    message: str


class QuestionError(ValueError):
    """A question that cannot be published, with every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults


class Unreadable(ValueError):
    """An answer that cannot be read. The message is the sentence for the learner; it costs nothing.

    `choices` are texts to choose from, if the answer has two meanings.
    """

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


@dataclass(frozen=True, slots=True)
class Unread:
    """A place of an answer that cannot be read: "" for the whole, "2" for a cell from 0, "b.2" for a cell of part b.

    `label` names the place to the learner; `choices` are texts to choose from, if it has two meanings.
    """

    message: str
    choices: tuple[str, ...] = ()
    place: str = ""
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"place": self.place, "message": self.message, "choices": list(self.choices)}

    @property
    def sentence(self) -> str:
        return f"{self.label}: {self.message}" if self.label else self.message


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fraction earned, 0 to 1, and what the answer tells about the idea behind it."""

    fraction: Fraction
    diagnoses: list[dict[str, Any]] = field(default_factory=list)
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing: the parameters as decimal strings, all names as floats, and what the network makes of them."""

    parameters: dict[str, str]
    names: dict[str, float]
    network: dict[str, Any] | None = None
    trace: Trace | None = None
    right: float | None = None


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A number that a question asks for at one drawing: the field that says so ("parts.1.answer"), what it is called
    among several ("Part b"), its right value, and how exactly it is asked for.
    """

    field: str
    label: str
    value: float
    precision: Precision


@dataclass(frozen=True, slots=True)
class Pick:
    """A number among several to choose from: its value, how it is written, and whether it is right."""

    value: float
    said: str
    right: bool


@dataclass(frozen=True, slots=True)
class Made:
    """One variant and its key, ready to be stored. Everything is plain JSON; only `shown` may reach a learner."""

    seed: int
    shown: dict[str, Any]
    parameters: dict[str, str]
    right: dict[str, Any]
    wrong: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Samples:
    """Answers that a type gives of itself, as they would arrive, so that the tests can try every question."""

    right: list[Any]
    wrong: list[Any]
    unreadable: list[Any]


class QuestionType(Protocol):
    """One file and one row in the table. Beside `check`, every method may rely on a body that was checked."""

    name: str
    title: str
    fields: frozenset[str]  # its own fields of a body

    def check(self, body: Body) -> list[Fault]:
        """The slips in its own fields: whatever an author may have written, of whatever type."""

    def conditions(self, body: Body) -> dict[str, str]:
        """Its fields that hold a condition of the grammar."""

    def names(self, body: Body) -> list[str]:
        """What its expressions may name beside what is drawn."""

    def numbers(self, body: Body) -> dict[str, Any]:
        """Its fields that hold an expression of the grammar."""

    def texts(self, body: Body) -> dict[str, str]:
        """Its fields that hold Markdown, beside prompt and explanation."""

    def codes(self, body: Body) -> dict[str, str]:
        """Its fields that hold code or a word to be typed: numbers are filled in, nothing is rendered."""

    def computed(self, body: Body, drawn: Drawn) -> dict[str, str]:
        """Its texts that are numbers, worked out for these ones. Raises Uncomputable."""

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        """The slips that show only once a network is drawn."""

    def blank(self, body: Body) -> str | None:
        """The probe that the drawing of the network must not show."""

    def right_value(self, body: Body, drawn: Drawn) -> float | None:
        """The right number, where the answer is one. Raises Uncomputable."""

    def values(self, body: Body, drawn: Drawn) -> dict[str, float]:
        """Every number of its own that a page may write, by its field. Raises Uncomputable."""

    def asked(self, body: Body, drawn: Drawn) -> list[AskedNumber]:
        """The numbers that a learner has to type, in their order. Raises Uncomputable."""

    def picks(self, body: Body, drawn: Drawn) -> dict[str, Pick]:
        """The numbers that a learner chooses from, by their field. Raises Uncomputable."""

    def differing_answers(self, body: Body, drawn: Drawn, worked: Drawn) -> list[str]:
        """What a learner who works from the numbers of `worked` gets wrong. Raises Uncomputable."""

    def contradictions(self, body: Body, drawn: Drawn) -> list[Fault]:
        """What the author calls wrong and is right at these numbers."""

    def coinciding(self, body: Body, drawn: Drawn) -> frozenset[str]:
        """The misconceptions that give the right number at these numbers, within the tolerance."""

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        """Why these numbers do not serve, naming the two things that an answer could not tell apart."""

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        """What is asked, without a trace of what is right. `told` has the texts as HTML and the codes as they are;
        `ids` are fresh for each variant."""

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is right, and what each wrong answer tells."""

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        """The answer as it travels, from the fields of a form; None where nothing was given."""

    def parse(self, raw: object, ask: Mapping[str, Any]) -> Any:
        """Read an answer as it arrived; a place that cannot be read is empty. Raises Unreadable if nothing can be."""

    def unread(self, raw: object, ask: Mapping[str, Any]) -> list[Unread]:
        """The places of an answer that cannot be read, each with its sentence."""

    def completed(self, raw: Any, before: Any, ask: Mapping[str, Any]) -> Any:
        """An answer whose unread places have what an earlier answer has there."""

    def echo(self, answer: Any, ask: Mapping[str, Any]) -> str:
        """What was read, as programs write it; empty where the page shows it anyway."""

    def grade(self, answer: Any, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        """Grade an answer that was read, by a stored key."""

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> Any:
        """What is right, in the form in which answers travel."""

    def marks(self, ask: Mapping[str, Any], right: Mapping[str, Any], detail: Mapping[str, Any]) -> Any:
        """What a review says of each place of an answer that has several; None where it has one."""

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        """What is asked with the answer in its fields, whatever was sent, for the template."""

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """What the template of its review needs, made of a released item."""

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        """Answers of each sort to a variant of its own."""
