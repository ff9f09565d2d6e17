package runner

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestEchoed(t *testing.T) {
	const matter = "---\ntitle: x\n---\n"
	for _, c := range []struct {
		name, file, output string
		want               string
	}{
		{"front matter", matter + "<?php echo 1;", matter + "1", matter},
		{"nothing else", matter + "<?php", matter, matter},
		{"after a #! line", "#!/usr/bin/env php\n" + matter + "<?php", matter + "1", matter},
		{"with CRLF", "---\r\ntitle: x\r\n---\r\n<?php", "---\r\ntitle: x\r\n---\r\n1", "---\r\ntitle: x\r\n---\r\n"},
		{"other text", "---\ntitle: y\n---\n<?php", matter + "1", ""},
		{"of a program that prints YAML", "<?php echo 1;", matter, ""},
		{"no PHP", matter + "print(1)", matter, ""},
		{"HTML is meant", "<html><?php", "<html>", ""},
		{"no output", matter + "<?php", "", ""},
	} {
		file := filepath.Join(t.TempDir(), "x.php")
		require.NoError(t, os.WriteFile(file, []byte(c.file), 0o600))
		assert.Equal(t, c.want, c.output[:echoed(file, c.output)], c.name)
	}
	assert.Zero(t, echoed(filepath.Join(t.TempDir(), "gone.php"), matter))
}

func TestMessagesHoldNoTemporaryFolders(t *testing.T) {
	root := t.TempDir()
	x := &Executor{Root: root, Scratch: filepath.Join(root, ".hub", "tmp", "r"), Temp: filepath.Join(root, "hub-123")}
	e := &hub.Example{Index: 7, ID: "ex/boom.c", Path: "ex/boom.c"}
	o := Outcome{Dir: filepath.Join(x.Scratch, "copy-9"), Scratch: filepath.Join(x.Temp, "3")}
	for message, want := range map[string]string{
		filepath.Join(x.Scratch, "bin-7", "example") + ": no such file": "boom: no such file",
		"open " + filepath.Join(o.Dir, "in.txt") + ": denied":           "open " + "ex" + string(filepath.Separator) + "in.txt: denied",
		"cannot write " + filepath.Join(o.Scratch, "x") + " there":      "cannot write $TMPDIR" + string(filepath.Separator) + "x there",
		"in " + filepath.Join(x.Temp, "4"):                              "in $TMPDIR" + string(filepath.Separator) + "4",
		"in " + filepath.Join(x.Scratch, "bin-8"):                       "in $TMPDIR" + string(filepath.Separator) + "bin-8",
		"nothing to see": "nothing to see",
		"":               "",
	} {
		x.localize(&message, e, o)
		assert.Equal(t, want, message)
	}
	message := "a/b"
	(&Executor{}).localize(&message, e, Outcome{})
	assert.Equal(t, "a/b", message, "unknown folders replace nothing")
}
