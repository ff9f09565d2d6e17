package ci

import "strings"

// System is the CI system that hub runs under.
type System struct {
	// Name is short, lower case and stable: github, gitlab, azure, …; none when
	// the system is not one that hub knows.
	Name string
	// Title is the name for people; empty when Name is none.
	Title string
	// CI reports whether this is a pipeline at all. It is also true for a
	// system that is not known by name and sets the variable CI.
	CI bool
}

// The names of the systems whose log protocol hub speaks, and of none at all.
const (
	GitHub    = "github"
	GitLab    = "gitlab"
	Azure     = "azure"
	Buildkite = "buildkite"
	TeamCity  = "teamcity"
	None      = "none"
)

// marker is how one system is recognised: by a variable that it alone sets.
type marker struct {
	name, title, variable string
	// value, when given, is what the variable must be; else anything but empty,
	// 0 and false will do.
	value string
}

// markers lists the systems in the order in which they are looked for: the
// first that is there is the answer. Those that run inside another's jobs and
// leave its variables in place would have to stand before it.
func markers() []marker {
	return []marker{
		{name: GitHub, title: "GitHub Actions", variable: "GITHUB_ACTIONS"},
		{name: GitLab, title: "GitLab CI", variable: "GITLAB_CI"},
		{name: Azure, title: "Azure Pipelines", variable: "TF_BUILD"},
		{name: Buildkite, title: "Buildkite", variable: "BUILDKITE"},
		{name: TeamCity, title: "TeamCity", variable: "TEAMCITY_VERSION"},
		{name: "circleci", title: "CircleCI", variable: "CIRCLECI"},
		{name: "bitbucket", title: "Bitbucket Pipelines", variable: "BITBUCKET_BUILD_NUMBER"},
		{name: "semaphore", title: "Semaphore", variable: "SEMAPHORE"},
		{name: "cirrus", title: "Cirrus CI", variable: "CIRRUS_CI"},
		{name: "heroku", title: "Heroku CI", variable: "HEROKU_TEST_RUN_ID"},
		{name: "travis", title: "Travis CI", variable: "TRAVIS"},
		{name: "appveyor", title: "AppVeyor", variable: "APPVEYOR"},
		{name: "codebuild", title: "AWS CodeBuild", variable: "CODEBUILD_BUILD_ID"},
		{name: "woodpecker", title: "Woodpecker", variable: "CI", value: "woodpecker"},
		{name: "drone", title: "Drone", variable: "DRONE"},
		// Last: its variables are inherited by whatever it starts.
		{name: "jenkins", title: "Jenkins", variable: "JENKINS_URL"},
	}
}

// Detect says which CI system the environment is one of. getenv is
// [os.Getenv], or stands for it.
func Detect(getenv func(string) string) System {
	for _, m := range markers() {
		if m.present(getenv) {
			return System{Name: m.name, Title: m.title, CI: true}
		}
	}
	return System{Name: None, CI: truthy(getenv("CI"))}
}

func (m marker) present(getenv func(string) string) bool {
	v := getenv(m.variable)
	if m.value != "" {
		return v == m.value
	}
	return truthy(v)
}

// truthy is how the systems themselves read a variable that is a switch.
func truthy(v string) bool {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "", "0", "false":
		return false
	}
	return true
}

// Names lists the systems that [Detect] knows, in its order.
func Names() []string {
	var names []string
	for _, m := range markers() {
		names = append(names, m.name)
	}
	return names
}

// Named returns the system of that name, which may be [None].
func Named(name string) (System, bool) {
	if name == None {
		return System{Name: None}, true
	}
	for _, m := range markers() {
		if m.name == name {
			return System{Name: m.name, Title: m.title, CI: true}, true
		}
	}
	return System{}, false
}
