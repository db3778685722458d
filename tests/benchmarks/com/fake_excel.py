"""A Range as the server's process sees Excel's: COM objects and a type library under Excel's ids.

They have what stock xlwings asks of a Range that a formula hands over. Every question is a call
from the server's process into this one; the answered ones are counted.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import ClassVar

import pythoncom
import pywintypes
import win32gui
import winerror
from win32com.server import policy, util
from win32com.server.exception import COMException

LIBRARY = "{00020813-0000-0000-C000-000000000046}"  # Excel's: xlwings prepares it on import
TYPE_LIBRARY = Path(tempfile.gettempdir()) / "fake_excel.tlb"
GENERATED = Path(tempfile.gettempdir()) / "gen_py"  # what pywin32 writes for a type library

_WIN64, _GET, _DISPATCH_CALL, _STANDARD_CALL = 3, 2, 4, 4
_WHOLE, _OBJECT, _ANY, _POINTER, _DEFINED = 3, 9, 12, 26, 29  # kinds of VARIANT
_INTERFACES = {  # its id, and of each member the id, what it returns and which class that is
    "_Application": (
        "{000208D5-0000-0000-C000-000000000046}",
        {"Hwnd": (0x79B, _WHOLE, None)},
    ),
    "_Workbook": (
        "{000208DA-0000-0000-C000-000000000046}",
        {"Application": (0x94, _OBJECT, "Application")},
    ),
    "_Worksheet": (
        "{000208D8-0000-0000-C000-000000000046}",
        {"Parent": (0x96, _OBJECT, None)},
    ),
    "Range": (
        "{00020846-0000-0000-C000-000000000046}",
        {
            "Value": (6, _ANY, None),
            "Worksheet": (0x15C, _OBJECT, "Worksheet"),
            "Row": (0x101, _WHOLE, None),
            "Column": (0xF0, _WHOLE, None),
            "Rows": (0x102, _OBJECT, "Range"),
            "Columns": (0xF1, _OBJECT, "Range"),
            "Count": (0x76, _WHOLE, None),
        },
    ),
}
_CLASSES = {
    "Application": ("{00024500-0000-0000-C000-000000000046}", "_Application"),
    "Workbook": ("{00020819-0000-0000-C000-000000000046}", "_Workbook"),
    "Worksheet": ("{00020820-0000-0000-C000-000000000046}", "_Worksheet"),
}
_descriptions = {}


class Questions:
    """How many calls have reached the objects."""

    count = 0


class _Policy(policy.BasicWrapPolicy):
    """IDispatch for a fake object: its members are methods of the same name."""

    def _wrap_(self, ob):
        self._obj_ = ob
        interface, members = _INTERFACES[ob.interface]
        self._names_ = {name.lower(): member[0] for name, member in members.items()}
        self._members_ = {member[0]: name for name, member in members.items()}
        self._interface_ = pywintypes.IID(interface)
        self._com_interfaces_ = [self._interface_]

    def _GetTypeInfoCount_(self):
        Questions.count += 1
        return 1

    def _GetTypeInfo_(self, index, lcid):  # noqa: ARG002 - as COM asks
        Questions.count += 1
        return 0, _descriptions[self._obj_.interface]

    def _GetIDsOfNames_(self, names, lcid):  # noqa: ARG002 - as COM asks
        Questions.count += 1
        found = self._names_.get(names[0].lower())
        if found is None:
            raise COMException(scode=winerror.DISP_E_UNKNOWNNAME)
        return (found,) + (-1,) * (len(names) - 1)

    def _Invoke_(self, member, lcid, flags, arguments):  # noqa: ARG002 - as COM asks
        Questions.count += 1
        name = self._members_.get(member)
        if name is None:
            raise COMException(scode=winerror.DISP_E_MEMBERNOTFOUND)
        return 0, -1, getattr(self._obj_, name)(*arguments)

    def _QueryInterface_(self, interface):
        Questions.count += 1
        return 1 if interface == self._interface_ else 0


class _Object:
    """One COM object, whatever is asked of it and however often."""

    interface: ClassVar[str]
    _wrapped = None

    def com(self):
        """Return it as a pointer that another process can be given."""
        if self._wrapped is None:
            self._wrapped = util.wrap(self, usePolicy=_Policy)
        return self._wrapped


class _Application(_Object):
    interface = "_Application"

    def Hwnd(self):
        return win32gui.GetDesktopWindow()


class _Workbook(_Object):
    interface = "_Workbook"
    application = _Application()

    def Application(self):
        return self.application.com()


class _Worksheet(_Object):
    interface = "_Worksheet"
    workbook = _Workbook()

    def Parent(self):
        return self.workbook.com()


class _Lines(_Object):
    """A Range's rows or columns, to be counted."""

    interface = "Range"

    def __init__(self, count):
        self._count = count

    def Count(self):
        return self._count


