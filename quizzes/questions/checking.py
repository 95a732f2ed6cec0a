"""Everything that an author can get wrong, at its field: first field by field, then on a first drawing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Body, Drawn, Fault, QuestionType
from quizzes.questions.computed import number_of
from quizzes.questions.controls import misread, unseen
from quizzes.questions.drawing import draw_network, early_names, missing_probes
from quizzes.questions.draws import check_draw, check_name, grids, parameters_of
from quizzes.questions.fields import Fields
from quizzes.questions.grammar import Expression, ExpressionError, read_condition, read_expression
from quizzes.questions.networks import field_of, leaves
from quizzes.questions.types import TYPES
from quizzes.questions.wording import slips
from simulator.engine.network import NetworkError

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate")
USES = ("any", "exam")
COMMON = frozenset(
    {
        *("type", "concepts", "level", "use", "open_after_release", "prompt", "explanation", "hints"),
        *("draw", "require", "let", "network", "show_network"),
    }
)
MOST_CONDITIONS = 20
MOST_HINTS = 5
TRIALS = 200
NO_VALUE = "This has no value at any drawing: {}. Change it, or what is drawn."
BARE_PROBES = frozenset({"loss", "loss_new"})


def check(body: object) -> list[Fault]:
    """Every slip of an author, each at its field with a sentence that says what to do. Empty when all is well."""
    if not isinstance(body, Mapping):
        return [Fault("", "Please write a question as a table.")]
    faults: list[Fault] = []
    kind = check_common(Fields(body, faults))
    if kind is not None:
        faults += kind.check(body)
    faults += unseen(body)
    if kind is None or faults:
        return faults
    reader = Expressions(body.get("network") is not None)
    check_expressions(body, kind, reader)
    faults = reader.faults or check_leaves(body) or check_texts(body, kind)
    return faults or try_out(body, kind, reader.probes)


def check_common(fields: Fields) -> QuestionType | None:
    kind = TYPES.get(fields.text("type", f"Please choose a type: {', '.join(TYPES)}.") or "")
    if kind is None and isinstance(fields.table.get("type"), str) and fields.table["type"].strip():
        fields.fault("type", f"There is no type “{fields.table['type'][:40]}”. Choose one of: {', '.join(TYPES)}.")
    fields.words("concepts", 'Please name what this question is about, such as concepts = ["sigmoid"].')
    if fields.table.get("level") not in LEVELS:
        fields.fault("level", f"Please choose one of: {', '.join(LEVELS)}.")
    check_use(fields)
    fields.text("prompt", "Please write what is asked.")
    fields.text("explanation", "Please write the explanation that a learner reads afterwards.")
    check_hints(fields)
    fields.truth("show_network")
    check_draw(fields)
    check_let(fields)
    check_network(fields)
    if len(fields.words("require")) > MOST_CONDITIONS:
        fields.fault("require", f"Please give at most {MOST_CONDITIONS} conditions.")
    if kind is not None:
        fields.only(COMMON | kind.fields)
    return kind


def check_use(fields: Fields) -> None:
    use = fields.table.get("use", "any")
    if use not in USES:
        fields.fault("use", f"Choose one of: {', '.join(USES)}.")
    if fields.truth("open_after_release") is not None and use != "exam":
        fields.fault("open_after_release", 'This is only for use = "exam". Remove it, or change the use.')


def check_hints(fields: Fields) -> None:
    hints = fields.words("hints")
    if len(hints) > MOST_HINTS:
        fields.fault("hints", f"Please give at most {MOST_HINTS} hints.")
    for number, hint in enumerate(hints):
        if "\n" in hint.strip():
            fields.fault(f"hints.{number}", "A hint is one line. Make two hints of it, or join the lines.")


def check_let(fields: Fields) -> None:
    let = fields.table.get("let", {})
    if not isinstance(let, Mapping):
        fields.fault("let", "Please write this as a table, [question.let].")
        return
    inside = fields.inside("let", let)
    drawn = fields.table.get("draw")
    for name in let:
        check_name(inside, name)
        if isinstance(drawn, Mapping) and name in drawn:
            inside.fault(name, f"“{name}” is drawn already. Please choose another name.")


def check_network(fields: Fields) -> None:
    network = fields.table.get("network")
    if network is not None and not isinstance(network, Mapping):
        fields.fault("network", "Please write this as a table, [question.network].")
    if network is None and fields.table.get("show_network"):
        fields.fault("show_network", "There is no network to show. Add [question.network], or remove this.")


class Expressions:
    """Reads every expression of a body and notes what cannot be read or is called by nobody."""

    def __init__(self, has_network: bool) -> None:
        self.bare = BARE_PROBES if has_network else frozenset()
        self.faults: list[Fault] = []
        self.probes: dict[str, tuple[str, ...]] = {}

    def read(self, field: str, text: object, known: Set[str], condition: bool = False) -> Expression | None:
        try:
            expression = read_condition(text) if condition else read_expression(text)
        except ExpressionError as error:
            self.faults.append(Fault(field, str(error)))
            return None
        unknown = sorted(expression.names - known - self.bare)
        if unknown:
            names = f"Known here are: {', '.join(sorted(known))}." if known else "Nothing is drawn in this question."
            self.faults.append(Fault(field, f"There is nothing called “{unknown[0]}”. {names}"))
        self.probes[field] = (*sorted(expression.probes), *sorted(expression.names - known & self.bare))
        return expression


def check_expressions(body: Body, kind: QuestionType, reader: Expressions) -> None:
    known = set(body.get("draw", {}))
    for name, text in body.get("let", {}).items():
        reader.read(f"let.{name}", text, known)
        known.add(name)
    for number, text in enumerate(body.get("require", [])):
        reader.read(f"require.{number}", text, known, condition=True)
    known |= set(kind.names(body))
    for field, text in kind.conditions(body).items():
        reader.read(field, text, known, condition=True)
    for field, text in kind.numbers(body).items():
        reader.read(field, text, known)


def check_leaves(body: Body) -> list[Fault]:
    """The numbers of the network: names that are known before there is one."""
    reader = Expressions(has_network=False)
    known = set(body.get("draw", {})) | set(early_names(body))
    for field, value in leaves(body.get("network") or {}):
        expression = reader.read(field, value, known)
        if expression is not None and expression.probes:
            reader.faults.append(Fault(field, "A network cannot be made from its own quantities. Use drawn names."))
    return reader.faults


def common_texts(body: Body) -> dict[str, str]:
    """The fields of every type that hold Markdown."""
    hints = {f"hints.{number}": hint for number, hint in enumerate(body.get("hints", []))}
    return {"prompt": body["prompt"], "explanation": body["explanation"], **hints}


def check_texts(body: Body, kind: QuestionType) -> list[Fault]:
    known = set(body.get("draw", {})) | set(body.get("let", {}))
    texts = common_texts(body) | kind.texts(body) | kind.codes(body)
    found = [Fault(field, slip) for field, text in texts.items() for slip in slips(text, known)]
    return found + misread(common_texts(body) | kind.texts(body))


def try_out(body: Body, kind: QuestionType, probes: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Draw until the numbers give a network and every name a value; look for what is not there."""
    faults: list[Fault] = []
    own = grids(body)
    for redraw in range(TRIALS if own else 1):
        try:
            drawn = draw_network(body, parameters_of(own, "trial", 0, redraw))
        except NetworkError as error:
            faults = [Fault(field_of(fault.path), fault.message) for fault in error.faults]
            continue
        except Uncomputable as error:
            faults = [Fault("let", NO_VALUE.format(error))]
            continue
        missing = [fault for field, names in probes.items() for fault in missing_probes(drawn, field, names)]
        lasting = missing or kind.try_out(body, drawn)
        if lasting:
            return lasting
        faults = without_value(body, kind, drawn) or contradictions(body, kind, drawn)
        if not faults:
            return []
    return faults


def contradictions(body: Body, kind: QuestionType, drawn: Drawn) -> list[Fault]:
    """A number that is right in place of wrong at every drawing. One that is so at some has others drawn."""
    return kind.contradictions(body, replace(drawn, right=kind.right_value(body, drawn)))


def without_value(body: Body, kind: QuestionType, drawn: Drawn) -> list[Fault]:
    """The first field that cannot be computed at these numbers."""
    field = "answer"
    try:
        for name, text in body.get("let", {}).items():
            field = f"let.{name}"
            drawn.names[name] = number_of(text, drawn)
        field = "answer"
        kind.right_value(body, drawn)
    except Uncomputable as error:
        return [Fault(field, NO_VALUE.format(error))]
    return []
