//go:build unix

package githook

import "io/fs"

// executable reports whether git runs the hook.
func executable(info fs.FileInfo) bool { return info.Mode()&0o111 != 0 }
