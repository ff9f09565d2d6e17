package hub

import (
	"runtime"
	"strings"
)

// Variable returns the name of an environment variable as the system compares
// it: on Windows, where Path is PATH, case does not matter.
func Variable(name string) string { return variableOn(runtime.GOOS, name) }

func variableOn(goos, name string) string {
	if goos == "windows" {
		return strings.ToUpper(name)
	}
	return name
}

// LookupVariable returns the value of a variable in an environment of
// NAME=value entries, and whether it is set. The last entry counts.
func LookupVariable(environ []string, name string) (string, bool) {
	return lookupOn(runtime.GOOS, environ, name)
}

func lookupOn(goos string, environ []string, name string) (string, bool) {
	name = variableOn(goos, name)
	for i := len(environ) - 1; i >= 0; i-- {
		// From the second character on: Windows has variables like =C:.
		at := strings.IndexByte(environ[i][min(1, len(environ[i])):], '=') + 1
		if at == len(name) && at > 0 && variableOn(goos, environ[i][:at]) == name {
			return environ[i][at+1:], true
		}
	}
	return "", false
}

// Getenv returns the function that looks up variables in an environment, as
// [LookupVariable] does; absent ones are empty.
func Getenv(environ []string) func(name string) string {
	return func(name string) string {
		value, _ := LookupVariable(environ, name)
		return value
	}
}
