package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Versions remembers what the version commands of runners printed, by the
// program file that was asked: its path, size, times and inode. So that can be
// said without starting a program of the project's. It is safe for many
// goroutines.
type Versions struct {
	// Folder is as that of a [filecache.Cache].
	Folder func() (*os.Root, error)

	file string

	mu      sync.Mutex
	answers map[string]answer // by commandKey
	changed bool
}

// versionsVersion is the version of the file of answers.
const versionsVersion = 1

// answer is one answer; Program is the identity of the file that gave it.
type answer struct {
	Program string `json:"program"`
	Text    string `json:"text"`
}

type versionsFile struct {
	Version int               `json:"version"`
	Answers map[string]answer `json:"answers"`
}

// LoadVersions reads the answers in the file. One that is missing, damaged or of
// another version holds none.
func LoadVersions(file string) *Versions {
	v := &Versions{file: file, answers: map[string]answer{}}
	data, err := filecache.Read(file)
	var in versionsFile
	if err == nil && json.Unmarshal(data, &in) == nil && in.Version == versionsVersion && in.Answers != nil {
		v.answers = in.Answers
	}
	return v
}

// Get returns what the command printed when it was last asked; ok is false when
// that is not known, or its program is another file now.
func (v *Versions) Get(argv []string, program string) (text string, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	a, ok := v.answers[commandKey(argv)]
	return a.Text, ok && a.Program != "" && a.Program == identity(program)
}

// Put records what the command printed, whose program is that file.
func (v *Versions) Put(argv []string, program, text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	key, a := commandKey(argv), answer{identity(program), text}
	v.changed = v.changed || v.answers[key] != a
	v.answers[key] = a
}

// Save writes the answers when they have changed, as [filecache.Cache.Save] does.
func (v *Versions) Save() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.changed || v.Folder == nil {
		return nil
	}
	data, err := json.Marshal(versionsFile{versionsVersion, v.answers})
	if err == nil {
		err = filecache.Write(v.Folder, filepath.Base(v.file), data)
	}
	v.changed = err != nil
	return err
}

// commandKey returns the hash of a command, which may hold the values of variables.
func commandKey(argv []string) string {
	h := sha256.New()
	for _, arg := range argv {
		text(h, arg)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// identity returns what shows that a program is the same file; empty when there is
// none. Links are followed: a version manager changes what they lead to.
func identity(program string) string {
	real, err := filepath.EvalSymlinks(program)
	if err != nil {
		return ""
	}
	id, err := plainfile.Look(real)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %s %x %x %x %x %x", program, real, id.Size, id.Modified, id.Changed, id.Inode, uint32(id.Mode))
}
