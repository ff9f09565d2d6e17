package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// heads are beginnings of files by name, of every kind that hub reads.
var heads = [][2]string{
	{"t.sh", "# Run it.\n$ ls\nt.sh\n"},
	{"a.sh", ""}, {"b.sh", " \n\t"}, {"c.sh", "#!/bin/sh\necho\n"}, {"d.py", "#!python3.12\n# Bare\n"}, {"e.bin", "\x00\x01"},
	{"f.py", "#!/usr/bin/env -S python3 -u\n# -*- coding: utf-8 -*-\n\"\"\"\n---\nid: x\ntitle: Front\n---\n# Heading\n\"\"\"\n"},
	{"g.sh", "# ---\n# id: g\n# tags: [a,\n#   b]\n# ---\n# The title\necho\n"}, {"h.sh", "# ---\n# id: open\n"}, {"i.md", "---\ntitle: x\n---\n# Markdown\n```sh\n```\n"},
	{"j.js", "/**\n * === A title ===\n * Copyright\n */\n"}, {"k.php", "<?php\n// Licensed under\n// Say hello\n"}, {"l.html", "<!--\n---\norder: 1\n---\n-->"},
	{"m.go", "// Say hello.\npackage main\n\nfunc main() {\n\tprintln(1)\n\t// Output:\n\t// 1\n}\n"}, {"n.go", "package main\n\nfunc main() {\n\t// Unordered output: a\n\t// b\n}\n"},
	{"o.go", "package lib\n"}, {"p.go", "package main\n"}, {"q.go", "main"}, {"r.go", "package main\nvar x = `\nfunc main() {}`\n"}, {"s.go", "package main\n/*\nfunc main() {}"},
	{"t.rb", "# frozen_string_literal: true\n\n# Ruby\nputs 1\n"}, {"u.sql", "-- ---\n-- skip: why\n-- ---\n-- Sql\n"}, {"v.lua", "--[[\nLua\n]]\n"}, {"w", "#!/opt/x/bin/tool -f\n"}, {"x.sh", "#!/usr/bin/env A=1 sh\n#\n# Assigns\n"},
	{"y.sh", "# " + strings.Repeat("long ", 300) + "\n"}, {"z.sh", "#!/bin/sh " + strings.Repeat("-x ", 300) + "\n"}, {"ä.sh", "# ü \xff \u202e Title\n"},
}

// of returns the facts of a file with that name and content.
func factsOf(t testing.TB, dir, name, content string) facts {
	file := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	x, err := (&reader{}).facts(file, make([]byte, head.Size), true)
	require.NoError(t, err)
	require.NoError(t, x.parse())
	x.first = append([]byte{}, x.first...)
	return x.facts
}

// A cache that hub wrote before this change of the code would say what is no longer
// so.
func TestFactsAreThoseOfTheirVersion(t *testing.T) {
	h := sha256.New()
	for _, f := range heads {
		facts := factsOf(t, t.TempDir(), f[0], f[1])
		h.Write(facts.encode(ext(f[0])))
	}
	assert.Equal(t, "3", fmt.Sprint(factsVersion), "write the hash of this version below")
	assert.Equal(t, "ce77a29bf2d97fe1685d4fef6bb2ee0d6f61385f76885068e9956bf1ff318e16", hex.EncodeToString(h.Sum(nil)),
		"the same bytes give other facts than before: raise factsVersion, and write the new hash here")
}

func TestFactsAreKept(t *testing.T) {
	for _, f := range heads {
		before := factsOf(t, t.TempDir(), f[0], f[1])
		var after facts
		require.True(t, after.decode(ext(f[0]), before.encode(ext(f[0]))), f[0])
		if after.long {
			require.Equal(t, "y.sh", f[0])
			after.long, after.first = false, before.first
		}
		if len(after.first) == 0 {
			after.first, before.first = nil, nil
		}
		require.Equal(t, before, after, f[0])
		require.False(t, after.decode(".other", before.encode(ext(f[0]))))
	}
}

// A hub that another version of Go built reads Go files by another parser.
func TestFactsOfGoAreThoseOfItsVersion(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "examples", "a.go")
	require.NoError(t, os.MkdirAll(filepath.Join(root, ".hub"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte("package main\n\nfunc main() {}\n"), 0o644))
	cfg := configure(t, root, oneSource)
	lib := facts{parsed: true}
	for by, examples := range map[string]int{readBy(file): 0, ".go go1.20": 1, ".go": 1} {
		cache := filecache.Load(filepath.Join(root, ".hub", "cache", "files.bin"), root, func() time.Time { return time.Now().Add(time.Hour) })
		id, err := plainfile.Look(file)
		require.NoError(t, err)
		if !id.Proves() {
			t.Skip("this system does not say when a file changed")
		}
		cache.PutHead(file, &id, lib.encode(by))
		c, err := Discover(cfg, cache)
		require.NoError(t, err)
		assert.Len(t, c.Examples, examples, by)
	}
}

