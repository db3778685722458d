"""``python -m xlhedge`` is the command line, and so is ``xlhedge``."""

import sys


def main() -> None:
    """Run the command line, or say in a sentence which part of it is not installed."""
    try:
        from xlhedge.cli import main as command_line

        command_line()
    except ModuleNotFoundError as missing:
        name = (missing.name or "").partition(".")[0]
        if name in {"", "xlhedge"}:  # a fault of ours: the traceback tells more
            raise
        from xlhedge.extras import install_command, packages

        is_small = any(package.startswith(name) for package in packages("recalc"))
        extra = "server" if sys.argv[1:2] == ["serve"] else "recalc" if is_small else "desk"
        print(  # noqa: T201 - there is no console of ours yet
            f"xlhedge: this needs the Python library {name}, which is not installed here; "
            f"run {install_command(extra)}.",
            file=sys.stderr,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
