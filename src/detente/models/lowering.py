"""How a kernel's instructions become LLVM's: numbers and items of arrays at once, the rest as Numba does it.

Numba looks for the implementation of an operation by trying one signature after the other, with its operands as
literals first. To read one number out of a record's field it builds a whole array (pointers, shape, strides). For
adding two numbers and for reading ``record.field[i, j]``, which is most of what kernels do, that takes far longer than
writing down the few instructions that come of it. What is written down here is what Numba's own implementations write
(`numba.cpython.numbers`, `numba.np.arrayobj`), so that results are the same to the last bit; `tests/test_compiling.py`
compiles functions both ways and compares.
"""

from __future__ import annotations

import operator
from typing import Any, cast

from llvmlite.ir import Constant
from numba.core import cgutils, ir, types
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import BaseNativeLowering

__all__ = ["KernelLowering"]

_ARITHMETIC = {operator.add: "add", operator.sub: "sub", operator.mul: "mul", operator.truediv: "div"}
_COMPARISONS = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}
_DATA, _SHAPE, _STRIDES = 4, 5, 6
"""Places in an array's structure (`numba.core.datamodel.models.ArrayModel`)."""


class _KernelLower(Lower):
    """Numba's lowering with short cuts.

    Of a variable that holds a field of a record, and of which nothing but items is ever used, only the place in memory
    is kept, in ``_fields``.
    """

    def init(self) -> None:
        """Find out how variables are used."""
        super().init()
        self._fields: dict[str, Any] = {}
        self._bare = self._bare_fields()

    def _bare_fields(self) -> set[str]:
        """Variables of which nothing but items is used, and that are assigned once."""
        times: dict[str, int] = {}
        whole: set[str] = set()
        renamed: list[tuple[str, str]] = []
        for block in self.func_ir.blocks.values():
            for one in block.body:
                if isinstance(one, ir.Del):
                    continue
                used = {var.name for var in one.list_vars()}
                if isinstance(one, ir.Assign):
                    times[one.target.name] = times.get(one.target.name, 0) + 1
                    used.discard(one.target.name)
                    if isinstance(one.value, ir.Var):
                        renamed.append((one.value.name, one.target.name))
                        continue
                item = _item(one)
                if item and self._kinds(*item) is not None:
                    used.discard(item[0].name)
                whole |= used
        bare = {name for name, count in times.items() if count == 1} - whole
        while gone := {old for old, new in renamed if old in bare and new not in bare}:
            bare -= gone
        return bare

    def lower_inst(self, inst: Any) -> None:
        """Lower one instruction."""
        if isinstance(inst, ir.Del) and inst.value in self._fields:
            return
        if not (self._lower_field(inst) or self._lower_item(inst)):
            super().lower_inst(inst)

    def _lower_field(self, inst: Any) -> bool:
        """Note where a record's field begins."""
        if not isinstance(inst, ir.Assign) or inst.target.name not in self._bare:
            return False
        value, name = inst.value, inst.target.name
        if isinstance(value, ir.Var) and value.name in self._fields:
            self._fields[name] = self._fields[value.name]
            return True
        if not isinstance(value, ir.Expr) or value.op != "getattr":
            return False
        record, array = self.typeof(value.value.name), self.typeof(name)
        if not isinstance(record, types.Record) or not isinstance(array, types.NestedArray):
            return False
        kind = self.context.get_data_type(array.dtype)
        begin = self.loadvar(value.value.name)
        self._fields[name] = cgutils.get_record_member(self.builder, begin, record.offset(value.attr), kind)
        return True

    def _lower_item(self, inst: Any) -> bool:
        """Read or write an item of an array."""
        item = _item(inst)
        kinds = self._kinds(*item) if item else None
        if not item or kinds is None:
            return False
        array = self.typeof(item[0].name)
        place, align = self._place(*item, kinds), None if array.aligned else 1
        if isinstance(inst, ir.Assign):
            found = self.context.unpack_value(self.builder, array.dtype, place, align)
            name = inst.target.name
            self.storevar(self.context.cast(self.builder, found, array.dtype, self.typeof(name)), name)
        else:
            given = self._cast_var(inst.value, array.dtype)
            self.context.pack_value(self.builder, array.dtype, given, place, align=align)
        return True

    def _kinds(self, base: Any, index: Any, known: Any) -> tuple[Any, ...] | None:
        """Types of the whole numbers that say which item of an array is meant; None if something else is meant."""
        array = self.typeof(base.name)
        if not isinstance(array, types.Array) or not isinstance(array.dtype, types.Number):
            return None
        kind: Any = types.intp if isinstance(known, int) else self.typeof(index.name)
        kinds = tuple(cast(Any, kind)) if isinstance(kind, types.BaseTuple) else (kind,)
        whole = all(isinstance(one, types.Integer) and one.signed for one in kinds)  # pyright: ignore[reportAttributeAccessIssue]
        if len(kinds) != array.ndim or not whole:
            return None
        return kinds

    def _place(self, base: Any, index: Any, known: Any, kinds: tuple[Any, ...]) -> Any:
        """Pointer to an item of an array."""
        array, builder = self.typeof(base.name), self.builder
        if isinstance(known, int):
            at = [Constant(cgutils.intp_t, known)]
        else:
            value = self.loadvar(index.name)
            several = isinstance(self.typeof(index.name), types.BaseTuple)
            values = cgutils.unpack_tuple(builder, value, len(kinds)) if several else [value]
            at = [self.context.cast(builder, one, kind, types.intp) for one, kind in zip(values, kinds, strict=True)]
        if base.name in self._fields:
            data = self._fields[base.name]
            shape, strides = ([Constant(cgutils.intp_t, n) for n in ns] for ns in (array.shape, array.strides))
        else:
            whole = self.loadvar(base.name)
            data = builder.extract_value(whole, _DATA)
            shape, strides = (
                cgutils.unpack_tuple(builder, builder.extract_value(whole, part), array.ndim)
                for part in (_SHAPE, _STRIDES)
            )
        at = [self._from_front(one, size) for one, size in zip(at, shape, strict=True)]
        return cgutils.get_item_pointer2(self.context, builder, data, shape, strides, array.layout, at)

    def _from_front(self, at: Any, size: Any) -> Any:
        """Count an index from the front; negative ones count from the end."""
        if isinstance(at, Constant):
            return at if at.constant >= 0 else self.builder.add(at, size)
        negative = self.builder.icmp_signed("<", at, at.type(0))
        return self.builder.select(negative, self.builder.add(at, size), at)

    def alloca_lltype(self, name: str, lltype: Any, datamodel: Any = None) -> Any:
        """Make room for a variable, without a note for debuggers."""
        return cgutils.alloca_once(self.builder, lltype, name=name, zfill=False)

    def lower_binop(self, resty: Any, expr: Any, op: Any) -> Any:
        """Lower an operation on two numbers."""
        signature, builder = self.fndesc.calltypes[expr], self.builder
        kind = signature.args[0]
        plain = kind in (types.int64, types.float64) and kind == signature.args[1]
        if plain and op in _COMPARISONS:
            left, right = self._cast_var(expr.lhs, kind), self._cast_var(expr.rhs, kind)
            if kind == types.int64:
                compare = builder.icmp_signed
            else:
                compare = builder.fcmp_unordered if op is operator.ne else builder.fcmp_ordered
            found = compare(_COMPARISONS[op], left, right)
        elif plain and op in _ARITHMETIC and signature.return_type == kind and self._silent(op):
            left, right = self._cast_var(expr.lhs, kind), self._cast_var(expr.rhs, kind)
            name = _ARITHMETIC[op] if kind == types.int64 else f"f{_ARITHMETIC[op]}"
            found = getattr(builder, name)(left, right)
        else:
            return super().lower_binop(resty, expr, op)
        return self.context.cast(builder, found, signature.return_type, resty)

    def _silent(self, op: Any) -> bool:
        """Whether an operation never raises."""
        return op is not operator.truediv or not self.context.error_model.raise_on_fp_zero_division


def _item(inst: Any) -> tuple[Any, Any, Any] | None:
    """Array, variable of the index and, where it is known, its value, if an instruction reads or writes an item."""
    if isinstance(inst, ir.SetItem):
        return inst.target, inst.index, None
    if isinstance(inst, ir.StaticSetItem):
        return inst.target, inst.index_var, inst.index
    if isinstance(inst, ir.Assign) and isinstance(inst.value, ir.Expr):
        if inst.value.op == "getitem":
            return inst.value.value, inst.value.index, None
        if inst.value.op == "static_getitem":
            return inst.value.value, inst.value.index_var, inst.value.index
    return None


@register_pass(mutates_CFG=True, analysis_only=False)
class KernelLowering(BaseNativeLowering):
    """Numba's pass with the lowering above."""

    _name = "detente_lowering"

    @property
    def lowering_class(self) -> type[Lower]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The lowering."""
        return _KernelLower
