"""Looks up what our VBA asks of Excel: each member, its named arguments and each constant."""

import re

import vba_reference

LIBRARIES = {"excel", "office", "vba", "scripting"}
GLOBALS = {
    "application": "Application", "thisworkbook": "Workbook", "activeworkbook": "Workbook",
    "activecell": "Range", "err": "ErrObject",
}  # fmt: skip
LATE = {"Object", "Variant", "", "Collection"}  # what is behind is known when it runs
OF_XLWINGS = {"callUDF".lower()}  # of the COM server that xlwings registers
_WORD = re.compile(r"[A-Za-z_]\w*")
_CONSTANT = re.compile(r"\b(?:xl|vb|mso)[A-Z]\w*")
_DECLARED = re.compile(r"\b(\w+)(?:\(\))? As (?:New )?(\w+)")
_RESULT = re.compile(r"\bFunction (\w+)\(.*\) As (\w+)$")


def code(source):
    """Return a module's logical lines, their texts emptied, without comments and attributes."""
    lines = []
    for line in re.sub(r" _\n\s*", " ", source).splitlines():
        bare = re.sub(r"'.*", "", re.sub(r'"(?:[^"]|"")*"', '""', line)).strip()
        if bare and not bare.startswith(("Attribute ", "#")):
            lines.append(bare)
    return lines


def results(sources):
    """Return what the project's own functions give, by name."""
    found = (_RESULT.search(line) for source in sources for line in code(source))
    return {match[1].lower(): match[2] for match in found if match}


def objections(source, functions):
    """Return what Excel's object model has not, of all that a module asks of it."""
    module, scope, within, said = {}, {}, [], []
    own_types = set(re.findall(r"^(?:Private|Public) Type (\w+)", source, re.MULTILINE))
    for line in code(source):
        names = {name.lower(): kind for name, kind in _DECLARED.findall(line)}
        if re.match(r"(?:Public |Private )?(?:Function|Sub) ", line):
            scope = names
        elif re.match(r"(?:Private|Public) ", line):
            module |= names
        else:
            scope |= names
        said += [f"{name} is no constant" for name in _CONSTANT.findall(line) if not _known(name)]
        types = {**functions, **module, **scope, **GLOBALS}
        reader = _Reader(line, types, own_types, within[-1] if within else "")
        last = reader.all()
        said += reader.said
        if line.startswith("With "):
            within.append(last)
        elif line == "End With":
            within.pop()
    return said


def _known(name):
    return bool(re.match(r"vb[A-Z]", name) and name in {"vbCrLf", "vbNullChar", "vbLf"}) or any(
        ref.kind == "constant" for ref in vba_reference.find_members(name, case_sensitive=True)
    )


def _member(kind, name):
    """Return a member of a type; of a type that is known later, of any."""
    if kind in LATE:
        places = {ref.library: ref.type for ref in vba_reference.find_members(name)}
        return next((places[lib] for lib in LIBRARIES if lib in places), None)
    for place in vba_reference.locate_type(kind):
        if place.library in LIBRARIES:
            member = vba_reference.get_member(kind, name, place.library)
            if member is not None:
                return member
    return None


class _Reader:
    """Reads one line and follows each chain of members: a.b(c).d."""

    def __init__(self, line, types, own_types, within):
        self.line, self.types, self.own_types, self.within = line, types, own_types, within
        self.at, self.said = 0, []

    def all(self):
        """Read to the end of the line, or to the closing bracket; return the last chain's type."""
        last = ""
        while self.at < len(self.line) and self.line[self.at] != ")":
            character = self.line[self.at]
            if character == "(":
                self._brackets()
            elif character == "." and self.line[self.at - 1] in " (":
                last = self._chain(self.within)
            elif _WORD.match(self.line, self.at):
                word = _WORD.match(self.line, self.at)
                self.at = word.end()
                last = self._chain(self.types.get(word[0].lower(), ""))
            else:
                self.at += 1
        return last

    def _brackets(self):
        self.at += 1
        inner_start = self.at
        self.all()
        inner = self.line[inner_start : self.at]
        self.at += 1
        return inner

    def _chain(self, kind):
        member = None
        while self.at < len(self.line):
            if self.line[self.at] == "(":
                given = self._brackets()
                self._named_arguments(member, given)
                if kind in {"Sheets", "Worksheets", "Names", "Workbooks"}:
                    kind = {"Names": "Name", "Workbooks": "Workbook"}.get(kind, "Worksheet")
            elif self.line[self.at] == "." and _WORD.match(self.line, self.at + 1):
                word = _WORD.match(self.line, self.at + 1)
                self.at = word.end()
                member, kind = self._step(kind, word[0])
            else:
                break
        if self.line[self.at : self.at + 1] == " ":
            self._named_arguments(member, self.line[self.at :])
        return kind

    def _step(self, kind, name):
        if kind in self.own_types or name.lower() in OF_XLWINGS:
            return None, ""
        found = _member(kind, name)
        if found is None and kind != "Collection":
            self.said.append(f"{kind or 'nothing'} has no {name}")
        if found is None or isinstance(found, str):
            return None, ""
        result = found.returns or found.type
        return found, "" if result == "void" else result

    def _named_arguments(self, member, text):
        if member is None or not member.parameters:
            return
        known = {parameter.name.lower() for parameter in member.parameters}
        for name in re.findall(r"\b(\w+):=", text):
            if name.lower() not in known:
                self.said.append(f"{member.name} takes no {name}")
