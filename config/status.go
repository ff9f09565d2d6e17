package config

import "time"

// Status says what hub records across runs.
type Status struct {
	File     string        `yaml:"file" default:".hub/status.json" check:"name" doc:"Status file, relative to this file. With links resolved it must be inside this file's folder; to keep it elsewhere, pass --state=DIR. Run logs are in the folder runs beside it. Hub never replaces a file that is not a status file. Git ignores the folders that hub makes; in a folder of yours it is up to you to commit or ignore the status file."`
	MaxAge   time.Duration `yaml:"max-age" doc:"A pass that is older than this, or dated in the future, is stale; 0 means never."`
	KeepRuns int           `yaml:"keep-runs" default:"20" check:"min0" doc:"How many of the newest run logs 'hub clean' keeps."`
}
