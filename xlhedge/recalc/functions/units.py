"""CONVERT: an amount in one unit told in another.

Source: Microsoft's page; which units take a prefix, and Excel's constants, were read off values
that Excel saved in a workbook of every unit.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import CellError, cell_by_cell, fail, finite
from xlhedge.recalc.functions.money import strict_number
from xlhedge.worksheet.errors import NA, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

# A kind, then its units: names for the same one joined by =, the factor to the kind's first unit.
# A * says that the name takes a prefix, ** and *** that it counts squared and cubed.
_TABLE = """
mass g* 1 sg 14593.902937206363 lbm 453.59237 u* 1.660538782e-24 ozm 28.349523125
 grain 0.06479891 cwt=shweight 45359.237 uk_cwt=lcwt=hweight 50802.34544 stone 6350.29318
 ton 907184.74 uk_ton=LTON=brton 1016046.9088
distance m* 1 mi 1609.344 Nmi 1852 in 0.0254 ft 0.3048 yd 0.9144 ang* 1e-10 ell 1.143
 ly* 9460730472580800 parsec*=pc* 3.0856775812815532e16 Picapt=Pica 3.527777777777778e-4
 pica 4.233333333333333e-3 survey_mi 1609.3472186944373
time sec=s 1 yr 31557600 day=d 86400 hr 3600 mn=min 60
pressure Pa*=p* 1 atm*=at* 101325 mmHg* 133.322 psi 6894.757293168362 Torr 133.32236842105263
force N* 1 dyn*=dy* 1e-5 lbf 4.4482216152605 pond* 9.80665e-3
energy J* 1 e* 1e-7 c* 4.184 cal* 4.1868 eV*=ev* 1.602176487e-19 HPh=hh 2684519.537696173
 Wh*=wh* 3600 flb 1.3558179483314004 BTU=btu 1055.05585262
power W*=w* 1 HP=h 745.6998715822702 PS 735.49875
magnetism T* 1 ga* 1e-4
volume m3***=m^3*** 1 tsp 4.92892159375e-6 tspm 5e-6 tbs 1.478676478125e-5 oz 2.95735295625e-5
 cup 2.365882365e-4 pt=us_pt 4.73176473e-4 uk_pt* 5.6826125e-4 qt 9.46352946e-4
 uk_qt 1.1365225e-3 gal 3.785411784e-3 uk_gal 4.54609e-3 l*=L*=lt* 1e-3 ang3***=ang^3*** 1e-30
 barrel 0.158987294928 bushel 0.03523907016688 ft3=ft^3 0.028316846592 in3=in^3 1.6387064e-5
 ly3=ly^3 8.467866646237152e47 mi3=mi^3 4168181825.44058 yd3=yd^3 0.764554857984
 Nmi3=Nmi^3 6352182208 Picapt3=Picapt^3=Pica3=Pica^3 4.3903956618655696e-11
 GRT=regton 2.8316846592 MTON 1.13267386368
area m2**=m^2** 1 uk_acre 4046.8564224 us_acre 4046.8726098742522 ang2**=ang^2** 1e-20 ar* 100
 ft2=ft^2 0.09290304 ha 10000 in2=in^2 6.4516e-4 ly2=ly^2 8.95054210748189e31 Morgen 2500
 mi2=mi^2 2589988.110336 Nmi2=Nmi^2 3429904 yd2=yd^2 0.83612736
 Picapt2=Pica2=Pica^2=Picapt^2 1.2445216049382715e-7
information bit* 1 byte* 8
speed m/s*=m/sec* 1 admkn 0.5147733333333333 kn 0.5144444444444445
 m/h*=m/hr* 2.777777777777778e-4 mph* 0.44704
temperature K*=kel* 1 C=cel 1 F=fah 1 Rank 1 Reau 1
"""
# what is added in a unit's own degrees, and how many kelvins one of them is
_TEMPERATURES = {
    "C": (Fraction("273.15"), Fraction(1)),
    "F": (Fraction("459.67"), Fraction(5, 9)),
    "K": (Fraction(0), Fraction(1)),
    "Rank": (Fraction(0), Fraction(5, 9)),
    "Reau": (Fraction("218.52"), Fraction(5, 4)),
}
_HOTTEST = 1e200  # kelvins or degrees; beyond it a prefix may make too large a number
_POWERS = """Y 24 Z 21 E 18 P 15 T 12 G 9 M 6 k 3 h 2 da 1 e 1
 d -1 c -2 m -3 u -6 n -9 p -12 f -15 a -18 z -21 y -24"""
_PREFIXES = dict(zip(_POWERS.split()[::2], map(int, _POWERS.split()[1::2]), strict=True))
_BINARY = {"ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6, "Zi": 7, "Yi": 8}


class _Unit(NamedTuple):
    """A unit of measurement."""

    kind: str
    factor: float  # how many of the kind's first unit it is
    powers: int  # how often a prefix counts; 0 where it takes none
    degree: str  # of temperatures: whose they are


def _read(table: str) -> dict[str, _Unit]:
    units = {}
    for line in table.replace("\n ", " ").strip().splitlines():
        kind, *entries = line.split()
        for names, factor in zip(entries[::2], entries[1::2], strict=True):
            degree = names.split("=")[0].rstrip("*")
            for name in names.split("="):
                plain = name.rstrip("*")
                units[plain] = _Unit(kind, float(factor), len(name) - len(plain), degree)
    return units


_UNITS = _read(_TABLE)


def _unit(name: Scalar) -> _Unit:
    if isinstance(name, ExcelError):
        raise CellError(name)
    if name is not None and not isinstance(name, str):
        raise Refused("what CONVERT makes of a unit that is no text is not known")
    text = name or ""
    if text in _UNITS:
        return _UNITS[text]
    for prefix, power in _BINARY.items():
        unit = _UNITS.get(text.removeprefix(prefix)) if text.startswith(prefix) else None
        if unit is not None and unit.kind == "information":
            return unit._replace(factor=unit.factor * 1024.0**power)
    readings = [
        (unit, power)
        for prefix, power in _PREFIXES.items()
        if text.startswith(prefix) and (unit := _UNITS.get(text[len(prefix) :]))
    ]
    if any(unit.kind == "time" for unit, _ in readings):
        raise Refused("which units of time take a prefix is not known")
    taken = [(unit, power) for unit, power in readings if unit.powers]
    if len(taken) > 1:
        raise Refused(f"{text!r} stands for more than one unit")
    if not taken:
        raise fail(NA, f"{text!r} is no unit.")
    unit, power = taken[0]
    return unit._replace(factor=unit.factor * 10.0 ** (power * unit.powers))


def _convert(value: Scalar, source: Scalar, target: Scalar) -> Scalar:
    amount, unit, other = strict_number(value), _unit(source), _unit(target)
    if unit.kind != other.kind:
        raise fail(NA, f"{source!r} and {target!r} measure different things.")
    if unit.kind == "temperature" and abs(amount) < _HOTTEST:
        return _temperature(amount * unit.factor, unit.degree, other.degree) / other.factor
    if unit.kind == "temperature":
        raise Refused("so extreme a temperature is not converted")
    return finite(amount * unit.factor / other.factor)


def _temperature(amount: float, source: str, target: str) -> float:
    """Tell a temperature in other degrees, without rounding on the way: 32 °F are 0 °C."""
    (zero, degree), (other_zero, other) = _TEMPERATURES[source], _TEMPERATURES[target]
    return float((Fraction(amount) + zero) * degree / other - other_zero)


UNITS: dict[str, Callable[..., Cell]] = {"CONVERT": cell_by_cell(_convert, errors_first=False)}
