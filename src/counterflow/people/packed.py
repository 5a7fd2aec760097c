"""Records of arrays as kernels see them: one pointer instead of hundreds of arguments.

Numba flattens a NamedTuple into its parts at every call: with a world of a hundred arrays that costs 45 microseconds an event and
five minutes of compiling (measured). A packed record is a table of eight-byte slots (an array's address and shape, or a number),
handed around as one pointer; `world.places.ghetto[i]` reads as before. The slots never change while a kernel runs, so loads are
marked invariant; arrays seen through them carry no reference count, and `Packed` keeps them alive.
"""

from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.extending import NativeValue, lower_getattr_generic, models, register_model, unbox
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype

Record = TypeVar("Record", bound=tuple[Any, ...])


class PackedType(types.Type):
    """The type of a packed record: its name and, for each field, a Numba type (an array, a number, another record)."""

    def __init__(self, record: str, fields: tuple[tuple[str, types.Type], ...]) -> None:
        self.fields = fields
        inner = ", ".join(f"{name}: {kind}" for name, kind in fields)
        super().__init__(name=f"{record}({inner})")
        self._slots: dict[str, tuple[int, types.Type]] = {}
        slot = 0
        for name, kind in fields:
            self._slots[name] = (slot, kind)
            slot += _slots_of(kind)
        self.slots = slot

    def slot_of(self, field: str) -> tuple[int, types.Type]:
        """First slot and type of a field."""
        return self._slots[field]

    def type_of(self, field: str) -> types.Type | None:
        """Type of a field, None if there is none."""
        return self._slots[field][1] if field in self._slots else None


def _slots_of(kind: types.Type) -> int:
    if isinstance(kind, PackedType):
        return kind.slots
    return 1 + kind.ndim if isinstance(kind, types.Array) else 1


@register_model(PackedType)
class _PackedModel(models.OpaqueModel):
    """A pointer to the first slot."""


@infer_getattr
class _PackedAttributes(AttributeTemplate):
    key = PackedType

    def generic_resolve(self, record: PackedType, field: str) -> types.Type | None:  # type: ignore[override]
        return record.type_of(field)


@lower_getattr_generic(PackedType)
def _load_field(context: Any, builder: Any, record: PackedType, pointer: Any, field: str) -> Any:
    slot, kind = record.slot_of(field)
    word = ir.IntType(64)

    def slot_pointer(number: int) -> Any:
        return builder.gep(builder.bitcast(pointer, word.as_pointer()), [ir.Constant(word, number)])

    def load(number: int, kind: Any = word) -> Any:
        value = builder.load(builder.bitcast(slot_pointer(number), kind.as_pointer()))
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
        return value

    if isinstance(kind, PackedType):
        return builder.bitcast(slot_pointer(slot), pointer.type)
    if not isinstance(kind, types.Array):
        return load(slot, context.get_value_type(kind))
    array = make_array(kind)(context, builder)
    itemsize = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    shape = [load(slot + 1 + axis) for axis in range(kind.ndim)]
    strides = [ir.Constant(word, itemsize)]
    for extent in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], extent))
    populate_array(
        array,
        data=builder.inttoptr(load(slot), array.data.type),
        shape=shape,
        strides=strides,
        itemsize=ir.Constant(word, itemsize),
        meminfo=None,
    )
    return array._getvalue()  # noqa: SLF001  (how Numba's own lowering reads a struct)


class Packed:
    """A packed record; `address` is that of its first slot, `record` the NamedTuple whose arrays it points into."""

    def __init__(self, record: tuple[Any, ...]) -> None:
        self._numba_type_ = _type_of(record)
        self.record = record
        self._slots = np.array(_values(record), np.uint64)
        self.address = int(self._slots.ctypes.data)


@unbox(PackedType)
def _unbox(_kind: PackedType, packed: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(packed, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer)


def _type_of(record: Any) -> PackedType:
    """The packed type of a record; records of the same shape share one (building a Numba type takes a millisecond)."""
    shape = _shape(record)
    if shape not in _TYPES:
        _TYPES[shape] = _new_type(record)
    return _TYPES[shape]


_TYPES: dict[Any, PackedType] = {}


def _shape(record: Any) -> tuple[Any, ...]:
    """What tells one packed type from another: the class, and each field's kind of array or number."""
    fields: list[Any] = [type(record)]
    for name, value in zip(record._fields, record, strict=True):
        if isinstance(value, np.ndarray):
            if not value.flags.c_contiguous:
                raise TypeError(
                    f"{type(record).__name__}.{name} is not C-contiguous; pass np.ascontiguousarray of it"
                )
            fields.append((value.dtype.char, value.ndim))
        else:
            fields.append(_shape(value) if isinstance(value, tuple) else type(value))
    return tuple(fields)


def _new_type(record: Any) -> PackedType:
    fields = []
    for name, value in zip(record._fields, record, strict=True):
        if isinstance(value, np.ndarray):
            kind: Any = types.Array(from_dtype(value.dtype), value.ndim, "C")
        elif isinstance(value, tuple):
            kind = _type_of(value)
        else:
            kind = _number_type(value)
        fields.append((name, kind))
    return PackedType(type(record).__name__, tuple(fields))


def _number_type(value: object) -> types.Type:
    if isinstance(value, np.uint64):
        return types.uint64
    return types.float64 if isinstance(value, float) else types.int64


def _values(record: tuple[Any, ...]) -> list[int]:
    slots: list[int] = []
    for value in record:
        if isinstance(value, np.ndarray):
            slots += [value.ctypes.data, *value.shape]
        elif isinstance(value, tuple):
            slots += _values(value)
        elif isinstance(value, float):
            slots.append(int(np.float64(value).view(np.uint64)))
        else:
            slots.append(int(value) & 0xFFFFFFFFFFFFFFFF)
    return slots


def pack(record: Record) -> Record:
    """The record as kernels take it: reads like the NamedTuple it was made from, but only inside kernels.

    Arrays must be C-contiguous (TypeError otherwise); keep the result for as long as a kernel may use it.
    """
    return cast("Record", Packed(record))


def unpack(packed: Record) -> Record:
    """The NamedTuple behind a packed record."""
    return cast("Record", cast("Any", packed).record)
