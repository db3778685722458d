"""Excel for Windows: the add-in, workbooks with the functions inside, and the installer.

Nothing is imported here: the installer runs in a Python that has no packages yet.
"""
