"""A course folder into the bank and back: only what changed, all or nothing, byte for byte."""

import filecmp
import io
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.formats.course import read_course
from quizzes.formats.toml_questions import hash_of
from quizzes.formats.toml_writing import write_question
from quizzes.models import Assignment, Audit, Concept, Question, Quiz, Slot, Variant, Version
from quizzes.publishing import CourseError, drafts, dump_course, load_course, loading, publish_written
from quizzes.rendering import RenderingError
from tests.quizzes.attempts import factory
from tests.quizzes.bodies import BODIES as EVERY_BODY
from tests.quizzes.bodies import EXPRESSION, SINGLE
from tests.quizzes.test_formats import CONCEPTS, write
from tests.quizzes.test_formats import QUIZ as SHORT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_rendering")]
QUIZ = SHORT.replace("pick = 2", "pick = 1")  # one question is about it
BODIES = {
    "one": SINGLE | {"concepts": ["layers"]},
    "two": EXPRESSION | {"concepts": ["relu"]},
}


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "concepts.toml", CONCEPTS)
    for slug, body in BODIES.items():
        write(tmp_path, f"questions/{slug}.toml", write_question(slug, body))
    write(tmp_path, "quizzes/check.toml", QUIZ)
    return tmp_path


def load(folder):
    return load_course(folder, variants=3)


def edit(folder, slug, **fields):
    write(folder, f"questions/{slug}.toml", write_question(slug, BODIES[slug] | fields))


def rows():
    kinds = (Concept, Question, Version, Variant, Quiz, Slot, Assignment)
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}


def refused(folder):
    before = rows()
    with pytest.raises(CourseError) as caught:
        load(folder)
    assert rows() == before
    return caught.value.faults


def test_a_course_is_loaded_whole(folder):
    report = load(folder)
    assert (report.published, report.concepts, report.quizzes) == (["one", "two"], 2, 1)
    relu = Concept.objects.get(slug="relu")
    assert [concept.slug for concept in relu.prerequisites.all()] == ["layers"]
    one = Question.objects.get(slug="one")
    source = (folder / "questions" / "one.toml").read_text()
    assert (one.state, one.loaded_hash, one.published.source) == ("ready", hash_of(source), source)
    quiz = Quiz.objects.get()
    assert (quiz.slug, quiz.mode, quiz.policy) == ("check", "check", {"pass_mark": 70})
    assert [(str(slot.question or slot.concept), slot.pick) for slot in quiz.slots.all()] == [("one", 1), ("ReLU", 1)]
    assert quiz.assignments.get().class_group is None


def test_after_loading_the_database_gathers_its_statistics(folder, capsys):
    with CaptureQueriesContext(connection) as queries:
        call_command("loadcourse", folder)
    assert queries[-1]["sql"] == "ANALYZE"


def test_loading_again_draws_and_writes_nothing(folder, monkeypatch, django_assert_max_num_queries):
    load(folder)
    before, audited = rows(), Audit.objects.count()
    monkeypatch.setattr(loading, "draw", None)
    monkeypatch.setattr(loading, "finish", None)
    with django_assert_max_num_queries(20):
        report = load(folder)
    assert (report.published, report.unchanged) == ([], ["one", "two"])
    assert (report.concepts, report.quizzes) == (0, 0)
    assert rows() == before
    assert Audit.objects.count() == audited


def test_only_the_question_whose_file_changed_is_published(folder):
    load(folder)
    edit(folder, "one", prompt="Which layer comes last?")
    report = load(folder)
    assert (report.published, report.unchanged) == (["one"], ["two"])
    assert Question.objects.get(slug="one").published.number == 2
    assert Question.objects.get(slug="two").versions.count() == 1


def test_what_was_changed_on_the_site_stays_while_its_file_does(folder):
    load(folder)
    publish_written(
        "one", BODIES["one"] | {"prompt": "On the site."}, question=Question.objects.get(slug="one"), author=None
    )
    assert load(folder).unchanged == ["one", "two"]
    assert Question.objects.get(slug="one").published.body["prompt"] == "On the site."


def test_a_file_that_caught_up_with_the_site_is_only_noted(folder):
    load(folder)
    question = Question.objects.get(slug="one")
    version = publish_written("one", BODIES["one"] | {"prompt": "On the site."}, question=question, author=None)
    edit(folder, "one", prompt="On the site.")
    report = load(folder)
    assert (report.published, report.noted) == ([], ["one"])
    question.refresh_from_db()
    assert (question.published, question.loaded_hash) == (version, version.source_hash)
    edit(folder, "one", prompt="And on in the file.")
    assert load(folder).published == ["one"]


