# Shared by the documents of the hosts: answers, parameters, processes, the lock, files that outlive a kill.
#
# POSIX sh, for dash, bash and macOS. Nothing happens before the last line of the composed text calls `run`, so a text
# that was cut short defines functions and does nothing.

NEWLINE='
'

run() {
    LC_ALL=C
    export LC_ALL
    umask 022
    # no tool may ever wait for an answer; safe even where the shell reads this text from its standard input, because
    # the call of `run` is its last line
    exec </dev/null
    check_parameters
    ROOT=${ZOOARK_ROOT:-}
    STATE=$ROOT/var/lib/zooark/$SSM_RestoreId
    case $ACTION in
        # these only look
        inspect | doctor | list-aside) ;;
        # a person's alone: no restore sends it, so none can be late with it
        prune) take_lock ;;
        *)
            take_lock
            refuse_stale
            make_state
            ;;
    esac
    main
    fail "the document ended without an answer" "report this as a defect of Zooark"
}

make_state() {
    mkdir -p "$STATE" || fail "cannot make the state folder $STATE" "free space on its file system, then run again"
}

# --- answers -------------------------------------------------------------------------------------------------------

# Prints $1 so that it may stand between the quotes of a JSON string: what is not printable ASCII becomes '?', and no
# more than $2 characters are kept.
json_text() {
    printf '%s' "$1" | tr '\n\t\r' '   ' | tr -c '\040-\176' '?' | cut -c "1-${2:-4096}" |
        sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'
}

# Prints the words of $1 as a JSON list of numbers.
json_numbers() {
    printf '%s' "$1" | tr -s ' \n' ',,' | sed -e 's/^,//' -e 's/,$//' -e 's/.*/[&]/'
    [ -n "$1" ] || printf '[]'
}

# Prints the lines of $1 as a JSON list of strings, at most $2 of them with at most $3 characters each.
json_lines() {
    lines_shown=0
    lines_json=
    while IFS= read -r line; do
        if [ -n "$line" ] && [ "$lines_shown" -lt "$2" ]; then
            lines_json="$lines_json${lines_json:+,}\"$(json_text "$line" "$3")\""
            lines_shown=$((lines_shown + 1))
        fi
    done <<LINES
$1
LINES
    printf '[%s]' "$lines_json"
}

# Ends the run in failure. $1: what and which; $2: what to do; $3, if given: a field more. Never to be called inside
# $(...): it could not leave it.
fail() {
    printf '{"action":"%s",%s"error":"%s","hint":"%s"}\n' \
        "$ACTION" "${3:-}" "$(json_text "$1" 500)" "$(json_text "$2" 300)"
    exit 1
}

# Ends the run with the JSON object $1.
answer() {
    [ "${#1}" -lt 2048 ] || fail "the answer is ${#1} bytes long, 2047 fit" "shorten the server lines of $SSM_ZooCfg"
    printf '%s\n' "$1"
    exit 0
}

# --- parameters ----------------------------------------------------------------------------------------------------

# $1: the parameter's name; $2: its value; $3: an extended regular expression; $4: the greatest length; $5, if given: what
# is said instead of a value that is a secret
check_parameter() {
    parameter_good=yes
    # grep judges line by line: a second line would hide behind a good first one
    case $2 in *"$NEWLINE"*) parameter_good=no ;; esac
    [ "${#2}" -le "$4" ] || parameter_good=no
    printf '%s\n' "$2" | grep -Eq -- "$3" || parameter_good=no
    [ "$parameter_good" = yes ] || fail "parameter $1 is '${5:-$2}'" "give at most $4 characters that match $3"
}

# Sets NUMBER to the digits $1 without leading zeros, which JSON does not allow.
plain_number() {
    NUMBER=$1
    while :; do
        case $NUMBER in
            0?*) NUMBER=${NUMBER#0} ;;
            *) return ;;
        esac
    done
}

# Sets NUMBER to the number in the first line of file $1; empty when there is none.
read_number() {
    number_line=
    if [ -f "$1" ]; then IFS= read -r number_line <"$1" || :; fi
    number_line=$(printf '%s' "$number_line" | tr -d '\r')
    case $number_line in
        '' | *[!0-9]*) NUMBER= ;;
        *) plain_number "$number_line" ;;
    esac
}

# --- files that outlive a kill -------------------------------------------------------------------------------------

# An old `sync` knows no operands: it writes everything out instead.
sync_path() {
    sync "$1" 2>/dev/null || sync ||
        fail "cannot write $1 out to its disk" "look for I/O errors in dmesg, then run again"
}

# Writes $2 into file $1 by way of file $3, which must be on the same file system; $4, if given, is run on it first.
write_through() {
    printf '%s' "$2" >"$3" || fail "cannot write $3" "free space on its file system, then run again"
    [ -z "${4:-}" ] || "$4" "$3"
    # The bytes before the name: renamed first, a power cut could leave the name with nothing in it.
    sync_path "$3"
    mv -f "$3" "$1" || fail "cannot write $1" "free space on its file system, then run again"
    sync_path "${1%/*}"
}

# Marks a step as done for this restore; $2, if given, is kept with it.
mark() {
    write_through "$STATE/$1" "${2:-}" "$STATE/$1.new"
}

marked() {
    [ -f "$STATE/$1" ]
}

