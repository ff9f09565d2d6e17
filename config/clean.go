package config

import "time"

// Clean is the policy of 'hub clean' without flags.
type Clean struct {
	OlderThan time.Duration `yaml:"older-than" default:"30d" doc:"Remove results older than this; 0 means never."`
}
