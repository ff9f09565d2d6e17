// Package share writes what a package of hub installs below PREFIX/share: manual pages,
// and completions for every shell, where the shells look for them.
package share

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/completion"
	"github.com/seed-00a9b34c/hub/pkg/manpage"
	"github.com/seed-00a9b34c/hub/pkg/manual"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// File is one file, by its slash path below share.
type File struct {
	Name string
	Text []byte
}

// Files returns all files; topics are the pages of the manual.
func Files(pages *manpage.Source, topics []manual.Topic) ([]File, error) {
	for _, t := range topics {
		pages.Topics = append(pages.Topics, t.Name)
	}
	var files []File
	for _, p := range pages.Pages() {
		files = append(files, File{"man/" + p.Name, p.Text})
	}
	for _, t := range topics {
		p := pages.Topic(t.Name, t.Text)
		files = append(files, File{"man/" + p.Name, p.Text})
	}
	for _, s := range completion.Shells() {
		text, err := s.Script()
		if err != nil {
			return nil, err
		}
		files = append(files, File{s.Place, text})
	}
	return files, nil
}

// Write writes the files below the absolute folder dir, which is created if it is
// missing. It replaces what is there. guard decides whether hub may.
func Write(guard *place.Guard, dir string, files []File) error {
	for _, f := range files {
		to, err := guard.File(filepath.Join(dir, filepath.FromSlash(f.Name)), place.Named)
		if err == nil {
			err = to.Replace(false, func(w io.Writer) error {
				_, err := io.Copy(w, bytes.NewReader(f.Text))
				return err
			})
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", f.Name, err)
		}
	}
	return nil
}

// Names lists the names of files, one on each line.
func Names(files []File) string {
	var b strings.Builder
	for _, f := range files {
		b.WriteString(f.Name + "\n")
	}
	return b.String()
}
