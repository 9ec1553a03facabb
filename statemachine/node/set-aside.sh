# Empties both version-2 by moving what is in them aside, and gives the empty server its epoch.

main() {
    read_epoch
    answer_again
    read_config
    find_folders
    refuse
    find_owner
    end_moves_of_others
    # put-back reads this mark: with it, and without `moved`, all of version-2 is still old.
    mark set-aside.begun
    hold_over_reboot
    take_over_from_others
    make_folders before
    if ! marked set-aside.moved; then move_old_files; fi
    prove_nothing_else
    write_identity
    write_epochs
    let_it_start_empty
    count_entries "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    mark set-aside.result "$(said)"
    answer_again
}

said() {
    printf '{"action":"set-aside","epoch":%s,"files":%s,"dataAside":"%s","logsAside":"%s"}' "$EPOCH" "$COUNT" \
        "$(json_text "$ASIDE_DATA/before")" "$(json_text "$ASIDE_LOGS/before")"
}

# A command may be delivered twice, the second time when ZooKeeper runs again: it gets the first answer.
answer_again() {
    if marked put-back.begun; then
        fail "restore $SSM_RestoreId was put back on this host" "start a new restore: it has an id of its own"
    fi
    marked set-aside.result || return 0
    case $(cat "$STATE/set-aside.result") in
        *"\"epoch\":$EPOCH,"*)
            end_hold_over_reboot
            answer "$(cat "$STATE/set-aside.result")"
            ;;
        *) fail "restore $SSM_RestoreId set the files aside already, with another epoch than $EPOCH" \
            "see $STATE/set-aside.result; put the files back and start a new restore to have another epoch" ;;
    esac
}

# All that can be refused, before the first change.
refuse() {
    refuse_unless_held_and_still
    refuse_half_put_back
    refuse_wrong_identity
    refuse_other_file_systems
    if marked set-aside.begun; then return; fi
    refuse_low_epoch
    # the state folder was lost: what is in before/ must not be mixed with what this restore has written since
    count_entries "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    [ "$COUNT" = 0 ] ||
        fail "$ASIDE_DATA/before holds files that $STATE knows nothing of" "start a new restore with another id"
}

refuse_wrong_identity() {
    plain_number "$SSM_ServerId"
    if [ -e "$DATA_DIR/myid" ] && [ "$SERVER_ID" != "$NUMBER" ]; then
        fail "$DATA_DIR/myid holds '$MYID', not $NUMBER" "this is another server: check the ensemble's instances"
    fi
    if [ -n "$MEMBERS" ] && ! printf '%s\n' "$MEMBERS" | grep -q "^server\.0*$NUMBER="; then
        fail "$SSM_ZooCfg has no server.$NUMBER" "this is another server: check the ensemble's instances"
    fi
    SERVER_ID=$NUMBER
}

# In an epoch that was used before, new transactions get ids that other servers hold old ones under. An earlier restore
# may have set the epoch files aside.
refuse_low_epoch() {
    for epochs_in in "$SNAPSHOTS" "$DATA_DIR"/set-aside/*/before; do
        for epoch_file in acceptedEpoch currentEpoch; do
            read_number "$epochs_in/$epoch_file"
            if [ -n "$NUMBER" ] && [ "$NUMBER" -ge "$EPOCH" ]; then
                fail "epoch $EPOCH is not above $NUMBER in $epochs_in/$epoch_file" "plan the restore again"
            fi
        done
    done
}

# --- taking over from a restore that failed here in its middle ------------------------------------------------------

# Ends the moves that another restore began, under that one's name: what was there before lies in one folder then, and
# put-back finds it. Until this restore is marked as begun the other counts as half done, so nothing can start.
end_moves_of_others() {
    mine=$SSM_RestoreId
    for other in "$ROOT"/var/lib/zooark/*; do
        if [ "${other##*/}" != "$mine" ] && half_set_aside "$other"; then
            work_for "${other##*/}"
            make_folders before
            if ! marked set-aside.moved; then move_old_files; fi
        fi
    done
    work_for "$mine"
}

work_for() {
    SSM_RestoreId=$1
    STATE=$ROOT/var/lib/zooark/$1
    find_folders
}

# From here on this restore is the one that is half done. What another's keep-restored left is set aside like all else.
take_over_from_others() {
    for other in "$ROOT"/var/lib/zooark/*; do
        if [ "$other" = "$STATE" ]; then continue; fi
        if half_set_aside "$other"; then
            write_through "$other/set-aside.result" \
                "{\"action\":\"set-aside\",\"takenOverBy\":\"$SSM_RestoreId\"}" "$other/set-aside.result.new"
        fi
        rm -f "$other/keep-restored.moving" ||
            fail "cannot remove $other/keep-restored.moving" "run the document as root"
    done
}

# --- moving --------------------------------------------------------------------------------------------------------

move_old_files() {
    each_in_both move_entry before
    # The renames on the disk before the mark, the mark before the new epochs. The mark first, and a power cut could
    # bring old files back into version-2 that nobody would move again: the restore would start on them. The epochs
    # first, and a second run would take the new epoch files for old ones, and move them aside as such.
    sync_folders "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    mark set-aside.moved
}

# After the move only the new epochs may be there: anything else was written by a ZooKeeper that should not have run.
prove_nothing_else() {
    each_in_both refuse_unless_epoch
}

refuse_unless_epoch() {
    case ${1##*/} in
        acceptedEpoch | currentEpoch) ;;
        *)
            fail "$1 was written after the old files were set aside" \
                "find out what started ZooKeeper; run the put-back document"
            ;;
    esac
}

write_identity() {
    [ -e "$DATA_DIR/myid" ] || write_data "$DATA_DIR/myid" "$SERVER_ID$NEWLINE"
}

# Accepted first: ZooKeeper refuses to start where the accepted epoch is below the current one.
write_epochs() {
    write_data "$SNAPSHOTS/acceptedEpoch" "$EPOCH"
    write_data "$SNAPSHOTS/currentEpoch" "$EPOCH"
}

# With zookeeper.db.autocreate=false an empty server votes only where it finds this file; it removes it itself.
let_it_start_empty() {
    [ -e "$LOG_DIR/initialize" ] || printf '' >"$LOG_DIR/initialize" ||
        fail "cannot write $LOG_DIR/initialize" "free space on its file system, then run again"
    own "$LOG_DIR/initialize"
    sync_path "$LOG_DIR"
}
