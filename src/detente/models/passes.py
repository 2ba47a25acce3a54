"""Passes of the compiler over a function's instructions: Numba's own, without the work that kernels have no use for."""

from __future__ import annotations

import operator
from enum import IntEnum
from typing import Any

from numba.core import ir, types
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.errors import NumbaTypeError
from numba.core.ir_utils import build_definitions
from numba.core.ssa import reconstruct_ssa
from numba.core.typed_passes import NopythonTypeInference, PreLowerStripPhis
from numba.core.untyped_passes import ReconstructSSA

__all__ = ["KernelSSA", "KernelTypes", "PlainNumbers", "StripPhis"]


@register_pass(mutates_CFG=False, analysis_only=False)
class PlainNumbers(FunctionPass):
    """Write members of whole-number enumerations as the numbers that they are."""

    _name = "detente_plain_numbers"

    def __init__(self) -> None:
        FunctionPass.__init__(self)

    def run_pass(self, state: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Replace ``Enumeration.MEMBER`` in a function's IR."""
        changed = False
        for block in state.func_ir.blocks.values():
            named: dict[str, type[IntEnum]] = {}
            for one in block.find_insts(ir.Assign):
                value = one.value
                if isinstance(value, ir.Global | ir.FreeVar):
                    if isinstance(value.value, type) and issubclass(value.value, IntEnum):
                        named[one.target.name] = value.value
                elif isinstance(value, ir.Expr) and value.op == "getattr" and value.value.name in named:
                    one.value = ir.Const(int(named[value.value.name][value.attr]), value.loc)
                    state.func_ir._definitions[one.target.name] = [one.value]
                    changed = True
        return changed


@register_pass(mutates_CFG=True, analysis_only=False)
class KernelSSA(ReconstructSSA):
    """Numba's single assignment form, without how long variables live: only generators ask."""

    _name = "detente_ssa"

    def run_pass(self, state: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Give every assignment a variable of its own."""
        state.func_ir = reconstruct_ssa(state.func_ir)
        self._patch_locals(state)
        state.func_ir._definitions = build_definitions(state.func_ir.blocks)
        return True


@register_pass(mutates_CFG=False, analysis_only=False)
class StripPhis(PreLowerStripPhis):
    """Numba's way back out of single assignment form, likewise."""

    _name = "detente_strip_phis"

    def run_pass(self, state: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Make assignments of joins."""
        state.func_ir = self._strip_phi_nodes(state.func_ir)
        state.func_ir._definitions = build_definitions(state.func_ir.blocks)
        return True


def _remembering(context: Any) -> Any:
    """Make a typing context that shares everything with another, and remembers what it has resolved.

    Numba tries every overload of ``+`` that anybody has declared (for texts, sets, lists and so on) at every ``+``.
    Which one fits depends on the operands' types alone.
    """

    class Remembering(type(context)):
        """The context with a memory of what each operation gives for each types of operands."""

        def __init__(self) -> None:
            self.__dict__ = context.__dict__
            self.resolved: dict[Any, Any] = {}

        def resolve_function_type(self, func: Any, args: Any, kws: Any) -> Any:
            """Say what a call gives."""
            if kws or isinstance(func, types.Dispatcher | types.BoundFunction):
                return super().resolve_function_type(func, args, kws)
            key = func, tuple(args)
            try:
                return self.resolved[key]
            except KeyError:
                found = self.resolved[key] = super().resolve_function_type(func, args, kws)
                return found
            except TypeError:  # an index that cannot be a key
                return super().resolve_function_type(func, args, kws)

        def resolve_setitem(self, target: Any, index: Any, value: Any) -> Any:
            """Say how an item is written."""
            func = self.resolve_value_type(operator.setitem)
            return self.resolve_function_type(func, (target, index, value), {})

    return Remembering()


_REMEMBERING: dict[int, Any] = {}
"""By the identity of Numba's contexts, of which there is one per kind of machine for as long as the program runs."""


@register_pass(mutates_CFG=True, analysis_only=False)
class KernelTypes(NopythonTypeInference):
    """Numba's type inference with a memory that all kernels share."""

    _name = "detente_types"

    def run_pass(self, state: Any) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Find the types of a function's variables."""
        context = state.typingctx
        if id(context) not in _REMEMBERING:
            _REMEMBERING[id(context)] = _remembering(context)
        state.typingctx = _REMEMBERING[id(context)]
        try:
            changed = super().run_pass(state)
        finally:
            state.typingctx = context
        if not state.flags.nrt:
            _refuse_new_arrays(state)
        return changed


def _refuse_new_arrays(state: Any) -> None:
    """Say of a function that counts no references that it calls something that makes an array.

    Numba says so too, but not if what is called has been compiled before for a function that does count.
    """
    for expr, signature in state.calltypes.items():
        if isinstance(expr, ir.Expr) and expr.op == "call" and isinstance(signature.return_type, types.Array):
            name = state.func_id.func_name
            raise NumbaTypeError(f"`{name}` makes an array: mark it `allocating`, or pass the array in", loc=expr.loc)
