package config

// UsualSecrets are the names of environment variables that are secrets unless
// the configuration takes them out; its secrets come after these.
func UsualSecrets() []string {
	return []string{"TOKEN", "*_TOKEN", "KEY", "*_KEY", "SECRET", "*_SECRET", "PASS", "*_PASS", "*PASSWORD*"}
}
