"""Measures the code base: how many modules there are, how they import each other, how long functions and files are.

`.venv/bin/python benchmarks/measure_code.py [--single] [--chain] [ROOT]`
"""

import ast
import statistics
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

APPS = ("courseware", "quizzes", "simulator", "web")
LEFT_OUT = {"migrations"}
Graph = dict[str, set[str]]


@dataclass(frozen=True)
class CodeBase:
    """The modules of the apps by dotted name; `imports` has the modules of the apps that each imports."""

    root: Path
    files: dict[str, Path]
    trees: dict[str, ast.Module]
    imports: Graph


def dotted(file: Path, root: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def files_of(root: Path) -> dict[str, Path]:
    found = [file for app in APPS for file in sorted((root / app).rglob("*.py"))]
    return {dotted(file, root): file for file in found if not LEFT_OUT & set(file.parts)}


def base_of(node: ast.ImportFrom, name: str, is_package: bool) -> str:
    """The absolute module that a from-import names."""
    if not node.level:
        return node.module or ""
    package = name.split(".")[: None if is_package and node.level == 1 else -(node.level - is_package)]
    return ".".join([*package, *([node.module] if node.module else [])])


def targets(node: ast.stmt, name: str, files: dict[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = base_of(node, name, files[name].name == "__init__.py")
        inner = [f"{base}.{alias.name}" for alias in node.names]
        modules = [target for target in inner if target in files]
        yield from modules if len(modules) == len(inner) else [base, *modules]


def load(root: Path) -> CodeBase:
    files = files_of(root)
    trees = {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in files.items()}
    imports = {
        name: {target for node in ast.walk(tree) for target in targets(node, name, files) if target in files} - {name}
        for name, tree in trees.items()
    }
    return CodeBase(root, files, trees, imports)


def importers(code: CodeBase) -> Graph:
    return {name: {other for other in code.imports if name in code.imports[other]} for name in code.files}


def siblings_in_tables(code: CodeBase) -> set[str]:
    """Plug-ins: modules that a table imports together with at least four others of their own package."""
    plugged: set[str] = set()
    for name, imported in code.imports.items():
        for package in {target.rpartition(".")[0] for target in imported}:
            own = {target for target in imported if target.rpartition(".")[0] == package}
            plugged |= own if len(own) >= 5 and is_table(code, name) else set()
    return plugged


def is_table(code: CodeBase, name: str) -> bool:
    """A module that does nothing but import and list."""
    doing = (ast.FunctionDef, ast.ClassDef)
    return len([node for node in code.trees[name].body if isinstance(node, doing)]) <= 3


def single(code: CodeBase) -> list[str]:
    """Modules that exactly one other imports; packages and plug-ins are not counted."""
    plugged = siblings_in_tables(code)
    packages = {name for name, file in code.files.items() if file.name == "__init__.py"}
    by = importers(code)
    return [name for name in code.files if len(by[name]) == 1 and name not in plugged | packages]


def circles(graph: Graph) -> list[list[str]]:
    """Strongly connected groups of more than one module."""
    reach = {name: reachable(graph, name) for name in graph}
    groups = {tuple(sorted({name, *(o for o in reach[name] if name in reach[o])})) for name in graph}
    return [list(group) for group in groups if len(group) > 1]


def reachable(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        new = graph[todo.pop()] - seen
        seen |= new
        todo += new
    return seen


def longest_chain(graph: Graph) -> list[str]:
    """The longest way down, of a graph without circles."""

    @cache
    def below(name: str) -> tuple[str, ...]:
        return (name, *max((below(target) for target in graph[name]), key=len, default=()))

    return list(max((below(name) for name in graph), key=len))


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def lazy(code: CodeBase) -> list[str]:
    return [
        f"{name}.{function.name}"
        for name, tree in code.trees.items()
        for function in ast.walk(tree)
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def upward(code: CodeBase) -> list[str]:
    """Imports of an app that stands above."""
    rank = {"courseware": 3, "quizzes": 2, "simulator": 1, "web": 0}
    return [
        f"{name} → {target}"
        for name, imported in code.imports.items()
        for target in imported
        if rank[target.split(".")[0]] > rank[name.split(".")[0]]
    ]


def full_folders(code: CodeBase) -> list[str]:
    folders: dict[str, int] = {}
    for file in code.files.values():
        if file.name != "__init__.py":
            folder = str(file.parent.relative_to(code.root))
            folders[folder] = folders.get(folder, 0) + 1
    return [f"{folder} {count}" for folder, count in folders.items() if count > 20]


def function_lengths(code: CodeBase) -> list[int]:
    nodes = (node for tree in code.trees.values() for node in ast.walk(tree))
    return [(node.end_lineno or 0) - node.lineno + 1 for node in nodes if isinstance(node, FUNCTIONS)]


def uncontracted(code: CodeBase) -> list[str]:
    """Packages with two modules or more whose inside no layers contract names."""
    config = tomllib.loads((code.root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    named = {container for contract in contracts for container in contract.get("containers", ())}
    inside = {name.rpartition(".")[0] for name in code.files if "." in name and not is_command(name)}
    return sorted(inside - named - {""})


def is_command(name: str) -> bool:
    return bool({"management", "templatetags"} & set(name.split(".")))


def spread(lengths: list[int]) -> str:
    return f"{statistics.median(lengths):g}/{statistics.quantiles(lengths, n=20)[-1]:g} (most {max(lengths)})"


def figures(code: CodeBase) -> dict[str, object]:
    lines = [len(file.read_text(encoding="utf-8").splitlines()) for file in code.files.values()]
    written = [count for count in lines if count]
    is_round = bool(circles(code.imports))
    return {
        "modules": len(code.files),
        "of them with code": len(written),
        "longest chain of imports": "none: circles" if is_round else len(longest_chain(code.imports)),
        "modules with a single importer": len(single(code)),
        "plug-ins, not counted": len(siblings_in_tables(code)),
        "circles": circles(code.imports),
        "lazy imports": lazy(code),
        "upward arrows": upward(code),
        "folders over 20 modules": full_folders(code),
        "packages without a layers contract": uncontracted(code),
        "functions, median/95 %": spread(function_lengths(code)),
        "files, median/95 %": spread(written),
        "lines": sum(lines),
    }


def main(arguments: list[str]) -> None:
    flags = {argument for argument in arguments if argument.startswith("--")}
    roots = [Path(argument) for argument in arguments if argument not in flags]
    code = load(roots[0] if roots else Path(__file__).resolve().parent.parent)
    for name, figure in figures(code).items():
        print(f"{name:38} {figure}")
    if "--single" in flags:
        by = importers(code)
        for name in single(code):
            print(f"{name} ← {', '.join(by[name])}")
    if "--chain" in flags:
        print(*longest_chain(code.imports), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
