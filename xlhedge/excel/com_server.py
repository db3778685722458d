"""The COM server that xlwings' DLL starts for Excel: xlwings' own, with our functions alone in it.

It imports xlwings without pandas, which is more than half of the time to a first answer.
"""

from xlhedge.xlwings_imports import converted_libraries_unseen

with converted_libraries_unseen():
    from xlwings import serve

__all__ = ["serve"]
