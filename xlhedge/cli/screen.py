"""Where people read: the terminal, and a bar on it."""

from typing import Any


def console(*, error: bool = False) -> Any:
    """Return where people read: standard output, or standard error for troubles."""
    from rich.console import Console

    return Console(stderr=error, soft_wrap=error, highlight=False)


_STEPS = 200  # of a bar: to draw it costs more than to compute a cell


class progress_bar:  # noqa: N801 - used like a function
    """A bar on a terminal's standard error for long books; nothing elsewhere."""

    def __enter__(self) -> Any:
        from rich.progress import Progress

        screen = console(error=True)
        self._bar = Progress(console=screen, transient=True, disable=not screen.is_terminal)
        self._bar.start()
        self._task = self._bar.add_task("Recalculating", total=None)
        self._drawn = 0
        return self._update

    def _update(self, done: int, total: int) -> None:
        if done >= total or abs(done - self._drawn) * _STEPS >= total:
            self._drawn = done
            self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *error: object) -> None:
        self._bar.stop()
