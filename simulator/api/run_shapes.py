"""The shapes of a training run and of its film, for the schema. What a run may be is decided by `read_spec`; this file
only says it again, from the same tables.
"""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from simulator.api.shapes import COMPUTED, list_of, one_of, shaped
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.data.features import FEATURES
from simulator.engine.data.planes import SETS
from simulator.engine.losses import LOSSES
from simulator.engine.training import spec
from simulator.engine.training.initial import INITIALISERS
from simulator.engine.training.optimisers import OPTIMISERS
from simulator.limits import RUN_LIMITS

OPTIONAL = {"required": False}
FRAMES = RUN_LIMITS.frames + 1  # the last one of a run that was stopped may come on top
NUMBERS = {"type": "array", "items": {"type": "number"}}
FRAME_BYTES = {"type": "array", "items": {"type": "string", "format": "byte"}, "maxItems": FRAMES}
READINGS = {"type": "array", "items": COMPUTED, "maxItems": FRAMES}
TABLE = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}


def between(least: float, most: float) -> dict[str, Any]:
    return {"type": "number", "minimum": least, "maximum": most}


def whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


SEED = whole(0, spec.LARGEST_SEED)


class GeneratedSerializer(serializers.Serializer):
    set = shaped(one_of(SETS), help_text="plane and waves give values, the others classes.")
    count = shaped(whole(2, RUN_LIMITS.points), **OPTIONAL)
    noise = shaped(between(0, spec.MOST_NOISE), **OPTIONAL, help_text="As a share of the range −1…1.")
    seed = shaped(SEED, **OPTIONAL)
    classes = shaped(
        whole(2, RUN_LIMITS.classes),
        **OPTIONAL,
        help_text="At most "
        + ", ".join(f"{found.most_classes} for {name}" for name, found in SETS.items() if found.most_classes),
    )


class OwnSerializer(serializers.Serializer):
    csv = serializers.CharField(
        help_text=f"At most {RUN_LIMITS.points:,} lines of x1, x2 and a label or target; a first line may name them."
    )


DATA = PolymorphicProxySerializer(
    component_name="RunData", serializers=[GeneratedSerializer, OwnSerializer], resource_type_field_name=None
)


class RunLayerSerializer(serializers.Serializer):
    units = shaped(whole(1, RUN_LIMITS.units))
    activation = shaped(one_of(ACTIVATIONS), help_text="softmax on the last layer only.")


class OptimiserSerializer(serializers.Serializer):
    kind = shaped(one_of(OPTIMISERS), **OPTIONAL)
    learning_rate = shaped(between(0, spec.MOST_RATE), **OPTIONAL)
    momentum = shaped(between(0, spec.MOST_KEPT), **OPTIONAL, help_text="Of momentum; of Adam, the first decay.")
    decay = shaped(between(0, spec.MOST_KEPT), **OPTIONAL, help_text="Of the squares, in RMSProp and Adam.")


class RunSerializer(serializers.Serializer):
    """A training run. What is optional has a default, which the film's spec names."""

    data = DATA  # type: ignore[assignment]  # a serializer has a `data` of its own
    validation = shaped(between(0, spec.MOST_HELD_BACK), **OPTIONAL, help_text="The share that is held back.")
    features = shaped(list_of(one_of(FEATURES), len(FEATURES)), **OPTIONAL, help_text="What the network is given.")
    layers = RunLayerSerializer(many=True, help_text=f"The output layer last; at most {RUN_LIMITS.layers}.")
    biases = serializers.BooleanField(required=False, help_text="false: no unit has a bias. By default each has one.")
    loss = shaped(one_of(LOSSES), **OPTIONAL, help_text="By default the one that belongs to the last activation.")
    initial = shaped(one_of(INITIALISERS), **OPTIONAL)
    optimiser = OptimiserSerializer(required=False)
    batch = shaped(whole(1, RUN_LIMITS.points) | {"nullable": True}, **OPTIONAL, help_text="null: all at once.")
    epochs = shaped(
        whole(1, RUN_LIMITS.epochs), help_text=f"Points · epochs · weights are at most {RUN_LIMITS.cost:,.0f}."
    )
    l1 = shaped(between(0, 1), **OPTIONAL)
    l2 = shaped(between(0, 1), **OPTIONAL)
    dropout = shaped(between(0, spec.MOST_DROPPED), **OPTIONAL)
    patience = shaped(
        whole(1, RUN_LIMITS.epochs) | {"nullable": True},
        **OPTIONAL,
        help_text="Stop when the validation loss has not fallen for so many epochs; null runs to the end.",
    )
    frames = shaped(whole(2, RUN_LIMITS.frames), **OPTIONAL, help_text="Evenly spread over the epochs.")
    map = shaped(
        whole(0, RUN_LIMITS.map),
        **OPTIONAL,
        help_text=f"Points along a side of the decision map; 0 draws none. With the weights, a frame has at most "
        f"{RUN_LIMITS.frame_bytes:,} bytes.",
    )
    seed = shaped(SEED, **OPTIONAL, help_text="Of the start, the split and the order.")


