package main

import "regexp"

// varying matches what differs between two runs of the same: times, durations with the spaces before them,
// run IDs, who ran what and with which means, and who was slowest.
var varying = regexp.MustCompile(`(?m)^- [\d.hms]+ · .*$|\d{4}-\d\d-\d\d[T ][\d:.]+Z?|\d{8}T[\d.]+Z-[0-9a-f]+| *\b(\d+\.\d+ ?s|\d+ ?ms|\d+m\d\ds|\d+h\d\dm)\b|"(seconds|cpuSeconds|peakMemory|workers|worker)":[\d.e-]+,?|"hub\.(cpu-seconds|peak-memory-bytes)" value="[\d.e-]+"|time="[\d.]+"|\d+ workers?`)

func timeless(s string) string { return varying.ReplaceAllString(s, "TIME") }
