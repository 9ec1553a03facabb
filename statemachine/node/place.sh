# Fetches the rewritten snapshot and places it in version-2 of a stopped server whose data was set aside.
#
# The address is a secret for as long as it is valid: it goes to curl by its standard input, never on a command line, and
# into no answer and no file of ours.

main() {
    # out of the environment, which everything inherits that is started from here
    address=$SSM_Url
    unset SSM_Url
    plain_number "$SSM_Bytes"
    BYTES=$NUMBER
    plain_number "$SSM_Cksum"
    CKSUM=$NUMBER
    read_epoch
    answer_again
    read_config
    find_folders
    refuse
    find_owner
    make_folders ''
    fetch
    place
    mark place.result "{\"action\":\"place\",\"placed\":\"${PLACED##*/}\",\"bytes\":$BYTES,\"cksum\":$CKSUM}"
    answer_again
}

# A command may be delivered twice, the second time when ZooKeeper runs again: it gets the first answer.
answer_again() {
    refuse_put_back
    marked place.result || return 0
    case $(cat "$STATE/place.result") in
        *"\"placed\":\"snapshot.$SSM_Zxid\",\"bytes\":$BYTES,\"cksum\":$CKSUM}"*)
            answer "$(cat "$STATE/place.result")"
            ;;
        *) fail "restore $SSM_RestoreId placed another snapshot on this host" "see $STATE/place.result" ;;
    esac
}

refuse() {
    refuse_unless_held_and_still
    marked set-aside.result || fail "restore $SSM_RestoreId has not set the old files aside on this host" \
        "they may still be in version-2: check the restore's id"
    for epoch_file in acceptedEpoch currentEpoch; do
        read_number "$SNAPSHOTS/$epoch_file"
        [ "$NUMBER" = "$EPOCH" ] ||
            fail "$SNAPSHOTS/$epoch_file holds '$NUMBER', not $EPOCH" "ZooKeeper has run since: start a new restore"
    done
    PLACED=$SNAPSHOTS/snapshot.$SSM_Zxid
    prove_nothing_else
    command -v curl >/dev/null || fail "curl is not on this host" "install curl, or restore with the method admin"
    command -v cksum >/dev/null || fail "cksum is not on this host" "install coreutils, or restore with the method admin"
}

# Beside the epochs only what an earlier run has placed: with a log or another snapshot ZooKeeper would load more.
prove_nothing_else() {
    each_in_both refuse_foreign
}

refuse_foreign() {
    case $1 in
        "$PLACED" | "$SNAPSHOTS/acceptedEpoch" | "$SNAPSHOTS/currentEpoch") ;;
        *)
            fail "$1 was written after the old files were set aside" \
                "find out what started ZooKeeper, then start a new restore"
            ;;
    esac
}

# Sets FETCHED to a file beside version-2 that holds the snapshot, proven. The host's lock is let go for so long: what is
# fetched touches nobody, and a recovery must not wait for it.
fetch() {
    if [ -e "$PLACED" ]; then return 0; fi
    remove_left_over
    FETCHED=$ASIDE_DATA/.placing.$$
    TEMPORARY=$FETCHED
    release_lock
    download
    refuse_unproven "$FETCHED"
    own "$FETCHED"
    sync_path "$FETCHED"
    take_lock
    # somebody may have gone on meanwhile: then this is stale, or nothing is as it was
    refuse_stale
    refuse_put_back
    refuse
}

# What a run left that was killed; one that still fetches notices at its end.
remove_left_over() {
    for left_over in "$ASIDE_DATA"/.placing.*; do
        if [ -f "$left_over" ] && ! alive "${left_over##*.}"; then rm -f "$left_over"; fi
    done
}

# curl goes on where a broken connection left it; an S3 object does not change under its version, and the checksum tells.
download() {
    attempt=0
    HTTP=
    CURL=
    : >"$FETCHED" || fail "cannot write $FETCHED" "free space on its file system, then run again"
    chmod 640 "$FETCHED"
    until fetched_all; do
        case ${HTTP:-} in 400 | 403 | 404) attempt=5 ;; esac
        # 23: what has come could not be written
        [ "${CURL:-}" != 23 ] || attempt=5
        attempt=$((attempt + 1))
        [ "$attempt" -le 5 ] || fail "curl cannot fetch the snapshot: exit status $CURL, HTTP status ${HTTP:-none}" \
            "$(curl_hint)"
        [ "$attempt" -eq 1 ] || sleep "$attempt"
    done
}

fetched_all() {
    [ "$attempt" -gt 0 ] || return 1
    # -q: no .curlrc of whoever runs this. A redirect could lead anywhere: none is followed.
    HTTP=$(printf 'url = "%s"\n' "$address" | curl -q --config - --silent --fail --globoff --proto '=http,https' \
        --connect-timeout 10 --speed-limit 1024 --speed-time 30 --max-filesize "$BYTES" --continue-at - \
        --output "$FETCHED" --write-out '%{http_code}' 2>/dev/null)
    CURL=$?
    # 33: the range is refused, because all of it is here
    [ "$CURL" = 0 ] || [ "$(size_of "$FETCHED")" = "$BYTES" ]
}

curl_hint() {
    if [ "$CURL" = 23 ]; then
        printf 'free %s bytes on the file system of %s, then run again' "$BYTES" "$DATA_DIR"
        return
    fi
    case $HTTP in
        403) printf 'the address has expired, or its signer may not read the object: start the restore again' ;;
        404) printf 'the object is gone: start the restore again' ;;
        *) printf 'let the host reach S3 over HTTPS (an endpoint, a route, a proxy in the way), then run again' ;;
    esac
}

size_of() {
    wc -c <"$1" | tr -d ' '
}

# POSIX has this command on every host; it reads far faster than a disk writes.
cksum_of() {
    cksum <"$1" | awk '{ print $1 }'
}

refuse_unproven() {
    bytes_there=$(size_of "$1")
    [ "$bytes_there" = "$BYTES" ] ||
        fail "what was fetched has $bytes_there bytes, not $BYTES" "look at what answers there, then run again"
    cksum_there=$(cksum_of "$1")
    [ "$cksum_there" = "$CKSUM" ] ||
        fail "what was fetched has checksum $cksum_there, not $CKSUM" "run again; if it stays, do not trust that object"
}

place() {
    if [ -e "$PLACED" ]; then
        refuse_unproven "$PLACED"
    else
        # never over another file: none is there, the unit is held, and this host's lock is ours
        mv "$FETCHED" "$PLACED" || cannot_move "$FETCHED" "$PLACED"
    fi
    sync_path "$SNAPSHOTS"
}
