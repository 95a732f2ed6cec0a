"""What an exam keeps for itself reaches nobody before its release: 50 planted questions, looked for as a guest, as a
learner and as a teacher of another class.

`python3 dev.py test --long tests/test_exam_questions.py -s` looks through 2,000 replies and more, and says how many.
"""

import ast
import re
from collections import Counter
from datetime import timedelta
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.utils import timezone

from quizzes.models import Assignment, Attempt, Audit, Class, Concept, Membership, Question, Quiz, Slot
from quizzes.models.gate import open_questions
from quizzes.publishing.loading import write_course
from tests.quizzes.attempts import factory
from tests.quizzes.conftest import drawn_course
from tests.test_canary import crawl

__all__ = ["drawn_course"]

pytestmark = pytest.mark.django_db
WORD, NUMBER = "canary8d2e", "48271"
PLANTED, ENOUGH, ENOUGH_LONG = 50, 300, 2_000
NOW = timezone.now()
LISTS = ("question", "quiz", "concept", "class", "attempt", "audit", "allowance", "faultreport")


def planted(number, concept):
    """An exam question with the canary in its name, its texts and its numbers."""
    common = {"concepts": [concept], "use": "exam", "hints": [f"A hint, {WORD}."], "explanation": f"Why: {WORD}."}
    single = factory.SINGLE | common | {"prompt": f"{WORD} {NUMBER}: which?"}
    single["options"] = [option | {"text": f"{option['text']} {WORD}"} for option in single["options"]]
    asked = {"draw": {"n": {"choices": [NUMBER, f"{NUMBER}3"]}}, "answer": {"expression": "2 * n", "decimals": 0}}
    number_body = {"type": "number", "level": "apply", "prompt": f"{WORD}: twice {{{{n}}}}?", **asked, **common}
    question = factory.publish([single, number_body][number % 2], slug=f"{WORD}-{number}", count=2)
    Question.objects.filter(pk=question.pk).update(use=Question.Use.EXAM)
    return question


@pytest.fixture
def exam(drawn_course):
    """The course as it ships, and an exam of one class with 50 questions about its concepts, which somebody took."""
    with transaction.atomic():
        write_course(*drawn_course, None)
    concepts = list(Concept.objects.values_list("slug", flat=True))
    questions = [planted(number, concepts[number % len(concepts)]) for number in range(PLANTED)]
    quiz = Quiz.objects.create(slug="final", title="Final", chapter_slug="introduction", mode="exam")
    Slot.objects.bulk_create(Slot(quiz=quiz, position=at, question=one) for at, one in enumerate(questions, start=1))
    group, other = (Class.objects.create(title=title, join_code=title) for title in ("ours", "others"))
    offered = Assignment.objects.create(quiz=quiz, class_group=group, closes=NOW + timedelta(days=1))
    member = factory.person("member")
    Membership.objects.create(class_group=group, user=member)
    Membership.objects.create(class_group=other, user=factory.person("learner"))
    factory.begin(offered, member, NOW)
    Audit.objects.create(what=f"{questions[0].slug}: published")
    return offered


def teacher():
    """Looks at everything and offers quizzes, and may not change questions."""
    person = factory.person("teacher", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="quizzes").exclude(codename__endswith="_question")
    person.user_permissions.set([*rights, Permission.objects.get(codename="view_question")])
    return person


class Seeker:
    """Keeps every reply of the site."""

    def __init__(self, user=None):
        self.client, self.replies = Client(), []
        if user:
            self.client.force_login(user)

    def get(self, address, **query):
        return self.keep(self.client.get(address, query))

    def post(self, address, body=None, **options):
        return self.keep(self.client.post(address, body or {}, **options))

    def keep(self, reply):
        body = b"".join(reply.streaming_content) if reply.streaming else reply.content
        told = f"{reply.request['PATH_INFO']} {reply.get('Location', '')}"
        self.replies.append((reply.request["PATH_INFO"], told + unescape(body.decode(errors="replace"))))
        return reply

    def crawl(self, *starts):
        self.replies += [(address, unescape(text)) for address, text in crawl(self.client, *starts).items()]

    @property
    def found(self):
        return Counter(address for address, text in self.replies if WORD in text or NUMBER in text)


