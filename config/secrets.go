package config

// UsualSecrets returns the default patterns for names of secret environment
// variables; those of the configuration follow them, and may exclude names.
func UsualSecrets() []string {
	return []string{"TOKEN", "*_TOKEN", "KEY", "*_KEY", "SECRET", "*_SECRET", "PASS", "*_PASS", "*PASSWORD*"}
}
