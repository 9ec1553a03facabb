# zoo.cfg, read as ZooKeeper reads it: as Java properties, with the servers in a file of their own if it names one.

# Prints the properties in file $1 as key=value, one a line, trimmed, escapes resolved (java.util.Properties.load).
properties() {
    awk '
        function unescaped(c) { return c ~ /[tnrf]/ ? " " : c }
        function entry(l,   key, value, i, c) {
            for (i = 1; i <= length(l); i++) {
                c = substr(l, i, 1)
                if (c == "\\") { i++; key = key unescaped(substr(l, i, 1)); continue }
                if (c ~ /[=: \t\f]/) break
                key = key c
            }
            l = substr(l, i)
            sub(/^[ \t\f]*[=:]?[ \t\f]*/, "", l)
            for (i = 1; i <= length(l); i++) {
                c = substr(l, i, 1)
                if (c == "\\") { i++; c = unescaped(substr(l, i, 1)) }
                value = value c
            }
            sub(/[ \t\f]+$/, "", value)
            print key "=" value
        }
        function natural(s) {
            sub(/^[ \t\f]+/, "", s)
            if (!joining && (s == "" || s ~ /^[#!]/)) return
            whole = joining ? whole s : s
            joining = match(s, /\\+$/) && RLENGTH % 2 == 1
            if (joining) whole = substr(whole, 1, length(whole) - 1)
            else entry(whole)
        }
        {
            sub(/\r$/, "")
            n = split($0, part, /\r/)
            if (n == 0) natural("")
            for (j = 1; j <= n; j++) natural(part[j])
        }
        END { if (joining) entry(whole) }
    ' "$1"
}

# Sets VALUE to the value of key $1 in zoo.cfg; of one given twice the last counts, as in ZooKeeper.
configured() {
    VALUE=
    while IFS= read -r property; do
        case $property in "$1="*) VALUE=${property#"$1="} ;; esac
    done <<PROPERTIES
$CONFIG
PROPERTIES
}

# Sets DATA_DIR, LOG_DIR (= DATA_DIR when not set), MEMBERS, CLIENT_PORTS, ADMIN_PORT, ADMIN_ENABLED and MYID.
read_config() {
    zoo_cfg=$ROOT$SSM_ZooCfg
    [ -r "$zoo_cfg" ] ||
        fail "cannot read $zoo_cfg" "set the ensemble's path of zoo.cfg to the one ZooKeeper is started with"
    CONFIG=$(properties "$zoo_cfg") || fail "cannot read $zoo_cfg" "check that it is a text file"
    absolute_folder dataDir
    DATA_DIR=$FOLDER
    LOG_DIR=$DATA_DIR
    configured dataLogDir
    if [ -n "$VALUE" ]; then
        absolute_folder dataLogDir
        LOG_DIR=$FOLDER
    fi
    read_members
    port_number clientPort
    STATIC_PORT=$PORT
    port_number admin.serverPort
    ADMIN_PORT=${PORT:-8080}
    ADMIN_ENABLED=true
    configured admin.enableServer
    if [ "$VALUE" = false ]; then ADMIN_ENABLED=false; fi
    MYID=
    if [ -f "$DATA_DIR/myid" ]; then IFS= read -r MYID <"$DATA_DIR/myid" || :; fi
    MYID=$(printf '%s' "$MYID" | tr -d '\r')
    read_client_ports
}

# Sets FOLDER to the absolute path under key $1.
absolute_folder() {
    configured "$1"
    FOLDER=$VALUE
    while :; do
        case $FOLDER in
            ?*/) FOLDER=${FOLDER%/} ;;
            *) break ;;
        esac
    done
    case $FOLDER in
        '' | /) fail "$1 in $zoo_cfg is '$FOLDER'" "set it to ZooKeeper's folder" ;;
        /*) ;;
        *)
            fail "$1 in $zoo_cfg is the relative path '$FOLDER'" \
                "make it absolute: a relative one depends on who starts ZooKeeper"
            ;;
    esac
}

# Sets PORT to the port number under key $1, empty when there is none.
port_number() {
    configured "$1"
    PORT=$VALUE
    case $PORT in
        *[!0-9]* | ??????*) fail "$1 in $zoo_cfg is '$PORT'" "set it to a port number" ;;
    esac
}

# Sets MEMBERS to the server lines, in the order of their file, and MEMBERS_VERSION to the version that a dynamic file has
# in its name, empty for none.
read_members() {
    members_from=$CONFIG
    MEMBERS_VERSION=
    configured dynamicConfigFile
    dynamic=$VALUE
    if [ -n "$dynamic" ]; then
        case $dynamic in /*) ;; *) dynamic=${zoo_cfg%/*}/$dynamic ;; esac
        if [ ! -r "$dynamic" ]; then dynamic=$ROOT$dynamic; fi
        [ -r "$dynamic" ] || fail "cannot read dynamicConfigFile $VALUE of $zoo_cfg" \
            "put the file that ZooKeeper wrote back in place"
        members_from=$(properties "$dynamic") || fail "cannot read $dynamic" "check that it is a text file"
        case ${dynamic##*.} in
            '' | *[!0-9a-fA-F]* | ?????????????????* | [89a-fA-F]???????????????) ;;
            *) MEMBERS_VERSION=${dynamic##*.} ;;
        esac
    fi
    MEMBERS=$(printf '%s\n' "$members_from" | grep '^server\.[0-9][0-9]*=') || MEMBERS=
}

# Prints "id role port host host ..." for each server line: host:port:port[:role][|...][;[host:]port].
member_table() {
    printf '%s\n' "$MEMBERS" | awk '
        /^server\./ {
            id = $0; sub(/^server\./, "", id); sub(/=.*/, "", id); sub(/^0+/, "", id); if (id == "") id = "0"
            value = $0; sub(/^[^=]*=/, "", value); gsub(/[ \t]/, "", value)
            halves = split(value, half, ";")
            port = "-"
            if (halves > 1) { port = half[2]; sub(/.*:/, "", port) }
            role = tolower(half[1]) ~ /:observer(\||$)/ ? "observer" : "participant"
            hosts = ""
            n = split(half[1], address, "|")
            for (i = 1; i <= n; i++) {
                host = address[i]
                if (host ~ /^\[/) { sub(/^\[/, "", host); sub(/\].*/, "", host) } else sub(/:.*/, "", host)
                hosts = hosts " " tolower(host)
            }
            print id, role, port hosts
        }'
}

