# Undoes the restores of a chain on this host, whatever was done of them: what was there before goes back, and what came
# in its place aside. After a failure, or after a success that nobody wants.

main() {
    read_epoch
    read_chain
    read_config
    find_folders
    answer_again
    refuse
    find_owner
    end_put_backs_of_others
    # The first change. From here on set-aside and keep-restored of this restore refuse, and the unit does not start.
    marked put-back.begun || begin
    hold_over_reboot
    take_over_from_others
    take_back
    raise_epochs
    mark put-back.result "$(said)"
    answer_again
}

# Sets CHAIN to the restores to undo, oldest first and this one last, with commas between.
read_chain() {
    CHAIN=
    for link in $(printf '%s' "$SSM_Chain" | tr ',' ' ') "$SSM_RestoreId"; do
        case ",$CHAIN," in
            *",$link,"*) ;;
            *) CHAIN=$CHAIN${CHAIN:+,}$link ;;
        esac
    done
}

said() {
    moved=false
    if [ "$FROM" != - ] && [ "$LOST" = kept ]; then moved=true; fi
    printf '{"action":"put-back","moved":%s,"files":%s,"epoch":%s' "$moved" "$(cat "$STATE/put-back.returned")" "$EPOCH"
    [ "$FROM" = - ] || printf ',"from":"%s"' "$FROM"
    { [ "$LOST" = kept ] && holds_data; } || printf ',"lost":true'
    printf '}'
}

# Every server that ever ran has a snapshot. Whatever this host remembers: what lies there now decides whether it may be
# started as one that has its old data.
holds_data() {
    for file in "$DATA_DIR"/version-2/snapshot.* "$DATA_DIR"/version-2/log.* "$LOG_DIR"/version-2/log.*; do
        if [ -e "$file" ]; then return 0; fi
    done
    return 1
}

# A host that was replaced since knows nothing of the restores to undo: what it holds came from the others, after them.
refuse_stranger() {
    if [ -f "$STATE/set-aside.begun" ]; then return 0; fi
    others=no
    for link in $(printf '%s' "$SSM_Chain" | tr ',' ' '); do
        [ "$link" != "$SSM_RestoreId" ] || continue
        if [ -d "$ROOT/var/lib/zooark/$link" ]; then return 0; fi
        others=yes
    done
    [ "$others" = no ] || fail "this host knows nothing of $SSM_Chain: it was replaced since" \
        "it has no data of before to go back to: put the old data back on the others by hand, then wipe this one and let it rejoin"
}

# A command may be delivered twice, the second time when ZooKeeper runs again: it gets the first answer. Asked for a
# higher epoch it goes on: the servers have run since, and may have seen the first.
answer_again() {
    marked put-back.result || return 0
    given=$(sed -n 's/.*"epoch":\([0-9]*\).*/\1/p' "$STATE/put-back.result")
    [ -n "$given" ] || fail "another restore has ended this put-back and gone on from there" \
        "see $STATE/put-back.result; put that one back"
    [ "$EPOCH" -le "$given" ] || return 0
    end_hold_over_reboot
    answer "$(cat "$STATE/put-back.result")"
}

# All that can be refused, before the first change.
refuse() {
    refuse_unless_held_and_still
    refuse_stranger
    refuse_half_done "$CHAIN"
    refuse_other_file_systems
}

# Chooses the way back and writes it down: once files move, what lies where no longer tells.
begin() {
    # again: those of others, ended just now, had chains of their own
    read_chain
    LOST=kept
    choose_source
    if [ "$FROM" != - ] && [ -f "$ROOT/var/lib/zooark/$FROM/set-aside.moved" ]; then
        look_for_lost "$DATA_DIR"
        [ "$SEPARATE" = no ] || look_for_lost "$LOG_DIR"
    fi
    mark put-back.begun "$FROM $LOST $CHAIN"
}

# Sets FROM to the first restore of the chain that began to set files aside here, - where none has: then what lies in
# version-2 is what was there before. Those of later ones are what a failed restore left.
choose_source() {
    FROM=-
    for link in $(printf '%s' "$CHAIN" | tr ',' ' '); do
        link_state=$ROOT/var/lib/zooark/$link
        if [ -f "$link_state/set-aside.returned" ]; then continue; fi
        [ ! -f "$link_state/pruned" ] ||
            fail "what restore $link had set aside was pruned on this host" "it is gone: restore a snapshot instead"
        if [ -f "$link_state/set-aside.begun" ]; then
            FROM=$link
            return
        fi
        count_entries "$DATA_DIR/set-aside/$link/before" "$LOG_DIR/set-aside/$link/before"
        # without the state nobody can tell which files are the old ones
        [ "$COUNT" = 0 ] ||
            fail "$DATA_DIR/set-aside/$link/before holds files that $link_state knows nothing of" \
                "its state was lost: move the files by hand"
    done
}

# A disk that was replaced since took with it what was set aside on $1; then this server goes back to an empty one. A
# folder that somebody else took away is another matter: what is in use must not make room for nothing.
look_for_lost() {
    if [ -d "$1/set-aside/$FROM/before" ]; then return; fi
    LOST=lost
    each_entry refuse_taken_away "$1/version-2" "$1/set-aside/$FROM/before"
}

refuse_taken_away() {
    case ${1##*/} in
        snapshot.* | log.*)
            fail "there is no $2 to put back, and ${1%/*} holds data" \
                "it was pruned or moved: this server cannot go back; if its disk was replaced, wipe it and let it rejoin"
            ;;
    esac
}

# Raises both epochs to the given one, and the accepted one to the current one if that is higher: below it, ZooKeeper
# does not start. Never lowers one: clients that have seen a higher epoch would be refused for ever.
raise_epochs() {
    # where nothing was set aside and the disk is lost, there is no server to give one to
    [ -d "$SNAPSHOTS" ] || return 0
    make_folders ''
    read_number "$SNAPSHOTS/currentEpoch"
    current=${NUMBER:-0}
    if [ "$current" -lt "$EPOCH" ]; then current=$EPOCH; fi
    raise_epoch acceptedEpoch "$current"
    raise_epoch currentEpoch "$EPOCH"
    sync_folders
}

# Raises epoch file $1 to $2, and keeps the old one beside the set-aside files.
raise_epoch() {
    read_number "$SNAPSHOTS/$1"
    if [ -n "$NUMBER" ] && [ "$NUMBER" -ge "$2" ]; then return; fi
    if [ -e "$SNAPSHOTS/$1" ]; then move_entry_anyhow "$SNAPSHOTS/$1" "$ASIDE_DATA"; fi
    write_data "$SNAPSHOTS/$1" "$2"
}
