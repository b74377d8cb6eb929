"""The program that runs protoc, over and over, in a process of its own: nothing that protoc does can harm the build.

protoc is a C++ library here: it writes to the process's standard error, and would take the process with it if it
crashed. A process for each file would cost 60 ms each; a lasting one costs less than a millisecond for each.

It reads lines of JSON, {"folder": ..., "arguments": [...]}, and answers each with a line that is protoc's exit code.
What protoc says lies in the file `said` of that folder. The end of the input is its end.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Serve until nothing more comes in."""
    from grpc_tools import _protoc_compiler  # type: ignore[import-untyped]

    answers = os.dup(1)
    elsewhere = os.open(os.devnull, os.O_RDWR)
    for line in sys.stdin.buffer:
        wanted = json.loads(line)
        os.chdir(wanted["folder"])
        said = os.open("said", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.close(said)
        code = _protoc_compiler.run_main([argument.encode() for argument in ["protoc", *wanted["arguments"]]])
        os.dup2(elsewhere, 1)
        os.dup2(elsewhere, 2)
        os.chdir(os.sep)
        os.write(answers, f"{int(code)}\n".encode())


if __name__ == "__main__":
    sys.path[:] = json.loads(sys.argv[1])
    main()
