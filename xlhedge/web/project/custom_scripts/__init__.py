"""No scripts: the server computes, it changes no workbook."""
