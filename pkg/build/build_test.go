package build

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheVersionNamesItsCommit(t *testing.T) {
	const hash = "0123456789abcdef0123456789abcdef01234567"
	revision, modified := debug.BuildSetting{Key: "vcs.revision", Value: hash}, debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	unmodified := debug.BuildSetting{Key: "vcs.modified", Value: "false"}
	for _, tt := range []struct {
		module          string
		settings        []debug.BuildSetting
		version, commit string
	}{
		{"", nil, "devel", ""},
		{"(devel)", []debug.BuildSetting{revision, unmodified}, "devel-0123456789ab", hash},
		{"(devel)", []debug.BuildSetting{revision, modified}, "devel-0123456789ab+dirty", hash + "+dirty"},
		{"v1.2.3", []debug.BuildSetting{revision, modified}, "v1.2.3", hash + "+dirty"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: tt.module}, Settings: tt.settings}
		assert.Equal(t, tt.version, version(info))
		hash, dirty := commit(info)
		assert.Equal(t, tt.commit, hash+dirty)
	}
}
