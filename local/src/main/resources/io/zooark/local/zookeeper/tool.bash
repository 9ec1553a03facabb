#!/usr/bin/env bash
# Stands in for the system tool it is named after: carries its command line to the JVM that plays this host (class
# HostControl tells the lines) and prints what that answers. Bash for /dev/tcp, 3.2 is enough.
set -u
tool=${0##*/}
newline=$'\n'

# from a network of the host's own there is a way back to that JVM's, by the command that stands between the quotes
if [ -n '@HERE@' ] && [ -z "${ZOOARK_HERE-}" ]; then
    export ZOOARK_HERE=yes
    exec @HERE@ "$0" "$@"
fi

{ exec 3<>/dev/tcp/127.0.0.1/@PORT@; } 2>/dev/null || {
    echo "$tool: nothing plays this host any more (port @PORT@)" >&2
    exit 69
}

{
    printf 't%s\n' "$tool"
    for argument in "$@"; do printf 'a%s\n' "${argument//$newline/ }"; done
    if [ "$tool ${1-} ${2-}" = 'nft -f -' ]; then
        while IFS= read -r line || [ -n "$line" ]; do printf 'i%s\n' "$line"; done
    fi
    echo .
} >&3

while IFS= read -r line; do
    case $line in
        o*) printf '%s\n' "${line#o}" ;;
        e*) printf '%s\n' "${line#e}" >&2 ;;
        x*) exit "${line#x}" ;;
    esac
done <&3
echo "$tool: the JVM that plays this host did not answer" >&2
exit 70
