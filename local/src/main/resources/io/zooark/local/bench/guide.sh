# The commands of Apache's "Snapshot and Restore Guide", typed as fast as they return, one server after the other.
#
# SERVERS: a line for each, root|client port|admin port. SNAPSHOT: the file to restore. SAFETY: where the way back goes.
# CREDENTIAL: of the super user. ASIDE: what the old directories are called. Says on standard output what begins.

set -eu
IFS='
'

main() {
    echo 'shut out and prove'
    each shut
    echo 'safety snapshot'
    safety
    echo 'stop'
    each halt
    echo 'move aside'
    each move
    echo 'start empty'
    each launch
    each await
    echo 'send'
    each send
    echo 'open'
    each open
    echo 'end'
}

each() {
    for server in $SERVERS; do
        ROOT=${server%%|*}
        ports=${server#*|}
        CLIENT=${ports%|*}
        ADMIN=http://127.0.0.1:${ports#*|}/commands
        "$1"
    done
}

shut() {
    "$ROOT/bin/nft" -f - <<RULES
table inet zooark {
  chain input { type filter hook input priority -5; policy accept; tcp dport { $CLIENT } reject with tcp reset; }
}
RULES
}

# From the first server, as any one of them will do: its clients are gone.
safety() {
    server=${SERVERS%%"$IFS"*}
    curl -fsS -H "Authorization: digest $CREDENTIAL" -o "$SAFETY" \
        "http://127.0.0.1:${server##*|}/commands/snapshot?streaming=true"
}

halt() {
    "$ROOT/bin/systemctl" stop zookeeper
}

move() {
    mv "$ROOT/var/lib/zookeeper/version-2" "$ROOT/var/lib/zookeeper/$ASIDE"
    mv "$ROOT/var/lib/zookeeper-log/version-2" "$ROOT/var/lib/zookeeper-log/$ASIDE"
}

launch() {
    "$ROOT/bin/systemctl" start zookeeper
}

await() {
    until curl -sS "$ADMIN/srvr" 2>/dev/null | grep -q '"node_count"'; do sleep 0.1; done
}

send() {
    curl -fsS -H "Authorization: digest $CREDENTIAL" -H 'Content-Type: application/octet-stream' \
        --data-binary "@$SNAPSHOT" "$ADMIN/restore" | grep -q '"last_zxid"'
}

open() {
    "$ROOT/bin/nft" delete table inet zooark
}

main
