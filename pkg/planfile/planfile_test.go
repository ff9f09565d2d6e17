package planfile_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
)

func parts() []planfile.Part {
	list := make([]planfile.Part, 4)
	for i := range list {
		for k := range i * 3 { // the first is empty
			e := hub.Example{ID: "e" + strconv.Itoa(10*i+k), Argv: []string{"sh", "a.sh"}}
			list[i].Examples = append(list[i].Examples, planfile.Example{Index: k + 1, Path: e.ID + ".sh", Item: e.Item(), Content: "v1:0", Files: []string{"1 file a.sh"}, Seconds: 0.5})
		}
		list[i].Seconds = float64(i)
	}
	list[1].Limits = map[string]planfile.Limit{"api": {Concurrent: 1, Starts: 6, Per: time.Minute}}
	return list
}

func write(t *testing.T, id string) (path string, data []byte) {
	var b bytes.Buffer
	_, err := planfile.Write(&b, planfile.Header{ID: id, Hub: "test", Policies: []string{"flaky pass"}, Catalog: 20, Workers: 2}, parts())
	require.NoError(t, err)
	path = filepath.Join(t.TempDir(), "plan.ndjson")
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path, b.Bytes()
}

func TestAPartIsReadAsItWasWritten(t *testing.T) {
	path, _ := write(t, planfile.NewID())
	f, err := planfile.Open(path, "plan.ndjson")
	require.NoError(t, err)
	defer f.Close()
	want := parts()
	require.Equal(t, 4, f.Header.Parts)
	assert.Equal(t, 18, f.Header.Examples)
	for i := range want {
		got, err := f.Part(i + 1)
		require.NoError(t, err)
		assert.Equal(t, want[i].Limits, got.Limits)
		assert.Equal(t, want[i].Seconds, got.Seconds)
		require.Len(t, got.Examples, len(want[i].Examples))
		for k := range got.Examples {
			want[i].Examples[k].Type = "example"
			assert.Equal(t, want[i].Examples[k], got.Examples[k])
		}
	}
	for _, index := range []int{0, 5, -1} {
		_, err := f.Part(index)
		assert.ErrorContains(t, err, "has parts 1 to 4")
	}
}

func TestPlansOfOneStateDifferInTheFirstLineOnly(t *testing.T) {
	_, a := write(t, planfile.NewID())
	_, b := write(t, planfile.NewID())
	first, restA, _ := bytes.Cut(a, []byte("\n"))
	other, restB, _ := bytes.Cut(b, []byte("\n"))
	assert.Equal(t, string(restA), string(restB))
	assert.NotEqual(t, string(first), string(other))
}

// Whatever byte changes, something says so: opening the file, or reading the part. Only the
// fields of the header that no hash covers may differ.
func TestNoChangeIsUnseen(t *testing.T) {
	_, data := write(t, "0123456789abcdef")
	header := bytes.IndexByte(data, '\n') + 1
	for at := header; at < len(data); at++ {
		data[at] ^= 1
		assert.Error(t, readAll(data), "byte %d", at)
		data[at] ^= 1
	}
	for _, short := range []int{0, 1, header - 1, header, len(data) / 2, len(data) - 1} {
		assert.Error(t, readAll(data[:short]), "%d bytes", short)
	}
}

func readAll(data []byte) error {
	f, err := planfile.Read(bytes.NewReader(data), "plan")
	if err != nil {
		return err
	}
	for i := range f.Header.Parts {
		if _, err := f.Part(i + 1); err != nil {
			return err
		}
	}
	return nil
}

// A plan that ends up in the log of a pipeline is no command there.
func TestPlansSpeakToNoPipeline(t *testing.T) {
	var b bytes.Buffer
	list := []planfile.Part{{Examples: []planfile.Example{{Path: "a##[add-mask]b.sh", Item: "0 0 ##vso[task]"}}}}
	_, err := planfile.Write(&b, planfile.Header{ID: planfile.NewID(), Axis: "##teamcity[x]"}, list)
	require.NoError(t, err)
	assert.NotContains(t, b.String(), "#")
	f, err := planfile.Read(bytes.NewReader(b.Bytes()), "plan")
	require.NoError(t, err)
	part, err := f.Part(1)
	require.NoError(t, err)
	assert.Equal(t, "a##[add-mask]b.sh", part.Examples[0].Path)
	assert.Equal(t, "##teamcity[x]", f.Header.Axis)
}

