# The data directories: what lies in both version-2, and moving it so that nothing is ever deleted or overwritten.

# Sets the folders from zoo.cfg, once read. SEPARATE says whether the logs have a version-2 of their own: told by the
# inode, because a second spelling of the same folder, taken for another one, would have its only snapshot moved away.
find_folders() {
    SNAPSHOTS=$DATA_DIR/version-2
    LOGS=$LOG_DIR/version-2
    ASIDE_DATA=$DATA_DIR/set-aside/$SSM_RestoreId
    ASIDE_LOGS=$LOG_DIR/set-aside/$SSM_RestoreId
    [ / -ef /. ] || fail "this sh cannot compare folders by inode" "run the document with dash or bash as /bin/sh"
    SEPARATE=no
    # what a lost disk took is judged by its name alone
    if [ "$DATA_DIR" != "$LOG_DIR" ] && ! [ "$DATA_DIR" -ef "$LOG_DIR" ] && ! [ "$SNAPSHOTS" -ef "$LOGS" ]; then
        SEPARATE=yes
    fi
    case "$(real_path "$LOG_DIR")/" in "$(real_path "$SNAPSHOTS")"/*) nested_folders ;; esac
    case "$(real_path "$DATA_DIR")/" in "$(real_path "$LOGS")"/*) nested_folders ;; esac
}

# Prints folder $1 without links; as it is written where there is no such folder.
real_path() {
    (cd "$1" 2>/dev/null && pwd -P) || printf '%s' "$1"
}

nested_folders() {
    fail "dataDir $DATA_DIR and dataLogDir $LOG_DIR lie one in the other's version-2" \
        "give each a folder of its own in zoo.cfg"
}

# Prints how many bytes there are in folder $1 of the data and folder $2 of the logs together.
size_of_folders() {
    if [ "$SEPARATE" = no ]; then set -- "$1"; fi
    du -sk "$@" 2>/dev/null | awk '{ kilobytes += $1 } END { printf "%.0f", kilobytes * 1024 }'
}

# Prints how many bytes are free where the data lies. Where the data directory is missing, that of the nearest folder above it.
free_bytes() {
    free_at=$DATA_DIR
    while [ ! -d "$free_at" ] && [ -n "$free_at" ]; do free_at=${free_at%/*}; done
    df -P -k "${free_at:-/}" 2>/dev/null | awk '
        NR == 2 && match($0, /[0-9]+ +[0-9]+ +-?[0-9]+ +([0-9]+%|-) +/) {
            split(substr($0, RSTART), size, / +/); kilobytes = size[3] }
        END { printf "%.0f", (kilobytes > 0 ? kilobytes : 0) * 1024 }'
}

# Prints which file system $1 is on: its device and where it is mounted.
file_system() {
    df -P "$1" 2>/dev/null | awk 'NR == 2 && match($0, /[0-9]+ +[0-9]+ +-?[0-9]+ +([0-9]+%|-) +/) {
        print substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH) }'
}

# A rename within one file system is whole or not at all; across two, mv copies, and a kill leaves half a file.
refuse_other_file_systems() {
    refuse_other_file_system "$DATA_DIR"
    [ "$SEPARATE" = no ] || refuse_other_file_system "$LOG_DIR"
}

refuse_other_file_system() {
    [ ! -L "$1/version-2" ] || [ -d "$1/version-2" ] ||
        fail "$1/version-2 is a link to what does not exist" "make the folder it names, or remove the link"
    [ -d "$1/version-2" ] || return 0
    for neighbour in "$1" "$1/set-aside"; do
        if [ -d "$neighbour" ] && [ "$(file_system "$neighbour")" != "$(file_system "$1/version-2")" ]; then
            fail "$1/version-2 is on another file system than $neighbour" \
                "files can only be set aside by rename: mount the file system at $1 instead"
        fi
    done
}

# --- entries -------------------------------------------------------------------------------------------------------

# Calls "$1 ENTRY REST..." for each entry of folder $2, hidden ones and odd names too. Not to be nested.
each_entry() {
    visitor=$1
    visited=$2
    shift 2
    for entry in "$visited"/* "$visited"/.[!.]* "$visited"/..?*; do
        if [ -e "$entry" ] || [ -L "$entry" ]; then "$visitor" "$entry" "$@"; fi
    done
}

# Calls "$1 ENTRY FOLDER" for each entry of both version-2, FOLDER being the folder $2 in set-aside beside it.
each_in_both() {
    each_entry "$1" "$SNAPSHOTS" "$ASIDE_DATA/${2:-}"
    [ "$SEPARATE" = no ] || each_entry "$1" "$LOGS" "$ASIDE_LOGS/${2:-}"
}

count_entry() {
    COUNT=$((COUNT + 1))
}

# Sets COUNT to the number of entries in folder $1 of the data and folder $2 of the logs together.
count_entries() {
    COUNT=0
    each_entry count_entry "$1"
    [ "$SEPARATE" = no ] || each_entry count_entry "$2"
}

# Moves entry $1 into folder $2 under its own name, never over another one.
move_entry() {
    if [ -e "$2/${1##*/}" ] || [ -L "$2/${1##*/}" ]; then
        fail "both $1 and $2/${1##*/} exist" "neither was touched: compare them, and put one elsewhere by hand"
    fi
    mv "$1" "$2/" || cannot_move "$1" "$2"
}

