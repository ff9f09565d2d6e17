package ci_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/ci"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		env  string
		name string
		ci   bool
	}{
		{"", "none", false},
		{"CI=", "none", false},
		{"CI=false", "none", false},
		{"CI=0", "none", false},
		{"CI=true", "none", true},
		{"CI=1", "none", true},
		{"CI=true GITHUB_ACTIONS=true", "github", true},
		{"GITHUB_ACTIONS=false", "none", false},
		{"GITLAB_CI=true", "gitlab", true},
		{"TF_BUILD=True", "azure", true},
		{"BUILDKITE=true", "buildkite", true},
		{"TEAMCITY_VERSION=2024.12", "teamcity", true},
		{"JENKINS_URL=http://jenkins.example/", "jenkins", true},
		{"CIRCLECI=true", "circleci", true},
		{"BITBUCKET_BUILD_NUMBER=7", "bitbucket", true},
		{"SEMAPHORE=true", "semaphore", true},
		{"CIRRUS_CI=true", "cirrus", true},
		{"HEROKU_TEST_RUN_ID=ab-1", "heroku", true},
		{"TRAVIS=true", "travis", true},
		{"APPVEYOR=True", "appveyor", true},
		{"CODEBUILD_BUILD_ID=p:1", "codebuild", true},
		{"CI=woodpecker", "woodpecker", true},
		{"DRONE=true", "drone", true},
		// Jenkins may start the agent of another system.
		{"JENKINS_URL=x BUILDKITE=true", "buildkite", true},
	} {
		t.Run(c.env, func(t *testing.T) {
			s, pipeline := ci.Systems().Detect(getenv(env(c.env)))
			assert.Equal(t, c.name, s.Name)
			assert.Equal(t, c.ci, pipeline)
			assert.Equal(t, c.name == "none", s.Title == "", "every system has a title")
		})
	}
}

func TestNamed(t *testing.T) {
	for _, name := range ci.Systems().Names() {
		s, ok := ci.Systems().Named(name)
		assert.True(t, ok && s.Name == name && s.Title != "", name)
	}
	_, ok := ci.Systems().Named("none")
	assert.True(t, ok)
	for _, name := range []string{"hudson", "slurm", ""} {
		_, ok = ci.Systems().Named(name)
		assert.False(t, ok, name)
	}
}

// forgotten lists the mandatory fields that a system lacks.
func forgotten(s ci.System) (missing []string) {
	must := func(ok bool, what string) {
		if !ok {
			missing = append(missing, what)
		}
	}
	must(regexp.MustCompile(`^[a-z][a-z-]*$`).MatchString(s.Name) && s.Name != ci.None && s.Name != "auto", "Name")
	must(s.Title != "", "Title")
	must((s.Marker.Variable != "") != (len(s.Batch) > 0), "Marker or Batch")
	if p := s.Parts; p != nil {
		must(p.Read != nil || p.Advice != "" || p.Index != "" && p.Total != "", "Parts.Index and Total")
		must(p.Advice == "" || strings.Contains(p.Advice, "--shard="), "Parts.Advice with --shard=")
		must(p.PartAdvice == "" || strings.Contains(p.PartAdvice, "--part="), "Parts.PartAdvice with --part=")
		must(!p.Shared || s.Marker.Variable != "", "Marker, where names are shared")
	}
	// Of some systems the pipeline is unknown; others do not name it.
	without := map[string]bool{"teamcity": true, "codebuild": true, "kubernetes": true, "bazel": true, "azure-batch": true, "htcondor": true}
	must((s.Pipeline == nil) == without[s.Name], "Pipeline")
	must(s.Pipeline != nil || !s.Ordered && s.Axis == nil && s.Attempt == nil, "Pipeline, which Ordered, Axis and Attempt require")
	must(s.Attempt != nil || s.Job == nil, "Attempt, which Job requires")
	must(!s.Cluster || s.Batch != nil, "Batch, which Cluster requires")
	must(s.Workspace != "" || s.Blob == nil, "Workspace, which Blob requires")
	if p := s.Protocol; p != nil {
		must(len(p.Inside)+len(p.AtStart) > 0, "Protocol.Inside or AtStart")
		for _, mark := range append(p.Inside, p.AtStart...) {
			must(len(mark) > 1 && !strings.ContainsFunc(mark, unicode.IsSpace), "Protocol: marks of at least two characters, without spaces")
		}
		must(p.Tests != nil || p.Group != nil, "Protocol.Group or Tests")
		must(p.Tests == nil || p.Group == nil && p.Annotation == nil && p.Heading == nil && p.Fence == nil, "Protocol.Tests without other functions")
	}
	for _, f := range s.Files {
		must(f.Variable != "" && f.Text != nil, "Files: Variable and Text")
	}
	must(s.Agent == nil || s.Agent.Program != "" && s.Agent.Args != nil, "Agent.Program and Args")
	must(s.JUnit == nil || s.JUnit.Reader != "" && s.JUnit.Results > 0, "JUnit.Reader and Results")
	return missing
}

func TestEverySystemIsComplete(t *testing.T) {
	names, markers := map[string]bool{}, map[ci.Marker]bool{}
	for _, s := range ci.Systems() {
		assert.Empty(t, forgotten(s), s.Name)
		assert.False(t, names[s.Name] || names[s.Title], "%s is there twice", s.Name)
		names[s.Name], names[s.Title] = true, true
		if s.Batch == nil {
			assert.False(t, markers[s.Marker], "the marker of %s is there twice", s.Name)
			markers[s.Marker] = true
		}
	}
}

// Every missing field is reported.
func TestForgottenPartsAreFound(t *testing.T) {
	for part, forget := range map[string]func(s *ci.System){
		"Name":                           func(s *ci.System) { s.Name = "" },
		"Title":                          func(s *ci.System) { s.Title = "" },
		"Marker or Batch":                func(s *ci.System) { s.Marker = ci.Marker{} },
		"Parts.Index and Total":          func(s *ci.System) { s.Parts.Total = "" },
		"Pipeline":                       func(s *ci.System) { s.Pipeline = nil },
		"Attempt, which Job requires":    func(s *ci.System) { s.Attempt = nil },
		"Protocol.Inside or AtStart":     func(s *ci.System) { s.Protocol.Inside, s.Protocol.AtStart = nil, nil },
		"Protocol.Group or Tests":        func(s *ci.System) { s.Protocol.Group = nil },
		"Files: Variable and Text":       func(s *ci.System) { s.Files[0].Text = nil },
		"Agent.Program and Args":         func(s *ci.System) { s.Agent.Args = nil },
		"JUnit.Reader and Results":       func(s *ci.System) { s.JUnit.Results = 0 },
		"Workspace, which Blob requires": func(s *ci.System) { s.Workspace = "" },
	} {
		s := madeUp()
		assert.Empty(t, forgotten(s))
		forget(&s)
		assert.Contains(t, forgotten(s), part)
	}
}
