package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/sim"
)

const scriptFolder = moduleRoot + "/testdata/script"

// Every script is a console log that the shell gives again, letter for letter:
// what stands behind its prompts is typed. Files of a script:
//
//	lab.yaml  the lab; without it the embedded one
//	console   the log, of the lab's first unit
//	secrets   what was typed where the log shows stars, a line each
//
// UPDATE_GOLDEN=1 go test ./cmd/asapak writes the logs anew; read the diff.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob(scriptFolder + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in %s: %v", scriptFolder, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			console := section(archive, "console")
			if console == nil {
				t.Fatal("the script has no console")
			}
			want := string(console.Data)
			got, err := replay(archive, want)
			if err != nil {
				t.Fatal(err)
			}
			if got == want {
				return
			}
			if os.Getenv("UPDATE_GOLDEN") == "1" {
				console.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("console differs (-want +got), see UPDATE_GOLDEN:\n%s", cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
		})
	}
}

// section is a file of a script, nil if there is none.
func section(a *txtar.Archive, name string) *txtar.File {
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &a.Files[i]
}

// replay types what a log shows behind the prompts of a fresh unit and returns
// the log of that.
func replay(a *txtar.Archive, log string) (string, error) {
	world, l, err := scriptWorld(a)
	if err != nil {
		return "", err
	}
	var secrets []string
	if f := section(a, "secrets"); f != nil {
		secrets = strings.Split(strings.TrimSuffix(string(f.Data), "\n"), "\n")
	}
	options := cli.Options{World: world, Secret: l.Secret}
	session := cli.New(cli.NewGrammar(), world.Units()[0], options)
	if !strings.HasPrefix(log, session.Prompt()) {
		options.Privileged = true
		session = cli.New(cli.NewGrammar(), world.Units()[0], options)
	}
	var b strings.Builder
	_, err = cli.RunBatch(session, typedIn(session, log, secrets), &b)
	return b.String(), err
}

// typedIn yields what a log shows as typed: the rest of the next line that begins
// with the prompt of the session as it stands, or a secret.
func typedIn(s *cli.Session, log string, secrets []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(log) {
			typed, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), s.Prompt())
			if !ok {
				continue
			}
			if s.Asking() == cli.AskSecret && len(secrets) > 0 {
				typed, secrets = secrets[0], secrets[1:]
			}
			if !yield(typed) {
				return
			}
		}
	}
}

func scriptWorld(a *txtar.Archive) (*sim.World, *lab.Lab, error) {
	l := lab.Default("")
	if f := section(a, "lab.yaml"); f != nil {
		var err error
		if l, err = lab.Parse(f.Name, f.Data, "", noFiles); err != nil {
			return nil, nil, err
		}
	}
	w, err := lab.Build(l)
	return w, l, err
}

// noFiles keeps a script's lab from reading files that aren't in the script.
func noFiles(path string) (io.ReadCloser, error) {
	return nil, fmt.Errorf("%s: a script's lab has no files", path)
}

// A script with one wrong letter in an answer fails.
func TestScriptsCanFail(t *testing.T) {
	const log = "ciscoasa> show curpriv\nUsername : enable_1\nCurrent privilege level : 1\nCurrent Mode/s : P_UNPR\n"
	if got, err := replay(&txtar.Archive{}, log); got != log || err != nil {
		t.Fatalf("the right log gives\n%s%v", got, err)
	}
	if wrong := strings.Replace(log, "P_UNPR", "P_PRIV", 1); wrong != log {
		if got, _ := replay(&txtar.Archive{}, wrong); got == wrong {
			t.Error("a wrong answer passes")
		}
	}
}
