# Lets clients in again, as far as this host is concerned, and whoever wants to start ZooKeeper.

main() {
    free_unit
    # no rule is missed from here on, and no look counts
    forget_first_looks
    rm -f "$ROOT"/var/lib/zooark/*/cut || fail "cannot remove the marks of the cut in $ROOT/var/lib/zooark" "run as root"
    if command -v nft >/dev/null; then
        remove_table
        # iptables has rules only if nft came to this host after the cut
        if command -v iptables >/dev/null; then remove_chains iptables; fi
    elif command -v iptables >/dev/null; then
        iptables_uncut iptables
    else
        fail "neither nft nor iptables is on this host" "install nftables"
    fi
    if command -v ip6tables >/dev/null; then remove_chains ip6tables; fi
    # last, and whether it can or not: clients come first
    remove_fetched
    answer '{"action":"uncut"}'
}

# A server that was down before the restore is not started by it, but must not stay held either.
free_unit() {
    if [ ! -f "$(hold_below run)" ] && [ ! -f "$(hold_below etc)" ]; then return 0; fi
    refuse_half_done
    release
}

# Gone is what nft says there is none of; any other error of nft proves nothing.
remove_table() {
    nft delete table inet zooark 2>/dev/null || :
    if REFUSAL=$(nft list table inet zooark 2>&1); then
        fail "the table inet zooark is still there" "run by hand: nft delete table inet zooark"
    fi
    case $REFUSAL in
        *'No such file or directory'*) ;;
        *) fail "not proven: nft said: $REFUSAL" "run 'nft list ruleset' by hand, mend what it complains of" ;;
    esac
}

remove_chains() {
    case $("$1" -w -S 2>/dev/null) in *ZOOARK*) iptables_uncut "$1" ;; esac
}
