package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseProgram(t *testing.T) {
	for text, want := range map[string]Program{
		"php":               {Name: "php"},
		"g++":               {Name: "g++"},
		"./bin/tool":        {Name: "./bin/tool"},
		"php>=8.3":          {"php", []Bound{{">=", "8.3"}}},
		"g++ >= 12":         {"g++", []Bound{{">=", "12"}}},
		"php>=8.1,<8.4":     {"php", []Bound{{">=", "8.1"}, {"<", "8.4"}}},
		"node > 18, != 21 ": {"node", []Bound{{">", "18"}, {"!=", "21"}}},
		"go==1.22":          {"go", []Bound{{"==", "1.22"}}},
		"go=1.22.3":         {"go", []Bound{{"=", "1.22.3"}}},
	} {
		got, err := ParseProgram(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		again, err := ParseProgram(got.String())
		require.NoError(t, err, text)
		assert.Equal(t, got, again, text)
	}
	for text, want := range map[string]string{
		"php^8.3":         `"php^8.3": ^ is not supported; write php>=8.1,<9`,
		"php~8.3":         `"php~8.3": ~ is not supported; write php>=8.1,<8.2`,
		">=8.3":           `">=8.3": the name of the program is missing before the version bound`,
		"php>=":           `"php>=": "" is not a version; write numbers and dots, as in php>=8.3`,
		"php>=8.x":        `"php>=8.x": "8.x" is not a version; write numbers and dots, as in php>=8.3`,
		"php>=v8":         `"php>=v8": "v8" is not a version; write numbers and dots, as in php>=8.3`,
		"php>=8.3 <9":     `"php>=8.3 <9": "8.3 <9" is not a version; write numbers and dots, as in php>=8.3`,
		"php>=8.3,":       `"php>=8.3,": "" is not a version bound; a bound begins with >=, >, <=, <, = or !=`,
		"php=>8":          `"php=>8": ">8" is not a version; write numbers and dots, as in php=8.3`,
		"php>=8.3,9":      `"php>=8.3,9": "9" is not a version bound; a bound begins with >=, >, <=, <, = or !=`,
		"x>=99999999999":  `"x>=99999999999": "99999999999" is not a version; write numbers and dots, as in x>=8.3`,
		"x>=1.1.1.1.1.1.": `"x>=1.1.1.1.1.1.": "1.1.1.1.1.1." is not a version; write numbers and dots, as in x>=8.3`,
	} {
		_, err := ParseProgram(text)
		assert.EqualError(t, err, want)
	}
}

func TestVersionsAreComparedByNumber(t *testing.T) {
	for bounds, versions := range map[string][2][]string{ // allowed, and not
		">=8.3":       {{"8.3", "8.3.0", "8.3.7", "8.10", "9"}, {"8.2.99", "8", "7.4"}},
		">8.3":        {{"8.3.1", "8.4"}, {"8.3", "8.3.0"}},
		"<8.3":        {{"8.2.99", "8"}, {"8.3", "8.3.0", "8.10"}},
		"<=8.3":       {{"8.3", "8.3.0", "8.2"}, {"8.3.1"}},
		"=8.3":        {{"8.3", "8.3.7"}, {"8.30", "8", "8.4"}},
		"==8":         {{"8", "8.3.7"}, {"80", "9"}},
		"!=21":        {{"20.9", "22"}, {"21", "21.7"}},
		">=8.1,<8.4":  {{"8.1", "8.3.9"}, {"8.0", "8.4"}},
		">=1.1.1.1.1": {{"1.1.1.1.1", "2"}, {"1.1.1.1"}},
	} {
		p, err := ParseProgram("x" + bounds)
		require.NoError(t, err)
		for _, v := range versions[0] {
			assert.True(t, p.Allows(v), "%s %s", v, bounds)
		}
		for _, v := range versions[1] {
			assert.False(t, p.Allows(v), "%s %s", v, bounds)
		}
	}
}

// What programs print when they are asked for their version.
func TestVersionIn(t *testing.T) {
	for _, c := range [][3]string{
		{"php", "PHP 8.1.2-1ubuntu2.14 (cli) (built: Aug 18 2023 11:41:11) (NTS)\nZend Engine v4.1.2", "8.1.2"},
		{"python3", "Python 3.12.0rc1", "3.12.0"},
		{"node", "v20.11.0", "20.11.0"},
		{"go", "go version go1.22.3 linux/amd64", "1.22.3"},
		{"ruby", "ruby 3.1.2p20 (2022-04-12 revision 4491bb740a) [x86_64-linux]", "3.1.2"},
		{"perl", "\nThis is perl 5, version 36, subversion 0 (v5.36.0) built for x86_64-linux", "5.36.0"},
		{"java", "openjdk version \"1.8.0_292\"", "1.8.0"},
		{"java", "openjdk 21 2023-09-19\nOpenJDK Runtime Environment (build 21+35-2513)", "21"},
		{"bash", "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15"},
		{"cc", "cc (Debian 12.2.0-14) 12.2.0", "12.2.0"},
		{"swift", "swift-driver version: 1.87.1 Apple Swift version 5.9 (swiftlang-5.9.0.128.108)", "5.9"},
		{"gawk", "GNU Awk 5.1.0, API: 3.0 (GNU MPFR 4.1.0)", "5.1.0"},
		{"jq", "jq-1.6", "1.6"},
		{"ffmpeg", "ffmpeg version n4.4.2 Copyright (c) 2000-2021", "4.4.2"},
		{"kotlin", "Kotlin version 1.9.0-release-358 (JRE 17.0.9+9)", "1.9.0"},
		{"lua", "Lua 5.4.4  Copyright (C) 1994-2022", "5.4.4"},
		{"tool", "a development build", ""},
		{"tool", "", ""},
		{"c++(", "c++( 1.2", "1.2"},
	} {
		assert.Equal(t, c[2], VersionIn(c[0], c[1]), c[1])
	}
}

func FuzzVersionIn(f *testing.F) {
	f.Add("php", "PHP 8.1.2", "php>=8.3")
	f.Fuzz(func(t *testing.T, name, printed, need string) {
		v := VersionIn(name, printed)
		if v != "" {
			require.Regexp(t, versionNumber(), v)
		}
		if p, err := ParseProgram(need); err == nil {
			p.Allows(v)
			again, err := ParseProgram(p.String())
			require.NoError(t, err)
			require.Equal(t, p, again)
		}
	})
}