# Moves entry $1 into folder $2, under the first free one of NAME, NAME.2, NAME.3, ...
move_entry_anyhow() {
    free_name=${1##*/}
    free_number=1
    while [ -e "$2/$free_name" ] || [ -L "$2/$free_name" ]; do
        free_number=$((free_number + 1))
        free_name=${1##*/}.$free_number
    done
    mv "$1" "$2/$free_name" || cannot_move "$1" "$2/$free_name"
}

cannot_move() {
    fail "cannot move $1 to $2" "see the standard error of this run; run again, and it goes on from there"
}

# Sets EPOCH from the parameter Epoch.
read_epoch() {
    plain_number "$SSM_Epoch"
    EPOCH=$NUMBER
    if [ "$EPOCH" -lt 1 ] || [ "$EPOCH" -gt 2147483647 ]; then
        fail "epoch $EPOCH is none" "give the plan's epoch: from 1 to 2147483647"
    fi
}

# --- making --------------------------------------------------------------------------------------------------------

# Sets OWNER to whom new files shall belong: the unit's User; where the unit names none, whoever owns what is there.
find_owner() {
    unit_property User
    OWNER=$PROPERTY
    for owned in "$LOG_DIR" "$DATA_DIR" "$SNAPSHOTS"; do
        if [ -z "$PROPERTY" ] && [ -d "$owned" ]; then
            OWNER=$(ls -ldn "$owned" | awk '{ print $3 ":" $4; exit }')
        fi
    done
}

own() {
    case $OWNER in
        '') ;;
        *:*) chown "$OWNER" "$1" || cannot_own "$1" ;;
        # "user:" also sets the user's own group, where chown knows that form
        *) chown "$OWNER:" "$1" 2>/dev/null || chown "$OWNER" "$1" || cannot_own "$1" ;;
    esac
}

cannot_own() {
    fail "cannot give $1 to '$OWNER', the user of unit $SSM_Unit" "run the document as root; check the unit's User="
}

# Makes folder $1 unless it is there. Under another name first: a kill must not leave one that ZooKeeper cannot write.
make_folder() {
    [ ! -d "$1" ] || return 0
    mkdir -p -m 750 "$1.zooark" || fail "cannot make $1.zooark" "see whether its disk is mounted and writable"
    own "$1.zooark"
    mv "$1.zooark" "$1" || fail "cannot rename $1.zooark to $1" "see what lies at $1"
}

