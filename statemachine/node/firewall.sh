# The host's own cut of the client ports: nft, or iptables where there is no nft.

# Sets PORTS from the parameter ClientPorts.
read_ports() {
    PORTS=
    for given_port in $(printf '%s' "$SSM_ClientPorts" | tr ',' ' '); do
        plain_number "$given_port"
        if [ "$NUMBER" -lt 1 ] || [ "$NUMBER" -gt 65535 ]; then
            fail "client port $NUMBER is none" "give ports between 1 and 65535"
        fi
        PORTS="$PORTS${PORTS:+ }$NUMBER"
    done
}

# Sets EXEMPT4 and EXEMPT6 from the parameter Exempt.
read_exempt() {
    EXEMPT4=
    EXEMPT6=
    for exempt in $(printf '%s' "$SSM_Exempt" | tr ',' ' '); do
        printf '%s\n' "$exempt" |
            grep -Eq '^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/[1-9][0-9]{0,2})?$' ||
            fail "'$exempt' in Exempt is not an address or a range" \
                "write 10.0.9.0/28 or 2600:1f18:1:9::/64; /0 would let everybody in"
        case $exempt in
            *:*) EXEMPT6="$EXEMPT6${EXEMPT6:+ }$exempt" ;;
            *) EXEMPT4="$EXEMPT4${EXEMPT4:+ }$exempt" ;;
        esac
    done
}

# --- nft -----------------------------------------------------------------------------------------------------------

# Prints one transaction: add, delete, define replaces the table as a whole, so a kill leaves the old rules or the new.
nft_rules() {
    nft_ports=$(printf '%s' "$PORTS" | sed 's/ /, /g')
    printf 'table inet zooark\ndelete table inet zooark\ntable inet zooark {\n'
    printf '  chain input { type filter hook input priority -5; policy accept; tcp dport { %s } jump cut_in; }\n' \
        "$nft_ports"
    printf '  chain output { type filter hook output priority -5; policy accept; tcp sport { %s } jump cut_out; }\n' \
        "$nft_ports"
    nft_chain cut_in iifname saddr
    nft_chain cut_out oifname daddr
    printf '}\n'
}

# The order is the cut: a reset must pass both ways, or the peer never learns that its connection has ended; loopback
# stands before the exemptions, or what runs on this host gets in by an exempt address of its own.
nft_chain() {
    printf '  chain %s {\n    tcp flags & rst == rst return\n    %s "lo" counter reject with tcp reset\n' "$1" "$2"
    for exempt in $EXEMPT4; do printf '    ip %s %s return\n' "$3" "$exempt"; done
    for exempt in $EXEMPT6; do printf '    ip6 %s %s return\n' "$3" "$exempt"; done
    printf '    counter reject with tcp reset\n  }\n'
}

# --- iptables ------------------------------------------------------------------------------------------------------

# iptables_cut TOOL EXEMPTIONS
iptables_cut() {
    # declared chains are emptied and filled in one transaction, so running this twice leaves each rule once
    iptables_rules "$2" | "$1-restore" -w --noflush ||
        iptables_rules "$2" | "$1-restore" --noflush || cannot_cut "$1-restore"
    iptables_jump "$1" INPUT ZOOARK_IN
    iptables_jump "$1" OUTPUT ZOOARK_OUT
}

iptables_rules() {
    printf '*filter\n:ZOOARK_IN - [0:0]\n:ZOOARK_OUT - [0:0]\n:ZOOARK_CUT_IN - [0:0]\n:ZOOARK_CUT_OUT - [0:0]\n'
    for port in $PORTS; do
        printf -- '-A ZOOARK_IN -p tcp --dport %s -j ZOOARK_CUT_IN\n' "$port"
        printf -- '-A ZOOARK_OUT -p tcp --sport %s -j ZOOARK_CUT_OUT\n' "$port"
    done
    iptables_chain ZOOARK_CUT_IN -i -s "$1"
    iptables_chain ZOOARK_CUT_OUT -o -d "$1"
    printf 'COMMIT\n'
}