# --- the order of the documents ------------------------------------------------------------------------------------

# A command goes on when whoever sent it is gone, and may arrive late: this host keeps the highest order that it was given,
# over all restores, and does nothing for a lower one. An equal one is a repetition. Only while the lock is held.
refuse_stale() {
    order_file=$ROOT/var/lib/zooark/order
    read_order
    if [ -n "$KNOWN_ORDER" ] && lower_order "$SSM_Order" "$KNOWN_ORDER"; then
        fail "stale: order $SSM_Order is below $KNOWN_ORDER, which this host was given since; nothing was done" \
            "let whoever gave order $KNOWN_ORDER go on; by hand, give that one" '"stale":true,'
    fi
    [ "$SSM_Order" != "$KNOWN_ORDER" ] || return 0
    mkdir -p "${order_file%/*}" || fail "cannot make ${order_file%/*}" "run the document as root"
    # on the disk before anything is done: what comes later than a kill or a reboot is judged by it too
    write_through "$order_file" "$SSM_Order" "$order_file.new"
}

# Sets KNOWN_ORDER to the highest order that this host was given, empty when there was none.
read_order() {
    KNOWN_ORDER=
    if [ -f "$ROOT/var/lib/zooark/order" ]; then
        IFS= read -r KNOWN_ORDER <"$ROOT/var/lib/zooark/order" || :
        printf '%s\n' "$KNOWN_ORDER" | grep -Eq '^[0-9]{1,12}\.[0-9]{1,4}$' ||
            fail "$ROOT/var/lib/zooark/order holds '$KNOWN_ORDER'" \
                "write the order of the restore that goes on into it, as fence.step; 0.0 if there is none"
    fi
}

# Whether order $1 is below order $2; both are fence.step, decimal.
lower_order() {
    if [ "${1%.*}" -ne "${2%.*}" ]; then
        [ "${1%.*}" -lt "${2%.*}" ]
    else
        [ "${1#*.}" -lt "${2#*.}" ]
    fi
}

# --- processes -----------------------------------------------------------------------------------------------------

# Prints the state letter of process $1, nothing when there is no such process.
process_state() {
    if [ -r /proc/self/stat ]; then
        sed -e 's/.*) //' -e 's/ .*//' "/proc/$1/stat" 2>/dev/null
    else
        ps -o stat= -p "$1" 2>/dev/null
    fi
}

# A process that has ended but was not yet collected by its parent (state Z) has let go of its files and sockets.
alive() {
    case $(process_state "$1") in
        '' | Z* | X*) return 1 ;;
        *) return 0 ;;
    esac
}

# Prints when process $1 was started, as a word: a process id alone may have been given to another since.
started() {
    if [ -r /proc/self/stat ]; then
        sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{ print $20 }'
    else
        ps -o lstart= -p "$1" 2>/dev/null | tr -s ' \n' '__'
    fi
}

# Whether the process written down as "pid started" still lives.
same_process_lives() {
    alive "${1%% *}" && [ "$(started "${1%% *}")" = "${1#* }" ]
}

now() {
    date +%s
}

# POSIX knows whole seconds only.
pause() {
    sleep 0.2 2>/dev/null || sleep 1
}

# --- one run at a time ---------------------------------------------------------------------------------------------

# The lock lies under /run, so a reboot takes it away. It is made by a hard link: unlike mkdir, that never leaves a lock
# without its holder's name in it, whenever the maker is killed.
take_lock() {
    LOCK=$ROOT/run/zooark/lock
    mkdir -p "$ROOT/run/zooark" || fail "cannot make $ROOT/run/zooark" "run the document as root"
    LOCK_MINE="$$ $(started $$)"
    trap 'leave' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    printf '%s' "$LOCK_MINE" >"$LOCK.$$" || fail "cannot write $LOCK.$$" "free space on /run, then run again"
    # as long as a document takes that waits for a unit to stop, or to let its clients go
    lock_deadline=$(($(now) + 60))
    until ln "$LOCK.$$" "$LOCK" 2>/dev/null; do
        [ "$(now)" -le "$lock_deadline" ] ||
            fail "another run (process ${lock_holder:-unknown}) holds $LOCK" "wait until it ends, then run again"
        if ! lock_holder=$(cat "$LOCK" 2>/dev/null); then
            pause
            continue
        fi
        if same_process_lives "$lock_holder"; then pause; else remove_stale_lock; fi
    done
    rm -f "$LOCK.$$"
}

# Of two runs that find the same stale lock, the slower one would take away the faster one's new lock: what was taken is
# looked at, and put back when it is not the stale one.
remove_stale_lock() {
    mv "$LOCK" "$LOCK.stale.$$" 2>/dev/null || return
    if [ "$(cat "$LOCK.stale.$$")" != "$lock_holder" ]; then ln "$LOCK.stale.$$" "$LOCK"; fi
    rm -f "$LOCK.stale.$$"
}

# Leaves nothing behind but what a kill would: the next run finds that.
leave() {
    [ -z "${TEMPORARY:-}" ] || rm -f "$TEMPORARY"
    release_lock
}

release_lock() {
    rm -f "$LOCK.$$"
    if [ "$(cat "$LOCK" 2>/dev/null)" = "$LOCK_MINE" ]; then rm -f "$LOCK"; fi
}
