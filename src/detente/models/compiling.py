"""How kernels are compiled: every function once, the whole of a kernel optimised once.

Numba makes a library of each function that a kernel calls: links what it calls, optimises it, makes machine code of it.
A kernel of a hundred small functions is then optimised over and over, once at each level of calls. Here a function that
is only called by kernels stays as it is lowered, and a kernel links all of them at once, is optimised once and becomes
machine code once. What then takes the time is not LLVM but Numba's own Python, over some 230 functions. So:

- Members of enumerations are whole numbers before types are inferred, so that none of them needs a type of its own and
  no function is compiled once for each (`detente.models.passes.PlainNumbers`).
- What an operation gives is looked up once for each types of operands (`detente.models.passes.KernelTypes`).
- Numbers, and items of a record's arrays, are lowered without detours (`detente.models.lowering`).
- Functions that make no arrays count no references (`detente.models.kernel.jitable`).

Together that takes half of the time. Numba's documentation names the hooks: compiler pipelines of one's own
("Customizing the compiler"), and the code library that a pipeline's lowering fills. What lies behind them may change
with Numba's minor version, which is why the requirements pin it; whether it all still holds `tests/test_compiling.py`
says, by compiling the same functions with Numba's own pipeline and comparing what they give to the last bit.
"""

from __future__ import annotations

from typing import Any

from llvmlite.binding import Linkage
from numba.core.codegen import CPUCodeLibrary, JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.compiler_machinery import FunctionPass, PassManager, register_pass
from numba.core.errors import new_error_context  # pyright: ignore[reportAttributeAccessIssue] - made at run time
from numba.core.typed_passes import (
    DumpParforDiagnostics,
    InlineOverloads,
    IRLegalization,
    NativeLowering,
    NopythonRewrites,
    NoPythonSupportedFeatureValidation,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import (
    DeadBranchPrune,
    FindLiterallyCalls,
    InlineClosureLikes,
    InlineInlinables,
    IRProcessing,
    LiteralPropagationSubPipelinePass,
    LiteralUnroll,
    MakeFunctionToJitFunction,
    ReconstructSSA,
    RewriteDynamicRaises,
    WithLifting,
)

from detente.models.lowering import KernelLowering
from detente.models.passes import KernelSSA, KernelTypes, PlainNumbers, StripPhis

__all__ = ["KernelCompiler"]


class _NoEnvironment:
    """A code generator that binds no Python objects to code that has no address."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def set_env(self, name: str, env: object) -> None:
        """Bind nothing: kernels' functions hold no Python objects."""


class _Part(JITCodeLibrary):
    """Code of one function, as it was lowered; never run by itself."""

    @property
    def codegen(self) -> Any:
        """The code generator, as the lowering sees it."""
        return _NoEnvironment(self._codegen)

    def add_llvm_module(self, ll_module: Any) -> None:
        """Take a function as it is: it is optimised where it is called."""
        ll_module.data_layout = self._codegen._data_layout
        self._final_module.link_in(ll_module)

    def finalize(self) -> None:
        """Close the library as it is; whoever links it may do so several times over."""
        self._raise_if_finalized()
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.external:
                function.linkage = "linkonce_odr"
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """No address: there is no machine code."""
        self._ensure_finalized()
        return 0

    def own_module(self) -> Any:
        """The function alone."""
        self._ensure_finalized()
        return self._final_module

    def _get_module_for_linking(self) -> Any:
        """The function with all that it calls, for kernels that are compiled otherwise."""
        if self._shared_module is None:
            whole = self.own_module().clone()
            for other in _below(self):
                module = other.own_module() if isinstance(other, _Part) else other._get_module_for_linking()
                whole.link_in(module, preserve=True)
            self._shared_module = whole
        return self._shared_module


class _Whole(JITCodeLibrary):
    """Code of a kernel and of all that it calls, however deep."""

    def finalize(self) -> None:
        """Link everything, optimise, make machine code."""
        found = _below(self)
        for part in found:
            if isinstance(part, _Part):
                self._final_module.link_in(part.own_module(), preserve=True)
        self._linking_libraries = [one for one in found if not isinstance(one, _Part)]
        super().finalize()


def _below(library: CPUCodeLibrary) -> list[CPUCodeLibrary]:
    """Libraries that a library calls, and that its parts call, each once."""
    found: dict[CPUCodeLibrary, None] = {}
    ahead = list(library._linking_libraries)
    while ahead:
        other = ahead.pop()
        if other not in found:
            found[other] = None
            if isinstance(other, _Part):
                ahead.extend(other._linking_libraries)
    return list(found)


@register_pass(mutates_CFG=False, analysis_only=True)
class _OwnLibrary(FunctionPass):
    """Choose the library that a function is lowered into."""

    _name = "detente_own_library"

    def __init__(self) -> None:
        FunctionPass.__init__(self)

    def run_pass(self, state: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Set the library."""
        kind = _Part if state.flags.no_cpython_wrapper else _Whole
        state.library = kind(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return False


class _Options(Flags):
    """Options of a compilation, quickly compared: Numba does so at every call that it infers."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Options) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._values)))


class _Passes(PassManager):
    """Passes that run without a record of each."""

    def _runPass(  # pyright: ignore[reportIncompatibleVariableOverride]
        self, index: int, pss: Any, internal_state: Any
    ) -> None:
        pss.analysis = self._analysis
        with new_error_context("Pass {name}", name=pss.name()):
            for run in (pss.run_initialization, pss.run_pass, pss.run_finalizer):
                run(internal_state)


class KernelCompiler(CompilerBase):
    """Numba's pipeline without what kernels have no use for, and with passes of our own in the place of some.

    Left out are inlining, fusion of array expressions and generators; of a function that makes no arrays of its own
    (`detente.models.kernel.jitable`) also where its variables end: nothing need be freed there.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.state.flags = _Options(self.state.flags)

    def define_pipelines(self) -> list[PassManager]:
        """Passes in their order."""
        whole = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes = _Passes(whole.pipeline_name)
        pruned = [at for at, (one, _) in enumerate(whole.passes) if one is DeadBranchPrune]
        left_out = _LEFT_OUT if self.state.flags.nrt else _LEFT_OUT | {IRLegalization}
        passes.passes = [
            (_IN_PLACE_OF.get(one, one), text)
            for at, (one, text) in enumerate(whole.passes)
            if one not in left_out and at not in pruned[:-1]
        ]
        passes.add_pass_after(PlainNumbers, IRProcessing)
        passes.add_pass_after(_OwnLibrary, NoPythonSupportedFeatureValidation)
        passes.finalize()
        return [passes]


_LEFT_OUT = {
    WithLifting,
    InlineClosureLikes,
    InlineInlinables,
    InlineOverloads,
    FindLiterallyCalls,
    LiteralUnroll,
    LiteralPropagationSubPipelinePass,
    MakeFunctionToJitFunction,
    NopythonRewrites,
    RewriteDynamicRaises,
    DumpParforDiagnostics,
}
_IN_PLACE_OF = {
    ReconstructSSA: KernelSSA,
    NopythonTypeInference: KernelTypes,
    PreLowerStripPhis: StripPhis,
    NativeLowering: KernelLowering,
}