# Sets SERVER_ID to the id in myid, empty unless it is a number.
read_server_id() {
    case $MYID in
        '' | *[!0-9]*) SERVER_ID= ;;
        *)
            plain_number "$MYID"
            SERVER_ID=$NUMBER
            ;;
    esac
}

# Sets CLIENT_PORTS: clientPort, secureClientPort, and the one in this server's line (whose it is, myid says; where
# myid is lost, the only line that can be this host's).
read_client_ports() {
    read_server_id
    own_line=$SERVER_ID
    if [ -z "$own_line" ] && printf '%s\n' "$MEMBERS" | grep -q ';'; then
        find_candidates
        case $CANDIDATES in *' '*) ;; *) own_line=$CANDIDATES ;; esac
    fi
    port_number secureClientPort
    line_port=$(member_table | awk -v id="${own_line:--}" '$1 == id && $3 != "-" { print $3 }')
    CLIENT_PORTS=
    for one_port in $STATIC_PORT $PORT $line_port; do
        case " $CLIENT_PORTS " in
            *" $one_port "*) ;;
            *) CLIENT_PORTS="$CLIENT_PORTS${CLIENT_PORTS:+ }$one_port" ;;
        esac
    done
}

# --- whose line is whose -------------------------------------------------------------------------------------------

# Sets CANDIDATES to the ids of the server lines that name this host and, where both are given, zoo.cfg's client port.
find_candidates() {
    own_addresses
    NODE=$(uname -n | tr '[:upper:]' '[:lower:]')
    CANDIDATES=
    while read -r id _ port hosts; do
        [ -n "$id" ] || continue
        if [ "$port" != - ] && [ -n "$STATIC_PORT" ] && [ "$port" != "$STATIC_PORT" ]; then continue; fi
        for host in $hosts; do
            if is_this_host "$host"; then
                CANDIDATES="$CANDIDATES${CANDIDATES:+ }$id"
                break
            fi
        done
    done <<TABLE
$(member_table)
TABLE
}

is_this_host() {
    case $1 in
        localhost | "$NODE" | "${NODE%%.*}") return 0 ;;
    esac
    for host_address in $1 $(addresses_of "$1"); do
        case $host_address in
            127.* | ::1 | 0.0.0.0 | ::) return 0 ;;
        esac
        for own_address in $OWN; do
            [ "$host_address" != "$own_address" ] || return 0
        done
    done
    return 1
}

# Prints the addresses of host $1, nothing when no name server answers soon: in a disaster none may.
addresses_of() {
    command -v getent >/dev/null || return 0
    if command -v timeout >/dev/null; then
        timeout 5 getent ahosts "$1" | awk '{ print tolower($1) }'
    else
        getent ahosts "$1" | awk '{ print tolower($1) }'
    fi
}