def practise(seeker, every=1):
    """Everything that hands a question out: practice of each concept, and from there one like it, hints and checks."""
    for slug in Concept.objects.values_list("slug", flat=True)[::every]:
        taking = seeker.post(f"/progress/{slug}/practise/").get("Location", "")
        place = re.fullmatch(r"(/quizzes/attempts/([0-9a-f-]+)/)#q(\d+)", taking)
        if not place:
            continue
        address, uuid, position = place.groups()
        page = seeker.get(address).content.decode()
        sent = {"uuid": str(uuid4()), "position": int(position), "answer": None, "kind": "save"}
        seeker.post(f"/api/attempts/{uuid}/responses/", sent, content_type="application/json")
        seeker.post(address, {"check": position, f"answer-{position}": "1", f"was-{position}": "null"})
        seeker.get(f"{address}worked/{position}/")
        seeker.post(f"{address}another/", {"another": position})
        seeker.get(f"/api/attempts/{uuid}/")
        assert "data-quiz" in page


def look_around(seeker, every):
    """What leads on from the pages, and what is searched for or asked by name."""
    seeker.crawl("/", "/search/", "/progress/", "/quizzes/chapter-1/", "/api/docs/", "/api/schema/", "/api/quizzes/")
    for slug in Question.objects.filter(use="exam").values_list("slug", flat=True)[::every]:
        seeker.get("/search/", q=f"{slug.split('-')[1]} planted")
        door = "/api/chapters/introduction/questions/question/responses/"
        sent = {"uuid": str(uuid4()), "answer": "1", "kind": "check", "variant": first_variant(slug)}
        seeker.post(door, sent, content_type="application/json")
        seeker.post("/chapters/introduction/answer/", {"check": str(first_variant(slug))})
    for attempt in Attempt.objects.filter(assignment__quiz__mode="exam"):
        seeker.get(f"/quizzes/attempts/{attempt.uuid}/")
        seeker.get(f"/quizzes/attempts/{attempt.uuid}/review/")
        seeker.get(f"/api/attempts/{attempt.uuid}/review/")
    for address in ("/quizzes/final/", "/api/quizzes/final/"):
        seeker.get(address)
    seeker.post("/quizzes/final/start/")
    seeker.post("/api/quizzes/final/attempts/", content_type="application/json")


def first_variant(slug):
    return Question.objects.get(slug=slug).published.variants.first().pk


def look_at_the_admin(seeker, every):
    lists = ["/admin/", *(f"/admin/quizzes/{name}/" for name in LISTS)]
    if every == 1:
        seeker.crawl(*lists)
    for address in lists:
        seeker.get(address)
    for name in LISTS:
        for query in ("relu", "planted", "final"):
            seeker.get(f"/admin/quizzes/{name}/", q=query)
    for field in ("question", "concept"):
        for page in range(1, 6):
            found = {"app_label": "quizzes", "model_name": "slot", "field_name": field, "term": "", "page": page}
            seeker.get("/admin/autocomplete/", **found)
    for question in Question.objects.filter(use="exam")[::every]:
        seeker.get(f"/admin/quizzes/question/{question.pk}/change/")


def seek(rounds, every):
    """All replies that a guest, a learner and a teacher of another class get."""
    learner = Membership.objects.get(class_group__title="others").user
    seekers = {"guest": Seeker(), "learner": Seeker(learner), "teacher": Seeker(teacher())}
    for seeker in seekers.values():
        look_around(seeker, every)
        for _ in range(rounds):
            practise(seeker, every)
    look_at_the_admin(seekers["teacher"], every)
    return seekers


@pytest.mark.parametrize(
    ("rounds", "every", "enough"),
    [(1, 4, ENOUGH), pytest.param(3, 1, ENOUGH_LONG, marks=pytest.mark.long)],
    ids=["some", "many"],
)
def test_nothing_of_an_exam_question_reaches_anyone_before_release(exam, request, rounds, every, enough):
    seekers = seek(rounds, every)
    counts = {name: len(seeker.replies) for name, seeker in seekers.items()}
    request.config.get_terminal_writer().line(f"{sum(counts.values())} replies: {counts}")
    assert {name: dict(seeker.found) for name, seeker in seekers.items()} == {"guest": {}, "learner": {}, "teacher": {}}
    assert sum(counts.values()) >= enough


def test_the_same_search_finds_them_in_practice_once_they_are_released(exam):
    exam.released_at = NOW
    exam.save()
    learner = Seeker(Membership.objects.get(class_group__title="others").user)
    practise(learner)
    assert any("/attempts/" in address for address in learner.found)


