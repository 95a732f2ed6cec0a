"""The processes for runs of one server process: started when there is work, then kept warm for the next run."""

from collections.abc import Mapping
from typing import Any

from simulator.runs.worker import Result, Worker


class Crew:
    """May be asked by many threads at once; how many is for the turns to decide."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.idle: list[Worker] = []  # its append and pop are atomic

    def ask(self, job: str, order: Mapping[str, Any], seconds: float) -> Result:
        """What Worker.ask gives and raises."""
        worker = self.ready()
        try:
            return worker.ask(job, order, seconds)
        finally:
            self.take_back(worker)

    def ready(self) -> Worker:
        """The one that was used last and is still there, or a new one."""
        while self.idle:
            try:
                worker = self.idle.pop()
            except IndexError:
                break  # another thread was quicker
            if worker.is_alive():
                return worker
            worker.end()
        return Worker(self.module)

    def take_back(self, worker: Worker) -> None:
        if worker.is_usable:
            self.idle.append(worker)
        else:
            worker.end()

    def dismiss(self) -> None:
        """End those that wait for work. A server need not: they end with it."""
        while self.idle:
            self.idle.pop().end()
