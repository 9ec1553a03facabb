# Fetching the rewritten snapshot onto a host: shared by `fetch`, and by `place` for a host that has lost it since.
#
# The address is a secret for as long as it is valid: it goes to curl by its standard input, never on a command line, and
# into no answer and no file of ours.

# Takes what is wanted from the parameters.
read_wanted() {
    # out of the environment, which everything inherits that is started from here
    address=$SSM_Url
    unset SSM_Url
    plain_number "$SSM_Bytes"
    BYTES=$NUMBER
    plain_number "$SSM_Cksum"
    CKSUM=$NUMBER
}

# Sets FETCHED to a file beside version-2 that holds the snapshot, proven. The host's lock is let go while it comes, for a
# recovery must not wait for it. Calls the document's own `refuse` when it has come.
fetch() {
    command -v curl >/dev/null || fail "curl is not on this host" "install curl, or restore with the method admin"
    command -v cksum >/dev/null || fail "cksum is not on this host" "install coreutils, or restore with the method admin"
    FETCHED=$ASIDE_DATA/.fetched
    if [ -f "$FETCHED" ]; then
        if wanted "$FETCHED"; then return; fi
        # ours, and not as it was: another one is to be had
        rm -f "$FETCHED" || fail "cannot remove $FETCHED" "see the standard error of this run, then run again"
    fi
    while another_fetches; do
        await_the_other
        if [ -f "$FETCHED" ] && wanted "$FETCHED"; then return; fi
        if [ -n "${PLACED:-}" ] && [ -e "$PLACED" ]; then return; fi
    done
    remove_left_over
    refuse_little_room
    # before there is a file: what a kill leaves of it is found by this mark, and removed
    mark fetched "$FETCHED"
    COMING=$ASIDE_DATA/.fetching.$$.$(started $$)
    TEMPORARY=$COMING
    # under the lock: whoever comes next must see it
    : >"$COMING" || fail "cannot write $COMING" "free space on its file system, then run again"
    chmod 640 "$COMING"
    release_lock
    download
    refuse_unproven "$COMING"
    own "$COMING"
    sync_path "$COMING"
    take_lock
    # somebody may have gone on meanwhile: then this is stale, or nothing is as it was
    refuse_stale
    refuse_put_back
    refuse
    # again, and before the file has its name: an uncut that came meanwhile has removed the mark
    mark fetched "$FETCHED"
    mv "$COMING" "$FETCHED" || cannot_move "$COMING" "$FETCHED"
    sync_path "$ASIDE_DATA"
}

# A command may be delivered twice, or sent again while the first one still runs: both would fill the disk.
another_fetches() {
    for other in "$ASIDE_DATA"/.fetching.*; do
        if [ -f "$other" ] && is_being_fetched "$other"; then return 0; fi
    done
    return 1
}

# It needs this host's lock at its end.
await_the_other() {
    release_lock
    other_deadline=$(($(now) + 540))
    while another_fetches; do
        [ "$(now)" -lt "$other_deadline" ] ||
            fail "${other##*/}: that process has been fetching for nine minutes" "see what it does, end it, then run again"
        pause
    done
    take_lock
    refuse_stale
    refuse_put_back
    refuse
}

# What a run left that was killed.
remove_left_over() {
    for left_over in "$ASIDE_DATA"/.fetching.*; do
        if [ -f "$left_over" ] && ! is_being_fetched "$left_over"; then rm -f "$left_over"; fi
    done
}

# A server that serves stops when its logs find no room: what comes must leave as much again, or a tenth of a GB.
refuse_little_room() {
    reserve=$BYTES
    [ "$reserve" -ge 100000000 ] || reserve=100000000
    [ "$ACTION" = fetch ] || reserve=0
    room=$(free_bytes)
    [ "$room" -ge $((BYTES + reserve)) ] ||
        fail "there are $room bytes free where dataDir lies, and $((BYTES + reserve)) are wanted" \
            "free space, or prune what earlier restores have set aside; nothing was fetched"
}

# curl goes on where a broken connection left it; an S3 object does not change under its version, and the checksum tells.
download() {
    attempt=0
    HTTP=
    CURL=
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
        --output "$COMING" --write-out '%{http_code}' 2>/dev/null)
    CURL=$?
    # 33: the range is refused, because all of it is here
    [ "$CURL" = 0 ] || [ "$(size_of "$COMING")" = "$BYTES" ]
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

wanted() {
    [ "$(size_of "$1")" = "$BYTES" ] && [ "$(cksum_of "$1")" = "$CKSUM" ]
}

refuse_unproven() {
    bytes_there=$(size_of "$1")
    [ "$bytes_there" = "$BYTES" ] ||
        fail "what was fetched has $bytes_there bytes, not $BYTES" "look at what answers there, then run again"
    cksum_there=$(cksum_of "$1")
    [ "$cksum_there" = "$CKSUM" ] ||
        fail "what was fetched has checksum $cksum_there, not $CKSUM" "run again; if it stays, do not trust that object"
}
