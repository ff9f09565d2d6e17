package text

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOutputLink(t *testing.T) {
	for file, want := range map[string]string{
		".hub/reports/outputs/RUN/a.1.log": "outputs/RUN/a.1.log", "/else/where/outputs/RUN/a.log": "outputs/RUN/a.log",
		".hub/runs/RUN/a.log": "", "outputs/a.log": "", "outputs/RUN/": "", "": "",
		"a/outputs/outputs/b/../javascript:x": "", "outputs/../outputs/RUN/a.log": "", "outputs/RUN/..": "",
	} {
		assert.Equal(t, want, OutputLink(file), file)
	}
}
