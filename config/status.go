package config

import "time"

// Status says what is remembered across runs.
type Status struct {
	File     string        `yaml:"file" default:".hub/status.json" check:"name" doc:"The status file, relative to this file and inside its folder, links resolved (elsewhere: --state=DIR); run logs are kept in the folder runs beside it. It replaces no file that is not a status file. A folder that hub makes is ignored by git, and so are those that it makes in a folder of yours; the status file in such a one is yours to commit or to ignore."`
	MaxAge   time.Duration `yaml:"max-age" doc:"A completed result older than this, or dated in the future, is stale; 0 means never."`
	KeepRuns int           `yaml:"keep-runs" default:"20" check:"min0" doc:"How many run logs 'hub clean' keeps, those recorded last."`
}
