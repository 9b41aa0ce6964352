#!/usr/bin/env bash
# Runs Posta's linkage and Splink on the same registers, one after the other, and prints one table in Markdown:
#
#   POSTA=target/release/posta compare.sh RECORDS.csv TRUTH.csv [RECORDS.csv TRUTH.csv ...]
#
# POSTA names the program to measure; without it only Splink is run. RESULTS, if set, names a folder for the figures
# of each run as JSON. MODEL is `fitted` (default) or `documented`, see README.md.
set -euo pipefail
exec "$(dirname "$0")/outside.sh" compare.py "$@"