def test_where_file_and_site_both_changed_the_conflict_is_named_and_nothing_loaded(folder):
    load(folder)
    publish_written(
        "one", BODIES["one"] | {"prompt": "On the site."}, question=Question.objects.get(slug="one"), author=None
    )
    edit(folder, "one", prompt="In the file.")
    edit(folder, "two", prompt="A fine change. {{n}}")
    (fault,) = refused(folder)
    assert (fault.file, fault.question, fault.line) == ("questions/one.toml", "one", 2)
    assert "both" in fault.message


def test_a_conflict_is_settled_as_its_sentence_says(folder):
    load(folder)
    publish_written(
        "one", BODIES["one"] | {"prompt": "On the site."}, question=Question.objects.get(slug="one"), author=None
    )
    edit(folder, "one", prompt="In the file.")
    assert "dump the course over this folder and load it" in refused(folder)[0].message
    dump_course(folder)
    assert load(folder).noted == ["one"]
    edit(folder, "one", prompt="On the site and in the file.")
    assert load(folder).published == ["one"]


def test_a_question_first_written_on_the_site_is_not_overwritten(folder):
    Concept.objects.create(slug="layers", title="Layers", chapter_slug="introduction")
    publish_written("one", BODIES["one"] | {"prompt": "On the site."}, author=None)
    assert [fault.question for fault in refused(folder)] == ["one"]


def test_a_draft_without_a_version_takes_the_file(folder):
    Question.objects.create(slug="one", level="apply")
    assert load(folder).published == ["one", "two"]


@pytest.mark.parametrize(
    "name, text, question, line",
    [
        ("questions/two.toml", "[[question]]\nid =", "", 2),
        ("questions/two.toml", write_question("two", BODIES["two"] | {"level": "none"}), "two", 5),
        ("questions/two.toml", write_question("two", BODIES["two"] | {"concepts": ["tanh"]}), "two", 4),
        ("questions/two.toml", write_question("two", BODIES["two"] | {"require": ["n > 100"]}), "two", 10),
        ("quizzes/check.toml", QUIZ.replace('"one"', '"three"'), "", 9),
    ],
)
def test_a_fault_anywhere_loads_nothing(folder, name, text, question, line):
    write(folder, name, text)
    faults = refused(folder)
    assert (name, question, line) in [(fault.file, fault.question, fault.line) for fault in faults]
    assert not Question.objects.exists()


def test_a_text_that_spoils_the_rendering_of_others_is_found(folder, monkeypatch):
    def render(texts):
        if any("heavy" in text for text in texts):
            raise RenderingError("This is too heavy.")
        return texts

    monkeypatch.setattr(drafts, "render_many", render)
    edit(folder, "one", explanation="Far too heavy.")
    (fault,) = refused(folder)
    assert (fault.question, fault.message) == ("one", "explanation: This is too heavy.")


def test_the_slips_of_all_questions_are_told_at_once(folder):
    edit(folder, "one", level="none")
    edit(folder, "two", draw={"n": 3})
    assert {fault.question for fault in refused(folder)} == {"one", "two"}


def test_slot_that_cannot_be_filled_is_named_and_nothing_is_loaded(folder):
    write(folder, "quizzes/check.toml", SHORT)
    assert [fault.message for fault in refused(folder)] == ["Check: Slot 2 asks for 2 questions on ReLU. There is 1."]


def test_change_of_a_file_that_leaves_a_slot_short_is_refused(folder):
    load(folder)
    edit(folder, "two", concepts=["layers"])
    assert [fault.message for fault in refused(folder)] == ["Check: Slot 2 asks for 1 question on ReLU. There are 0."]
    edit(folder, "two")
    edit(folder, "one", use="exam")
    assert [fault.message for fault in refused(folder)] == ["Check: Slot 1 asks “one”, which is not open to this quiz."]


def test_use_of_a_question_is_loaded_and_dumped(folder, tmp_path):
    write(folder, "quizzes/check.toml", QUIZ.replace('mode = "check"', 'mode = "exam"'))
    edit(folder, "one", use="exam", open_after_release=False)
    load(folder)
    uses = Question.objects.order_by("slug").values_list("slug", "use", "open_after_release")
    assert list(uses) == [("one", "exam", False), ("two", "any", True)]
    dump_course(tmp_path / "elsewhere")
    assert 'use = "exam"\nopen_after_release = false\n' in (tmp_path / "elsewhere/questions/one.toml").read_text()


