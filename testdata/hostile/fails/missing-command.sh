#!/bin/sh
# ---
# title: Calls a program that does not exist
# verdict: {status: error, exit: 127}
# ---
hub-no-such-program --version
