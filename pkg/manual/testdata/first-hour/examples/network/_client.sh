# Stands for curl and for a service that wakes up at the first request, so that this
# cookbook needs no network.
get() {
    if [ -e .awake ]; then
        rm .awake
        echo "200 OK"
        return
    fi
    echo >.awake
    echo "fetch.sh: GET $1: connection refused" >&2
    return 7
}
