#!/usr/bin/env bash
# Install what tests of the real thing need from the system's packages (Debian or Ubuntu), start a PostgreSQL of our own on
# a free loopback port in a temporary folder, run the given command with TEST_DATABASE_URL set, and clean up.
#   scripts/services.sh make test
set -eu
export PATH="$PATH:/usr/sbin:/sbin"  # runuser stands there
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

missing=()
[ -n "$(postgres_bin)" ] || missing+=(postgresql)
command -v chromium-headless-shell chromium >/dev/null 2>&1 || missing+=(chromium-headless-shell)
fc-list 2>/dev/null | grep -qi "garuda\|sarabun\|loma" || missing+=(fonts-thai-tlwg)
if [ "${#missing[@]}" -gt 0 ]; then
  echo "· Installing ${missing[*]} …"
  as_root mkdir -p /etc/postgresql-common
  # Only the programs: the package must not start a server of its own.
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # The shell without windows does the same work at half the price; older systems have only the whole browser.
  apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=("${missing[@]/chromium-headless-shell/chromium}")
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

folder=$(mktemp -d)
# Nothing here has to outlive the run. Autovacuum's snapshots would keep old row versions that tests look for.
hasty="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bin=$(postgres_bin)
# PostgreSQL refuses to run as root: hand the folder to the system's postgres account in that case.
server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$folder"
stop() { server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
(cd / && server "$bin/initdb" -D "$folder/data" -U safetyzone --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null)
(cd / && server "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$folder -c max_connections=60 $hasty" start >/dev/null)
export TEST_DATABASE_URL="postgresql://safetyzone@127.0.0.1:$port/postgres"
echo "· PostgreSQL answers on 127.0.0.1:$port"
"$@"
