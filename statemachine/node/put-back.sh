# Undoes set-aside: puts the old files back, and what came in their place aside.

main() {
    read_epoch
    answer_again
    read_config
    find_folders
    refuse
    find_owner
    # The first change. From here on set-aside and keep-restored of this restore refuse.
    mark put-back.begun
    hold_over_reboot
    make_folders restored
    if ! marked put-back.cleared; then clear_new_files; fi
    if ! marked put-back.returned; then return_old_files; fi
    raise_epochs
    # An old server that has lost its data must not vote as an empty one.
    rm -f "$LOG_DIR/initialize" || fail "cannot remove $LOG_DIR/initialize" "run the document as root"
    sync_folders "$LOG_DIR" "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    mark put-back.result "{\"action\":\"put-back\",\"files\":$(cat "$STATE/put-back.returned")}"
    answer_again
}

# A command may be delivered twice, the second time when ZooKeeper runs again: it gets the first answer.
answer_again() {
    marked put-back.result || return 0
    end_hold_over_reboot
    answer "$(cat "$STATE/put-back.result")"
}

refuse() {
    if ! marked set-aside.begun; then
        # without the state nobody can tell which files are the old ones
        fail "restore $SSM_RestoreId has set nothing aside on this host, as far as $STATE tells" \
            "check the restore's id; if $ASIDE_DATA/before exists, its state was lost: move the files by hand"
    fi
    if marked set-aside.moved; then
        [ -d "$ASIDE_DATA/before" ] || nothing_there "$ASIDE_DATA/before"
        [ -d "$ASIDE_LOGS/before" ] || nothing_there "$ASIDE_LOGS/before"
    fi
    refuse_unless_held_and_still
    refuse_half_done "$STATE"
    refuse_other_file_systems
}

nothing_there() {
    fail "there is no $1 to put back" \
        "if its disk was replaced, the old files are gone from this host: restore this server instead"
}

# Puts the new files aside. Only when set-aside had moved every old one: had it been stopped in its middle, what is in
# version-2 is old too, and belongs there.
clear_new_files() {
    if marked set-aside.moved; then
        each_in_both move_entry_anyhow restored
    fi
    # The renames on the disk, then the mark, and only then the first old file back: without the mark, or with the two
    # turned round, a second run would take old files for new ones and hide them in restored/.
    sync_folders "$ASIDE_DATA/restored" "$ASIDE_LOGS/restored"
    mark put-back.cleared
}

return_old_files() {
    each_entry move_entry "$ASIDE_DATA/before" "$SNAPSHOTS"
    [ "$SEPARATE" = no ] || each_entry move_entry "$ASIDE_LOGS/before" "$LOGS"
    sync_folders "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    # counted before the epochs, which may add files
    count_entries "$SNAPSHOTS" "$LOGS"
    mark put-back.returned "$COUNT"
}

# Raises both epochs to the given one, and the accepted one to the current one if that is higher: below it, ZooKeeper
# does not start. Never lowers one: clients that have seen a higher epoch would be refused for ever.
raise_epochs() {
    read_number "$SNAPSHOTS/currentEpoch"
    current=${NUMBER:-0}
    if [ "$current" -lt "$EPOCH" ]; then current=$EPOCH; fi
    raise_epoch acceptedEpoch "$current"
    raise_epoch currentEpoch "$EPOCH"
}

# Raises epoch file $1 to $2, and keeps the old one beside the set-aside files.
raise_epoch() {
    read_number "$SNAPSHOTS/$1"
    if [ -n "$NUMBER" ] && [ "$NUMBER" -ge "$2" ]; then return; fi
    if [ -e "$SNAPSHOTS/$1" ]; then move_entry_anyhow "$SNAPSHOTS/$1" "$ASIDE_DATA"; fi
    write_data "$SNAPSHOTS/$1" "$2"
}
