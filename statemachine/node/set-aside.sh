# Empties both version-2 by moving what is in them aside, and gives the empty server its epoch.

main() {
    read_epoch
    answer_again
    read_config
    find_folders
    refuse
    set_all_aside
    write_identity
    write_epochs
    let_it_start_empty
    mark_all_aside
    answer_again
}

# A command may be delivered twice, the second time when ZooKeeper runs again: it gets the first answer.
answer_again() {
    refuse_put_back
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
    refuse_wrong_identity
    refuse_other_file_systems
    if marked set-aside.begun; then return; fi
    refuse_low_epoch
    # the state folder was lost: what is in before/ must not be mixed with what this restore has written since
    count_entries "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    [ "$COUNT" = 0 ] ||
        fail "$ASIDE_DATA/before holds files that $STATE knows nothing of" "start a new restore with another id"
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

# With zookeeper.db.autocreate=false an empty server votes only where it finds this file; it removes it itself.
let_it_start_empty() {
    [ -e "$LOG_DIR/initialize" ] || printf '' >"$LOG_DIR/initialize" ||
        fail "cannot write $LOG_DIR/initialize" "free space on its file system, then run again"
    own "$LOG_DIR/initialize"
    sync_path "$LOG_DIR"
}
