package config

import (
	"errors"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

var errStub = errors.New("config: not built yet")

func Load(start, explicit string) (*Config, error) { return nil, errStub }
func Parse(name string, data []byte, root string, getenv func(string) (string, bool)) (*Config, error) {
	return nil, errStub
}
func (c *Config) Settings() hub.Settings         { return hub.Settings{} }
func (c *Config) At(path string) string          { return "" }
func (c *Config) RunnerNames() []string          { return nil }
func (c *Config) YAML() ([]byte, error)          { return nil, errStub }
func BuiltinRunners() map[string]Runner          { return nil }
func Schema() []byte                             { return nil }
func Nearest(word string, known []string) string { return "" }
func ParseFrontMatter(file string, firstLine int, data []byte) (FrontMatter, func(*hub.Settings), error) {
	return FrontMatter{}, nil, errStub
}
func ParseTime(text string, now time.Time) (time.Time, error) { return time.Time{}, errStub }
func ParseDuration(text string) (time.Duration, error)        { return 0, errStub }
