"""How xlwings Server learns who calls."""
