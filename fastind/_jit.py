"""The one place with numba: its options, and the primitives that plain numba lacks.

Loops take addresses and strides, not arrays: one compiled signature then serves every memory order,
read-only inputs and any sub-panel. Each primitive has a plain Python twin, which runs when
`NUMBA_DISABLE_JIT=1`; values then agree within 1e-12 (the twin of `fma` rounds twice).
"""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numba
import numpy as np
import numpy.ma  # numba would import it at the first call, perhaps while another thread forks
from llvmlite import ir
from numba import extending
from numba.core import cgutils, types
from numba.np import numpy_support

from fastind._types import LANES, FloatArray, IntArray

ENABLED = not numba.config.DISABLE_JIT  # type: ignore[attr-defined]

# error_model: x / 0 is inf or NaN as in numpy, and never a branch. nogil: chunks run side by side in
# Python threads. fastmath stays off: it breaks NaN and makes rounding depend on the loop.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
_KERNEL = types.void(*[types.intp] * 6)
VECTOR, TABLE = types.float64[::1], types.int64[:, ::1]
INTEGER = types.intp
READ_ONLY = types.Array(types.float64, 1, "C", readonly=True)
_twins: list[Callable[..., None]] = []


def njit(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a helper that other compiled code calls."""
    return numba.njit(**_OPTIONS)(fn)  # type: ignore[no-any-return]


def entry(fn: Callable[..., None]) -> Any:
    """Compile a kernel `(io, rows, t, state, params, extra)`, six integers, for calls by address."""
    return numba.cfunc(_KERNEL, cache=True, **_OPTIONS)(fn) if ENABLED else fn


def compiled(*signatures: tuple[Any, ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile, cached on disk, a loop that Python calls; a signature is the types of its arguments."""
    return numba.njit([types.void(*s) for s in signatures], cache=True, **_OPTIONS)


def typeof(value: Any) -> Any:
    """Give numba's type of a value."""
    return numba.typeof(value)


def returned(fn: Any, arguments: Sequence[Any]) -> tuple[str, list[np.dtype[Any]], str]:
    """What a compiled function gives for arguments like these, compiling it.

    "number", "tuple", "array" (of one dimension) or, if it is none of numbers, ""; the dtypes; numba's name.
    """
    kinds = tuple(numba.typeof(argument) for argument in arguments)
    signature = types.Dispatcher(fn).get_call_type(fn.targetdescr.typing_context, kinds, {})
    if signature is None:
        raise TypeError("none of its signatures takes them")
    kind: Any = types.unliteral(signature.return_type)
    form = "tuple" if isinstance(kind, types.BaseTuple) else "number"
    if isinstance(kind, types.Array) and kind.ndim == 1:
        form = "array"
    members = tuple(kind) if form == "tuple" else (kind.dtype if form == "array" else kind,)
    if not members or not all(isinstance(m, types.Boolean | types.Integer | types.Float) for m in members):
        return "", [], str(kind)
    return form, [numpy_support.as_dtype(m) for m in members], str(kind)


def address(kernel: Any) -> int:
    """Where a kernel made by `entry` can be called (without the JIT: its number among the twins)."""
    if ENABLED:
        return int(kernel.address)
    if kernel not in _twins:
        _twins.append(kernel)
    return _twins.index(kernel)


def assembly(kernel: Any) -> str:
    """The machine code of a kernel made by `entry`, to look at."""
    return str(kernel._library.get_asm_str())


# --- the primitives' plain Python twins, in the order of their compiled forms below ---


def row(addr: int, n: int) -> FloatArray:
    """View `n` float64 at an address."""
    return np.frombuffer(memoryview((ctypes.c_double * n).from_address(int(addr))), np.float64)


def row32(addr: int, n: int) -> Any:
    """View `n` float32 at an address."""
    return np.frombuffer(memoryview((ctypes.c_float * n).from_address(int(addr))), np.float32)


def cells(addr: int, n: int) -> FloatArray:
    """View `n` rows of LANES float64 at an address."""
    return row(addr, n * LANES).reshape(n, LANES)


def table(addr: int, n: int) -> IntArray:
    """View `n` int64 at an address."""
    return np.frombuffer(memoryview((ctypes.c_int64 * n).from_address(int(addr))), np.int64)


def fma(a: float, b: float, c: float) -> float:
    """a * b + c, rounded once: half the latency of a recurrence, and the same bits in every mode."""
    return a * b + c


def prefetch(addr: int, size: int) -> None:
    """Ask for `size` bytes that will be read soon."""


def prefetch_out(addr: int, size: int) -> None:
    """Ask for `size` bytes that will be written soon (saves the wait for ownership of the lines)."""


def stream(src: int, dst: int) -> None:
    """Copy LANES float64 past the caches (saves reading the lines that are written over)."""
    row(dst, LANES)[:] = row(src, LANES)


def transpose8(src: int, src_step: int, dst: int, dst_step: int) -> None:
    """Transpose 8 x 8 float64; steps are the bytes from one row to the next."""
    block = np.array([row(src + k * src_step, 8) for k in range(8)])
    for k in range(8):
        row(dst + k * dst_step, 8)[:] = block[:, k]


def call(kernel: int, io: int, rows: int, t: int, state: int, params: int, extra: int) -> None:
    """Call a kernel by the address that `address` gave."""
    with np.errstate(all="ignore"):
        _twins[kernel](io, rows, t, state, params, extra)


# --- compiled forms (numba compares annotations, too: overloads have none) ---
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False, disallow-untyped-calls=False


def intrinsic(fn: Callable[..., Any]) -> Any:
    """numba's, with a type that lets compiled code call it."""
    return extending.intrinsic(fn)


def _pointer(builder: Any, addr: Any, to: Any) -> Any:
    return builder.inttoptr(addr, to.as_pointer())


def _pointer_intrinsic(dtype: Any) -> Any:
    @intrinsic
    def pointer(context: Any, addr: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

        return types.CPointer(dtype)(types.intp), codegen

    return pointer


_f64, _f32, _i64 = (_pointer_intrinsic(t) for t in (types.float64, types.float32, types.int64))


@extending.overload(row)
def _row(addr, n):
    return lambda addr, n: numba.carray(_f64(addr), (n,))


@extending.overload(row32)
def _row32(addr, n):
    return lambda addr, n: numba.carray(_f32(addr), (n,))


@extending.overload(cells)
def _cells(addr, n):
    return lambda addr, n: numba.carray(_f64(addr), (n, LANES))


@extending.overload(table)
def _table(addr, n):
    return lambda addr, n: numba.carray(_i64(addr), (n,))


@intrinsic
def _fused(context: Any, a: Any, b: Any, c: Any) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fma(*args)

    return types.float64(types.float64, types.float64, types.float64), codegen


@extending.overload(fma)
def _fma(a, b, c):
    return lambda a, b, c: _fused(a, b, c)


def _prefetch_intrinsic(write: int, locality: int) -> Any:
    @intrinsic
    def ask(context: Any, addr: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            byte, i32 = ir.IntType(8), ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [byte.as_pointer(), i32, i32, i32])
            fn = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
            flags = [ir.Constant(i32, k) for k in (write, locality, 1)]
            builder.call(fn, [_pointer(builder, args[0], byte), *flags])
            return context.get_dummy_value()

        return types.void(types.intp), codegen

    return ask


_ask_read, _ask_write = _prefetch_intrinsic(0, 2), _prefetch_intrinsic(1, 3)


@extending.overload(prefetch)
def _prefetch(addr, size):
    def ask(addr, size):
        for k in range(0, size, 64):
            _ask_read(addr + k)

    return ask


@extending.overload(prefetch_out)
def _prefetch_out(addr, size):
    def ask(addr, size):
        for k in range(0, size, 64):
            _ask_write(addr + k)

    return ask


def _stream_intrinsic(wide: int) -> Any:
    @intrinsic
    def copy(context: Any, src: Any, dst: Any) -> Any:
        # No fence: the lock that a thread takes when it comes back to Python orders these stores.
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            past_caches = builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
            source, target = (_pointer(builder, a, ir.VectorType(ir.DoubleType(), wide)) for a in args)
            for k in range(LANES // wide):
                at = [ir.Constant(ir.IntType(64), k)]
                value = builder.load(builder.gep(source, at), align=8)
                store = builder.store(value, builder.gep(target, at), align=8 * wide)
                store.set_metadata("nontemporal", past_caches)
            return context.get_dummy_value()

        return types.void(types.intp, types.intp), codegen

    return copy


# Pairs take half the stores, and must lie on 16 bytes (a sweep of 8 RSI takes 15 % more without them).
_stream_ones, _stream_pairs = _stream_intrinsic(1), _stream_intrinsic(2)


@extending.overload(stream)
def _stream(src, dst):
    return lambda src, dst: _stream_ones(src, dst) if dst % 16 else _stream_pairs(src, dst)


@intrinsic
def _shuffle8(context: Any, src: Any, src_step: Any, dst: Any, dst_step: Any) -> Any:
    # Three rounds of vector shuffles (pairs, quads, halves): 2x faster than a plain double loop.
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = ir.VectorType(ir.DoubleType(), 8)
        source, source_step, target, target_step = args

        def at(base: Any, step: Any, k: int) -> Any:
            offset = builder.mul(step, ir.Constant(step.type, k))
            return _pointer(builder, builder.add(base, offset), vector)

        def shuffle(x: Any, y: Any, lanes: list[int]) -> Any:
            mask = ir.Constant(ir.VectorType(ir.IntType(32), 8), lanes)
            return builder.shuffle_vector(x, y, mask)

        rows = [builder.load(at(source, source_step, k), align=8) for k in range(8)]
        for low, high, span in (
            ([0, 8, 2, 10, 4, 12, 6, 14], [1, 9, 3, 11, 5, 13, 7, 15], 1),
            ([0, 1, 8, 9, 4, 5, 12, 13], [2, 3, 10, 11, 6, 7, 14, 15], 2),
            ([0, 1, 2, 3, 8, 9, 10, 11], [4, 5, 6, 7, 12, 13, 14, 15], 4),
        ):
            mixed = list(rows)
            for k in range(8):
                if not k & span:
                    mixed[k] = shuffle(rows[k], rows[k + span], low)
                    mixed[k + span] = shuffle(rows[k], rows[k + span], high)
            rows = mixed
        for k in range(8):
            builder.store(rows[k], at(target, target_step, k), align=8)
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.intp, types.intp), codegen


@extending.overload(transpose8)
def _transpose8(src, src_step, dst, dst_step):
    return lambda src, src_step, dst, dst_step: _shuffle8(src, src_step, dst, dst_step)


@intrinsic
def _call_at(
    context: Any, kernel: Any, io: Any, rows: Any, t: Any, state: Any, params: Any, extra: Any
) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        i64 = ir.IntType(64)
        kind = ir.FunctionType(ir.VoidType(), [i64] * 6)
        builder.call(builder.inttoptr(args[0], kind.as_pointer()), args[1:])
        return context.get_dummy_value()

    return types.void(*[types.intp] * 7), codegen


@extending.overload(call)
def _call(kernel, io, rows, t, state, params, extra):
    return lambda kernel, io, rows, t, state, params, extra: _call_at(
        kernel, io, rows, t, state, params, extra
    )


# Tuples of different types, member by member: a compiled function for each position calling the one before
# it takes 9 s to compile for 30 members, and 100 are too deep.


@intrinsic
def first_rows(context: Any, counters: Any, place: Any) -> Any:
    """Where task `place` is in each column: the row `place // step % size` of counters (step, size, ...)."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        rows = []
        for k in range(len(counters)):
            step, size = (builder.extract_value(args[0], [k, m]) for m in range(2))
            rows.append(builder.srem(builder.sdiv(args[1], step), size))
        return context.make_tuple(builder, signature.return_type, rows)

    return types.UniTuple(types.intp, len(counters))(counters, types.intp), codegen


@intrinsic
def gathered(context: Any, columns: Any, rows: Any, counters: Any, j: Any) -> Any:
    """The values of the columns at `row + j * move` of each, for counters (step, size, move)."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        values = []
        for k, kind in enumerate(columns):
            move = builder.extract_value(args[2], [k, 2])
            row = builder.add(builder.extract_value(args[1], k), builder.mul(args[3], move))
            at = _item(context, builder, kind, builder.extract_value(args[0], k), row)
            values.append(context.unpack_value(builder, kind.dtype, at))
        return context.make_tuple(builder, signature.return_type, values)

    members = types.Tuple([kind.dtype for kind in columns])
    return members(columns, rows, counters, types.intp), codegen


@intrinsic
def scatter(context: Any, columns: Any, row: Any, values: Any) -> Any:
    """Write each value into its column."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        for k, (kind, member) in enumerate(zip(columns, values, strict=True)):
            value = context.cast(builder, builder.extract_value(args[2], k), member, kind.dtype)
            at = _item(context, builder, kind, builder.extract_value(args[0], k), args[1])
            context.pack_value(builder, kind.dtype, value, at)
        return context.get_dummy_value()

    return types.void(columns, types.intp, values), codegen


def _item(context: Any, builder: Any, kind: Any, array: Any, row: Any) -> Any:
    """Where a row of a column is."""
    view = context.make_array(kind)(context, builder, array)
    return cgutils.get_item_pointer(context, builder, kind, view, [row])
