"""Excel for macOS and the web: xlwings Lite workbooks and xlwings Server."""
