# Deletes what one restore has set aside on this host. The one document that deletes data, and no restore calls it.

main() {
    [ "$SSM_Confirm" = "$SSM_RestoreId" ] ||
        fail "Confirm is '$SSM_Confirm', not '$SSM_RestoreId'" "type the restore's id again; nothing was deleted"
    read_config
    find_folders
    refuse
    bytes=$(size_of_folders "$ASIDE_DATA" "$ASIDE_LOGS")
    if marked fetched && ! marked set-aside.begun; then prune_fetched; fi
    make_state
    # Written first: with half of it gone, nothing of it may be put back.
    mark pruned
    prune "$DATA_DIR"
    [ "$SEPARATE" = no ] || prune "$LOG_DIR"
    answer "{\"action\":\"prune\",\"restoreId\":\"$SSM_RestoreId\",\"bytes\":$bytes}"
}

# Nothing of before is here. Without the mark `pruned`, a restore under way can still set aside and be put back.
prune_fetched() {
    remove_one_fetched "$(cat "$STATE/fetched")" "$STATE/fetched"
    ! marked fetched || fail "restore $SSM_RestoreId is fetching a snapshot" "let it end first; nothing was deleted"
    answer "{\"action\":\"prune\",\"restoreId\":\"$SSM_RestoreId\",\"bytes\":$bytes}"
}

refuse() {
    refuse_half_done
    for mark_of_cut in "$ROOT"/var/lib/zooark/*/cut; do
        [ ! -f "$mark_of_cut" ] || refuse_under_way "clients are shut out of this host"
    done
    if [ -f "$(hold_below run)" ] || [ -f "$(hold_below etc)" ]; then refuse_under_way "unit $SSM_Unit is held"; fi
    refuse_in_use "$SNAPSHOTS" "$ASIDE_DATA"
    refuse_in_use "$LOGS" "$ASIDE_LOGS"
    there=no
    for folder in "$ASIDE_DATA" "$ASIDE_LOGS" "$(pruning "$DATA_DIR")" "$(pruning "$LOG_DIR")"; do
        if [ -d "$folder" ]; then there=yes; fi
    done
    # delivered again after its end, it has nothing left to do
    [ "$there" = yes ] || marked pruned ||
        fail "restore $SSM_RestoreId has nothing set aside on this host" "see the document list-aside for what there is"
}

refuse_under_way() {
    fail "a restore is under way on this host, or has left it closed: $1" "let it end first; nothing was deleted"
}

# A link could make version-2 lie in there.
refuse_in_use() {
    case "$(real_path "$1")/" in
        "$(real_path "$2")"/*) fail "$1, which is in use, lies in $2" "move it out of there; nothing was deleted" ;;
    esac
}

# Prints where the folder of this restore below $1 goes first: a rename is whole or not at all, a deletion is not.
pruning() {
    printf '%s/set-aside/.pruning-%s' "$1" "$SSM_RestoreId"
}

prune() {
    doomed=$(pruning "$1")
    if [ -d "$doomed" ]; then delete "$doomed"; fi
    if [ -d "$1/set-aside/$SSM_RestoreId" ]; then
        mv "$1/set-aside/$SSM_RestoreId" "$doomed" || cannot_move "$1/set-aside/$SSM_RestoreId" "$doomed"
        delete "$doomed"
    fi
}

delete() {
    rm -rf "$1" || fail "cannot delete all of $1" "see the standard error of this run, then run again"
}
