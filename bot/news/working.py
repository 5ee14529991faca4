"""The inside of a worker process: `python -m bot.news.working CPU_SECONDS MEGABYTES`. See `bot.news.workers`."""

import io
import os
import pickle
import struct
import sys
import time
import warnings
from typing import Any, BinaryIO

from bot.news.errors import ContentError, TooCostly

LENGTH = struct.Struct("!Q")


class TrustedOnly(pickle.Unpickler):
    """Loads what a worker sent: only this package's own data and dates, in case a parser was taken over."""

    def find_class(self, module: str, name: str) -> Any:
        """Find a class, or raise UnpicklingError where it is none of those."""
        if module.startswith("bot.news.") or (module == "datetime" and name in ("datetime", "timedelta", "timezone")):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not expected from a worker")

    @classmethod
    def loads(cls, data: bytes) -> Any:
        """Load bytes."""
        return cls(io.BytesIO(data)).load()


def _bound(cpu_seconds: int, megabytes: int) -> None:
    """Limit memory for good and computing time for the next task; the kernel kills what exceeds the latter."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    used = int(time.process_time()) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_seconds, hard))


def serve(tasks: BinaryIO, results: BinaryIO, cpu_seconds: int, megabytes: int) -> None:
    """Do tasks until there are no more."""
    while True:
        head = tasks.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return
        function, args, kwargs = pickle.loads(tasks.read(*LENGTH.unpack(head)))  # noqa: S301 - from our own parent
        _bound(cpu_seconds, megabytes)
        try:
            result = function(*args, **kwargs)
        except ContentError as error:
            result = error
        except MemoryError:
            return
        except RecursionError:
            result = TooCostly("It is nested too deeply to be read.")
        except Exception as error:
            result = ContentError(f"It cannot be read ({type(error).__name__}: {str(error)[:200]}).")
        reply = pickle.dumps(result)
        results.write(LENGTH.pack(len(reply)) + reply)
        results.flush()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the results
    serve(sys.stdin.buffer, results, int(sys.argv[1]), int(sys.argv[2]))