func TestWroteRecognisesPlans(t *testing.T) {
	_, data := write(t, planfile.NewID())
	assert.True(t, planfile.Wrote(data[:200]))
	assert.True(t, planfile.Wrote(nil))
	assert.False(t, planfile.Wrote([]byte(`{"type":"run-started"`)))
	assert.False(t, planfile.Wrote([]byte("#!/bin/sh\n")))
}

// Whatever bytes are read: no panic, no endless reading, and a part that is read has the
// hash and the size that the index says.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	_, err := planfile.Write(&b, planfile.Header{ID: "0123456789abcdef"}, parts())
	require.NoError(f, err)
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()/2])
	f.Add([]byte(`{"type":"plan","parts":1}` + "\n" + `{"type":"index","parts":[{}]}` + "\n"))
	f.Add([]byte("{}\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := planfile.Read(bytes.NewReader(data), "plan")
		if err != nil {
			return
		}
		for i := range file.Header.Parts {
			part, err := file.Part(i + 1)
			if err != nil {
				continue
			}
			e := file.Index.Parts[i]
			assert.Len(t, part.Examples, e.Examples)
			assert.LessOrEqual(t, e.Size, int64(len(data)))
		}
	})
}

// forged returns a plan of one part with these bytes, all of whose hashes are right.
func forged(examples int, body []byte) []byte {
	sum := func(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }
	index, _ := json.Marshal(planfile.Index{Type: "index", Parts: []planfile.Entry{{Size: int64(len(body)), Hash: sum(body), Examples: examples}}})
	index = append(index, '\n')
	header, _ := json.Marshal(planfile.Header{Type: "plan", SchemaVersion: 1, ID: "0123456789abcdef", Examples: examples, Parts: 1, Digest: planfile.Digest(nil, "", []string{sum(body)}), Index: sum(index)})
	return slices.Concat(header, []byte("\n"), index, body)
}

// What [forged] makes is a plan, so that [FuzzPart] reads parts.
func TestForgedPlansAreRead(t *testing.T) {
	body := []byte(`{"type":"part","part":1}` + "\n" + `{"type":"example","index":1}` + "\n")
	require.NoError(t, readAll(forged(1, body)))
	assert.Error(t, readAll(forged(2, body)))
}

// The header is in no hash, and its number of examples is what a merge proves.
func TestTheHeaderCountsThePartsExamples(t *testing.T) {
	_, data := write(t, "0123456789abcdef")
	other := bytes.Replace(data, []byte(`"examples":`), []byte(`"examples":1`), 1)
	assert.ErrorContains(t, readAll(other), "its parts have")
}

// Hashes that are right make no part of bytes that are none.
func FuzzPart(f *testing.F) {
	f.Add(1, []byte(`{"type":"part","part":1}`+"\n"+`{"type":"example","index":1}`+"\n"))
	f.Add(0, []byte(`{"type":"part","part":1,"limits":{"a":{"starts":-1}}}`+"\n"))
	f.Add(-1, []byte("{}"))
	f.Add(1<<40, []byte("\n\n"))
	f.Fuzz(func(t *testing.T, examples int, body []byte) {
		file, err := planfile.Read(bytes.NewReader(forged(examples, body)), "plan")
		if err != nil {
			return
		}
		if part, err := file.Part(1); err == nil {
			assert.Len(t, part.Examples, examples)
			assert.Equal(t, 1, part.Index)
			assert.Equal(t, examples+1, bytes.Count(body, []byte("\n")))
		}
	})
}

// A policy may have bytes that JSON cannot hold, as when a terminal is not in UTF-8.
func TestPoliciesThatAreNotUTF8(t *testing.T) {
	var b bytes.Buffer
	_, err := planfile.Write(&b, planfile.Header{ID: planfile.NewID(), Policies: []string{"require env:\xff\xfe"}}, parts())
	require.NoError(t, err)
	_, err = planfile.Read(bytes.NewReader(b.Bytes()), "p")
	require.NoError(t, err)
}
