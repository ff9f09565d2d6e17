# Ask a server whether it is there
echo "PING localhost"
echo "PONG"
