# Stops ZooKeeper and keeps it stopped, and proves both.

main() {
    read_config
    find_folders
    unit_process
    # written down before the stop: after a kill of this run the process may linger without being the unit's any more
    if [ "$PROCESS" != 0 ]; then mark process "$PROCESS $(started "$PROCESS")"; fi
    # Held first, then stopped: in between anything (a Restart=, an operator, a deployment) could start it again, and
    # a server that runs while its files are set aside loses what it writes.
    hold
    systemctl stop "$SSM_Unit" >"$STATE/systemctl.out" 2>&1 || cat "$STATE/systemctl.out" >&2
    # what systemctl answered does not count: the proof does
    prove_still 30
    read_number "$SNAPSHOTS/acceptedEpoch"
    accepted=${NUMBER:-null}
    read_number "$SNAPSHOTS/currentEpoch"
    answer "{\"action\":\"stop\",\"process\":0,\"acceptedEpoch\":$accepted,\"currentEpoch\":${NUMBER:-null}}"
}
