package config

// Reports says where reports go.
type Reports struct {
	Dir     string   `yaml:"dir" default:".hub/reports" check:"name" doc:"Folder of the reports, relative to this file and inside its folder, links resolved; to write elsewhere, give the path on the command line: --report=FORMAT:PATH."`
	Default []string `yaml:"default" default:"[junit, json, markdown]" check:"name" doc:"Formats that 'hub ci' writes when it is not told."`
}
