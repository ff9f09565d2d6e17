package config

import (
	"sync"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// format returns the types and rules for yamlmap: a pure value, made once.
var format = sync.OnceValue(func() *yamlmap.Format {
	return yamlmap.NewFormat(map[string]yamlmap.Rule{
		"address":  addressRule(),
		"entry":    entryRule(),
		"env":      envRule(),
		"file":     fileRule(),
		"glob":     globRule(false),
		"glob-not": globRule(true),
		"group":    groupRule(),
		"min0":     min0Rule(),
		"name":     nameRule(),
		"os":       osRule(),
		"raw":      {Binary: true},
		"regexp":   regexpRule(),
		"require":  requirementRule(),
		"share":    shareRule(),
		"template": {Binary: true, Literal: true},
		"url":      urlRule(),
		"version":  versionRule(),
	},
		allowFailureForm(),
		DateForm(),
		durationForm(),
		envForm(),
		exitCodesForm(),
		expectOutputForm(),
		normalizerForm(),
		normalizersForm(),
		rateForm(),
		retriesForm(func(r *hub.Retries) *int { return &r.Max }),
		retriesForm(func(r *Retries) *int { return &r.Max }),
		sizeForm(),
		skipForm(),
		stepForm(),
		stringsForm(),
		workersForm(),

		yamlmap.Enum(FlakyPass, FlakyFail),
		yamlmap.Enum(DoubtfulWarn, DoubtfulFail, DoubtfulIgnore),
		yamlmap.Enum(hub.BackoffConstant, hub.BackoffExponential),
		yamlmap.Enum(hub.ErrorTypes()...),
		yamlmap.Enum(hub.LeaksWarn, hub.LeaksFail, hub.LeaksIgnore),
		yamlmap.Enum(hub.NormalizerNames()...),
		yamlmap.Enum(hub.WorkdirRoot, hub.WorkdirExample, hub.WorkdirCopy),
	)
})
