package config

import "testing"

// BenchmarkDefaults is what every command pays for the configuration where there is
// no hub.yaml.
func BenchmarkDefaults(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		defaults()
	}
}
