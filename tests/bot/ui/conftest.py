"""The text files as they are parsed, and every refusal that core knows."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import bot
import core
from bot.ui.texts import languages
from core import errors as kinds
from core.errors import DomainError

LOCALES = Path(bot.__file__).parent / "locales"


@dataclass
class Wording(Visitor):
    """One message of one language, and what can be said of it without showing it."""

    source: str = ""
    variables: set[str] = field(default_factory=set)
    selectors: dict[str, set[str]] = field(default_factory=dict)
    """The variants by the variable that chooses among them, of all its selections together."""
    defaults: dict[str, set[str]] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_Attribute(self, node: ast.Attribute) -> None:  # noqa: N802
        self.attributes.add(node.id.name)
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ast.VariableReference), "a selection by something other than a variable"
        chooser = node.selector.id.name
        for variant in node.variants:
            key = variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value
            self.selectors.setdefault(chooser, set()).add(key)
            if variant.default:
                self.defaults.setdefault(chooser, set()).add(key)
        self.generic_visit(node)


@pytest.fixture(scope="session")
def catalogues() -> dict[str, dict[str, Wording]]:
    """Every message of every language, by its key. Unreadable text and keys that come twice fail at once."""
    return {language: _read(LOCALES / language) for language in languages()}


def _read(folder: Path) -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    for file in sorted(folder.glob("*.ftl")):
        text = file.read_text(encoding="utf-8")
        for entry in FluentParser().parse(text).body:
            assert not isinstance(entry, ast.Junk), f"{file.name} of {folder.name}: {entry.content}"
            if isinstance(entry, ast.Message) and entry.span is not None:
                key = entry.id.name
                assert key not in found, f"{key} is there twice in {folder.name}"
                found[key] = Wording(source=text[entry.span.start : entry.span.end])
                found[key].visit(entry)
    return found


@pytest.fixture(scope="session")
def refusals() -> dict[str, type[DomainError]]:
    """Every refusal of core, by its code."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if module.name.rpartition(".")[2] == "errors":
            importlib.import_module(module.name)
    return {kind.__new__(kind).code: kind for kind in _below(DomainError) if kind.__module__ != kinds.__name__}


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("core."):
            yield child
            yield from _below(child)