class Range(_Lines):
    """A block of cells."""

    worksheet = _Worksheet()

    def __init__(self, rows):
        super().__init__(len(rows) * len(rows[0]))
        self._cells = tuple(map(tuple, rows))
        self._rows, self._columns = _Lines(len(rows)), _Lines(len(rows[0]))

    def Value(self):
        """Return the cells."""
        return (self._cells,)  # pywin32 takes a tuple for several results

    def Worksheet(self):
        """Return the sheet."""
        return self.worksheet.com()

    def Row(self):
        """Return the first row."""
        return 1

    def Column(self):
        """Return the first column."""
        return 2

    def Rows(self):
        """Return the rows."""
        return self._rows.com()

    def Columns(self):
        """Return the columns."""
        return self._columns.com()


def _write_type_library():
    TYPE_LIBRARY.unlink(missing_ok=True)
    library = pythoncom.CreateTypeLib2(_WIN64, str(TYPE_LIBRARY))
    library.SetName("Excel")
    library.SetGuid(pywintypes.IID(LIBRARY))
    library.SetVersion(1, 9)
    dispatch = pythoncom.LoadTypeLib("stdole2.tlb").GetTypeInfoOfGuid(pythoncom.IID_IDispatch)
    made = {}
    for name, (interface, _) in _INTERFACES.items():
        made[name] = library.CreateTypeInfo(name, pythoncom.TKIND_DISPATCH)
        made[name].SetGuid(pywintypes.IID(interface))
        made[name].AddImplType(0, made[name].AddRefTypeInfo(dispatch))
    seen = {name: made[name].QueryInterface(pythoncom.IID_ITypeInfo) for name in made}
    for name, (class_id, interface) in _CLASSES.items():
        made[name] = library.CreateTypeInfo(name, pythoncom.TKIND_COCLASS)
        made[name].SetGuid(pywintypes.IID(class_id))
        made[name].AddImplType(0, made[name].AddRefTypeInfo(seen[interface]))
        made[name].SetImplTypeFlags(0, 1)  # the default interface
        seen[name] = made[name].QueryInterface(pythoncom.IID_ITypeInfo)
    for name, (_, members) in _INTERFACES.items():
        for i, (member, (number, kind, returned)) in enumerate(members.items()):
            described = pythoncom.FUNCDESC()
            described.memid, described.invkind = number, _GET
            described.funckind, described.callconv = _DISPATCH_CALL, _STANDARD_CALL
            result = (kind, None)
            if returned:
                result = (_POINTER, (_DEFINED, made[name].AddRefTypeInfo(seen[returned])))
            described.rettype, described.args, described.cParamsOpt = (result, 0, None), (), 0
            made[name].AddFuncDesc(i, described)
            made[name].SetFuncAndParamNames(i, (member,))
    for description in made.values():
        description.LayOut()
    library.SaveAllChanges()


@contextlib.contextmanager
def registered():
    """Let other processes know the types, as where Excel is installed."""
    shutil.rmtree(GENERATED, ignore_errors=True)
    _write_type_library()
    library = pythoncom.LoadTypeLib(str(TYPE_LIBRARY))
    pythoncom.RegisterTypeLib(library, str(TYPE_LIBRARY))
    for name, (interface, _) in _INTERFACES.items():
        _descriptions[name] = library.GetTypeInfoOfGuid(pywintypes.IID(interface))
    try:
        yield
    finally:
        pythoncom.UnRegisterTypeLib(pywintypes.IID(LIBRARY), 1, 9, 0, _WIN64)
        shutil.rmtree(GENERATED, ignore_errors=True)
