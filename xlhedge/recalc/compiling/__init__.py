"""From the text of a formula to what an engine computes, or a refusal.

One formula on its way. The file has, in the sheet Data, ``C3: =A3-$B$1`` and its copies down to
C20000:

1. `forms.relative` counts the references from the cell: ``[0 -2]-$B$1``. The 19,997 cells below
   say the same, so they are one `forms.Form`; a copy is known by its text alone, without being
   read. The engine's parser reads the text once: ``Binary("-", Reference("A3"), ...)``.
2. `prepare.Preparer` makes each reference a rectangle, whether it is a cell, a name, a column of a
   table or a piece of LET: ``Cells(Data!A3)``; and notes which edges move with the cell.
3. `compiler.Compiler` examines it function by function against `rules` and rewrites it: a last
   step that cancels is zero in Excel and not in the engine, so ``-`` becomes a call into Python.
   What is not known to come out as in Excel is refused with a reason.
4. `compiled.compiled_tree` makes a text of it with places left open,
   ``XLHEDGE_SITE(<number>,S_1!A<row>,S_1!B1)``, and says in which cells it holds. Whatever asked
   for the formula's cell, looked into the book or made a rectangle of its own (ROW, SUBTOTAL,
   OFFSET, implicit intersection) holds in that one cell only.
5. `program` has the same step for a whole column of copies, and `columns` runs it over the cells
   that are plain numbers: 4.25 is the value of C3, and no engine was asked. What is not plain (a
   text, a blank, an error, a function that is not among its few) goes on to 6.
6. `planning` fills the places in for every copy that is left, ``XLHEDGE_SITE(0,S_1!A3,S_1!B1)``,
   and enters the call in the `Job`; ranges that Python reads are numbered by `ranges`.
7. The engine (`engines/`) computes all texts in the order of their dependence and calls site 0
   with the values of the two cells: `supplement.subtract(5.25, 1.0)`.
8. `plan.Plan` knows what each formula reads: what depends on a refused cell is refused as well.
"""
