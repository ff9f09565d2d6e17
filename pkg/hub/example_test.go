package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNamesOfAnExample(t *testing.T) {
	for _, c := range []struct {
		does     string
		e        Example
		name, id string
	}{
		{"an opaque ID of a folder", Example{ID: "3f2a", PathID: "ex/A1/Hello", Path: "ex/A1/Hello/run.sh", Group: "A1"}, "A1/Hello", "3f2a"},
		{"an opaque ID of a file", Example{ID: "3f2a", PathID: "ex/A1/one.sh", Path: "ex/A1/one.sh", Group: "A1"}, "A1/one.sh", "3f2a"},
		{"an ID of digits", Example{ID: "4711", PathID: "ex/A1/one.sh", Path: "ex/A1/one.sh", Group: "A1"}, "A1/one.sh", "4711"},
		{"a path that names group and folder", Example{ID: "ex/A1/Hello", Path: "ex/A1/Hello/run.sh", Group: "A1"}, "ex/A1/Hello", ""},
		{"a path with folders in between", Example{ID: "ex/A1/deep/Hello", Path: "ex/A1/deep/Hello/run.sh", Group: "A1"}, "ex/A1/deep/Hello", ""},
		{"a group of two levels", Example{ID: "ex/a/b/Hello", Path: "ex/a/b/Hello/run.sh", Group: "a/b"}, "ex/a/b/Hello", ""},
		{"a path without the group", Example{ID: "ex/A1/Hello", Path: "ex/A1/Hello/run.sh", Group: "basics"}, "basics/Hello", "ex/A1/Hello"},
		{"a folder with a number", Example{ID: "ex/A01_Basics/Hello", Path: "ex/A01_Basics/Hello/run.sh", Group: "basics"}, "ex/A01_Basics/Hello", ""},
		{"another folder with a number", Example{ID: "ex/02-net/one.sh", Path: "ex/02-net/one.sh", Group: "net"}, "ex/02-net/one.sh", ""},
		{"a folder with nothing but a number", Example{ID: "ex/02/one.sh", Path: "ex/02/one.sh", Group: "net"}, "net/one.sh", "ex/02/one.sh"},
		{"a folder that is its own group", Example{ID: "ex/Hello", Path: "ex/Hello/run.sh", Group: "Hello"}, "ex/Hello", ""},
		{"more of a group than there are folders", Example{ID: "b/one.sh", Path: "b/one.sh", Group: "a/b"}, "a/b/one.sh", "b/one.sh"},
		{"a folder that only ends like the group", Example{ID: "ex/XA1/Hello", Path: "ex/XA1/Hello/run.sh", Group: "A1"}, "A1/Hello", "ex/XA1/Hello"},
		{"an ID like the label", Example{ID: "basics/hello", PathID: "ex/A1/hello.py", Path: "ex/A1/hello.py", Group: "basics"}, "basics/hello", ""},
		{"an ID without the group", Example{ID: "hello", PathID: "ex/A1/hello.py", Path: "ex/A1/hello.py", Group: "A1"}, "A1/hello.py", "hello"},
		{"an ID like the name of another", Example{ID: "A1/other", PathID: "ex/A1/hello.py", Path: "ex/A1/hello.py", Group: "A1"}, "A1/hello.py", "A1/other"},
		{"a path in the root", Example{ID: "hello.py", Path: "hello.py", Group: "project"}, "hello.py", ""},
		{"no group", Example{ID: "3f2a", PathID: "x/hello", Path: "x/hello/run.py"}, "hello", "3f2a"},
		{"only a result", Example{ID: "3f2a"}, "3f2a", ""},
		{"nothing", Example{}, "", ""},
	} {
		name, id := c.e.Names()
		assert.Equal(t, []string{c.name, c.id}, []string{name, id}, c.does)
		called := c.name
		if c.id != "" {
			called += " (" + c.id + ")"
		}
		assert.Equal(t, called, c.e.Called(), c.does)
	}
}
