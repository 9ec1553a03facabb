# The ZooKeeper unit: what systemd says of it, holding it, and the proof that it stands still.

# Prints the unit's file name: systemd takes a name without a unit suffix for a service.
unit_file() {
    case $SSM_Unit in
        *.service | *.scope | *.slice | *.target | *.socket | *.timer | *.mount | *.path) printf '%s' "$SSM_Unit" ;;
        *) printf '%s.service' "$SSM_Unit" ;;
    esac
}

# Sets PROPERTY to the unit's property $1. systemd before 230 does not know --value.
unit_property() {
    PROPERTY=$(systemctl show -p "$1" --value "$SSM_Unit" 2>/dev/null) ||
        PROPERTY=$(systemctl show -p "$1" "$SSM_Unit" 2>&1) ||
        fail "systemctl cannot show $1 of unit $SSM_Unit: $PROPERTY" "check the unit's name with: systemctl status"
    PROPERTY=${PROPERTY#"$1="}
}

# Sets PROCESS to the unit's main process, 0 when it has none.
unit_process() {
    unit_property MainPID
    case $PROPERTY in
        '' | *[!0-9]*) fail "the MainPID of unit $SSM_Unit is '$PROPERTY'" "check the unit's name: systemctl status" ;;
    esac
    PROCESS=$PROPERTY
}

# --- sockets -------------------------------------------------------------------------------------------------------

# Prints the filter of ss that matches the local ports $1.
port_filter() {
    filter_ports=
    for filter_port in $1; do
        filter_ports="$filter_ports${filter_ports:+ or }sport = :$filter_port"
    done
    printf '( %s )' "$filter_ports"
}

# Sets SOCKETS to what ss says, one socket a line. An error of ss proves nothing: it must never be read as "no sockets".
sockets() {
    SOCKETS=$(ss "$@" 2>&1) ||
        fail "not proven: ss failed: $SOCKETS" "install iproute (ss), run as root, then run again"
    if printf '%s\n' "$SOCKETS" | grep -v '^[[:space:]]*$' | grep -Evq ':([0-9]+|\*)[[:space:]]*$'; then
        fail "not proven: ss said: $SOCKETS" "run 'ss $*' by hand, mend what it complains of, then run again"
    fi
}

# Sets OWN to the addresses of this host.
own_addresses() {
    OWN=$(ip -o addr show) || fail "ip -o addr show failed" "install iproute (ip), then run again"
    OWN=$(printf '%s\n' "$OWN" | awk '{ sub(/[\/%].*/, "", $4); print tolower($4) }')
}

# Sets ELSEWHERE to what tells that ZooKeeper's sockets are in another network namespace, a container's, where neither the
# rules nor the proof would see one; empty when nothing does. $1: its client ports; $2: seconds it may take to listen.
look_for_other_network() {
    ELSEWHERE=
    unit_process
    if [ "$PROCESS" != 0 ] && [ -e "/proc/$PROCESS/ns/net" ] &&
        ! [ "/proc/$PROCESS/ns/net" -ef /proc/self/ns/net ]; then
        ELSEWHERE="process $PROCESS of unit $SSM_Unit is in another network namespace"
        return
    fi
    published="docker-proxy .*-host-port ($(printf '%s' "$1" | tr ' ' '|'))( |\$)"
    if ps -A -o args= 2>/dev/null | grep -Eq "$published"; then
        ELSEWHERE="Docker publishes one of the ports $1 from a container"
        return
    fi
    listen_deadline=$(($(now) + $2))
    while :; do
        sockets -Hltn "$(port_filter "$1")"
        [ -z "$SOCKETS" ] || return 0
        # a unit that is down, in a disaster perhaps, has no listener
        unit_process
        if [ "$PROCESS" = 0 ] || ! alive "$PROCESS"; then return 0; fi
        if [ "$(now)" -ge "$listen_deadline" ]; then
            ELSEWHERE="process $PROCESS of unit $SSM_Unit lives, and nothing listens on the ports $1 here"
            return
        fi
        pause
    done
}

# --- standing still ------------------------------------------------------------------------------------------------

# Prints the path of the hold below folder $1: a drop-in, because `mask --runtime` cannot override a unit file in /etc.
hold_below() {
    printf '%s/systemd/system/%s.d/90-zooark-hold.conf' "$ROOT/$1" "$(unit_file)"
}

# Keeps systemd from starting the unit until `release`. It lies under /run: a reboot takes it away, and every document
# that moves files refuses without it.
hold() {
    write_hold "$(hold_below run)"
    reload_units
}

# While old and new files lie in two places, a reboot must not start the unit either: ZooKeeper would come up on what
# has not been moved yet, and write among it. This one outlives a reboot, and is on the disk before the first move.
hold_over_reboot() {
    write_hold "$(hold_below etc)"
}

end_hold_over_reboot() {
    remove_hold "$(hold_below etc)"
}

release() {
    end_hold_over_reboot
    remove_hold "$(hold_below run)"
    reload_units
}

write_hold() {
    mkdir -p "${1%/*}" || fail "cannot make ${1%/*}" "run the document as root"
    write_through "$1" "[Unit]${NEWLINE}AssertPathExists=/run/zooark/released-never${NEWLINE}" "$1.new"
}

remove_hold() {
    rm -f "$1" || fail "cannot remove $1" "run the document as root"
    rmdir "${1%/*}" 2>/dev/null || :
}

reload_units() {
    systemctl daemon-reload >"$STATE/systemctl.out" 2>&1 ||
        fail "systemctl daemon-reload failed: $(cat "$STATE/systemctl.out")" "mend systemd, then run again"
}

# Sets MOVING to what still moves, empty when the unit stands still. A refused admin port alone would prove nothing: the
# process must be gone, as the host sees it.
look_whether_still() {
    MOVING=
    unit_process
    if [ "$PROCESS" != 0 ]; then
        MOVING="unit $SSM_Unit has process $PROCESS"
        return
    fi
    unit_property ActiveState
    case $PROPERTY in
        active | activating | reloading | deactivating)
            MOVING="unit $SSM_Unit is $PROPERTY"
            return
            ;;
    esac
    if [ -s "$STATE/process" ] && same_process_lives "$(cat "$STATE/process")"; then
        MOVING="process $(cat "$STATE/process") of unit $SSM_Unit still lives"
        return
    fi
    still_ports=$CLIENT_PORTS
    if [ "$ADMIN_ENABLED" = true ]; then still_ports="$still_ports $ADMIN_PORT"; fi
    [ -n "$still_ports" ] || return 0
    sockets -Hltn "$(port_filter "$still_ports")"
    [ -z "$SOCKETS" ] || MOVING="a process listens on one of the ports $still_ports: $SOCKETS"
}

# Proves within $1 seconds that the unit stands still.
prove_still() {
    still_deadline=$(($(now) + $1))
    look_whether_still
    while [ -n "$MOVING" ] && [ "$(now)" -lt "$still_deadline" ]; do
        pause
        look_whether_still
    done
    [ -z "$MOVING" ] || fail "not stopped: $MOVING" \
        "if a ZooKeeper was started by hand or by another unit, stop that one, then run again"
}

refuse_unless_held_and_still() {
    [ -f "$(hold_below run)" ] ||
        fail "unit $SSM_Unit is not held: $(hold_below run) is missing, since a reboot perhaps" \
            "run the stop document first, then this one again"
    # a stop that was killed just then has written the hold, and systemd has not read it
    reload_units
    prove_still 0
}
