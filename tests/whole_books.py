"""The workbooks that a batch wrote."""

import zipfile


def whole(folder):
    """Return the files of a folder, each of which is a complete workbook."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            assert "[Content_Types].xml" in package.namelist()
    return {path.relative_to(folder).as_posix() for path in files}
