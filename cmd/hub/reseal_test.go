package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// reseal gives run logs that a script has edited a seal that is right again, as
// whoever forges a whole log could.
func reseal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: reseal LOG…")
	}
	for _, arg := range args {
		file := ts.MkAbs(arg)
		data, err := os.ReadFile(file)
		ts.Check(err)
		data, err = resealed(data)
		ts.Check(err)
		ts.Check(os.WriteFile(file, data, 0o644))
	}
}

// resealed is the log with a seal over its first lines in the last one.
func resealed(log []byte) ([]byte, error) {
	start := bytes.LastIndexByte(bytes.TrimSuffix(log, []byte("\n")), '\n') + 1
	var end hub.Event
	if err := json.Unmarshal(log[start:], &end); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(log[:start])
	end.End.Seal, end.End.Events, end.End.Results = hex.EncodeToString(sum[:]), 0, map[hub.Status]int{}
	for line := range bytes.Lines(log[:start]) {
		var e hub.Event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, err
		}
		end.End.Events++
		if e.Result != nil {
			end.End.Results[e.Result.Status]++
		}
	}
	line, err := json.Marshal(end)
	return append(append(log[:start:start], line...), '\n'), err
}
