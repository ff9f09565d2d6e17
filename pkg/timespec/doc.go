// Package timespec reads and writes times as people do in hub.yaml and on the
// command line: lengths (90m, 30d, "2 weeks 3 days") and moments in the past
// (yesterday, 3 weeks ago, 2026-01-31). No function reads a clock.
package timespec
