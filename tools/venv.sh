#!/bin/sh
# Makes a virtual environment: tools/venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2
if ! command -v "$python" >/dev/null; then
    echo "stellwerk: there is no $python here. Install Python 3.11 or newer: apt-get install python3" >&2
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "stellwerk: $python is older than 3.11. Name a newer one: make PYTHON=python3.11 ..." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    echo "stellwerk: this Python has no ensurepip. Install it: apt-get install python3-venv" >&2
    exit 2
fi
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
