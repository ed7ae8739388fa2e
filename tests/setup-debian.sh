#!/bin/sh
# Installs what the tests need beside Python, on Debian as root. Elsewhere it says which tests will be skipped and why.
set -eu

missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fc-list 2>/dev/null | grep -q 'NotoSansEthiopic' || missing="$missing fonts-noto-core fontconfig"
fc-list 2>/dev/null | grep -q 'NotoColorEmoji' || missing="$missing fonts-noto-color-emoji"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the tests ..."
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        exit 0
    fi
    echo "That did not work."
fi
case "$missing" in *chromium*) echo "Without chromium the browser tests are skipped." ;; esac
case "$missing" in *postgresql*) echo "Without postgresql the tests on PostgreSQL are skipped." ;; esac
