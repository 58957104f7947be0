package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// console is a console log of one unit, with a line that nothing can read.
const console = "asa1# show activation-key\n" +
	"Serial Number:  JMX1232L11M\n" +
	"Running Permanent Activation Key: 0xce06dc6b 0x8a7b5ab7 0xa1e21dd4 0xd2c4b8b8 0xc4594f9c \n" +
	"\nLicensed features for this platform:\n" +
	"Maximum VLANs                     : 150            perpetual\n" +
	"@@@ noise\n" +
	"Botnet Traffic Filter             : Enabled        646 days\n" +
	"\nThis platform has an ASA 5520 VPN Plus license.\n"

// runRead runs the command in this process.
func runRead(stdin string, args ...string) (stdout, stderr string, err error) {
	var out, complaints bytes.Buffer
	c := readCommand()
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&complaints)
	c.SetArgs(args)
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.Execute()
	return out.String(), complaints.String(), err
}

func TestReadTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "asa1.txt")
	if err := os.WriteFile(file, []byte(console), 0o644); err != nil {
		t.Fatal(err)
	}
	out, complaints, err := runRead("", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"asa1", "ASA 5520", "JMX1232L11M", "Maximum VLANs", "646 days", "0xce06dc6b 0x8a7b5ab7"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if want := file + ":7: @@@ noise: not a row of a license table\n"; complaints != want {
		t.Errorf("standard error %q, want %q", complaints, want)
	}
}

func TestReadJSON(t *testing.T) {
	out, _, err := runRead(console, "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	var got readJSON
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Units) != 1 || got.Units[0].Model != "ASA 5520" || got.Units[0].Serial != "JMX1232L11M" ||
		len(got.Units[0].License) != 2 || got.Units[0].License[1].Days != 646 || len(got.Problems) != 1 || got.Problems[0].Line != 7 {
		t.Errorf("read %+v", got)
	}
}

func TestReadAsOriginal(t *testing.T) {
	damaged := strings.NewReplacer("                  ", " ", "            ", " ").Replace(console)
	for _, text := range []string{console, damaged} {
		if out, _, err := runRead(text, "--as", "original", "-"); err != nil || out != console {
			t.Errorf("%v\n%s\nwant\n%s", err, out, console)
		}
	}
}

func TestReadFails(t *testing.T) {
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"nothing found":     {"lorem ipsum\n", nil, "no license output found"},
		"no such file":      {"", []string{"/nowhere/at/all"}, "/nowhere/at/all: no such file or directory"},
		"binary":            {strings.Repeat("\x01\x02\x00", 999), nil, "standard input: not a text"},
		"unknown format":    {console, []string{"-o", "xml"}, `-o "xml": want table or json`},
		"unknown rendering": {console, []string{"--as", "is"}, `--as "is": want original`},
	} {
		out, _, err := runRead(c.stdin, c.args...)
		if err == nil || err.Error() != c.want || out != "" {
			t.Errorf("%s: error %v, output %q, want %q", name, err, out, c.want)
		}
	}
	good := filepath.Join(t.TempDir(), "good.txt")
	if err := os.WriteFile(good, []byte(console), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, _, err := runRead("", good, "/nowhere"); err == nil || !strings.Contains(out, "JMX1232L11M") {
		t.Errorf("one file of two can't be read: error %v, output %q", err, out)
	}
}