def test_staff_who_may_change_questions_see_them(exam):
    author = teacher()
    author.user_permissions.add(Permission.objects.get(codename="change_question"))
    seeker = Seeker(author)
    seeker.get("/admin/quizzes/question/", q=WORD)
    assert seeker.found


# ---- when a question opens


def opened():
    return set(open_questions().filter(use="exam").values_list("slug", flat=True))


@pytest.fixture
def question(db):
    question = factory.publish(factory.SINGLE, slug="kept")
    Question.objects.update(use="exam")
    return question


def test_an_exam_question_that_no_exam_asks_is_not_open(question):
    assert opened() == set()


def test_it_opens_when_the_last_assignment_is_released(question):
    exam = factory.offer(question, mode="exam")
    second = Assignment.objects.create(quiz=exam.quiz, class_group=Class.objects.create(title="b", join_code="b"))
    third = factory.offer(slug="next", mode="exam")
    Slot.objects.create(quiz=third.quiz, position=1, concept=factory.concept("relu"))
    for assignment in (exam, second, third):
        assert opened() == set()
        Assignment.objects.filter(pk=assignment.pk).update(released_at=NOW - timedelta(minutes=1))
    assert opened() == {"kept"}
    Assignment.objects.filter(pk=second.pk).update(released_at=NOW + timedelta(days=1))
    assert opened() == set()
    Assignment.objects.update(released_at=NOW - timedelta(minutes=1))
    Question.objects.update(open_after_release=False)
    assert opened() == set()


def test_a_quiz_that_releases_by_closing_opens_them_when_it_has_closed_for_the_last_learner(question):
    exam = factory.offer(question, mode="exam", release="close", closes=NOW + timedelta(hours=1))
    assert opened() == set()
    Assignment.objects.update(closes=NOW - timedelta(hours=1))
    assert opened() == {"kept"}
    learner = factory.person()
    exam.allowances.create(user=learner, by=learner, closes=NOW + timedelta(days=1), why="ill")
    assert opened() == set()


def test_an_exam_that_is_offered_to_nobody_yet_keeps_its_questions(question):
    Assignment.objects.filter(pk=factory.offer(question, mode="exam").pk).update(released_at=NOW - timedelta(days=9))
    assert opened() == {"kept"}
    copy = Quiz.objects.create(slug="copy", title="Copy", chapter_slug="introduction", mode="exam")
    Slot.objects.create(quiz=copy, position=1, question=question)
    assert opened() == set()


# ---- nothing passes by the gate

ROOT = Path(__file__).resolve().parents[1]
HANDED_OUT = {"Question", "Version", "Variant"}
# Files that read these rows, and why no learner gets what they read.
INSIDE = {
    "quizzes/models/gate.py": "the gate",
    "quizzes/models/attempts.py": "holds back verdicts",
    "quizzes/trying.py": "variants that the try of an author holds",
    "quizzes/pools.py": "the slots of an exam; those of other quizzes pass through the gate",
    "quizzes/attempts/picking.py": "variants of what pools.py found",
    "quizzes/attempts/likeness.py": "variants of open questions",
    "quizzes/attempts/sheets.py": "compares the concepts of what was asked",
    "quizzes/attempts/regrading.py": "for instructors",
    "quizzes/in_place.py": "variants of open questions",
    "quizzes/reviewing.py": "other variants, unless withheld",
    "quizzes/authoring/edits.py": "for authors",
    "quizzes/authoring/desk.py": "for authors",
    "quizzes/admin/kept.py": "what staff may not see",
    "quizzes/admin/offers.py": "a warning for authors",
    "quizzes/publishing/dumping.py": "a command of the operator",
    "quizzes/publishing/loading.py": "a command of the operator",
    "quizzes/publishing/offering.py": "a command of the operator",
    "quizzes/publishing/renewing.py": "a command of the operator",
    "quizzes/publishing/versions.py": "for authors",
    "courseware/evidence.py": "concepts of what a learner answered",
    "courseware/health.py": "whether there are any",
}


def reads(path):
    """Whether a file asks for questions, versions or variants by their managers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "versions", "variants", "concepts"):
            owner = node.value
            if node.attr == "variants" or (isinstance(owner, ast.Name) and owner.id in HANDED_OUT):
                return True
    return False


def test_every_file_that_reads_questions_is_known_to_pass_the_gate():
    files = [path for app in ("quizzes", "courseware") for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if "migrations" not in path.parts and reads(path)}
    assert found == set(INSIDE)
