package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wineOwn are tests that do not pass under wine, with the reason: most need what Windows or
// the prefix does not have.
var wineOwn = []struct{ test, why string }{
	{"TestImportsAreThoseOfTheTable", "it starts go, which is not installed for Windows"},
	{"TestAnyCatalog", "it makes names that Windows does not tell apart"},
	{"TestResolveIsDiscover", "as TestAnyCatalog"},
	{"TestProbesDoNotLockWritersOut", "it does not end in a minute; whether wine or hub is at fault is not known"},
}

// TestWinePackages runs the tests of the packages, compiled for Windows.
func TestWinePackages(t *testing.T) {
	if os.Getenv("HUB_WINE") == "" {
		t.Skip("HUB_WINE is not set: make wine runs this, which takes minutes")
	}
	w := newWine(t)
	var skip []string
	for _, own := range wineOwn {
		skip = append(skip, own.test)
	}
	test := exec.Command("go", "test", "-short", "-vet=off", "-timeout=30m", "-gcflags=all=-N -l", "-exec="+w.loader,
		"-skip=^("+strings.Join(skip, "|")+")$", "../../config/...", "../../pkg/...", "../../reporters/...")
	test.Env = append(w.command("").Env, "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	out, err := test.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Contains(t, string(out), "ok  \t")
}
