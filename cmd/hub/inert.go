package main

import (
	"io"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// A report or the events that go to stdout are data, for a program that reads
// them or for a file; where they end in a pipeline's log after all, nothing in
// them may be taken for a command. The formats that have escapes of their own
// lose nothing by that, the others get a space.

// inert is a whole report of that format as it may stand in a pipeline's log.
func inert(format string, report []byte) []byte {
	switch {
	case format == "json", format == "ctrf":
		return sanitize.JSONForLog(report)
	case strings.HasPrefix(format, "junit"):
		return sanitize.XMLForLog(report)
	case format == "html":
		return report // it is written so: it holds hashes of what is in it
	}
	return sanitize.LinesForLog(report)
}

// jsonOut is stdout for JSON.
func (a *App) jsonOut() io.Writer {
	if a.inPipeline() {
		return sanitize.JSONLogWriter{Writer: a.Stdout}
	}
	return a.Stdout
}
