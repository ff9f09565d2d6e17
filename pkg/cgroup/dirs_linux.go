package cgroup

import (
	"os"
	"path/filepath"
	"strings"
)

// Dirs lists the folders of the groups that this process is in and that may have
// the controller, such as memory or pids: its own first, then those above it.
func Dirs(controller string) []string {
	text, _ := os.ReadFile("/proc/self/cgroup") // without it there are none
	return dirs(string(text), "/sys/fs/cgroup", controller)
}

// dirs is Dirs by the text of /proc/self/cgroup. What is mounted may be the group
// itself.
func dirs(text, mount, controller string) []string {
	var out []string
	for line := range strings.Lines(text) {
		parts := strings.SplitN(strings.TrimRight(line, "\n"), ":", 3)
		if len(parts) != 3 {
			continue
		}
		top := mount
		switch {
		case parts[0] == "0" && parts[1] == "":
		case parts[1] == controller:
			top = filepath.Join(mount, controller)
		default:
			continue
		}
		for group := filepath.Clean("/" + parts[2]); ; group = filepath.Dir(group) {
			out = append(out, filepath.Join(top, group))
			if group == "/" {
				break
			}
		}
	}
	return out
}
