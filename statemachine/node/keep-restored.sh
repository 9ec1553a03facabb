# Leaves the restored snapshot and the epochs in version-2, and nothing of the empty start that came before it.
#
# Without this the restore can end empty: a server that joined the empty quorum late was sent an empty snapshot, under a
# higher name than the restored one, and loads that.

main() {
    read_config
    find_folders
    refuse
    find_owner
    make_folders empty-start
    # The restored snapshot on the disk, before what else there is goes away: ZooKeeper does not sync it.
    sync_path "$SNAPSHOTS/$KEPT"
    sync_path "$SNAPSHOTS"
    # With half of the empty start left, ZooKeeper could load that instead: no start until all of it is away.
    mark keep-restored.moving
    hold_over_reboot
    MOVED=0
    each_in_both put_away empty-start
    sync_folders "$ASIDE_DATA/empty-start" "$ASIDE_LOGS/empty-start"
    prove_listing
    rm -f "$STATE/keep-restored.moving" || fail "cannot remove $STATE/keep-restored.moving" "run the document as root"
    end_hold_over_reboot
    answer "{\"action\":\"keep-restored\",\"kept\":\"$KEPT\",\"moved\":$MOVED}"
}

refuse() {
    refuse_unless_held_and_still
    marked set-aside.result || fail "restore $SSM_RestoreId has not set the old files aside on this host" \
        "they may still be in version-2: check the restore's id"
    refuse_put_back
    refuse_other_file_systems
    find_restored
}

# Sets KEPT to the restored snapshot's name; a server that compresses its snapshots adds a suffix.
find_restored() {
    KEPT=
    for suffix in '' .gz .snappy; do
        restored=snapshot.$SSM_Zxid$suffix
        [ -f "$SNAPSHOTS/$restored" ] || continue
        [ -s "$SNAPSHOTS/$restored" ] || nothing_moved "$SNAPSHOTS/$restored is empty"
        [ -z "$KEPT" ] || nothing_moved "both $KEPT and $restored are in $SNAPSHOTS"
        KEPT=$restored
    done
    [ -n "$KEPT" ] || nothing_moved "snapshot.$SSM_Zxid is not in $SNAPSHOTS"
}

nothing_moved() {
    fail "$1" "nothing was moved; an election may have undone the restore: restore this server again"
}

put_away() {
    if belongs "$1"; then return; fi
    move_entry_anyhow "$1" "$2"
    MOVED=$((MOVED + 1))
}

# In the folder of the logs nothing belongs.
belongs() {
    case $1 in
        "$SNAPSHOTS/$KEPT" | "$SNAPSHOTS/acceptedEpoch" | "$SNAPSHOTS/currentEpoch") return 0 ;;
        *) return 1 ;;
    esac
}

prove_listing() {
    each_in_both refuse_foreign
    [ -s "$SNAPSHOTS/$KEPT" ] || fail "$SNAPSHOTS/$KEPT has gone" "find out what else writes into $SNAPSHOTS"
}

refuse_foreign() {
    belongs "$1" || fail "$1 has appeared meanwhile" "find out what else writes into $DATA_DIR, then run again"
}
