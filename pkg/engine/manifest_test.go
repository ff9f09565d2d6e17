package engine

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The manifest is a Job of Kubernetes, without a field that it does not know.
func TestManifestIsAJobOfKubernetes(t *testing.T) {
	reader := filepath.Join(t.TempDir(), "reader.exe")
	build := exec.Command("go", "build", "-o", reader, ".")
	build.Dir = filepath.Join("testdata", "batchv1")
	build.Env = append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("k8s.io/api cannot be built: %s", out)
		}
		t.Skipf("k8s.io/api cannot be built: %s", out)
	}
	decode := func(manifest string) (string, error) {
		cmd := exec.Command(reader)
		cmd.Stdin = strings.NewReader(manifest)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	b := batchFor(t, Task{1, 0}, Task{2, 0}, Task{3, 2})
	for name, pod := range map[string]Pod{
		"options": {Image: "image:1", Claim: "shared", Mount: "/shared"},
		"template": {Template: []byte(`
apiVersion: batch/v1
kind: Job
metadata: {labels: {team: docs}}
spec:
  activeDeadlineSeconds: 3600
  template:
    metadata: {annotations: {note: hello}}
    spec:
      nodeSelector: {disk: ssd}
      containers:
      - name: hub
        image: image:2
        envFrom: [{secretRef: {name: api-keys}}]
        resources: {limits: {cpu: "2", memory: 1Gi}}
        volumeMounts: [{name: work, mountPath: /shared}]
      volumes: [{name: work, persistentVolumeClaim: {claimName: work}}]
`)},
	} {
		t.Run(name, func(t *testing.T) {
			b.Options.Pod = pod
			text, err := b.manifest()
			require.NoError(t, err)
			out, err := decode(text)
			require.NoError(t, err, "%s\n%s", out, text)
			assert.Equal(t, b.Name+" Indexed 3 2 0 Never\n", out)
		})
	}
	text, err := b.manifest()
	require.NoError(t, err)
	_, err = decode(strings.Replace(text, `"completions"`, `"completion"`, 1))
	assert.Error(t, err, "the reader is strict")
}