# Makes both version-2, and in each set-aside of this restore the folder $1.
make_folders() {
    for made in "$DATA_DIR" "$SNAPSHOTS" "$DATA_DIR/set-aside" "$ASIDE_DATA" "$ASIDE_DATA/$1" \
        "$LOG_DIR" "$LOGS" "$LOG_DIR/set-aside" "$ASIDE_LOGS" "$ASIDE_LOGS/$1"; do
        make_folder "$made"
    done
    # again: a folder made anew could not be judged the first time
    find_folders
    refuse_other_file_systems
}

# Writes $2 into file $1 of the data directory, for the unit's user. The half-written file lies in the set-aside folder:
# in version-2 ZooKeeper might read it (it takes currentEpoch.tmp for an epoch).
write_data() {
    write_through "$1" "$2" "$ASIDE_DATA/.half-written" own
}

# Writes out all renames in both data directories.
sync_folders() {
    for synced in "$@" "$SNAPSHOTS" "$LOGS"; do sync_path "$synced"; done
}

# --- how far a restore is on this host -----------------------------------------------------------------------------

# Whether the state folder $1 tells of a move that was begun and not ended.
half_done() {
    [ ! -f "$1/put-back.result" ] || return 1
    if [ -f "$1/put-back.begun" ]; then return 0; fi
    [ -f "$1/keep-restored.moving" ] || half_set_aside "$1"
}

half_set_aside() {
    [ ! -f "$1/put-back.begun" ] && [ -f "$1/set-aside.begun" ] &&
        [ ! -f "$1/set-aside.result" ] && [ ! -f "$1/set-aside.returned" ]
}

half_put_back() {
    [ -f "$1/put-back.begun" ] && [ ! -f "$1/put-back.result" ]
}

# Old files of a half-done restore lie in two places: neither a start nor another restore may come between. $1, with
# commas between: the restores that may be half done.
refuse_half_done() {
    for state in "$ROOT"/var/lib/zooark/*; do
        case ",${1:-}," in *",${state##*/},"*) continue ;; esac
        if half_done "$state"; then
            fail "restore ${state##*/} is half done on this host" \
                "run the document that was ended in its middle (set-aside, keep-restored, put-back) again"
        fi
    done
}

# What was put back is served by a later restore or by nobody: nothing of this one may go on here.
refuse_put_back() {
    if marked put-back.begun || marked set-aside.returned; then
        fail "restore $SSM_RestoreId was put back on this host" "start a new restore: it has an id of its own"
    fi
}

# The looks of the cuts are counted from here on anew (cut.sh).
forget_first_looks() {
    rm -f "$ROOT"/run/zooark/*.first-look || fail "cannot remove what is in $ROOT/run/zooark" "run as root"
}

# Removes the snapshots that were fetched onto this host and not placed, half ones too. Each is named by the mark of its
# restore; where one cannot be removed its mark stays, for the next time.
remove_fetched() {
    for fetched_mark in "$ROOT"/var/lib/zooark/*/fetched; do
        if [ -f "$fetched_mark" ]; then remove_one_fetched "$(cat "$fetched_mark")" "$fetched_mark"; fi
    done
}

# Whether the process that made file $1, .fetching.<process>.<when it was started>, still lives.
is_being_fetched() {
    fetching_process=${1##*/.fetching.}
    same_process_lives "${fetching_process%%.*} ${fetching_process#*.}"
}

remove_one_fetched() {
    case $1 in */set-aside/*/.fetched) ;; *) return 0 ;; esac
    rm -f "$1" || return 0
    for half in "${1%/*}"/.fetching.*; do
        [ -f "$half" ] || continue
        # one that is still being fetched is its own run's to remove: it finds that it was overtaken
        if is_being_fetched "$half"; then return 0; fi
        rm -f "$half" || return 0
    done
    rmdir "${1%/*}" 2>/dev/null || :
    rm -f "$2"
}
