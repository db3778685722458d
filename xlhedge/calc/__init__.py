"""The worksheet functions inside LibreOffice Calc."""
