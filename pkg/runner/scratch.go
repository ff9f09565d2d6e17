package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
)

// folder is a scratch folder: empty when a process gets it, and no other's
// until that has ended.
type folder struct {
	path    string
	info    os.FileInfo // as it was made
	changed time.Time   // likewise
	made    time.Time
}

// tick is longer than what the clock of a file system takes to move on, where it
// counts in less than hundredths of a second.
const tick = 100 * time.Millisecond

// scratch returns a folder for the temporary files of one process, and the
// function that takes it back.
//
// Note: a folder that comes back as it was given serves again. Making and
// removing one for every process takes half a millisecond of CPU on some file
// systems, which is as much as a small example.
func (x *Executor) scratch() (dir string, done func(), err error) {
	x.mu.Lock()
	var f folder
	if n := len(x.folders); n > 0 {
		f, x.folders = x.folders[n-1], x.folders[:n-1]
	} else {
		x.made++
		f.path = filepath.Join(x.Temp, strconv.Itoa(x.made))
	}
	x.mu.Unlock()
	if f.info == nil {
		err := os.Mkdir(f.path, 0o700)
		if err == nil {
			f.info, err = os.Lstat(f.path)
			f.changed, f.made = changed(f.path), time.Now()
		}
		if err != nil {
			return "", nil, fmt.Errorf("making a temporary folder: %w", err)
		}
	}
	given := time.Now()
	return f.path, func() {
		if !f.untouched(given) {
			// What remains is removed, or reported, with the whole of Temp.
			_ = atomicfile.RemoveAll(f.path)
			return
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		x.folders = append(x.folders, f)
	}, nil
}

// untouched reports whether the folder is the one that was made, and has been
// empty since it was given.
//
// Note: what is made in a folder changes its time of change, which is far cheaper to
// read than its contents, and cannot be set back. It is enough once the clock must
// have moved on between the making and the giving.
func (f folder) untouched(given time.Time) bool {
	fine := f.changed.Nanosecond()%int(10*time.Millisecond) != 0
	if fine && given.Sub(f.made) > tick {
		return changed(f.path).Equal(f.changed) // another folder has another time
	}
	now, err := os.Lstat(f.path)
	return err == nil && os.SameFile(now, f.info) && now.Mode() == f.info.Mode() && empty(f.path)
}