# In the same order as nft_chain, for the same reasons.
iptables_chain() {
    printf -- '-A %s -p tcp --tcp-flags RST RST -j RETURN\n' "$1"
    printf -- '-A %s -p tcp %s lo -j REJECT --reject-with tcp-reset\n' "$1" "$2"
    for exempt in $4; do printf -- '-A %s %s %s -j RETURN\n' "$1" "$3" "$exempt"; done
    printf -- '-A %s -p tcp -j REJECT --reject-with tcp-reset\n' "$1"
}

# Jumps first of all: an ACCEPT above the jump would let clients in. An older jump further down does no harm.
iptables_jump() {
    [ "$("$1" -w -S "$2" 1)" = "-A $2 -p tcp -j $3" ] || "$1" -w -I "$2" 1 -p tcp -j "$3" || cannot_cut "$1"
}

# Removes the chains of iptables or ip6tables, and proves that they are gone.
iptables_uncut() {
    for chain in IN OUT; do
        while "$1" -w -D "${chain}PUT" -p tcp -j "ZOOARK_$chain" 2>/dev/null; do :; done
    done
    for chain in ZOOARK_IN ZOOARK_OUT ZOOARK_CUT_IN ZOOARK_CUT_OUT; do
        "$1" -w -F "$chain" 2>/dev/null && "$1" -w -X "$chain" 2>/dev/null
    done
    iptables_left=$("$1" -w -S) || fail "not proven: $1 -S failed" "run it by hand, mend what it complains of"
    case $iptables_left in *ZOOARK*) fail "chains of Zooark are left in $1" "see: $1 -S; remove them by hand" ;; esac
}

# --- both ----------------------------------------------------------------------------------------------------------

cannot_cut() {
    fail "$1 did not take the rules: ${REFUSAL:-see the standard error of this run}" \
        "mend the host's firewall, then run again"
}

# Sets FIREWALL to what this host has.
choose_firewall() {
    if command -v nft >/dev/null; then
        FIREWALL=nft
    elif command -v iptables >/dev/null; then
        FIREWALL=iptables
    else
        fail "neither nft nor iptables is on this host" "install nftables"
    fi
}

shut_ports() {
    if [ "$FIREWALL" = nft ]; then
        REFUSAL=$(nft_rules | nft -f - 2>&1) || cannot_cut nft
        nft list table inet zooark >/dev/null || cannot_cut nft
        return
    fi
    iptables_cut iptables "$EXEMPT4"
    if command -v ip6tables >/dev/null; then
        iptables_cut ip6tables "$EXEMPT6"
    else
        own_addresses
        case $OWN in
            *:*) fail "ip6tables is missing, and this host has IPv6 addresses" "install ip6tables or nftables" ;;
        esac
    fi
}

# Whether the rules are in place: a reboot takes them away, and so does whoever flushes all rules or those of a chain.
rules_stand() {
    if [ "$FIREWALL" = nft ]; then
        nft list table inet zooark 2>/dev/null | awk '
            /jump cut_in/ { jumps++ } /jump cut_out/ { jumps++ } /reject with tcp reset/ { rejects++ }
            END { exit !(jumps >= 2 && rejects >= 4) }'
        return
    fi
    iptables_stands iptables || return 1
    ! command -v ip6tables >/dev/null || iptables_stands ip6tables
}

iptables_stands() {
    for chain in IN OUT; do
        [ "$("$1" -w -S "${chain}PUT" 1 2>/dev/null)" = "-A ${chain}PUT -p tcp -j ZOOARK_$chain" ] || return 1
        case $("$1" -w -S "ZOOARK_$chain" 2>/dev/null) in *"-j ZOOARK_CUT_$chain"*) ;; *) return 1 ;; esac
        case $("$1" -w -S "ZOOARK_CUT_$chain" 2>/dev/null) in *"-p tcp -j REJECT"*) ;; *) return 1 ;; esac
    done
}
