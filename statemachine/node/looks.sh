# What inspect and doctor look at: the host as a restore will find it. Nothing here changes anything.

# Reads zoo.cfg and looks at everything below; what it finds is in PROBLEMS, in NOTES and in what each look sets.
look_at_host() {
    PROBLEMS=
    NOTES=
    read_order
    read_config
    find_folders
    unit_process
    find_candidates
    look_at_identity
    look_at_folders
    look_at_tools
    look_at_unit
    look_at_network
    look_at_process
}

# What makes a restore impossible here.
problem() {
    PROBLEMS="$PROBLEMS${PROBLEMS:+$NEWLINE}$1"
}

# What a person should know, and a restore mends: a lost disk takes all of this with it.
note() {
    NOTES="$NOTES${NOTES:+$NEWLINE}$1"
}

# As ZooKeeper judges: one voter or none is a standalone server, unless zoo.cfg forbids that.
standalone() {
    voters=$(member_table | awk '$2 == "participant"' | grep -c .)
    configured standaloneEnabled
    if [ "$voters" -le 1 ] && [ "$VALUE" != false ]; then printf true; else printf false; fi
}

look_at_identity() {
    if [ -z "$CLIENT_PORTS" ]; then problem "no client port in zoo.cfg"; fi
    [ -n "$MEMBERS" ] || return 0
    if [ -z "$SERVER_ID" ]; then
        if [ -f "$DATA_DIR/myid" ]; then problem "myid holds '$MYID'"; else note "myid missing"; fi
    elif ! printf '%s\n' "$MEMBERS" | grep -q "^server\.0*$SERVER_ID="; then
        problem "myid is $SERVER_ID, and zoo.cfg has no server.$SERVER_ID"
    fi
}

look_at_folders() {
    look_at_folder "$DATA_DIR"
    [ "$SEPARATE" = no ] || look_at_folder "$LOG_DIR"
}

look_at_folder() {
    if [ ! -d "$1" ]; then
        note "data directory missing: $1"
    elif [ ! -d "$1/version-2" ]; then
        note "version-2 missing in $1"
    elif [ "$(file_system "$1")" != "$(file_system "$1/version-2")" ]; then
        problem "version-2 on another file system than $1"
    fi
}

# What a later document needs is better missed now than in the middle of a restore.
look_at_tools() {
    command -v ss >/dev/null || problem "ss missing: install iproute"
    command -v nft >/dev/null || command -v iptables >/dev/null || problem "nft and iptables missing: install nftables"
}

# What the document place needs besides: a restore by another method goes on without it.
has_place_tools() {
    if command -v curl >/dev/null && command -v cksum >/dev/null; then printf true; else printf false; fi
}

# A unit that systemd does not know, or whose process it does not know, could be stopped and never proven to be, or not be
# started again: found out here, and not when the data has been moved.
look_at_unit() {
    unit_property LoadState
    [ "$PROPERTY" = loaded ] || problem "systemd says of unit $SSM_Unit: $PROPERTY"
    unit_property ActiveState
    if [ "$PROPERTY" = active ] && [ "$PROCESS" = 0 ]; then
        problem "unit $SSM_Unit is active and has no main process: give it Type=simple, or a PIDFile="
    fi
}

# Clients that cannot be cut are better found out now, while nothing has been changed.
look_at_network() {
    if [ -z "$CLIENT_PORTS" ] || ! command -v ss >/dev/null; then return; fi
    look_for_other_network "$CLIENT_PORTS" 5
    [ -z "$ELSEWHERE" ] || problem "clients cannot be cut, as in a container's network: $ELSEWHERE"
}

# Sets COMMAND_LINE to the words the process was started with, one a line, and from them VERSION and MAX_HEAP; null where
# they do not tell: a class path may be a folder's, and the heap the JVM's own choice.
look_at_process() {
    COMMAND_LINE=
    if [ "$PROCESS" != 0 ]; then
        COMMAND_LINE=$(tr '\000' '\n' <"/proc/$PROCESS/cmdline" 2>/dev/null) ||
            COMMAND_LINE=$(ps -ww -o args= -p "$PROCESS" 2>/dev/null | tr ' ' '\n')
    fi
    VERSION=$(printf '%s\n' "$COMMAND_LINE" | tr ':' '\n' |
        sed -n 's,^.*zookeeper-\([0-9][0-9A-Za-z.-]*\)[.]jar$,"\1",p' | head -n 1)
    VERSION=${VERSION:-null}
    MAX_HEAP=$(printf '%s\n' "$COMMAND_LINE" | sed -n 's/^-Xmx\([0-9][0-9]*\)\([kKmMgGtT]\{0,1\}\)$/\1 \2/p' | awk '
        { bytes = $1 * 1024 ^ (NF > 1 ? index("kmgt", tolower($2)) : 0) }
        END { if (NR > 0) printf "%.0f", bytes }')
    MAX_HEAP=${MAX_HEAP:-null}
}

# Prints true or false as key $1 says in zoo.cfg, else the system property that it sets, else $2.
setting() {
    configured "$1"
    [ -n "$VALUE" ] || VALUE=$(printf '%s\n' "$COMMAND_LINE" | sed -n "s/^-Dzookeeper[.]$1=//p" | tail -n 1)
    # as Boolean.parseBoolean reads it
    case $(printf '%s' "${VALUE:-$2}" | tr '[:upper:]' '[:lower:]') in
        true) printf true ;;
        *) printf false ;;
    esac
}
