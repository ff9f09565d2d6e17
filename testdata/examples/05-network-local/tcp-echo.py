#!/usr/bin/env python3
# ---
# title: An echo server and its client
# tags: [sockets, threads]
# allow-failure: {reason: "sandboxes without a loopback interface refuse it", owner: docs}
# ---
import socket
import threading

# Port 0: the system chooses a free one.
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()


def echo():
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data.upper())


thread = threading.Thread(target=echo)
thread.start()

# The reader holds the connection open as well: both are closed before the
# thread is waited for, or the server would wait for more for ever.
with socket.create_connection(address, timeout=10) as client, \
        client.makefile("r", encoding="utf-8") as reader:
    for line in ["one line", "and another"]:
        client.sendall(line.encode() + b"\n")
        # TCP is a stream: only the line end says where an answer stops.
        print(f"{line!r} came back as {reader.readline().rstrip()!r}")

thread.join(timeout=10)
server.close()
