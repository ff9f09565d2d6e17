package stats

import (
	"math"
	"slices"
)

// Timing summarises how long examples took. All times are in seconds, rounded
// to microseconds (to be the same on every processor), and 0 if Count is 0.
type Timing struct {
	Count int     `json:"count" doc:"examples whose last outcome is a pass"`
	Total float64 `json:"total" doc:"sum"`
	Mean  float64 `json:"mean" doc:"average"`
	// Median is the middle value, or the mean of the two middle ones.
	Median float64 `json:"median" doc:"half of them take no longer"`
	// P95 is computed by the nearest-rank method: the least value that at least
	// 95 of 100 do not exceed.
	P95 float64 `json:"p95" doc:"95 of 100 take no longer"`
	// StdDev is the standard deviation of the whole, not an estimate from a
	// sample.
	StdDev float64 `json:"stdDev" doc:"standard deviation"`
	Min    float64 `json:"min" doc:"the fastest"`
	Max    float64 `json:"max" doc:"the slowest"`
}

// TimingOf summarises times in any order. NaN and negative times count as 0.
func TimingOf(seconds []float64) Timing {
	if len(seconds) == 0 {
		return Timing{}
	}
	sorted := make([]float64, len(seconds))
	for i, s := range seconds {
		if s > 0 && !math.IsInf(s, 1) {
			sorted[i] = s
		}
	}
	slices.Sort(sorted)
	n := len(sorted)
	t := Timing{Count: n, Median: median(sorted), Min: sorted[0], Max: sorted[n-1]}
	t.P95 = sorted[(n*95+99)/100-1]
	for _, s := range sorted {
		t.Total += s
	}
	t.Mean = t.Total / float64(n)
	squares := 0.0
	for _, s := range sorted {
		squares += (s - t.Mean) * (s - t.Mean)
	}
	t.StdDev = math.Sqrt(squares / float64(n))
	for _, v := range []*float64{&t.Total, &t.Mean, &t.Median, &t.P95, &t.StdDev, &t.Min, &t.Max} {
		*v = math.Round(*v*1e6) / 1e6
	}
	return t
}

// median returns the median of sorted values; 0 if there are none.
func median(sorted []float64) float64 {
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
