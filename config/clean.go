package config

import "time"

// Clean is the policy of plain 'hub clean'.
type Clean struct {
	OlderThan time.Duration `yaml:"older-than" default:"30d" doc:"Results older than this are removed; 0 means never."`
}
