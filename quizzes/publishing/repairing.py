"""Keys of a repaired version for variants that were drawn before it: the old numbers, computed and explained anew."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quizzes.formats.toml_questions import read_source
from quizzes.models import Key, Variant, Version
from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Body
from quizzes.questions.drawing import draw
from quizzes.questions.making import Fit, Pool, common_words, own_words
from quizzes.questions.types import TYPES
from quizzes.rendering import RenderingError, render_many
from simulator.engine.network import NetworkError
from simulator.engine.version import ENGINE

Render = Callable[[list[str]], list[str]]


class RepairError(ValueError):
    """What was asked before cannot be judged by this version. The message says why, and what to do."""


def repaired_keys(version: Version, old: Iterable[Variant], render: Render = render_many) -> list[Key]:
    """A key of `version` for each variant of earlier ones, not yet written. Raises RepairError.

    `old` come with `version` and `parameters`, as their own key has them.
    """
    variants, body = list(old), body_of(version)
    for earlier in {variant.version_id: variant.version for variant in variants}.values():
        same_question(earlier, version.type, body_of(earlier), body)
    pool = Pool(body, version.question.slug, [fit_at(body, variant) for variant in variants])
    html = rendered(pool, render)
    return [
        Key(
            variant=variant, version=version, parameters=one.parameters, right=one.right, wrong=one.wrong, engine=ENGINE
        )
        for variant, one in zip(variants, pool.finish(html), strict=True)
        if same_options(variant, one.shown["ask"])
    ]


def body_of(version: Version) -> Body:
    """From the source: a database may give the names of a JSON table in an order of its own."""
    return read_source(version.source) if version.source else version.body


def same_question(earlier: Version, kind: str, old: Body, new: Body) -> None:
    """Raises RepairError where the earlier answers speak of something else."""
    if earlier.type != kind:
        what = f"was of type {earlier.type} and is of type {kind}"
    elif set(old.get("draw", {})) != set(new.get("draw", {})):
        what = "draws other names"
    elif offered(old) != offered(new):
        what = "offers other options"
    else:
        return
    raise RepairError(
        f"Version {earlier.number} cannot be graded anew: since then the question {what}. "
        "Publish what you changed as a question of its own, and retire this one."
    )


def offered(part: Any) -> list[str]:
    """Everything that a learner could choose, in its order. What is typed is not offered."""
    if isinstance(part, Mapping):
        sides = ("left", "right") if "left" in part else ()
        own = [part[name] for name in ("text", "code", "probe", *sides) if isinstance(part.get(name), str)]
        inside = [inner for name, inner in part.items() if name not in ("answer", "network")]
        return [*own, *part.get("decoys", []), *(text for inner in inside for text in offered(inner))]
    return [text for inner in part for text in offered(inner)] if isinstance(part, list) else []


def fit_at(body: Body, variant: Any) -> Fit:
    """The question at the numbers of an old variant, whatever its conditions say of them now."""
    kind = TYPES[body["type"]]
    try:
        drawn = draw(body, kind, variant.parameters)
        texts, codes = own_words(body, kind, drawn)
    except (Uncomputable, NetworkError) as error:
        raise RepairError(f"At the numbers of variant {variant.seed} this version has no answer: {error}.") from error
    return Fit(variant.seed, drawn, common_words(body, drawn) | texts, codes)


def rendered(pool: Pool, render: Render) -> dict[str, str]:
    try:
        return dict(zip(pool.texts, render(pool.texts), strict=True))
    except RenderingError as error:
        raise RepairError(f"A text cannot be shown with the old numbers: {error}") from error


def same_options(variant: Variant, ask: Mapping[str, Any]) -> bool:
    if names(variant.shown["ask"]) != names(ask):
        raise RepairError(f"Variant {variant.seed} of {variant.version} shows other options than this version.")
    return True


def names(part: Any) -> set[str]:
    """The ids of everything that may be chosen."""
    if isinstance(part, Mapping):
        own = {part["id"]} if isinstance(part.get("id"), str) else set()
        return own.union(*(names(inner) for inner in part.values()))
    return set().union(*(names(inner) for inner in part)) if isinstance(part, list) else set()
