# Lets ZooKeeper go and starts it.

main() {
    # Before the hold goes: a start between two halves of a move would serve half of the old data, or none.
    refuse_half_done
    # Whoever comes in with the start is not seen by looks from before it; and a kill between the two must not leave them.
    forget_first_looks
    release
    systemctl reset-failed "$SSM_Unit" >"$STATE/systemctl.out" 2>&1 || :
    unit_process
    if [ "$PROCESS" = 0 ]; then
        STARTED=yes
        systemctl start "$SSM_Unit" >"$STATE/systemctl.out" 2>&1 || STARTED=no
        wait_for_process
    fi
    answer "{\"action\":\"start\",\"process\":$PROCESS}"
}

wait_for_process() {
    start_deadline=$(($(now) + 30))
    unit_process
    while [ "$PROCESS" = 0 ]; do
        unit_property ActiveState
        # one that failed with Restart= set is "activating" again
        case $STARTED$PROPERTY in nofailed | noinactive) no_process ;; esac
        [ "$(now)" -lt "$start_deadline" ] || no_process
        pause
        unit_process
    done
}

no_process() {
    fail "unit $SSM_Unit has no process, it is $PROPERTY: $(cat "$STATE/systemctl.out")" \
        "look at: journalctl -u $SSM_Unit; then run again"
}
