# Places the snapshot that was fetched in version-2 of a stopped server whose data was set aside; one that is not there
# any more is fetched again.

main() {
    read_wanted
    read_epoch
    answer_again
    read_config
    find_folders
    refuse
    find_owner
    make_folders ''
    if ! [ -e "$PLACED" ]; then fetch; fi
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

place() {
    if [ -e "$PLACED" ]; then
        refuse_unproven "$PLACED"
    else
        # never over another file: none is there, the unit is held, and this host's lock is ours
        mv "$FETCHED" "$PLACED" || cannot_move "$FETCHED" "$PLACED"
    fi
    sync_path "$SNAPSHOTS"
    rm -f "$STATE/fetched"
}
