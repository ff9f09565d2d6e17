package config

// UsualSecrets returns the built-in patterns for names of secret environment
// variables. Those of the configuration come after them, and may exclude names.
func UsualSecrets() []string {
	return []string{"TOKEN", "*_TOKEN", "KEY", "*_KEY", "SECRET", "*_SECRET", "PASS", "*_PASS", "*PASSWORD*"}
}
