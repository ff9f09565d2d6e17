package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVariables(t *testing.T) {
	environ := []string{"=C:=C:\\x", "Path=one", "HOME=h", "EMPTY=", "odd", "", "PATH=two", "path=three"}
	for _, tt := range []struct {
		goos, name, want string
		there            bool
	}{
		{"linux", "PATH", "two", true},
		{"linux", "Path", "one", true},
		{"linux", "home", "", false},
		{"linux", "EMPTY", "", true},
		{"linux", "odd", "", false},
		{"linux", "", "", false},
		{"windows", "PATH", "three", true},
		{"windows", "Home", "h", true},
		{"windows", "HOM", "", false},
		{"windows", "=c:", "C:\\x", true},
	} {
		value, there := lookupOn(tt.goos, environ, tt.name)
		assert.Equal(t, [2]any{tt.want, tt.there}, [2]any{value, there}, "%s on %s", tt.name, tt.goos)
	}
	assert.Equal(t, "GITHUB_ENV", variableOn("windows", "GitHub_Env"))
	assert.Equal(t, "GitHub_Env", variableOn("linux", "GitHub_Env"))
}