def test_exam_question_in_a_chapter_is_refused_with_its_line(folder):
    edit(folder, "one", use="exam")
    write(folder, "chapters/first.md", "# A chapter\n\n```question\nid: one\n```\n")
    fault, *others = refused(folder)
    assert (fault.file, fault.question, fault.line) == ("chapters/first.md", "one", 4)
    assert "cannot stand in a chapter" in fault.message
    assert others == []


def test_file_cannot_change_the_slots_of_an_exam_that_has_started(folder):
    exam = QUIZ.replace('mode = "check"', 'mode = "exam"')
    write(folder, "quizzes/check.toml", exam)
    load(folder)
    factory.begin(Assignment.objects.get())
    write(folder, "quizzes/check.toml", exam.replace("points = 1.5", "points = 2"))
    assert "This exam has started" in refused(folder)[0].message
    write(folder, "quizzes/check.toml", exam.replace('title = "Check"', 'title = "Final"').replace("70", "60"))
    assert load(folder).quizzes == 1
    assert Quiz.objects.get().title == "Final"


def test_a_failure_while_writing_leaves_nothing(folder, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(loading, "write_quizzes", fail)
    with pytest.raises(RuntimeError):
        load(folder)
    assert not Question.objects.exists()
    assert not Concept.objects.exists()


def test_a_question_changed_while_the_course_was_drawn_is_not_overwritten(folder, monkeypatch):
    load(folder)
    edit(folder, "one", prompt="In the file.")
    real = loading.draw

    def meanwhile(*args):
        question = Question.objects.get(slug="one")
        publish_written("one", BODIES["one"] | {"prompt": "On the site."}, question=question, author=None)
        return real(*args)

    monkeypatch.setattr(loading, "draw", meanwhile)
    with pytest.raises(CourseError, match="both"):
        load(folder)
    assert Question.objects.get(slug="one").published.body["prompt"] == "On the site."


def test_a_changed_quiz_gets_its_new_slots_and_keeps_its_offer(folder):
    load(folder)
    offer = Assignment.objects.get()
    write(folder, "quizzes/check.toml", QUIZ.replace('"one"', '"two"').replace("relu", "layers").replace("70", "60"))
    assert load(folder).quizzes == 1
    quiz = Quiz.objects.get()
    assert [str(slot.question or slot.concept) for slot in quiz.slots.all()] == ["two", "Layers"]
    assert (quiz.policy, Assignment.objects.get()) == ({"pass_mark": 60}, offer)


def test_a_retired_question_stays_retired_when_its_file_changes(folder):
    write(folder, "quizzes/check.toml", QUIZ.split("[[slot]]")[0] + '[[slot]]\nconcept = "relu"\n')
    load(folder)
    Question.objects.filter(slug="one").update(state=Question.State.RETIRED)
    edit(folder, "one", prompt="Mended.")
    load(folder)
    row = Question.objects.get(slug="one")
    assert (row.state, row.published.number) == (Question.State.RETIRED, 2)


def test_an_instructors_change_of_a_quiz_survives_the_next_load(folder):
    load(folder)
    Quiz.objects.update(policy={"pass_mark": 90})
    Slot.objects.filter(position=2).delete()
    assert load(folder).quizzes == 0
    assert Quiz.objects.get().policy == {"pass_mark": 90}
    assert Slot.objects.count() == 1


def test_a_quiz_changed_in_its_file_and_on_the_site_is_a_conflict_and_nothing_is_loaded(folder):
    load(folder)
    Quiz.objects.update(title="Changed on the site")
    write(folder, "quizzes/check.toml", QUIZ.replace("70", "60"))
    with pytest.raises(CourseError) as caught:
        load(folder)
    assert [fault.question for fault in caught.value.faults] == ["check"]
    assert Quiz.objects.get().policy == {"pass_mark": 70}


def test_an_instructors_change_of_a_concept_survives_the_next_load(folder):
    load(folder)
    Concept.objects.filter(slug="relu").update(title="Rectifier")
    assert load(folder).concepts == 0
    assert Concept.objects.get(slug="relu").title == "Rectifier"


def test_a_changed_concept_keeps_its_row(folder):
    load(folder)
    before = Concept.objects.get(slug="relu").pk
    write(folder, "concepts.toml", CONCEPTS.replace('"ReLU"', '"The bend"').replace('prerequisites = ["layers"]', ""))
    assert load(folder).concepts == 1
    relu = Concept.objects.get(slug="relu")
    assert (relu.pk, relu.title, relu.prerequisites.count()) == (before, "The bend", 0)


def same_files(one, other):
    compared = filecmp.dircmp(one, other)
    return not (compared.left_only or compared.right_only or compared.diff_files) and all(
        same_files(one / name, other / name) for name in compared.common_dirs
    )


def test_the_course_of_the_house_is_dumped_as_it_was_loaded(course, tmp_path):
    house = Path(settings.COURSE_DIR)
    assert Question.objects.filter(state="ready").count() == len(course.published) >= 15
    folder = tmp_path / "course"
    shutil.copytree(house, folder)
    assert dump_course(folder) == []
    assert same_files(house, folder)


def test_a_bank_dumped_into_an_empty_folder_loads_as_the_same(course, tmp_path):
    folder = tmp_path / "course"
    dump_course(folder)
    report = load_course(folder, variants=3)
    assert (report.published, report.concepts, report.quizzes) == ([], 0, 0)
    for path in (folder / "questions").iterdir():
        assert path.read_bytes() == (Path(settings.COURSE_DIR) / "questions" / path.name).read_bytes()


def test_a_question_of_every_type_written_on_the_site_is_dumped_and_loads_as_the_same(concepts, tmp_path, monkeypatch):
    monkeypatch.setattr(drafts, "VARIANTS", 3)
    bodies = {name.replace(" ", "-").replace("_", "-"): body for name, body in EVERY_BODY.items()}
    versions = [publish_written(slug, body, author=None) for slug, body in bodies.items()]
    dump_course(tmp_path)
    report = load(tmp_path)
    assert (report.published, report.concepts, report.quizzes) == ([], 0, 0)
    assert sorted(report.noted) == sorted(bodies)
    assert {source.id: source.body for source in read_course(tmp_path).questions} == bodies
    assert Version.objects.count() == len(versions)


def test_a_question_goes_back_to_where_the_folder_has_it(folder):
    both = "".join(f"# {slug}\n{write_question(slug, BODIES[slug])}" for slug in BODIES)
    write(folder, "questions/one.toml", both)
    (folder / "questions" / "two.toml").unlink()
    load(folder)
    assert dump_course(folder) == []
    question = Question.objects.get(slug="two")
    publish_written("two", BODIES["two"] | {"level": "analyse"}, question=question, author=None)
    assert dump_course(folder) == [folder / "questions" / "one.toml"]
    changed = (folder / "questions" / "one.toml").read_text()
    assert changed.startswith("# one\n")
    assert 'level = "analyse"' in changed
    report = load(folder)
    assert (report.noted, report.unchanged) == (["two"], ["one"])


def test_a_retired_question_is_not_dumped(folder, tmp_path):
    load(folder)
    Question.objects.filter(slug="one").update(state="retired")
    dump_course(tmp_path / "elsewhere")
    assert [path.name for path in (tmp_path / "elsewhere" / "questions").iterdir()] == ["two.toml"]


def test_a_folder_that_cannot_be_read_is_not_written(folder):
    load(folder)
    write(folder, "questions/two.toml", "[[question]]\nid =")
    with pytest.raises(CourseError):
        dump_course(folder)
    assert (folder / "questions" / "two.toml").read_text() == "[[question]]\nid ="


def test_the_command_says_what_it_does(folder):
    out, err = io.StringIO(), io.StringIO()
    call_command("loadcourse", folder, variants=2, stdout=out, stderr=err)
    assert "Published 2" in out.getvalue()
    assert "1/2 one: 1 variant" in err.getvalue()
    assert "2/2 two: 2 variants" in err.getvalue()
    call_command("dumpcourse", folder, stdout=out)
    assert "Wrote 0 files." in out.getvalue()


def test_the_command_names_the_fault_and_fails(folder):
    edit(folder, "one", level="none")
    with pytest.raises(CommandError, match=r"questions/one.toml:5: one: level: (?s:.*)Nothing was loaded"):
        call_command("loadcourse", folder, stderr=io.StringIO())
    with pytest.raises(CommandError, match="no such folder"):
        call_command("loadcourse", folder / "missing")
