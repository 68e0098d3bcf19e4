#!/bin/sh
# A consistent copy of database and documents, without stopping anything; keep keys elsewhere.
#   deploy/backup.sh /backup/folder      (run as the service's user, e.g. nightly by cron)
set -eu
target="$1/sentraki-$(date -u +%Y%m%dT%H%M%SZ)"
here="$(cd "$(dirname "$0")/.." && pwd)"
mkdir -p "$target"
chmod 700 "$target"
"$here/sentraki" manage backup "$target"
( cd "$target" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + > SHA256SUMS )
echo "$target"
