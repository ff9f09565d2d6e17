package main

import (
	"testing"
	"time"
)

// waitFor waits for what other processes do.
func waitFor(t testing.TB, what string, there func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !there(); time.Sleep(2 * time.Millisecond) { // between two looks
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
