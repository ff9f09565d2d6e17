package survey

import (
	"fmt"
	"os"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Nothing describes a project without examples: where hub looked, what kinds of files
// there are, and what to do.
func Nothing(cfg *config.Config) string {
	s := Look(cfg.Root, cfg.Runners)
	programs, strangers, documents := s.Programs("."), s.Strangers("."), s.Documents(".")
	var saw []string
	if text := Text(programs); text != "" {
		saw = append(saw, text)
	}
	if text := Text(strangers); text != "" {
		saw = append(saw, text+" (no runner)")
	}
	if text := Text(documents); text != "" {
		saw = append(saw, text+" (not run)")
	}
	there := "no programs"
	if len(saw) > 0 {
		there = strings.Join(saw, "; ")
	}
	if s.Cut {
		there += " and more"
	}
	do := "'hub init' writes a hub.yaml that names their folders"
	switch {
	case Count(programs) > 0 && cfg.File != "":
		do = "list their folders under sources in " + cfg.At("sources")
	case Count(programs) > 0:
	case Count(strangers) > 0:
		do = fmt.Sprintf("no runner matches %s files; add one to hub.yaml, such as runners: {mine: {match: [\"*%s\"], command: [PROGRAM, \"{file}\"]}}", strangers[0].Ext, strangers[0].Ext)
	case Count(documents) > 0:
		do = "hub runs neither notebooks nor Markdown yet"
	default:
		do = "list the folders of your examples under sources in hub.yaml ('hub init' writes one)"
	}
	return fmt.Sprintf("no examples: looked in %s; the project has %s; %s", sources(cfg), there, do)
}

// sources names the sources of a configuration, and what is wrong with them.
func sources(cfg *config.Config) string {
	if !cfg.Guessed() && len(cfg.Sources) > 0 {
		var out []string
		for i, source := range cfg.Sources {
			text := hub.PrintablePath(source.Path)
			if len(source.Include) > 0 {
				text += " for " + strings.Join(source.Include, ", ")
			}
			out = append(out, fmt.Sprintf("%s (%s)", text, cfg.At(fmt.Sprintf("sources[%d]", i))))
		}
		return strings.Join(out, ", ")
	}
	if !cfg.Guessed() {
		return cfg.At("sources") + ", which is empty"
	}
	var missing []string
	for _, usual := range config.UsualSources() {
		if info, err := os.Stat(place.Under(cfg.Root, usual)); err != nil || !info.IsDir() {
			missing = append(missing, usual)
		}
	}
	text := strings.Join(config.UsualSources(), ", ")
	switch {
	case len(missing) == len(config.UsualSources()):
		return text + ", which do not exist"
	case len(missing) > 0:
		return fmt.Sprintf("%s (%s missing)", text, strings.Join(missing, ", "))
	}
	return text
}
