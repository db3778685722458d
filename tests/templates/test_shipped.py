"""A template exists by its folder: nobody lists it."""

import shutil
import subprocess
import sys

from xlhedge.templates import shipped

LIST = "from xlhedge.templates.shipped import NAMES, SAMPLES; print(*NAMES, '/', *SAMPLES)"


def names_in(folder):
    """Return the templates of the xlhedge in a folder, then those with sample prices."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); {LIST}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [words.split() for words in done.stdout.split("/")]


def test_a_new_folder_is_a_template(root, tmp_path):
    """A folder with a description is there at once, and one without is none."""
    home = tmp_path / "xlhedge" / "templates"
    home.mkdir(parents=True)
    for name in ("__init__.py", "templates/__init__.py", "templates/shipped.py"):
        shutil.copy(root / "xlhedge" / name, tmp_path / "xlhedge" / name)
    for name in ("new_book", "old_book", "own_data"):
        (home / name).mkdir()
    for name in ("new_book/book.toml", "old_book/book.toml", "old_book/sample.py"):
        (home / name).touch()
    assert names_in(tmp_path) == [["new-book", "old-book"], ["old-book"]]


def test_the_wheel_knows_them_without_being_unpacked(wheel_of_checkout):
    """Read out of the zip file, they are those of the checkout."""
    assert names_in(wheel_of_checkout) == [[*shipped.NAMES], [*shipped.SAMPLES]]
