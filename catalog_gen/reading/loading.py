"""The modules of a project for Python's import system; each file is one module, whatever name it is imported by."""

from __future__ import annotations

import dataclasses
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
import warnings
from typing import TYPE_CHECKING, Any, Protocol

from catalog_gen.reading import finding, parsing
from catalog_gen.reading.recording import Reported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.problems import Problem
    from catalog_gen.reading.positions import Script
    from catalog_gen.reading.recording import Recorder
    from catalog_gen.sources import Source

_ABSENT = "<absent>"


class Listener(Protocol):
    """Who is told about what is not there."""

    recorder: Recorder

    def unparsed(self, unparsed: parsing.Unparsed) -> None:
        """A file that is no Python."""

    def absent_name(self, target: Loaded, name: str, frame: types.FrameType) -> Problem | None:
        """A name that a module of the project does not have, asked for in `frame`."""

    def absent_module(self, name: str, frame: types.FrameType) -> Problem | None:
        """A module that the project does not have, imported in `frame`."""


@dataclasses.dataclass(slots=True, eq=False)
class Loaded:
    """A file of the project as a module, and how far it has run."""

    script: Script
    module: ProjectModule
    spec: importlib.machinery.ModuleSpec
    state: str = "new"

    @property
    def name(self) -> str:
        """What the module is called in messages."""
        return self.spec.name


class _Lenient(types.ModuleType):
    """A module below which other modules are found, also before anything imported them."""

    def __getattr__(self, name: str) -> Any:
        full = f"{self.__name__}.{name}"
        if not name.startswith("__") and hasattr(self, "__path__") and importlib.util.find_spec(full):
            return importlib.import_module(full)
        message = f"module '{self.__name__}' has no attribute '{name}'"
        raise AttributeError(message)


class ProjectModule(_Lenient):
    """A module that answers for names it does not have, so that the code that asks for them runs on."""

    __slots__ = ("__catalog_gen__",)
    __catalog_gen__: tuple[Loaded, Listener]
    """Not in the namespace, which is the user's."""

    def __getattr__(self, name: str) -> Any:
        loaded, listener = self.__catalog_gen__
        if not name.startswith("__") and f"{loaded.name}.{name}" not in sys.modules:
            problem = listener.absent_name(loaded, name, sys._getframe(1))  # noqa: SLF001
            if problem is not None:
                listener.recorder.problems.append(problem)
                return Reported(problem.message, problem.place, said=True)
        return super().__getattr__(name)


class _AbsentModule(types.ModuleType):
    """Stands for a module that is not there and has been reported."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Reported(f"{self.__name__} is not there", said=True)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and loads the modules of the project, through the `Source`."""

    def __init__(self, project: finding.Project, source: Source, listener: Listener) -> None:
        self._project = project
        self._source = source
        self._listener = listener
        self._loaded: dict[str, Loaded | None] = {}
        self._scripts: dict[str, Script] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See `importlib.abc.MetaPathFinder`."""
        del path, target
        file = self._project.module(fullname)
        if file is not None:
            package = file.endswith("__init__.py")
            return importlib.machinery.ModuleSpec(fullname, self, origin=file, is_package=package)
        if self._project.folder(fullname) is not None:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        if self._project.knows(fullname) and self._is_absent(fullname):
            return importlib.machinery.ModuleSpec(fullname, self, origin=_ABSENT, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """See `importlib.abc.Loader`."""
        if spec.origin is None:
            return _Lenient(spec.name)
        if spec.origin == _ABSENT:
            return _AbsentModule(spec.name)
        loaded = self.load(spec.origin)
        return _AbsentModule(spec.name) if loaded is None else loaded.module

    def exec_module(self, module: types.ModuleType) -> None:
        """See `importlib.abc.Loader`."""
        if isinstance(module, ProjectModule):
            loaded, _ = module.__catalog_gen__
            module.__spec__ = loaded.spec  # the import system put the name there by which it was asked for
            if loaded.state == "new":
                self.run(loaded)

    def load(self, path: str) -> Loaded | None:
        """The module of a file, not run when it is asked for first; None for a file that cannot be parsed."""
        if path not in self._loaded:
            script = parsing.script(self._source, path)
            if isinstance(script, parsing.Unparsed):
                self._listener.unparsed(script)
                self._loaded[path] = None
            else:
                self._loaded[path] = self._new(script)
        return self._loaded[path]

    def run(self, loaded: Loaded) -> None:
        """Run the module."""
        location = self._source.location(loaded.script.path)
        loaded.state = "running"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)
                code = compile(loaded.script.tree, location, "exec", dont_inherit=True)
            exec(code, vars(loaded.module))  # noqa: S102 - running the definitions is what this reader is for
        except BaseException:
            loaded.state = "broken"
            raise
        loaded.state = "done"

    def script_of(self, frame: types.FrameType) -> Script | None:
        """The file whose code the frame runs."""
        return self._scripts.get(frame.f_code.co_filename)

    def path_of(self, location: str) -> str:
        """The path of a file in the project by what `__file__` says in it."""
        script = self._scripts.get(location)
        return script.path if script else ""

    def _new(self, script: Script) -> Loaded:
        location = self._source.location(script.path)
        self._scripts[location] = script
        name = finding.name_of(script.path)
        package = script.path.endswith("__init__.py")
        spec = importlib.machinery.ModuleSpec(name, self, origin=script.path, is_package=package)
        module = ProjectModule(name)
        module.__file__, module.__spec__, module.__package__ = location, spec, spec.parent
        if package:
            module.__path__ = []
        loaded = Loaded(script, module, spec)
        module.__catalog_gen__ = (loaded, self._listener)
        sys.modules.setdefault(name, module)
        return loaded

    def _is_absent(self, name: str) -> bool:
        """Whether a missing module was reported, so that the import can go on."""
        frame: types.FrameType | None = sys._getframe(2)  # noqa: SLF001
        while frame is not None and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        problem = self._listener.absent_module(name, frame) if frame is not None else None
        if problem is not None:
            self._listener.recorder.problems.append(problem)
        return problem is not None
