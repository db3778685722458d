"""Where the template workbooks are: beside an installation's pages, in the wheel, in a checkout."""

from pathlib import Path


def workbooks_folder(pages: Path) -> Path | None:
    """Return the folder of workbooks that pages in a folder link to; None where there is none."""
    import xlhedge

    package = Path(xlhedge.__file__).parent
    possible = (
        pages.resolve().parent / "templates",  # as `xlhedge install` lays them
        package / "excel" / "templates",
        package.parent / "workbooks",
    )
    return next((folder for folder in possible if any(folder.glob("*.xlsx"))), None)