class SegmentSerializer(serializers.Serializer):
    """A run that goes on where a film of the same network has ended."""

    spec = RunSerializer()
    checkpoint = serializers.CharField(required=False, allow_null=True, help_text="As it stands in that film.")


RUN_REQUEST = PolymorphicProxySerializer(
    component_name="RunRequest", serializers=[RunSerializer, SegmentSerializer], resource_type_field_name=None
)


class PointsSerializer(serializers.Serializer):
    x = shaped({"type": "array", "items": NUMBERS}, help_text="x1 and x2 of each example.")
    y = shaped(NUMBERS, help_text="The number of its class, or its value.")
    part = shaped({"type": "array", "items": one_of(["train", "validation"])})


class ReadingsSerializer(serializers.Serializer):
    """One entry a frame; null for a number that is not finite."""

    loss = shaped(READINGS)
    accuracy = shaped(READINGS | {"nullable": True}, help_text="null where the answers are values.")
    confusion = shaped(
        {"type": "array", "items": TABLE, "nullable": True},
        help_text="A row for each true class, a column for each said.",
    )


class MapsSerializer(serializers.Serializer):
    size = shaped(whole(2, RUN_LIMITS.map))
    bounds = shaped(NUMBERS | {"minItems": 4, "maxItems": 4}, help_text="Least and most x1, least and most x2.")
    kind = shaped(
        one_of(["value", "class"]), help_text="value: low…high as 0…255. class: 64 · class + 63 · share of the winner."
    )
    low = serializers.FloatField()
    high = serializers.FloatField()
    frames = shaped(FRAME_BYTES, help_text="One byte a point, row by row from the bottom, each from the least x1.")


class BestSerializer(serializers.Serializer):
    epoch = serializers.IntegerField()
    loss = serializers.FloatField()


class StoppedSerializer(serializers.Serializer):
    reason = shaped(one_of(["diverged", "patience", "time", "risen"]))
    epoch = serializers.IntegerField()
    words = serializers.CharField(help_text="Why, and what to do.")
    layer = shaped({"type": "integer", "nullable": True}, help_text="The one whose gradient grew most, from 1.")
    growth = shaped(COMPUTED, help_text="By which factor at each step.")
    rate = shaped(COMPUTED, help_text="A learning rate that would hold.")


class FilmSerializer(serializers.Serializer):
    """One training as data. Frame 0 is the start; lists by frame are as long as epochs."""

    version = serializers.IntegerField()
    hash = serializers.CharField(
        help_text="The name of the run: GET /api/simulator/runs/<hash>/ gives it again, unless it is of own data."
    )
    spec = RunSerializer(help_text="With every default written out.")
    task = shaped(one_of(["classes", "values"]))
    classes = shaped({"type": "array", "items": {"type": "string"}, "nullable": True}, help_text="Their names.")
    scale = shaped(
        {"type": "array", "items": NUMBERS, "nullable": True},
        help_text="Of own data: centre and half width of x1, x2 and the target, which became −1…1.",
    )
    points = PointsSerializer()
    epochs = shaped({"type": "array", "items": {"type": "integer"}, "maxItems": FRAMES}, help_text="Of each frame.")
    theta = shaped(
        FRAME_BYTES,
        help_text="The network of each frame: float32, little-endian, layer by layer, W row by row, then b, "
        "which is 0 in a network without biases.",
    )
    train = ReadingsSerializer()
    validation = ReadingsSerializer(allow_null=True)
    maps = MapsSerializer(allow_null=True)
    best = BestSerializer(allow_null=True, help_text="The frame with the lowest validation loss.")
    stopped = StoppedSerializer(
        allow_null=True, help_text="null for a run that reached its last epoch with a loss no higher than its first."
    )
    checkpoint = serializers.CharField(help_text="To go on from where this film ends.")
