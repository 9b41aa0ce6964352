#!/usr/bin/env bash
# Makes the Python environment of the outside check, once, in the user's cache folder, and runs Python in it:
#
#   outside.sh                     only makes it, and prints where it is
#   outside.sh febrl.py FOLDER     runs a program of this folder in it
#
# PYTHON names the Python to use (3.11 was measured with). Nothing else is taken from the network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
pins=$(sha256sum "$here/requirements.txt" | cut -c1-12)
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
place=${XDG_CACHE_HOME:-$HOME/.cache}/posta/linkage-outside-$version-$pins

if [[ ! -e $place/complete ]]; then
    rm -rf "$place"
    mkdir -p "$(dirname "$place")"
    "$python" -m venv "$place"
    "$place/bin/python" -m pip install --quiet --no-deps --only-binary :all: -r "$here/requirements.txt" >&2
    "$place/bin/python" -m pip check >&2
    touch "$place/complete"
fi

if [[ $# -eq 0 ]]; then
    echo "$place"
    exit
fi
program=$here/$1
shift
# One thread each, so that CPU seconds compare.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
exec "$place/bin/python" "$program" "$@"
