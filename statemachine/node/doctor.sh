# Says what is missing on this host for backups and restores, and how to mend it; changes nothing.

main() {
    MISSING=
    ADVICE=
    READY=true
    MORE=0
    LENGTH=200
    look_at_host
    ask_for_what_a_restore_refuses
    ask_for_settings
    ask_for_a_super_user
    ask_for_room
    ask_for_the_agent
    answer "$(printf '{"action":"doctor","serverId":%s,"ready":%s,"missing":[%s],"advice":[%s],"more":%s}' \
        "${SERVER_ID:-null}" "$READY" "$MISSING" "$ADVICE" "$MORE")"
}

# $1: what is wrong; $2: how to mend it. Without it there is no backup, or no restore.
missing() {
    finding "$1" "$2"
    MISSING=$MISSING${MISSING:+${FINDING:+,}}$FINDING
    READY=false
}

# $1: what could be better; $2: how.
advise() {
    finding "$1" "$2"
    ADVICE=$ADVICE${ADVICE:+${FINDING:+,}}$FINDING
}

# Sets FINDING to the JSON of one finding; to nothing where the answer, which has 2 KB, is full: then it is counted.
finding() {
    FINDING=$(printf '{"what":"%s","mend":"%s"}' "$(json_text "$1" 200)" "$(json_text "$2" 200)")
    if [ "$MORE" -gt 0 ] || [ $((LENGTH + ${#FINDING})) -gt 1900 ]; then
        MORE=$((MORE + 1))
        FINDING=
    else
        LENGTH=$((LENGTH + ${#FINDING} + 1))
    fi
}

ask_for_what_a_restore_refuses() {
    while IFS= read -r line; do
        if [ -n "$line" ]; then missing "$line" "a restore refuses this host until it is mended"; fi
    done <<LINES
$PROBLEMS
LINES
    if [ "$(standalone)" = true ]; then
        missing "a standalone server, which has no quorum that could prove a restore" \
            "make it an ensemble of one: server.1=<host>:2888:3888 and standaloneEnabled=false in zoo.cfg, restart"
    fi
    while IFS= read -r line; do
        if [ -n "$line" ]; then advise "$line" "a restore makes it anew; if it is a surprise, look for the lost disk"; fi
    done <<LINES
$NOTES
LINES
}

ask_for_settings() {
    for key in admin.enableServer admin.snapshot.enabled serializeLastProcessedZxid.enabled; do
        if [ "$(setting "$key" true)" = false ]; then
            missing "$key is false" "take the line out of zoo.cfg (true is the default), restart ZooKeeper"
        fi
    done
    if [ "$(setting admin.restore.enabled true)" = false ]; then
        advise "admin.restore.enabled is false" "set it to true, or restore with \"method\": \"placement\""
    fi
    if [ "$(has_place_tools)" = false ]; then
        advise "curl or cksum missing" "install curl and coreutils, for restores with \"method\": \"placement\""
    fi
    case $VERSION in
        null)
            [ "$PROCESS" = 0 ] || advise "the command line does not tell ZooKeeper's version" "it must be 3.9.4 or later"
            ;;
        *)
            older_than "$(printf '%s' "$VERSION" | tr -d '"')" 3.9.4 &&
                missing "ZooKeeper $VERSION" "upgrade to 3.9.4 or later, server by server (CVE-2025-58457)"
            ;;
    esac
    if [ "$PROCESS" = 0 ]; then missing "ZooKeeper does not run" "start unit $SSM_Unit, then ask again"; fi
}

# After a restore the access lists of the snapshot apply, and its sessions are gone: only a super user is sure to get in.
ask_for_a_super_user() {
    for key in DigestAuthenticationProvider.superDigest X509AuthenticationProvider.superUser; do
        configured "$key"
        [ -z "$VALUE" ] || return 0
        printf '%s\n' "$COMMAND_LINE" | grep -q "^-Dzookeeper[.]$key=." && return 0
    done
    advise "no super user (DigestAuthenticationProvider.superDigest)" \
        "set it in zoo.cfg and restart; without one the ACL of / in every snapshot must let the functions' user do all"
}

# A restore keeps the old data and writes the new beside it, and the tree must fit into the heap with room to work.
ask_for_room() {
    used=$(size_of_folders "$SNAPSHOTS" "$LOGS")
    if [ "$(free_bytes)" -lt "$used" ]; then
        advise "free: $(free_bytes) bytes, and the data takes $used" \
            "free space or prune what restores have set aside: the data of before stays beside the restored"
    fi
    if [ "$PROCESS" != 0 ] && [ "$MAX_HEAP" = null ]; then
        advise "the heap has no -Xmx" "set one: at least twice what the tree takes, as the dry run tells it"
    fi
}

ask_for_the_agent() {
    agent=$(amazon-ssm-agent -version 2>/dev/null | sed -n 's/.*[^0-9.]\([0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1)
    if [ -z "$agent" ]; then return; fi
    if older_than "$agent" 3.3.2746.0; then
        advise "amazon-ssm-agent $agent" "update it to 3.3.2746.0 or later: it hands parameters over as environment"
    fi
}

# Whether version $1 is below version $2, number by number.
older_than() {
    printf '%s\n%s\n' "$1" "$2" | awk -F'[^0-9]+' '
        NR == 1 { for (i = 1; i <= 4; i++) first[i] = $i + 0 }
        NR == 2 { for (i = 1; i <= 4; i++) if (first[i] != $i + 0) exit !(first[i] < $i + 0); exit 1 }'
}
