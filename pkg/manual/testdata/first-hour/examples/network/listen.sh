# Wait for a client
echo "listening on port 8080"
while :; do
    sleep 1
done
