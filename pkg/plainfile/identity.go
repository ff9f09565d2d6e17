package plainfile

import (
	"errors"
	"io/fs"
	"os"
)

// Identity shows without reading a file that it is the one that was read before.
// Equal identities mean equal contents where [Identity.Proves] holds and the file
// had come to rest when it was read: every change of contents, name or mode
// sets Changed, which no program can set back.
type Identity struct {
	Device, Inode uint64 // 0: unknown
	Size          int64  // in bytes
	// Modified and Changed are when the contents and the inode last changed, in
	// nanoseconds since 1970. Changed is 0 where the system does not say.
	Modified, Changed int64
	Mode              fs.FileMode
}

// Proves reports whether the system says enough for the identity to prove that a
// file is unchanged. Size and time of modification alone do not: programs set them.
func (id *Identity) Proves() bool { return id.Inode != 0 && id.Changed != 0 }

// Look returns the identity of what is at the path. Links are followed. Its errors
// are those of [os.Stat].
func Look(path string) (Identity, error) { return look(path, true) }

// LookLink is [Look] without following a link at the path, as [os.Lstat] does.
func LookLink(path string) (Identity, error) { return look(path, false) }

// OpenIdentified opens a file to read it as [OpenKnown] does, with the identity that
// it had then.
func OpenIdentified(path string) (*os.File, Identity, error) {
	f, err := open(path)
	if err != nil {
		return nil, Identity{}, err
	}
	if f, err = checked(f, path, 0); err != nil {
		return nil, Identity{}, err
	}
	id, err := ofFile(f)
	if err != nil {
		return nil, Identity{}, errors.Join(err, f.Close())
	}
	return f, id, nil
}
