# Ends the throw-away PostgreSQL of the tests when nobody uses it any more.
# Arguments: the meeting place, seconds to linger, then the command line that is pg_ctl.
home=$1 linger_s=$2
shift 2

exec 8>"$home/watch"
flock -n 8 || exit 0 # another one watches

idle_s=0
lived_s=0
while [ -e "$home/data/postmaster.pid" ]; do
    sleep 1
    lived_s=$((lived_s + 1))
    # Nobody can come in between looking and ending: whoever enters needs the gate.
    exec 9>"$home/gate"
    flock 9
    if flock -n "$home/users" true; then idle_s=$((idle_s + 1)); else idle_s=0; fi
    if [ -e "$home/end" ] && [ "$idle_s" -gt 0 ]; then idle_s=$linger_s; fi
    # Two hours: longer than any test run may take, so a hanging test keeps nothing for ever.
    if [ "$idle_s" -ge "$linger_s" ] && [ "$idle_s" -gt 0 ] || [ "$lived_s" -gt 7200 ]; then
        "$@" stop -D "$home/data" -m immediate 8>&- 9>&-
        rm -rf "$home/data"
        exit 0
    fi
    exec 9>&-
done
