# Ask a service that needs a moment to wake up
. examples/network/_client.sh
get http://localhost:8080/
