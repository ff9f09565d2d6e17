package planfile_test

import (
	"bytes"
	"os"
	"path/filepath"
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
	list[1].Limits = map[string]planfile.Limit{"api": {Concurrent: 1, Every: time.Second}}
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
	f, err := planfile.Open(path)
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
	path, data := write(t, "0123456789abcdef")
	header := bytes.IndexByte(data, '\n') + 1
	for at := header; at < len(data); at++ {
		changed := bytes.Clone(data)
		changed[at] ^= 1
		require.NoError(t, os.WriteFile(path, changed, 0o644))
		assert.Error(t, readAll(path), "byte %d", at)
	}
	for _, short := range []int{0, 1, header - 1, header, len(data) / 2, len(data) - 1} {
		require.NoError(t, os.WriteFile(path, data[:short], 0o644))
		assert.Error(t, readAll(path), "%d bytes", short)
	}
}

func readAll(path string) error {
	f, err := planfile.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for i := range f.Header.Parts {
		if _, err := f.Part(i + 1); err != nil {
			return err
		}
	}
	return nil
}
