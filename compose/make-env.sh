#!/bin/sh
# Makes compose/.env, which only its owner can read, with what .env.example has and a random value for each secret there
# without one. Run again, it keeps what stands in .env and adds what is missing.
set -eu
umask 077
cd "$(dirname "$0")"
made=.env.new.$$
trap 'rm -f "$made"' EXIT
touch .env
# Every line with its end, or the last would run into what is added.
sed -e '$a\' .env > "$made"
grep '^[A-Z]' .env.example | while IFS='=' read -r name value; do
    grep -q "^$name=." "$made" && continue
    sed -i "/^$name=/d" "$made"
    [ -n "$value" ] || value=$(od -An -v -N 24 -tx1 /dev/urandom | tr -d ' \n')
    echo "$name=$value" >> "$made"
done
mv "$made" .env
echo "compose/.env holds the passwords; docker compose reads it"
