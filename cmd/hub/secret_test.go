package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/reporters"
)

// speech is what the program speak does: it writes the pieces one by one, and
// ends so. The pieces are in hexadecimal backwards, which is no form in which
// hub looks for secrets: it shows its examples' sources.
type speech struct {
	Pieces []string
	Exit   int
}

// speak is a program for examples that print what a test has thought out.
func speak() {
	data, err := os.ReadFile(os.Args[1])
	var s speech
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	for i, piece := range s.Pieces {
		text, _ := hex.DecodeString(backwards(piece))
		out := []*os.File{os.Stdout, os.Stderr}[i%2]
		if _, werr := out.Write(text); err == nil {
			err = werr
		}
		runtime.Gosched()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
	os.Exit(s.Exit)
}

func backwards(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// TestNoSecretIsTold runs examples that print secrets in all the ways that
// there are, in random pieces between random text, and then looks into
// everything that hub has written and said. HUB_TEST_SEED repeats a failure.
func TestNoSecretIsTold(t *testing.T) {
	once(t)
	t.Parallel()
	seed := rand.Uint64()
	if text := os.Getenv("HUB_TEST_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Logf("HUB_TEST_SEED=%d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	bin, self := buildHub(t), testProgram(t, "speak")
	for round := range 2 {
		t.Run(strconv.Itoa(round), func(t *testing.T) { tellSecrets(t, r, bin, self) })
	}
}

// testProgram is this test binary under a name by which it is another program.
func testProgram(t *testing.T, name string) string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	link := filepath.Join(t.TempDir(), name)
	if os.Link(self, link) != nil {
		data, err := os.ReadFile(self)
		require.NoError(t, err)
		programtest.Write(t, link, string(data))
	}
	return link
}

func tellSecrets(t *testing.T, r *rand.Rand, bin, speak string) {
	dir := t.TempDir()
	secrets := map[string]string{}
	for _, name := range []string{"A_TOKEN", "SOME_KEY", "THE_SECRET", "DB_PASSWORD_OLD", "DECLARED", "EMPTIED_TOKEN"} {
		secrets[name] = randomSecret(r)
	}
	environ := append(os.Environ(), "CI=", "GITHUB_ACTIONS=", "GITLAB_CI=")
	for name, value := range secrets {
		environ = append(environ, name+"="+value)
	}
	delete(secrets, "EMPTIED_TOKEN") // taken out: whether it is told is not of interest
	names := slices.Sorted(maps.Keys(secrets))

	write := func(name string, data []byte) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, data, 0o644))
	}
	config, err := json.Marshal(map[string]any{ // JSON is YAML
		"sources": []any{map[string]any{"path": "examples"}},
		"secrets": []string{"DECLARED", "!EMPTIED_*"},
		"runners": map[string]any{"speak": map[string]any{"match": []string{"*.speak"}, "command": []string{speak, "{file}"}}},
		"run":     map[string]any{"output-cap": "16KiB", "retries": map[string]any{"max": 1, "delay": "1ms"}},
		"overrides": []any{map[string]any{
			"match": map[string]any{"id": "**/*1*"}, "args": []string{"--key=${SOME_KEY}"},
			"env":           map[string]any{"ANOTHER_KEY": "${DECLARED}"},
			"expect":        map[string]any{"stdout": map[string]any{"contains": "${A_TOKEN} and ${DECLARED}"}},
			"allow-failure": map[string]any{"reason": "because of ${THE_SECRET}"},
		}},
	})
	require.NoError(t, err)
	write("hub.yaml", config)
	needles := map[string]bool{}
	for i := range 24 {
		var text strings.Builder
		for range 1 + r.IntN(6) {
			text.WriteString(noise(r))
			printed, needle := inDisguise(r, secrets[names[r.IntN(len(names))]])
			text.WriteString(printed)
			needles[needle] = true
		}
		text.WriteString("\n")
		s := speech{Exit: []int{0, 1, 77}[r.IntN(3)]}
		largest := 1 + r.IntN(200)
		for rest := text.String(); rest != ""; {
			n := min(len(rest), 1+r.IntN(largest))
			s.Pieces = append(s.Pieces, backwards(hex.EncodeToString([]byte(rest[:n]))))
			rest = rest[n:]
		}
		data, err := json.Marshal(s)
		require.NoError(t, err)
		write(fmt.Sprintf("examples/%d.speak", i), data)
	}
	for _, value := range secrets {
		needles[value] = true
	}

	said := map[string][]byte{}
	hub := func(args ...string) {
		cmd := exec.Command(bin, args...)
		cmd.Dir, cmd.Env = dir, environ
		out, err := cmd.CombinedOutput()
		code := cmd.ProcessState.ExitCode()
		require.True(t, code == exitGood || code == exitFailed, "hub %v: %v\n%s", args, err, out)
		said["hub "+strings.Join(args, " ")] = out
	}
	hub("ci", "-j4", "--save-output", "--events=events.ndjson", "--report="+strings.Join(reporters.Names(), ","))
	hub("all", "-v", "-j2")
	hub("all", "-q", "--events=-")
	hub("run", "examples/0.speak", "examples/1.speak")
	for i := range 4 {
		hub("show", strconv.Itoa(i+1))
		hub("show", "--log", strconv.Itoa(i+1))
	}
	for _, command := range []string{"status -d", "status -f json", "status -f csv", "errors", "errors --format=json", "stale", "stats", "stats --format=json", "list --format=csv", "list", "list --format=json", "config print", "report --from=latest --report=markdown:-"} {
		hub(strings.Fields(command)...)
	}
	for _, s := range ci.Systems() {
		if s.Protocol == nil && s.Name != "jenkins" {
			continue
		}
		system := s.Marker.Variable
		environ = append(environ, "CI=true", system+"=true", "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"))
		hub("ci", "-v", "--limit=8")
		said[system] = said["hub ci -v --limit=8"]
		environ = append(environ, system+"=")
	}
	for _, name := range []string{".hub", "events.ndjson", "summary.md"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(dir, name), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				said[path], err = os.ReadFile(path)
			}
			return err
		}))
	}
	marks := 0
	for where, text := range said {
		marks += strings.Count(string(text), "***")
		bare := printing(string(text))
		for needle := range needles {
			if i := strings.Index(string(text), needle); i >= 0 || strings.Contains(bare, printing(needle)) {
				i = max(i, 0)
				assert.Fail(t, "a secret is told", "%q in %s: %q", needle, where, text[max(0, i-80):min(len(text), i+len(needle)+20)])
			}
		}
	}
	require.Greater(t, marks, 100, "nothing was printed that had to be masked")
}

