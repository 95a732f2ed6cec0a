"""The rules of the house that no tool knows: what may stand where. Which room imports which: pyproject.toml."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("courseware", "quizzes", "simulator")
PURE = (
    *("simulator/engine", "simulator/drawing", "simulator/experiments", "simulator/runs/child"),
    *("quizzes/questions", "quizzes/formats"),
    *("courseware/chapters", "courseware/example", "courseware/worked", "courseware/quoting"),
    *("courseware/passages", "courseware/searching"),
    *("courseware/standing", "courseware/fonts", "courseware/figures"),
)
THIS_FILE = "tests/test_house.py"

KEY_READERS = (
    "quizzes/admin/learners.py",
    "quizzes/models/",
    "quizzes/publishing",
    "quizzes/attempts/checking.py",
    "quizzes/attempts/judging.py",
    "quizzes/attempts/likeness.py",
    "quizzes/attempts/regrading.py",
    "quizzes/reviewing.py",
)
LOADS_BY_NAME = {"import_module", "import_string", "__import__", "get_model"}
TRUSTS_HTML = re.compile(r"\bmark_safe\b|\bSafeString\(|\|\s*safe\b|autoescape off")
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*(\ssrc=|application/json))|\son[a-z]{3,}\s*=|javascript:", re.IGNORECASE
)
OF_A_MACHINE = re.compile(
    r"(?<![\w.$}-])/(work|root|home|tmp)/\w|files\.pythonhosted|pypi\.org|deb\.debian\.org|registry\.npmjs"
)
GENERATED = re.compile(r"\.(pyc|pyo|sqlite3(-\w+)?|log|pid)$|(^|/)(__pycache__|var|staticfiles|node_modules|\.venv)/")
BINS = {"utils.py", "util.py", "services.py", "helpers.py", "misc.py", "common.py"}


def repository_files():
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [name for name in sorted(set(names)) if (ROOT / name).is_file()]


def python_files(*folders):
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return [file for file in files if "migrations" not in file.parts]


def read(path):
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def nodes(kind):
    """Each node of a kind in the code of the apps, with the place to look."""
    for file in python_files(*APPS):
        for node in ast.walk(ast.parse(read(file))):
            if isinstance(node, kind):
                yield node, f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def lines_with(pattern, names):
    for name in names:
        for number, line in enumerate(read(name).splitlines(), 1):
            if pattern.search(line):
                yield f"{name}:{number}  {line.strip()[:100]}"


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def modules_of(place):
    """The modules of a pure core, which is a folder or one file."""
    files = python_files(place) if (ROOT / place).is_dir() else [ROOT / f"{place}.py"]
    return [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]


def test_nothing_is_imported_inside_a_function():
    functions = nodes((ast.FunctionDef, ast.AsyncFunctionDef))
    hidden = [
        f"{place} in {function.name}"
        for function, place in functions
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_module_or_model_is_loaded_by_a_name_in_a_string():
    assert [place for call, place in nodes(ast.Call) if called(call) in LOADS_BY_NAME] == []


def opens_text(call):
    """Whether a call reads or writes text in a file: a method of a path, or `open` and `fdopen` without a "b"."""
    if called(call) in {"read_text", "write_text"}:
        return isinstance(call.func, ast.Attribute)
    is_opening = ast.unparse(call.func) in {"open", "os.fdopen"}
    return is_opening and not any("b" in ast.literal_eval(mode) for mode in call.args[1:2])


def test_text_has_the_same_encoding_in_any_locale():
    opened = [(call, place) for call, place in nodes(ast.Call) if opens_text(call)]
    assert len(opened) > 5
    assert [place for call, place in opened if all(word.arg != "encoding" for word in call.keywords)] == []


@pytest.mark.parametrize("place", PURE)
def test_a_pure_core_loads_without_django(place):
    modules = modules_of(place)
    probe = f"import sys, {', '.join(modules)}; print(sorted({{'django', 'rest_framework'}} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]", loaded.stderr


@pytest.mark.parametrize("app", ["quizzes", "simulator"])
def test_the_package_file_of_an_app_with_a_pure_core_is_empty(app):
    assert read(f"{app}/__init__.py") == ""


def test_only_the_rendering_calls_html_safe():
    names = [name for name in repository_files() if name.startswith((*APPS, "templates/"))]
    code = [name for name in names if name.endswith((".py", ".html")) and not name.startswith("quizzes/rendering")]
    assert list(lines_with(TRUSTS_HTML, code)) == []


def test_no_template_has_a_style_or_a_script_of_its_own():
    templates = [name for name in repository_files() if name.startswith("templates/")]
    assert list(lines_with(INLINE, templates)) == []


def test_only_who_publishes_grades_or_reviews_knows_the_keys():
    imports = nodes(ast.ImportFrom)
    readers = [place for node, place in imports if any(name.name == "Key" for name in node.names)]
    assert [place for place in readers if not place.startswith(KEY_READERS)] == []


def writes_the_state_of_an_attempt(node):
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets)
    return called(node) == "update" and any(keyword.arg == "state" for keyword in node.keywords)


def test_only_attempts_py_moves_an_attempt_from_state_to_state():
    writers = [
        place
        for node, place in nodes((ast.Assign, ast.Call))
        if writes_the_state_of_an_attempt(node) and "attempt" in ast.unparse(node).lower()
    ]
    assert [place for place in writers if not place.startswith("quizzes/attempts")] == []


def test_every_file_is_named_after_what_it_holds():
    assert [name for name in repository_files() if Path(name).name in BINS] == []


def test_no_file_names_a_machine_or_a_package_registry():
    text = [name for name in repository_files() if name != THIS_FILE and not name.endswith((".png", ".woff2", ".ico"))]
    assert list(lines_with(OF_A_MACHINE, text)) == []


def test_no_generated_file_is_in_the_repository():
    assert [name for name in repository_files() if GENERATED.search(name)] == []


def test_every_folder_of_tests_is_a_package():
    folders = {file.parent for file in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def pins(name):
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", re.sub(r"\[[\w,]+\]==", "==", read(name)), re.MULTILINE))


def test_the_tests_run_on_the_versions_that_the_site_runs_on():
    developers = pins("requirements-dev.txt")
    assert {name: developers.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_locked_by_hash(name):
    entries = re.split(r"\n(?=\S)", read(name).strip())
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
