# Says what restores have set aside on this host, the newest first, and changes nothing.

main() {
    read_config
    find_folders
    RESTORES=
    SEEN=
    MORE=0
    TOTAL=0
    for aside in "$DATA_DIR/set-aside" "$LOG_DIR/set-aside"; do
        # names of ours have no blanks; others are not listed
        for id in $(ls -t "$aside" 2>/dev/null | grep -E '^[A-Za-z0-9_-]{1,80}$'); do list "$id"; done
    done
    answer "$(printf '{"action":"list-aside","bytes":%.0f,"restores":[%s],"more":%s}' "$TOTAL" "$RESTORES" "$MORE")"
}

list() {
    case " $SEEN " in *" $1 "*) return ;; esac
    SEEN="$SEEN $1"
    bytes=$(size_of_folders "$DATA_DIR/set-aside/$1" "$LOG_DIR/set-aside/$1")
    TOTAL=$((TOTAL + bytes))
    half=false
    if half_done "$ROOT/var/lib/zooark/$1"; then half=true; fi
    one=$(printf '{"id":"%s","bytes":%s,"since":%s,"halfDone":%s}' "$1" "$bytes" "$(changed "$aside/$1")" "$half")
    # an answer has 2 KB: what does not fit is counted
    if [ "$MORE" -gt 0 ] || [ $((${#RESTORES} + ${#one})) -gt 1900 ]; then
        MORE=$((MORE + 1))
    else
        RESTORES="$RESTORES${RESTORES:+,}$one"
    fi
}

# Prints when something was last moved into folder $1, as JSON; null where `date` does not tell.
changed() {
    time=$(date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null) && [ -n "$time" ] || time=
    if [ -n "$time" ]; then printf '"%s"' "$time"; else printf null; fi
}
