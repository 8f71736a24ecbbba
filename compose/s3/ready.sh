#!/bin/sh
# Exit 0 if SeaweedFS serves and has the buckets: `ready.sh MASTER FILER BUCKET...`, the first two as host:port. Those
# that are not there are made, as the native server's readiness does.
set -eu
master=$1 filer=$2
shift 2

ask() {
    echo "$1" | timeout 15 "${WEED:-weed}" shell "-master=$master" "-filer=$filer" 2>&1
}

there=$(ask s3.bucket.list)
for bucket in "$@"; do
    echo "$there" | grep -q "^ *$bucket[[:space:]]" || ask "s3.bucket.create -name $bucket"
done
there=$(ask s3.bucket.list)
for bucket in "$@"; do
    echo "$there" | grep -q "^ *$bucket[[:space:]]"
done
