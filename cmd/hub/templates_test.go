//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// TestTemplates runs what the templates for CI systems and for managers of hooks have a
// shell run, in a project with a good example; those that install hub install it.
func TestTemplates(t *testing.T) {
	t.Parallel()
	bin := buildHub(t)
	program, err := os.ReadFile(bin)
	require.NoError(t, err)
	const folder = "../../.github/templates"
	for _, name := range []string{"azure-pipelines.yml", "buildkite.yml", "circleci.yml", "gitlab/hub.yml", "Jenkinsfile", "lefthook.yml", "woodpecker.yml", "husky-pre-commit"} {
		t.Run(name, func(t *testing.T) {
			i := newInstaller(t)
			i.release("1.2.3", program)
			i.files["/install.sh"], err = os.ReadFile("../../.github/install.sh")
			require.NoError(t, err)
			data, err := os.ReadFile(filepath.Join(folder, name))
			require.NoError(t, err)
			script := templateScript(t, name, data)
			require.NotEmpty(t, script)
			installs := strings.Contains(script, "install.sh")
			script = strings.ReplaceAll(script, "https://raw.githubusercontent.com/seed-00a9b34c/hub/main/.github/install.sh", i.server.URL+"/install.sh")

			dir := t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(dir, "examples"), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "examples", "good.sh"), []byte("echo good\n"), 0o644))
			cmd := exec.Command("sh", "-e", "-c", script)
			cmd.Dir = dir
			cmd.Env = append(outsideCI(os.Environ()), "HUB_RELEASES="+i.server.URL, "HUB_INSTALL_DIR="+dir+"/.hub/bin", "HUB_VERSION=",
				"PATH="+filepath.Dir(bin)+string(os.PathListSeparator)+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			if installs {
				assert.Contains(t, string(out), "hub 1.2.3 is installed")
				assert.Contains(t, string(out), "1 passed")
				assert.FileExists(t, filepath.Join(dir, ".hub", "reports", "junit.xml"))
			}
		})
	}
}

// templateScript returns the commands of a template, in order.
func templateScript(t *testing.T, name string, data []byte) string {
	t.Helper()
	switch name {
	case "Jenkinsfile":
		m := regexp.MustCompile(`(?s)sh '''(.*?)'''`).FindSubmatch(data)
		require.NotNil(t, m)
		return string(m[1])
	case "husky-pre-commit":
		return string(data)
	}
	var lines []string
	d := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		if d.Decode(&doc) != nil {
			break
		}
		collect(&doc, "", &lines)
	}
	script := strings.Join(lines, "\n")
	if name == "buildkite.yml" {
		script = strings.ReplaceAll(script, "$$", "$") // as the upload of a pipeline does
	}
	return script
}

func collect(n *yaml.Node, key string, lines *[]string) {
	switch {
	case n.Kind == yaml.ScalarNode && (key == "script" || key == "command" || key == "commands" || key == "run"):
		*lines = append(*lines, n.Value)
	case n.Kind == yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			collect(n.Content[i+1], n.Content[i].Value, lines)
		}
	default:
		for _, c := range n.Content {
			collect(c, key, lines)
		}
	}
}
