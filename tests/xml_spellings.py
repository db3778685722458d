"""The same XML written otherwise: what a parser must not mind, and a patcher must keep."""

import io
import zipfile
from random import Random
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

STRICT = (
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)
_WITHOUT_PREFIX = "http://www.w3.org/XML/1998/namespace"


def strict(content):
    """Return a part in the Strict dialect."""
    for usual, other in STRICT:
        content = content.replace(usual, other)
    return content


def usual(content):
    """Return a part in the usual dialect."""
    for plain, other in STRICT:
        content = content.replace(other, plain)
    return content


def respelled(content, seed, prefix="", *, implied=False):
    """Return a part in another spelling: quotes, comments, CDATA, blanks, references, prefix.

    With `implied` some rows and cells leave out the address that follows from the one before.
    """
    spaces = [pair for _, pair in ET.iterparse(io.BytesIO(content), ["start-ns"])]  # noqa: S314 - our own
    root = ET.fromstring(content)  # noqa: S314 - our own
    if implied:
        _leave_out_addresses(root, Random(seed))
    own = root.tag.partition("}")[0].strip("{")
    names = {space: f"{name}:" for name, space in spaces if name}
    names |= {own: prefix, _WITHOUT_PREFIX: "xml:"}
    writer = _Writer(Random(seed), names)
    writer.element(root, declared=sorted(names.items()))
    random = writer.random
    head = random.choice(['<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0'?>", ""])
    mark = b"\xef\xbb\xbf" if random.random() < 0.3 else b""
    return mark + (head + "".join(writer.out)).encode()


def respelled_book(data, seed, prefix="", *, in_strict=False):
    """Return a workbook whose every XML part is spelled otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".xml", ".rels")):
                content = strict(content) if in_strict else content
                content = respelled(content, seed, prefix)
            new.writestr(name, content)
    return out.getvalue()


def meaning(data):
    """Return what a workbook's parts say: XML in one spelling and dialect, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return {
        name: "\n".join(_lines(ET.fromstring(usual(content))))  # noqa: S314 - our own
        if name.endswith((".xml", ".rels"))
        else content
        for name, content in parts.items()
    }


def _lines(element):
    """Yield an element and those below it, a line each, attributes in one order."""
    yield f"{element.tag} {sorted(element.attrib.items())} {element.text or ''!r}"
    for child in element:
        yield from (f" {line}" for line in _lines(child))
        yield f" {child.tail or ''!r}"


def _leave_out_addresses(root, random):
    for rows in root.iter():
        if not rows.tag.endswith("}sheetData"):
            continue
        for owner, row in enumerate(rows, 1):
            if row.get("r") == str(owner) and random.random() < 0.5:
                del row.attrib["r"]
            for column, cell in enumerate(row):
                letters = (cell.get("r") or "").rstrip("0123456789")
                if letters == "ABCDEFGH"[column : column + 1] and random.random() < 0.5:
                    del cell.attrib["r"]


class _Writer:
    def __init__(self, random, names):
        self.random, self.names, self.out = random, names, []

    def name(self, tag):
        space, brace, name = tag.rpartition("}")
        return self.names[space.strip("{")] + name if brace else name

    def blank(self):
        return self.random.choice(["", "", " ", "\n"])

    def attribute(self, name, value):
        text = escape(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
        quote = self.random.choice("\"'")
        text = text.replace(quote, {'"': "&quot;", "'": "&apos;"}[quote])
        if quote == '"':  # allowed in a value, and it ends no tag
            text = text.replace("&gt;", ">")
        gap = self.random.choice([" ", "\n ", "  "])
        self.out.append(f"{gap}{name}{self.blank()}={self.blank()}{quote}{text}{quote}")

    def text(self, text):
        cut = self.random.randrange(len(text) + 1)
        for piece in (text[:cut], text[cut:]):
            way = self.random.randrange(4)
            if way == 0 and "]]>" not in piece and "\r" not in piece:
                self.out.append(f"<![CDATA[{piece}]]>")
            elif way == 1 and piece:
                self.out.append(f"&#x{ord(piece[0]):X};{escape(piece[1:], {chr(13): '&#13;'})}")
            else:
                self.out.append(escape(piece, {"\r": "&#13;"}))
            self.between()

    def between(self):
        way = self.random.randrange(12)
        if way == 0:
            self.out.append("<!-- <c r='A1'><v>0</v></c> > -->")
        elif way == 1:
            self.out.append("<?note </row> ?>")

    def element(self, element, declared=()):
        name = self.name(element.tag)
        self.out.append(f"<{name}")
        for space, prefix in declared:
            if prefix != "xml:":
                colon = ":" if prefix else ""
                self.attribute(f"xmlns{colon}{prefix.rstrip(':')}", space)
        for key, value in element.attrib.items():
            self.attribute(self.name(key), value)
        text = element.text or ""
        if not len(element) and not text and self.random.random() < 0.7:
            self.out.append(self.blank() + "/>")
        else:
            self.out.append(self.blank() + ">")
            self.text(text)
            for child in element:
                self.element(child)
                self.out.append(escape(child.tail or ""))
                self.between()
            self.out.append(f"</{name}{self.blank()}>")
