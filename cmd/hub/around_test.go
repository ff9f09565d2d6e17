package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// serve is a service for setups: serve PORT PIDFILE [DIEFILE]. It ends when the
// last is there.
func serve() {
	l, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err == nil {
		err = os.WriteFile(os.Args[2]+".new", []byte(strconv.Itoa(os.Getpid())), 0o600)
	}
	if err == nil { // who waits for the file finds the number in it
		err = os.Rename(os.Args[2]+".new", os.Args[2])
	}
	if len(os.Args) > 3 {
		go func() {
			for {
				if _, err := os.Stat(os.Args[3]); err == nil {
					os.Exit(3)
				}
				time.Sleep(5 * time.Millisecond) // between two looks at what another process does
			}
		}()
	}
	if err == nil {
		fmt.Println("serving")
		err = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/moved":
				http.Redirect(w, r, "/nowhere", http.StatusFound)
			case "/health":
				fmt.Fprintln(w, "good")
			default:
				http.NotFound(w, r)
			}
		}))
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// freePort puts the number of a port that nothing uses into a variable:
// freeport NAME.
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: freeport NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	ts.Check(l.Close())
}
