package main

import (
	"io"
	"strings"
	"testing"
	"time"
)

// BenchmarkParse is what reading the arguments costs.
func BenchmarkParse(b *testing.B) {
	for _, args := range []string{"version", "clean --silent", "list", "all -q --report=json,junit,markdown", "--help"} {
		b.Run(args, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				app := &App{Process: Process{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now}}
				app.parse(strings.Fields(args))
			}
		})
	}
}
