"""What xlwings Server serves: every function of the catalogue."""

from xlhedge.udfs import *  # noqa: F403 - xlwings looks for the functions in this module
