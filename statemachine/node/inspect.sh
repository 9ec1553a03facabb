# Says what is on this host, and changes nothing: no lock, no state folder, no temporary file.

main() {
    look_at_host
    look_at_zxids
    answer "$(said)"
}

said() {
    printf '{"action":"inspect","serverId":%s,"candidateIds":%s,"standalone":%s' \
        "${SERVER_ID:-null}" "$(json_numbers "$CANDIDATES")" "$(standalone)"
    printf ',"dataDir":"%s","dataLogDir":"%s","clientPorts":%s,"adminPort":%s,"adminEnabled":%s,"members":%s' \
        "$(json_text "$DATA_DIR")" "$(json_text "$LOG_DIR")" "$(json_numbers "$CLIENT_PORTS")" \
        "$ADMIN_PORT" "$ADMIN_ENABLED" "$(json_lines "$MEMBERS${MEMBERS_VERSION:+${NEWLINE}version=$MEMBERS_VERSION}" 100 1000)"
    read_number "$SNAPSHOTS/acceptedEpoch"
    printf ',"process":%s,"acceptedEpoch":%s' "$PROCESS" "${NUMBER:-null}"
    read_number "$SNAPSHOTS/currentEpoch"
    printf ',"currentEpoch":%s,"highestZxid":' "${NUMBER:-null}"
    if [ -n "$HIGHEST" ]; then printf '"0x%s"' "$HIGHEST"; else printf null; fi
    printf ',"order":'
    if [ -n "$KNOWN_ORDER" ]; then printf '"%s"' "$KNOWN_ORDER"; else printf null; fi
    printf ',"restoreEnabled":%s,"placeTools":%s' "$(setting admin.restore.enabled true)" "$(has_place_tools)"
    printf ',"version":%s,"maxHeap":%s,"reconfig":%s,"dynamic":%s,"trustEmpty":%s,"autocreate":%s' \
        "$VERSION" "$MAX_HEAP" "$(setting reconfigEnabled false)" "$(is_dynamic)" \
        "$(setting snapshot.trust.empty false)" "$(setting db.autocreate true)"
    printf ',"aside":'
    if set_aside_here; then printf true; else printf false; fi
    printf ',"usedBytes":%s,"freeBytes":%s,"problems":%s,"notes":%s}' \
        "$(size_of_folders "$SNAPSHOTS" "$LOGS")" "$(free_bytes)" "$(json_lines "$PROBLEMS" 5 150)" "$(json_lines "$NOTES" 5 150)"
}

# True where all that put-back needs is here: the old files, and the record that every one of them was moved.
set_aside_here() {
    [ -f "$ROOT/var/lib/zooark/$SSM_RestoreId/set-aside.moved" ] && [ -d "$DATA_DIR/set-aside/$SSM_RestoreId/before" ] &&
        [ -d "$LOG_DIR/set-aside/$SSM_RestoreId/before" ]
}

is_dynamic() {
    configured dynamicConfigFile
    if [ -n "$VALUE" ]; then printf true; else printf false; fi
}

look_at_zxids() {
    HIGHEST=
    each_entry look_at_zxid "$SNAPSHOTS"
    each_entry look_at_zxid "$LOGS"
}

look_at_zxid() {
    zxid=${1##*/}
    case $zxid in
        snapshot.* | log.*) ;;
        *) return ;;
    esac
    zxid=${zxid#*.}
    zxid=${zxid%.gz}
    zxid=${zxid%.snappy}
    case $zxid in '' | *[!0-9a-f]* | ?????????????????* | [89a-f]???????????????) return ;; esac
    # without leading zeros the longer one is the higher one
    plain_number "$zxid"
    if [ "${#NUMBER}" -lt "${#HIGHEST}" ]; then return; fi
    if [ "${#NUMBER}" -gt "${#HIGHEST}" ] || [ "$NUMBER" \> "$HIGHEST" ]; then HIGHEST=$NUMBER; fi
}
