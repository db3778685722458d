"""``python -m xlhedge`` is the command line."""

from xlhedge.cli import main

if __name__ == "__main__":
    main()
