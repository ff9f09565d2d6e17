# Fetch a page from a server that starts slowly
echo "GET http://localhost:8080/"
if [ "$HUB_ATTEMPT" = 1 ]; then
    echo "fetch.sh: connect to localhost:8080: connection refused" >&2
    exit 7
fi
echo "200 OK"
