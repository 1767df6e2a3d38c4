"""Records who calls whom while a Python program runs: the calls between functions of the files under one folder.

    python3 bench/record-calls.py --root DIR --output FILE [--tests N] -- SCRIPT ARGUMENTS...

Runs SCRIPT in this process under a profile hook and writes one JSON list per line and distinct call:
[file, function, line of the call, file, function, first line of the callee]. Functions have their qualified names without
`<locals>`. Comprehensions are part of the function around them; code of modules and classes is no function. With --tests the
test runner ends after N tests. It must never change what the program does.
"""

import argparse
import json
import os
import runpy
import sys
import threading
import unittest

OPTIMIZED = 0x1
COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--tests", type=int, default=0)
    parser.add_argument("script")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser.parse_args()


class Recorder:
    def __init__(self, root):
        self.prefix = os.path.join(os.path.realpath(root), "")
        self.names = {}
        self.calls = set()

    def name(self, code):
        """Path and qualified name of a function of the folder, or None."""
        if code in self.names:
            return self.names[code]
        # Frozen and generated code has no file.
        path = "" if code.co_filename.startswith("<") else os.path.realpath(code.co_filename)
        named = None
        if path.startswith(self.prefix) and code.co_flags & OPTIMIZED:
            parts = [part for part in code.co_qualname.split(".") if part != "<locals>"]
            while parts and parts[-1] in COMPREHENSIONS:
                parts.pop()
            if parts:
                named = (path[len(self.prefix):], ".".join(parts))
        self.names[code] = named
        return named

    def hook(self, frame, event, argument):
        if event != "call" or frame.f_code.co_name in COMPREHENSIONS:
            return
        back = frame.f_back
        if back is None:
            return
        callee = self.name(frame.f_code)
        if callee is None:
            return
        caller = self.name(back.f_code)
        if caller is not None:
            self.calls.add((*caller, back.f_lineno, *callee, frame.f_code.co_firstlineno))


def count_tests(limit):
    """Ends a run of unittest after `limit` tests."""
    start = unittest.TestResult.startTest

    def counted(self, test):
        start(self, test)
        counted.done += 1
        if counted.done >= limit:
            self.shouldStop = True

    counted.done = 0
    unittest.TestResult.startTest = counted
    return counted


def main():
    options = parse()
    recorder = Recorder(options.root)
    counted = count_tests(options.tests) if options.tests else None
    sys.argv = [options.script, *options.arguments]
    sys.path.insert(0, os.path.dirname(os.path.abspath(options.script)))
    threading.setprofile(recorder.hook)
    sys.setprofile(recorder.hook)
    try:
        runpy.run_path(options.script, run_name="__main__")
    except SystemExit as end:
        print("ended with", end.code, file=sys.stderr)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    with open(options.output, "w") as file:
        for call in sorted(recorder.calls):
            file.write(json.dumps(call) + "\n")
    tests = f"{counted.done} tests, " if counted else ""
    print(f"{tests}{len(recorder.calls)} calls", file=sys.stderr)


main()