func FuzzFacts(f *testing.F) {
	for _, h := range heads {
		facts := factsOf(f, f.TempDir(), h[0], h[1])
		f.Add(facts.encode(".sh"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var one, two facts
		if !one.decode(".sh", data) {
			require.Equal(t, facts{}, one)
			return
		}
		require.True(t, two.decode(".sh", one.encode(".sh")))
		require.Equal(t, one.encode(".sh"), two.encode(".sh"))
	})
}

// Whatever happens to a tree, and when: with a cache the catalog is that without one.
func TestTheCacheDecidesNothing(t *testing.T) {
	configs := []string{
		oneSource, "sources: [{path: ., include-if: 'sh|long'}]", "sources: [{path: ., include: ['**/*.sh', '**/*.go']}]",
	}
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 3))
		root := t.TempDir()
		name := func() string {
			return filepath.Join(root, "examples", string('a'+rune(random.IntN(3))), heads[random.IntN(len(heads))][0])
		}
		content := func() string { return heads[random.IntN(len(heads))][1] }
		for _, dir := range []string{"examples/a", "examples/b", "examples/c", ".hub/cache"} {
			require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o755))
		}
		where := filepath.Join(root, ".hub", "cache", "files.bin")
		// A cache believes that every file came to rest by its clock. Where that is
		// wrong, the system's clock has to tick before a change can show.
		now, rest := time.Now, func() {}
		if seed%2 == 0 {
			now, rest = func() time.Time { return time.Now().Add(time.Hour) }, func() { tick(t, filepath.Join(root, ".hub", "tick")) }
		}
		cache := filecache.Load(where, root, now)
		for step := range 60 {
			rest()
			for range 1 + random.IntN(4) {
				change(t, random, name(), name(), content())
			}
			cfg := configure(t, root, configs[random.IntN(len(configs))])
			want, err := Discover(cfg, nil)
			require.NoError(t, err)
			got, err := Discover(cfg, cache)
			require.NoError(t, err)
			require.Equal(t, want, got, "seed %d, step %d", seed, step)
			if random.IntN(4) == 0 {
				require.NoError(t, cache.Save(nil))
				cache = filecache.Load(where, root, now)
			}
		}
	}
}

// change does one of the things that happen to files.
func change(t *testing.T, random *rand.Rand, file, other, content string) {
	id, err := plainfile.Look(file)
	_, err2 := plainfile.Look(other)
	if err != nil || err2 != nil {
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
		return
	}
	was := time.Unix(0, id.Modified)
	switch random.IntN(8) {
	case 0:
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	case 1: // in place, with its size and time
		data := []byte(strings.Repeat(content+"\n", 1+int(id.Size)/(len(content)+1)))[:id.Size]
		require.NoError(t, os.WriteFile(file, data, 0o644))
		require.NoError(t, os.Chtimes(file, was, was))
	case 2: // a clock that was wrong
		then := time.Now().Add(time.Duration(random.Int64N(1000)-500) * time.Hour)
		require.NoError(t, os.Chtimes(file, then, then))
	case 3: // a copy that keeps the time
		data, err := os.ReadFile(other)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file+"~", data, 0o644))
		require.NoError(t, os.Chtimes(file+"~", was, was))
		require.NoError(t, os.Rename(file+"~", file))
	case 4: // a hard link
		if file != other {
			require.NoError(t, os.Remove(file))
			require.NoError(t, os.Link(other, file))
		}
	case 5: // two change places
		if file != other {
			require.NoError(t, os.Rename(file, file+"~"))
			require.NoError(t, errors.Join(os.Rename(other, file), os.Rename(file+"~", other)))
		}
	case 6:
		require.NoError(t, os.Remove(file))
	case 7: // a link
		if file != other {
			require.NoError(t, os.Remove(file))
			if err := os.Symlink(other, file); err != nil {
				t.Skipf("this system makes no symbolic links: %v", err)
			}
		}
	}
}

// tick waits until the clock of the file system has ticked.
func tick(t *testing.T, probe string) {
	for first := int64(0); ; {
		require.NoError(t, os.WriteFile(probe, nil, 0o644))
		id, err := plainfile.Look(probe)
		require.NoError(t, err)
		if first == 0 {
			first = max(id.Modified, 1)
		}
		if id.Modified != first {
			return
		}
	}
}
