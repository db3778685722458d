"""VARIANTs as VBA sees them: what pywin32 hides (kinds of numbers, errors, bounds) is kept."""

import ctypes
from array import array
from itertools import chain

EMPTY, R8, BSTR, DISPATCH, ERROR, BOOL, VARIANT_KIND, UI1, ARRAY = (
    0,
    5,
    8,
    9,
    10,
    11,
    12,
    17,
    0x2000,
)
BLOCK, WORTH_PACKING = 1024, 512  # as in our VBA: cells in a block of bytes, and the fewest packed
INTEGERS = {2, 3, 16, 17, 18, 19, 20, 21, 22, 23}
OMITTED = -2147352572  # DISP_E_PARAMNOTFOUND: what VBA passes for an argument left out
SCODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}

_automation = ctypes.WinDLL("oleaut32")
_automation.SysAllocStringLen.restype = ctypes.c_void_p
_automation.SysAllocStringLen.argtypes = [ctypes.c_wchar_p, ctypes.c_uint]
_automation.SysStringLen.argtypes = [ctypes.c_void_p]
_automation.SafeArrayCreate.restype = ctypes.c_void_p


class _Content(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_double),
        ("whole", ctypes.c_int32),
        ("flag", ctypes.c_int16),
        ("pointer", ctypes.c_void_p),
    )


class Variant(ctypes.Structure):
    """One VARIANT."""

    _anonymous_ = ("content",)
    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("content", _Content),
        ("rest", ctypes.c_uint64),
    )

    def clear(self):
        """Give back what it holds."""
        _automation.VariantClear(ctypes.byref(self))


class _Bound(ctypes.Structure):
    _fields_ = (("count", ctypes.c_uint32), ("lowest", ctypes.c_int32))


class _SafeArray(ctypes.Structure):
    _fields_ = (
        ("dimensions", ctypes.c_ushort),
        ("features", ctypes.c_ushort),
        ("size", ctypes.c_uint32),
        ("locks", ctypes.c_uint32),
        ("data", ctypes.c_void_p),
        ("bounds", _Bound * 4),  # the last dimension first
    )


class _Parameters(ctypes.Structure):
    _fields_ = (
        ("arguments", ctypes.POINTER(Variant)),
        ("names", ctypes.c_void_p),
        ("count", ctypes.c_uint),
        ("named", ctypes.c_uint),
    )


def _array(kind, *bounds):
    given = (_Bound * len(bounds))(*(_Bound(*bound) for bound in bounds))
    return _automation.SafeArrayCreate(kind, len(bounds), given)


def _cells(address, kind, count):
    data = _SafeArray.from_address(address).data
    return (kind * count).from_address(data) if count else []


def put(variant, value):
    """Fill a VARIANT with a cell, a range (rows) or a list of arguments, as VBA would."""
    if isinstance(value, dict):
        _put_special(variant, *next(iter(value.items())))
    elif isinstance(value, tuple | list):
        _put_array(variant, value)
    elif value is None:
        variant.kind = EMPTY
    elif isinstance(value, bool):
        variant.kind, variant.flag = BOOL, -value
    elif isinstance(value, int | float):
        variant.kind, variant.number = R8, float(value)
    else:
        variant.kind = BSTR
        variant.pointer = _automation.SysAllocStringLen(value, len(value.encode("utf-16-le")) // 2)


def _put_special(variant, word, held):
    if word == "packed":  # a range of numbers as our VBA's Packed sends it
        cells = array("d", chain.from_iterable(held))
        cells.extend([0.0] * (-len(cells) % BLOCK))
        raw, size = cells.tobytes(), BLOCK * cells.itemsize
        blocks = [{"bytes": raw[i : i + size]} for i in range(0, len(raw), size)]
        _put_array(variant, (float(len(held)), float(len(held[0])), *blocks))
    elif word == "bytes":
        variant.kind, variant.pointer = ARRAY | UI1, _array(UI1, (len(held), 0))
        _cells(variant.pointer, ctypes.c_ubyte, len(held))[:] = held
    elif word == "doubles":
        rows, columns = len(held), len(held[0])
        variant.kind, variant.pointer = ARRAY | R8, _array(R8, (rows, 1), (columns, 1))
        places = _cells(variant.pointer, ctypes.c_double, rows * columns)
        places[:] = [held[i][j] for j in range(columns) for i in range(rows)]
    elif word == "nothing":  # VBA's Nothing
        variant.kind, variant.pointer = DISPATCH, None
    elif word == "object":  # the address of an IDispatch, which the VARIANT keeps alive
        variant.kind, variant.pointer = DISPATCH, held
        table = ctypes.c_void_p.from_address(held).value
        keep = ctypes.c_void_p.from_address(table + ctypes.sizeof(ctypes.c_void_p)).value
        ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)(keep)(held)
    else:
        variant.kind = ERROR
        variant.whole = OMITTED if word == "omitted" else SCODES[held]


