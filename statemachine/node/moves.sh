# The moves of a restore between version-2 and its folder in set-aside, there and back. Each may have been ended in its
# middle, by a kill or a power cut: run again, by the same restore or for it by the next one, it ends the same.

# --- there ---------------------------------------------------------------------------------------------------------

move_old_files() {
    each_in_both move_entry before
    # The renames on the disk before the mark, the mark before the new epochs. The mark first, and a power cut could
    # bring old files back into version-2 that nobody would move again: the restore would start on them. The epochs
    # first, and a second run would take the new epoch files for old ones, and move them aside as such.
    sync_folders "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    mark set-aside.moved
}

# --- what an emptied server starts with ------------------------------------------------------------------------------

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

write_identity() {
    [ -e "$DATA_DIR/myid" ] || write_data "$DATA_DIR/myid" "$SERVER_ID$NEWLINE"
}

# Accepted first: ZooKeeper refuses to start where the accepted epoch is below the current one.
write_epochs() {
    write_data "$SNAPSHOTS/acceptedEpoch" "$EPOCH"
    write_data "$SNAPSHOTS/currentEpoch" "$EPOCH"
}

# --- and back ------------------------------------------------------------------------------------------------------

# Goes the way back that the mark put-back.begun names: whose `before` is put back (- for nobody's), whether a disk took
# it since (lost or kept), and the restores that this undoes.
take_back() {
    read -r FROM LOST CHAIN <"$STATE/put-back.begun" || :
    FROM_STATE=$ROOT/var/lib/zooark/$FROM
    if [ "$FROM" != - ]; then
        make_folders restored
        if ! marked put-back.cleared; then clear_new_files; fi
        # An old server that has lost its data must not vote as an empty one.
        rm -f "$LOG_DIR/initialize" || fail "cannot remove $LOG_DIR/initialize" "run the document as root"
        sync_path "$LOG_DIR"
    fi
    if ! marked put-back.returned; then return_old_files; fi
    spend_chain
}

# Puts the new files aside. Only when set-aside had moved every old one: had it been stopped in its middle, what is in
# version-2 is old too, and belongs there.
clear_new_files() {
    if [ -f "$FROM_STATE/set-aside.moved" ]; then
        each_in_both move_entry_anyhow restored
    fi
    # The renames on the disk, then the mark, and only then the first old file back: without the mark, or with the two
    # turned round, a second run would take old files for new ones and hide them in restored/.
    sync_folders "$ASIDE_DATA/restored" "$ASIDE_LOGS/restored"
    mark put-back.cleared
}

return_old_files() {
    # half of it is worse than nothing: with logs and no snapshot ZooKeeper does not start, with a snapshot and no logs
    # it may come up torn; empty, it is sent all by the others
    if [ "$FROM" != - ] && [ "$LOST" = kept ]; then
        each_entry move_entry "$DATA_DIR/set-aside/$FROM/before" "$SNAPSHOTS"
        [ "$SEPARATE" = no ] || each_entry move_entry "$LOG_DIR/set-aside/$FROM/before" "$LOGS"
        sync_folders "$DATA_DIR/set-aside/$FROM/before" "$LOG_DIR/set-aside/$FROM/before"
    fi
    # counted before the epochs, which may add files
    count_entries "$SNAPSHOTS" "$LOGS"
    mark put-back.returned "$COUNT"
}

# What the restores of the chain have set aside has gone back, or is what a failed one left: none of it goes back again.
spend_chain() {
    for spent in $(printf '%s' "$CHAIN" | tr ',' ' '); do
        spent_state=$ROOT/var/lib/zooark/$spent
        if [ -f "$spent_state/set-aside.begun" ] && [ ! -f "$spent_state/set-aside.returned" ]; then
            write_through "$spent_state/set-aside.returned" "$SSM_RestoreId" "$spent_state/set-aside.returned.new"
        fi
    done
}

# --- taking over from a restore that failed here in its middle ------------------------------------------------------

# Ends the moves that other restores began, under their names: what was there before lies in one place then. Until this
# restore is marked as begun the others count as half done, so nothing can start.
end_moves_of_others() {
    end_put_backs_of_others
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

end_put_backs_of_others() {
    mine=$SSM_RestoreId
    for other in "$ROOT"/var/lib/zooark/*; do
        if [ "${other##*/}" != "$mine" ] && half_put_back "$other"; then
            hold_over_reboot
            work_for "${other##*/}"
            take_back
        fi
    done
    work_for "$mine"
}

work_for() {
    SSM_RestoreId=$1
    STATE=$ROOT/var/lib/zooark/$1
    find_folders
}

# From here on this restore is the one that is half done. What another's keep-restored left is moved like all else.
take_over_from_others() {
    for other in "$ROOT"/var/lib/zooark/*; do
        if [ "$other" = "$STATE" ]; then continue; fi
        if half_set_aside "$other"; then end_for_other set-aside; fi
        if half_put_back "$other"; then end_for_other put-back; fi
        # only what is there: beside the folders of restores lies a file, and not every rm takes that for nothing
        [ ! -f "$other/keep-restored.moving" ] || rm -f "$other/keep-restored.moving" ||
            fail "cannot remove $other/keep-restored.moving" "run the document as root"
    done
}

end_for_other() {
    write_through "$other/$1.result" "{\"action\":\"$1\",\"takenOverBy\":\"$SSM_RestoreId\"}" "$other/$1.result.new"
}

# --- all of it -----------------------------------------------------------------------------------------------------

# Moves all that a server has aside. Safe to be killed in, and to be run again.
set_all_aside() {
    find_owner
    end_moves_of_others
    # put-back reads this mark: with it, and without `moved`, all of version-2 is still old.
    mark set-aside.begun
    hold_over_reboot
    take_over_from_others
    make_folders before
    if ! marked set-aside.moved; then move_old_files; fi
    prove_nothing_else
}

# Keeps the answer of the document that has moved all aside, for it to be delivered again.
mark_all_aside() {
    count_entries "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    mark set-aside.result "$(printf '{"action":"%s","epoch":%s,"files":%s,"dataAside":"%s","logsAside":"%s"}' \
        "$ACTION" "$EPOCH" "$COUNT" "$(json_text "$ASIDE_DATA/before")" "$(json_text "$ASIDE_LOGS/before")")"
}
