"""The notebook runs as a person runs it, from the price file to the memo."""

import nbformat
from nbclient import NotebookClient

PATIENCE = 600  # seconds a cell; they take one or two


def test_the_notebook_runs(root, monkeypatch):
    """Every cell runs, and what it shows is what the text around it says."""
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")  # the kernel's own libraries'
    folder = root / "workbooks"
    notebook = nbformat.read(folder / "jet-fuel-hedge.ipynb", as_version=4)
    NotebookClient(notebook, timeout=PATIENCE, resources={"metadata": {"path": folder}}).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    shown = "\n".join(str(out.get("text") or out.get("data", {})) for out in outputs)
    assert "hedge ratio                                                           0.798331" in shown
    assert "Figure(38)" in shown
    assert "1 of 156 rows fell away" in shown
    assert "contract_size is 0; a number above 0 is needed." in shown
    assert "Computed by HEDGE_MEMO" in shown
    assert sum("image/png" in out.get("data", {}) for out in outputs) == 2
