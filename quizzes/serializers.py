"""What the doors of the quizzes take, strictly, and the shapes of what they answer, for the schema."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from quizzes.questions.checking import MOST_HINTS
from quizzes.questions.types import TYPES
from simulator.api.shapes import ErrorSerializer
from simulator.engine.charts import VERDICTS

LARGEST = 2**31 - 1
TRAVELS = {
    "single": '"<option id>"',
    "multiple": '["<option id>", …]',
    "true_false": '"<option id>"',
    "number": '"0.366"',
    "numbers": '["1", "-0.3", ""], row by row, an empty text for a cell that is left open',
    "text": '"overfitting"',
    "matching": '{"<left id>": "<option id>"}',
    "ordering": '["<option id>", …], all of them',
    "line": '"<option id>"',
    "hotspot": '"<probe>", such as "a[1,2]"',
    "parts": '{"<part name>": …}, each as its own type says',
}
PRECISION = '"decimals" or "digits" (significant), "tolerance" (answers this close are right)'
ASKS = {
    "single": '{"options": [{"id", "text"}], "many": false}',
    "multiple": '{"options": [{"id", "text"}], "many": true}',
    "true_false": '{"options": [{"id", "text"}], "many": false}',
    "number": f'{{{PRECISION}, "unit"}}',
    "numbers": f'{{"rows": [HTML], "columns": [HTML], "width", {PRECISION}, "unit"}}',
    "text": '{"longest"}',
    "matching": '{"left": [{"id", "text"}], "options": [{"id", "text"}]}',
    "ordering": '{"options": [{"id", "text"}]}',
    "line": '{"options": [{"id", "code"}]}',
    "hotspot": '{"options": [{"id": "<probe>", "text"}]}',
    "parts": '{"parts": [{"name", "label", "type", "points", "prompt", "ask"}]}',
}


def by_type(words: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {shape}" for name, shape in words.items())


ANY = {"nullable": True, "description": f"As the type says. {by_type(TRAVELS)}. null clears."}


class Whole(serializers.IntegerField):
    """A JSON number without a fraction; not "1", not true."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Uuid(serializers.UUIDField):
    """A UUID as text; UUID() itself would take a number too."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


@extend_schema_field(ANY)
class Answer(serializers.JSONField):
    pass


@extend_schema_field({"type": "object", "additionalProperties": True, "nullable": True})
class Table(serializers.JSONField):
    pass


class AnswerFieldsSerializer(serializers.Serializer):
    """An answer, wherever it goes."""

    uuid = Uuid(help_text="Made by the sender, new for every change; the same again changes nothing.")
    answer = Answer(allow_null=True)
    kind = serializers.ChoiceField(["save", "check"], help_text="check is judged now where tries are left.")
    certainty = Whole(
        min_value=1,
        max_value=3,
        required=False,
        allow_null=True,
        default=None,
        help_text="1 a guess, 2 about 2 in 3, 3 above 80 %; it never counts.",
    )
    seconds = Whole(min_value=0, max_value=LARGEST, required=False, allow_null=True, default=None)
    hints = Whole(min_value=0, max_value=MOST_HINTS, required=False, default=0, help_text="How many were opened.")


class ResponseRequestSerializer(AnswerFieldsSerializer):
    """Fields that are not named here are ignored."""

    position = Whole(min_value=1, max_value=32767)


class TokenRequestSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField()


class PolicySerializer(serializers.Serializer):
    mode = serializers.ChoiceField(["practice", "check", "exam"])
    attempts = serializers.IntegerField(help_text="0 is any number.")
    counts = serializers.ChoiceField(["best", "last", "first", "average"])
    tries = serializers.IntegerField()
    credit = serializers.ListField(child=serializers.CharField(), help_text="For each try, such as 2/3.")
    minutes = serializers.IntegerField(help_text="0 is no limit.")
    release = serializers.ChoiceField(["submit", "close", "by hand"])
    shuffle = serializers.BooleanField()
    pass_mark = serializers.IntegerField(help_text="Percent.")
    simulator = serializers.ChoiceField(["open", "closed"])


class QuizSerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    chapter = serializers.CharField(help_text="The slug of its chapter.")
    questions = serializers.IntegerField(help_text="How many an attempt has.")
    policy = PolicySerializer()


class OfferedQuizSerializer(QuizSerializer):
    opens = serializers.DateTimeField(allow_null=True)
    closes = serializers.DateTimeField(allow_null=True)
    attempts_made = serializers.IntegerField()
    refusal = serializers.CharField(allow_null=True, help_text="Why you cannot start now; null if you can.")


class DiagnosisSerializer(serializers.Serializer):
    id = serializers.CharField()
    feedback = serializers.CharField()
    value = Answer(allow_null=True, help_text="What this misconception leads to.")
    share = serializers.FloatField(
        allow_null=True, help_text="How likely it is among all that this number can come from, 0 to 1."
    )
    part = serializers.CharField(required=False, help_text="In a review, the part that it is about.")
    lead = serializers.CharField(required=False, help_text="Of a part: what to say before it, as sure as we are.")


class GradeSerializer(serializers.Serializer):
    fraction = serializers.FloatField(help_text="0 to 1.")
    feedback = serializers.CharField(help_text="HTML.")
    diagnoses = DiagnosisSerializer(many=True)
    has_steps = serializers.BooleanField(help_text="Whether the steps with these numbers can be looked at now.")
    verdict = serializers.ChoiceField(
        VERDICTS,
        allow_null=True,
        help_text="What a wrong number tells: one mistake, a pair of them together, two or several possible ones, too "
        "many to name one, none that we know, or too few decimals to say.",
    )
    confidence = serializers.FloatField(allow_null=True, help_text="That one of the diagnoses is true, 0 to 1.")
    by_chance = serializers.FloatField(
        allow_null=True, help_text="The share of wrong numbers without a known cause that get a diagnosis here."
    )
    decimals_to_tell = serializers.IntegerField(allow_null=True, help_text="With so many decimals more could be said.")


class UnreadSerializer(serializers.Serializer):
    place = serializers.CharField(
        allow_blank=True,
        help_text='Where it is: "" for the whole answer, "2" for a cell from 0, "b.2" for a cell of part b.',
    )
    message = serializers.CharField(help_text="Why, and what to write instead.")
    choices = serializers.ListField(
        child=serializers.CharField(),
        help_text="If it has two meanings, both as text that can be sent instead; else empty.",
    )


class UnreadNowSerializer(UnreadSerializer):
    where = serializers.CharField(allow_blank=True, help_text="The place in words.")
    sent = serializers.CharField(allow_null=True, help_text="What was sent there; null if it is no text.")
    used = serializers.CharField(allow_null=True, help_text="The earlier answer that counts there; null if none does.")


class ItemSerializer(serializers.Serializer):
    position = serializers.IntegerField()
    type = serializers.ChoiceField(sorted(TYPES))
    points = serializers.FloatField()
    prompt = serializers.CharField(help_text="HTML.")
    ask = Table(help_text=f"The type's own. {by_type(ASKS)}. Texts are HTML.")
    network = Table(allow_null=True)
    answer = Answer(allow_null=True, help_text="As it was sent.")
    read = serializers.CharField(allow_null=True, help_text="What we read.")
    unread = UnreadNowSerializer(many=True, help_text="Each place of the newest answer that cannot be read.")
    tries_left = serializers.IntegerField(allow_null=True)
    certainty = serializers.IntegerField(allow_null=True, help_text="As it was sent with the answer.")
    hints = serializers.ListField(child=serializers.CharField(), help_text="HTML, in practice; open them one by one.")
    grade = GradeSerializer(allow_null=True, help_text="null before it may be seen.")


class ScoreSerializer(serializers.Serializer):
    points = serializers.FloatField()
    out_of = serializers.FloatField()
    fraction = serializers.FloatField()


class AttemptFieldsSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    quiz = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(["in_progress", "submitted", "graded"])
    ended_by = serializers.ChoiceField(["learner", "deadline", "teacher"], allow_null=True)
    started_at = serializers.DateTimeField()
    deadline = serializers.DateTimeField(allow_null=True)
    server_time = serializers.DateTimeField(help_text="Now; in an ended attempt when it ended.")
    released = serializers.BooleanField()
    score = ScoreSerializer(allow_null=True, help_text="null before it may be seen, and in practice.")


class AttemptSerializer(AttemptFieldsSerializer):
    items = ItemSerializer(many=True)


class ReplySerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    position = serializers.IntegerField()
    seq = serializers.IntegerField(help_text="The place of this response in the log.")
    read = serializers.CharField(allow_null=True)
    readable = serializers.BooleanField(help_text="Whether anything of it can be read, so that it counts.")
    unread = UnreadSerializer(many=True, help_text="Each place that cannot be read. A check then costs no try.")
    message = serializers.CharField(allow_null=True)
    displaced = Answer(allow_null=True, help_text="The answer that stood before, where it was another.")
    server_time = serializers.DateTimeField(help_text="When it was received.")
    grade = GradeSerializer(allow_null=True, help_text="What a check is told; null for a save.")
    tries_left = serializers.IntegerField(allow_null=True, help_text="After a check, where tries are counted.")


class ClosedSerializer(ErrorSerializer):
    attempt = AttemptSerializer(help_text="As it stands.")


class AcceptedSerializer(serializers.Serializer):
    lowest = serializers.CharField()
    highest = serializers.CharField()


class StepSerializer(serializers.Serializer):
    probe = serializers.CharField()
    title = serializers.CharField()
    symbols = serializers.CharField(help_text="MathML.")
    numbers = serializers.CharField(help_text="MathML, with this variant's numbers.")
    words = serializers.CharField()
    slip = serializers.BooleanField(help_text="Where the learner's number left the way.")
    wrong = serializers.CharField(allow_null=True, help_text="MathML: what was computed there instead.")


class PlaceSerializer(serializers.Serializer):
    title = serializers.CharField()
    chapter = serializers.CharField()
    anchor = serializers.CharField()


class ReviewedDiagnosisSerializer(DiagnosisSerializer):
    node = serializers.CharField(allow_null=True, help_text="The probe where it went wrong.")


class RegradedSerializer(serializers.Serializer):
    why = serializers.CharField()
    at = serializers.DateTimeField()


class ReviewedItemSerializer(ItemSerializer):
    right = Answer(help_text="In the form in which an answer travels.")
    accepted = AcceptedSerializer(allow_null=True, help_text="The lowest and highest number that count as right.")
    marks = Table(help_text="The type's own: how each place of an answer that has several was judged; else null.")
    reasons = serializers.DictField(child=serializers.CharField(), help_text="HTML, by option id.")
    explanation = serializers.CharField(help_text="HTML.")
    steps = StepSerializer(many=True)
    diagnoses = ReviewedDiagnosisSerializer(many=True)
    lead = serializers.CharField(help_text="What to say before the diagnoses, as sure as we are; often empty.")
    message = serializers.CharField(allow_null=True, help_text="What to look at first, where no idea explains it.")
    read_again = PlaceSerializer(allow_null=True)
    simulator_url = serializers.CharField(allow_null=True)
    earned = serializers.FloatField(help_text="Points.")
    regraded = RegradedSerializer(allow_null=True, help_text="Where the question was repaired since.")


class CauseSerializer(serializers.Serializer):
    id = serializers.CharField()
    count = serializers.IntegerField()
    feedback = serializers.CharField()
    read_again = PlaceSerializer(allow_null=True)


class SummarySerializer(serializers.Serializer):
    passed = serializers.BooleanField(allow_null=True, help_text="null in practice.")
    pass_mark = serializers.IntegerField()
    wrong = serializers.IntegerField(help_text="Items that did not earn all.")
    cause = CauseSerializer(allow_null=True, help_text="What lies behind most wrong answers.")


class ReviewSerializer(AttemptFieldsSerializer):
    items = ReviewedItemSerializer(many=True)
    summary = SummarySerializer()