def as_our_vba(rows):
    """Return a range of numbers as our VBA passes it: packed where that is worth it."""
    return {"packed": rows} if len(rows) * len(rows[0]) >= WORTH_PACKING else rows


def _put_array(variant, value):
    if isinstance(value, tuple):
        bounds, cells = [(len(value), 0)], value
    else:
        bounds = [(len(value), 1), (len(value[0]), 1)]
        cells = [row[j] for j in range(len(value[0])) for row in value]
    variant.kind, variant.pointer = ARRAY | VARIANT_KIND, _array(VARIANT_KIND, *bounds)
    for place, cell in zip(_cells(variant.pointer, Variant, len(cells)), cells, strict=True):
        put(place, cell)


def get(variant):
    """Return what a VARIANT holds: [kind, value], or ["array", bounds, cells by column]."""
    if variant.kind == ARRAY | VARIANT_KIND:
        array = _SafeArray.from_address(variant.pointer)
        bounds = [array.bounds[i] for i in range(array.dimensions)][::-1]
        count = 1
        for bound in bounds:
            count *= bound.count
        cells = [get(cell) for cell in _cells(variant.pointer, Variant, count)]
        return ["array", [[bound.count, bound.lowest] for bound in bounds], cells]
    if variant.kind == R8:
        return ["number", variant.number]
    if variant.kind in INTEGERS:
        return ["whole", variant.whole]
    if variant.kind == BOOL:
        return ["flag", bool(variant.flag)]
    if variant.kind == BSTR:
        length = _automation.SysStringLen(variant.pointer) if variant.pointer else 0
        return ["text", ctypes.wstring_at(variant.pointer, length) if length else ""]
    return ["kind", variant.kind]


class Dispatch:
    """A late-bound object, called as VBA calls it."""

    def __init__(self, address):
        self._address = address
        table = ctypes.c_void_p.from_address(address).value
        entries = (ctypes.c_void_p * 7).from_address(table)
        word, pointer = ctypes.c_uint32, ctypes.c_void_p
        self._names = ctypes.WINFUNCTYPE(
            ctypes.c_int32, pointer, pointer, pointer, word, word, pointer
        )(entries[5])
        self._invoke = ctypes.WINFUNCTYPE(
            ctypes.c_int32,
            *(pointer, ctypes.c_int32, pointer, word, ctypes.c_ushort),
            *(pointer, pointer, pointer, pointer),
        )(entries[6])
        self._ids = {}

    def _id(self, name):
        if name not in self._ids:
            names = (ctypes.c_wchar_p * 1)(name)
            found = ctypes.c_int32()
            result = self._names(self._address, bytes(16), names, 1, 0x409, ctypes.byref(found))
            if result:
                raise OSError(f"0x{result & 0xFFFFFFFF:08X}")
            self._ids[name] = found.value
        return self._ids[name]

    def arguments(self, *values):
        """Return values as the VARIANTs of a call, in the order COM wants."""
        made = (Variant * len(values))()
        for place, value in zip(made, reversed(values), strict=True):
            put(place, value)
        return made

    def invoke(self, name, made):
        """Call a method; return (its HRESULT, the resulting VARIANT)."""
        given = _Parameters(made, None, len(made), 0)
        answer, trouble = Variant(), bytes(80)
        result = self._invoke(
            *(self._address, self._id(name), bytes(16), 0x409, 1, ctypes.byref(given)),
            *(ctypes.byref(answer), trouble, ctypes.byref(ctypes.c_uint())),
        )
        return result & 0xFFFFFFFF, answer

    def call(self, name, *values):
        """Call a method; return what it gave, or ["failed", HRESULT]."""
        try:
            made = self.arguments(*values)
            result, answer = self.invoke(name, made)
        except OSError as trouble:
            return ["failed", str(trouble)]
        for variant in made:
            variant.clear()
        if result:
            return ["failed", f"0x{result:08X}"]
        given = get(answer)
        answer.clear()
        return given
