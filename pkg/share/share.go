// Package share writes the files that packages of hub install below PREFIX/share: manual
// pages, and the completions of every shell where the shell looks for them.
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

// File is one file. Its name is a slash path relative to PREFIX/share.
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

// Write writes the files below the absolute folder dir, which it creates if it is missing.
// It replaces existing files. It fails if guard does not permit the folder.
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
