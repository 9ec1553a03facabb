# Ends every client connection on this host, and keeps new ones out, but for the functions' own addresses.

main() {
    read_ports
    read_exempt
    choose_firewall
    MENDED=false
    listens_within=10
    if cut_before; then
        rules_stand || MENDED=true
        # it was here before, and may have been started just now: with Netty it listens only when its tree is loaded
        listens_within=45
    fi
    # Rules first, then the killing: the other way round a client reconnects in between and stays.
    shut_ports
    mark cut
    build_filter
    refuse_other_network
    prove_twice
    answer "$(said)"
}

said() {
    remaining=$(printf '%s\n' "$SOCKETS" | grep -c .)
    peers=$(printf '%s\n' "$SOCKETS" | awk 'NF > 0 { print $NF }')
    printf '{"action":"cut","firewall":"%s","remaining":%s,"peers":%s,"mended":%s}' \
        "$FIREWALL" "$remaining" "$(json_lines "$peers" 5 100)" "$MENDED"
}

# Whether a restore has cut this host and nobody has lifted that since. The mark outlives a reboot, the rules do not.
cut_before() {
    for cut_mark in "$ROOT"/var/lib/zooark/*/cut; do
        if [ -f "$cut_mark" ]; then return 0; fi
    done
    return 1
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

refuse_other_network() {
    look_for_other_network "$PORTS" "$listens_within"
    [ -z "$ELSEWHERE" ] || fail "not proven: $ELSEWHERE" \
        "clients of a container cannot be cut: run ZooKeeper with the host's network; if it is still loading, run again"
}

# Nobody is in when nobody was seen twice, five seconds apart, under rules that stood all the while: a client that got
# in behind the first look is still there at the second.
prove_twice() {
    proof_deadline=$(($(now) + 30))
    while :; do
        end_connections
        [ -z "$SOCKETS" ] || return 0
        sleep 5
        look_for_clients
        if rules_stand; then
            if [ -z "$SOCKETS" ] || [ "$(now)" -ge "$proof_deadline" ]; then return; fi
        else
            [ "$(now)" -lt "$proof_deadline" ] || fail "not proven: the rules of the cut do not stay in place" \
                "find out what flushes this host's firewall, stop it, then run again"
            MENDED=true
            shut_ports
        fi
    done
}

end_connections() {
    end_deadline=$(($(now) + 10))
    while :; do
        # A kernel without it says so and kills none: then the rules end each connection at its next packet. Either
        # way the proof decides, not this.
        ss -HtnK state established state syn-recv state close-wait state fin-wait-1 state fin-wait-2 "$FILTER" \
            >/dev/null 2>&1 || :
        look_for_clients
        if [ -z "$SOCKETS" ] || [ "$(now)" -ge "$end_deadline" ]; then return; fi
        pause
    done
}

look_for_clients() {
    sockets -Htn state established state syn-recv state close-wait "$FILTER"
}
