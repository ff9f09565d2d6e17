package programs

import "golang.org/x/sys/unix"

func noexec(fs *unix.Statfs_t) bool { return fs.Flags&unix.ST_NOEXEC != 0 }
