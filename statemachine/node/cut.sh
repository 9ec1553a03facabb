# Ends every client connection on this host, and keeps new ones out, but for the functions' own addresses.

main() {
    read_ports
    read_exempt
    choose_firewall
    FIRST_LOOK_FILE=$ROOT/run/zooark/$SSM_RestoreId.first-look
    MENDED=false
    listens_within=10
    if cut_before; then
        rules_stand || rules_were_gone
        # it was here before, and may have been started just now: with Netty it listens only when its tree is loaded
        listens_within=45
    else
        forget_first_look
    fi
    # Rules first, then the killing: the other way round a client reconnects in between and stays.
    shut_ports
    mark cut
    build_filter
    refuse_other_network
    APART=0
    ANEW=false
    case $SSM_Looks in
        1) look_once ;;
        *) look_twice ;;
    esac
    answer "$(said)"
}

said() {
    remaining=$(printf '%s\n' "$SOCKETS" | grep -c .)
    peers=$(printf '%s\n' "$SOCKETS" | awk 'NF > 0 { print $NF }')
    printf '{"action":"cut","firewall":"%s","remaining":%s,"peers":%s,"mended":%s,"apart":%s,"anew":%s}' \
        "$FIREWALL" "$remaining" "$(json_lines "$peers" 5 100)" "$MENDED" "$((APART / 100))" "$ANEW"
}

rules_were_gone() {
    MENDED=true
    forget_first_look
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

# --- the two looks -------------------------------------------------------------------------------------------------

# Nobody is in when nobody was seen twice, five seconds apart, under rules that stood all the while: a client that got
# in behind the first look is still there at the second. The first one may be remembered from an earlier run, so that a
# restore need not wait between the two; a start of the server forgets it (start.sh), and so does whatever speaks
# against it: a reboot, which empties /run, rules that were gone, or anybody who was seen. What is remembered says by
# which kind of run: a second look behind a first one of the same kind was begun anew, and tells nothing of before,
# however often the run is repeated.

look_once() {
    look_for_clients
    [ -z "$SOCKETS" ] || forget_first_look
    # an older one is as good, and nobody is ended unseen behind it
    if [ -f "$FIRST_LOOK_FILE" ]; then return; fi
    end_connections
    [ -n "$SOCKETS" ] || remember_first_look
}

look_twice() {
    proof_deadline=$(($(now) + 30))
    until nobody_since_first_look; do
        if [ "$(now)" -ge "$proof_deadline" ]; then
            [ -z "${SOCKETS:-}" ] || return 0
            fail "not proven: the rules of the cut do not stay in place" \
                "find out what flushes this host's firewall, stop it, then run again"
        fi
        end_connections
        [ -z "$SOCKETS" ] || return 0
        remember_first_look
    done
}

nobody_since_first_look() {
    read_number "$FIRST_LOOK_FILE"
    [ -n "$NUMBER" ] || return 1
    # the last digit says by which kind of run
    FIRST_LOOK=${NUMBER%?}
    ANEW=false
    [ "$NUMBER" != "${FIRST_LOOK}2" ] || ANEW=true
    read_ticks
    # a clock that was set back tells nothing
    if [ "$TICKS" -ge "$FIRST_LOOK" ]; then wait_until $((FIRST_LOOK + BETWEEN_LOOKS)); else forget_first_look; fi
    look_for_clients
    APART=$((TICKS - FIRST_LOOK))
    rules_stand || rules_fell
    [ -z "$SOCKETS" ] || forget_first_look
    [ -f "$FIRST_LOOK_FILE" ]
}

rules_fell() {
    rules_were_gone
    shut_ports
}

# Sets TICKS to hundredths of a second, on the clock that nobody sets; where there is none, on the one that tells seconds:
# five of those may be hardly more than four. Sets BETWEEN_LOOKS to what is five seconds at the least.
read_ticks() {
    BETWEEN_LOOKS=500
    if { IFS=' ' read -r uptime _ <"$ROOT/proc/uptime"; } 2>/dev/null; then
        plain_number "${uptime%.*}${uptime#*.}"
        TICKS=$NUMBER
    else
        TICKS=$(($(now) * 100))
        BETWEEN_LOOKS=600
    fi
}

wait_until() {
    while [ "$TICKS" -lt "$1" ]; do
        rest=$(($1 - TICKS))
        # POSIX knows whole seconds only
        if [ $((rest % 100)) = 0 ]; then
            sleep $((rest / 100))
        else
            sleep "$(printf '%d.%02d' $((rest / 100)) $((rest % 100)))" 2>/dev/null || sleep $((rest / 100 + 1))
        fi
        read_ticks
    done
}

remember_first_look() {
    read_ticks
    printf '%s%s' "$TICKS" "$SSM_Looks" >"$FIRST_LOOK_FILE.new" && mv -f "$FIRST_LOOK_FILE.new" "$FIRST_LOOK_FILE" ||
        fail "cannot write $FIRST_LOOK_FILE" "free space on its file system, then run again"
}

forget_first_look() {
    rm -f "$FIRST_LOOK_FILE" || fail "cannot remove $FIRST_LOOK_FILE" "run the document as root"
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
