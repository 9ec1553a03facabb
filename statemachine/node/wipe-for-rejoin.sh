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
    # under the marks of set-aside: the put-back of this restore undoes it too
    set_all_aside
    # With this file an empty server would count as one that has lost nothing.
    rm -f "$LOG_DIR/initialize" || fail "cannot remove $LOG_DIR/initialize" "run the document as root"
    write_identity
    write_epochs
    mark_all_aside
    answer_again
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
