#!/usr/bin/env bash
# Make the environment: `setup.sh PYTHON VENV [dev]`. Idempotent; says what is missing and stops.
set -euo pipefail
python=$1 venv=$2 kind=${3:-run}

# A ministry's own certificate authority is in the system's store, not in uv's.
export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true

say() { printf '\033[2m[setup]\033[0m %s\n' "$*"; }
stop() { printf '[setup] %s\n' "$*" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || stop "$python is missing. On Debian: apt-get install python3 python3-venv"
"$python" - <<'PY' || stop "Python 3.11 or newer is needed; this is $("$python" -V 2>&1). Give another with PYTHON=..."
import sys
raise SystemExit(sys.version_info < (3, 11))
PY

if [ ! -x "$venv/bin/python" ]; then
    say "making $venv with $("$python" -V)"
    "$python" -m venv "$venv" || stop "the venv module is missing. On Debian: apt-get install python3-venv"
fi
if [ ! -x "$venv/bin/uv" ]; then
    say "fetching the installer (uv)"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv \
        || stop "the package registry cannot be reached; it is needed once. Check the network or pip's settings."
fi
say "installing what Overflight needs (about 450 MB with imagery and planning; once)"
groups=()
[ "$kind" = dev ] && groups=(--group dev)
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --editable '.[all]' "${groups[@]}" \
    || stop "an installation failed; the lines above say which package. Run the command again to go on."
say "ready: $("$venv/bin/overflight" --version)"
