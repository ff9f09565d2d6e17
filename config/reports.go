package config

// Reports says where reports are written.
type Reports struct {
	Dir     string   `yaml:"dir" default:".hub/reports" check:"name" doc:"Folder for reports, relative to this file. With links resolved it must be inside this file's folder; to write elsewhere, pass --report=FORMAT:PATH."`
	Default []string `yaml:"default" default:"[junit, json, markdown]" check:"name" doc:"Formats that 'hub ci' writes without --report."`
}
