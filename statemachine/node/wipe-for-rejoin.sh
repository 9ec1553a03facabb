# Empties a server that a restore has left out, by moving all of its data aside, so that it can join the restored ones.
#
# It joins as one that has seen nothing: its epochs are the restore's, which those of the restored servers are above, so
# that it loses every election against them; and nothing calls its empty tree a good one.

main() {
    read_epoch
    answer_again
    read_config
    find_folders
    refuse
    find_owner
    end_moves_of_others
    # From here on this is what set-aside does, under the same marks: the put-back of this restore undoes it too.
    mark set-aside.begun
    hold_over_reboot
    take_over_from_others
    make_folders before
    if ! marked set-aside.moved; then move_old_files; fi
    prove_nothing_else
    # With this file an empty server would count as one that has lost nothing.
    rm -f "$LOG_DIR/initialize" || fail "cannot remove $LOG_DIR/initialize" "run the document as root"
    write_identity
    write_epochs
    count_entries "$ASIDE_DATA/before" "$ASIDE_LOGS/before"
    mark set-aside.result "$(said)"
    answer_again
}

said() {
    printf '{"action":"wipe-for-rejoin","epoch":%s,"files":%s,"dataAside":"%s","logsAside":"%s"}' "$EPOCH" "$COUNT" \
        "$(json_text "$ASIDE_DATA/before")" "$(json_text "$ASIDE_LOGS/before")"
}

answer_again() {
    refuse_put_back
    marked set-aside.result || return 0
    case $(cat "$STATE/set-aside.result") in
        *'"action":"wipe-for-rejoin"'*)
            release
            answer "$(cat "$STATE/set-aside.result")"
            ;;
        *) fail "restore $SSM_RestoreId has set the files of this server aside itself" \
            "it was not left out: see $STATE/set-aside.result" ;;
    esac
}

refuse() {
    refuse_unless_held_and_still
    refuse_wrong_identity
    refuse_other_file_systems
}
