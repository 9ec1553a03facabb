# Ends every client connection on this host, and keeps new ones out, but for the functions' own addresses.

main() {
    read_ports
    read_exempt
    # Rules first, then the killing: the other way round a client reconnects in between and stays.
    shut_ports
    build_filter
    refuse_other_namespace
    end_connections
    answer "$(said)"
}

said() {
    remaining=$(printf '%s\n' "$SOCKETS" | grep -c .)
    peers=$(printf '%s\n' "$SOCKETS" | awk 'NF > 0 { print $NF }')
    printf '{"action":"cut","firewall":"%s","remaining":%s,"peers":%s}' \
        "$FIREWALL" "$remaining" "$(json_lines "$peers" 5 100)"
}

# Sets FILTER to the sockets that must go: all of the ports but the exempt ones, and of those the ones that are this
# host's own, since an exempt range may hold this host.
build_filter() {
    FILTER=$(port_filter "$PORTS")
    [ -n "$EXEMPT4$EXEMPT6" ] || return 0
    own_addresses
    exempt_peers=
    own_peers='dst 127.0.0.0/8 or dst [::1]'
    for exempt in $EXEMPT4; do exempt_peers="$exempt_peers${exempt_peers:+ or }dst $exempt"; done
    for exempt in $EXEMPT6; do exempt_peers="$exempt_peers${exempt_peers:+ or }dst [$exempt]"; done
    for own_address in $OWN; do
        case $own_address in
            *:*) own_peers="$own_peers or dst [$own_address]" ;;
            *) own_peers="$own_peers or dst $own_address" ;;
        esac
    done
    FILTER="$FILTER and ( not ( $exempt_peers ) or ( $own_peers ) )"
}

# The sockets of a container are in a network namespace of its own: here neither the rules nor the proof would see one.
refuse_other_namespace() {
    published="docker-proxy .*-host-port ($(printf '%s' "$PORTS" | tr ' ' '|'))( |\$)"
    if ps -A -o args= 2>/dev/null | grep -E "$published" >&2; then
        fail "not proven: Docker publishes one of the ports $PORTS from a container" \
            "Zooark cannot cut clients of a container: run ZooKeeper with the host's network"
    fi
    listen_deadline=$(($(now) + 10))
    while :; do
        sockets -Hltn "$(port_filter "$PORTS")"
        [ -z "$SOCKETS" ] || return 0
        unit_process
        # a unit that is down, in a disaster perhaps, has no listener
        if [ "$PROCESS" = 0 ] || ! alive "$PROCESS"; then return 0; fi
        [ "$(now)" -lt "$listen_deadline" ] ||
            fail "not proven: process $PROCESS of unit $SSM_Unit lives, and nothing listens on the ports $PORTS here" \
                "the rules are in place; if ZooKeeper is still loading run again; one in a container cannot be cut"
        pause
    done
}

end_connections() {
    end_deadline=$(($(now) + 10))
    while :; do
        # A kernel without it says so and kills none: then the rules end each connection at its next packet. Either
        # way the proof decides, not this.
        ss -HtnK state established state syn-recv state close-wait state fin-wait-1 state fin-wait-2 "$FILTER" \
            >/dev/null 2>&1 || :
        sockets -Htn state established state syn-recv state close-wait "$FILTER"
        if [ -z "$SOCKETS" ] || [ "$(now)" -ge "$end_deadline" ]; then return; fi
        pause
    done
}