// randomSecret is a value of some kind that variables hold.
func randomSecret(r *rand.Rand) string {
	alphabets := []string{
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		"abcdefghijklmnop0123456789+/=-_.",
		`abcdefgh01234567"\'<>&%{}$;:@!?,# ` + "\n\t",
		"abcdefghäöüßéñ日本語🔑",
	}
	alphabet := []rune(alphabets[r.IntN(len(alphabets))])
	var b strings.Builder
	b.WriteString("q7") // nothing else on the screen begins so
	for range 10 + r.IntN(40) {
		b.WriteRune(alphabet[r.IntN(len(alphabet))])
	}
	b.WriteString("z9")
	return b.String()
}

// inDisguise is the secret as a program may print it, and what of that must be
// nowhere.
func inDisguise(r *rand.Rand, secret string) (printed, needle string) {
	around := func() string { return noise(r)[:r.IntN(3)] }
	inner := func(text string) string { return text[8 : len(text)-8] }
	switch r.IntN(14) {
	case 8: // what is dropped later
		separators := []string{"\x00", "\a", "\b", "\v", "\f", "\x0e", "\x1b", "\x7f", "\u0085", "\u009b", "\u200b", "\u200e", "\u202e", "\ufeff", "\xff", "\x1b[1m", "\x1b]0;t\a"}
		return strings.Join(strings.Split(secret, ""), separators[r.IntN(len(separators))]), secret
	case 9: // UTF-16LE
		var wide []byte
		for _, unit := range utf16.Encode([]rune(secret)) {
			wide = binary.LittleEndian.AppendUint16(wide, unit)
		}
		return string(wide), secret
	case 10:
		text := html.EscapeString(secret)
		return "<b>" + text + "</b>", text
	case 11: // JSON in JSON
		once, _ := json.Marshal(secret)
		twice, _ := json.Marshal(string(once))
		return string(twice), string(twice[3 : len(twice)-3])
	case 12: // in lines
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(secret, 4)))
		return text[:64] + "\n" + text[64:], inner(text[:64])
	case 13: // as set -x prints it
		text := strings.ReplaceAll(secret, "'", `'\''`)
		return "+ echo '" + text + "'", text
	case 0:
		text := url.QueryEscape(secret)
		return "?key=" + text + "&x", text
	case 1:
		text := url.PathEscape(secret)
		return "/" + text + "/", text
	case 2:
		data, _ := json.Marshal(secret)
		text := string(data)
		return `{"key":` + text + `}`, text[1 : len(text)-1]
	case 3:
		text := base64.StdEncoding.EncodeToString([]byte(around() + secret + around()))
		return "Basic " + text, inner(text)
	case 4:
		text := base64.RawURLEncoding.EncodeToString([]byte(around() + secret + around()))
		return "Bearer " + text, inner(text)
	case 5:
		text := hex.EncodeToString([]byte(secret))
		return text, text
	case 6: // where the kept head of an output ends
		return strings.Repeat("-", 8<<10-r.IntN(60)) + secret, secret
	case 7: // where one read of a full pipe ends
		return strings.Repeat("-", 64<<10-r.IntN(60)) + secret, secret
	}
	return secret, secret
}

func noise(r *rand.Rand) string {
	words := []string{"the key is ", "Error: ", "\x1b[31m", "\r", "\n", "key=", "panic: ", "\x00\xff", "***", "日本", "a.go:3:4: ", "::error::", "Traceback (most recent call last):\n", "\"", "\\"}
	text := "   "
	for range r.IntN(5) {
		text += words[r.IntN(len(words))]
	}
	if !utf8.ValidString(text) {
		return text + " "
	}
	return text
}

// TestNoPartOfASecretIsShown: where a long source is cut, a secret is found as a whole.
func TestNoPartOfASecretIsShown(t *testing.T) {
	const secret = "first-half-and-second-half"
	root := tree(t, map[string]string{
		"hub.yaml": "sources: [{path: examples}]\nsecrets: [CUT_TOKEN]\n", "examples/long.sh": "# " + strings.Repeat("x", query.MaxSource-2-len("first-half")) + secret + strings.Repeat(" x", 99) + "\n",
	})
	t.Setenv("CUT_TOKEN", secret)
	exit, shown, told := hubIn(t, buildHub(t), root, "show", "1")
	require.Zero(t, exit, told)
	assert.Equal(t, "| … (truncated)", strings.TrimSpace(shown[strings.LastIndex(shown, "|"):]))
	if strings.Contains(shown, "first-half") {
		assert.Fail(t, "a part of the secret is shown")
	}
}
