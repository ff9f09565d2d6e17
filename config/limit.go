package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Limit limits the examples that share a resource.
type Limit struct {
	Concurrent int  `yaml:"concurrent" check:"min0" doc:"Maximum number of examples that run at the same time; 0 means no limit."`
	Rate       Rate `yaml:"rate" doc:"Maximum number of starts per second (s), minute (m) or hour (h), like 60/m."`
	// BreakAfter counts results, not attempts.
	BreakAfter int `yaml:"break-after" check:"min0" doc:"Skip the examples that are still waiting after this many consecutive errors of type auth, rate_limit or network; 0 means never."`
}

// Rate is a maximum number of starts per time; the zero value means no limit.
type Rate struct {
	Count int
	Per   time.Duration
}

func rateForm() yamlmap.Form {
	return yamlmap.Scalar("a rate like 60/m", func(n *yaml.Node) (Rate, error) {
		number, unit, _ := strings.Cut(n.Value, "/")
		count, err := strconv.Atoi(strings.TrimSpace(number))
		per, ok := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[strings.TrimSpace(unit)]
		if err != nil || !ok || count < 1 || count > math.MaxInt32 {
			return Rate{}, fmt.Errorf("%s is not a rate; write a number, a slash and s, m or h, like 60/m for 60 starts per minute", yamlmap.Describe(n))
		}
		return Rate{Count: count, Per: per}, nil
	}, func(r Rate) *yaml.Node {
		unit := map[time.Duration]string{time.Second: "s", time.Minute: "m", time.Hour: "h"}[r.Per]
		return yamlmap.Plain(strconv.Itoa(r.Count) + "/" + unit)
	}, schema.Object{"type": "string", "pattern": `^\s*[0-9]+\s*/\s*[smh]\s*$`, "examples": []string{"60/m"}})
}
