"""Which Python files the process that runs this has read, run in a server: see client.py."""

import importlib.util
import json
import sys
from pathlib import Path

_specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
_files = {spec.origin or "" for spec in _specs if spec}  # "frozen" where it needs no byte code
sources = sorted(name for name in _files if name.startswith(sys.prefix) and name.endswith(".py"))
without = [s for s in sources if not Path(importlib.util.cache_from_source(s)).exists()]
TOLD = json.dumps([len(sources), without])  # how many, and those without byte code
