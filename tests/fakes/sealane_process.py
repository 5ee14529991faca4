"""The unmodified program as a process of its own."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import Self


class Sealane:
    """`sealane ARGUMENTS` with settings; ended, if it still runs, when the block is left."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self._folder = folder
        self._arguments = arguments
        self._settings = {f"SEALANE_{name.upper()}": value for name, value in settings.items()}

    async def __aenter__(self) -> Self:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SEALANE_")}
        self._log = (self._folder / "log").open("wb")
        self.process = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("sealane")), *self._arguments),
            env={**kept, **self._settings},
            cwd=self._folder,
            stdout=self._log,
            stderr=self._log,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        self._log.close()

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    async def terminate(self, seconds: float = 10) -> tuple[int, float]:
        """Send SIGTERM; return the exit code and how long it took to end."""
        begun = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        return await self.ended(seconds), time.perf_counter() - begun

    async def ended(self, seconds: float = 20) -> int:
        """Wait for its end and return the exit code."""
        return await asyncio.wait_for(self.process.wait(), seconds)

    def processor(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Resident memory in KiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))
