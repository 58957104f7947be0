package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// ask runs a subcommand with some words and gives what it printed.
func ask(c *cobra.Command, words ...string) (string, error) {
	var out bytes.Buffer
	c.SetArgs(words)
	c.SetOut(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	err := c.Execute()
	return out.String(), err
}

// issued issues a key for the ASA 5540 of serial number JMX1232L11M.
func issued(t *testing.T, words ...string) string {
	t.Helper()
	out, err := ask(keyCommand(), append([]string{"issue", "--serial", "JMX1232L11M", "--model", "ASA 5540"}, words...)...)
	if err != nil {
		t.Fatalf("issue %q: %v", words, err)
	}
	return out
}

// rule KEY-1: the five words are all that issue prints.
// rule KEY-2: show tells what went into a key, given as one word or as five.
func TestKeyIssueAndShow(t *testing.T) {
	key := issued(t, "--feature", "AnyConnect Premium Peers=1000", "--feature", "3des-aes=enabled")
	if words := strings.Fields(key); len(words) != 5 || key != strings.Join(words, " ")+"\n" {
		t.Fatalf("issue prints %q, want five words on a line", key)
	}
	want := "Key:                       " + key + `Serial number:             JMX1232L11M
Kind:                      permanent
License level:             Base
Encryption-3DES-AES:       Enabled
AnyConnect Premium Peers:  1000
`
	for _, words := range [][]string{{key}, strings.Fields(key)} {
		if got, err := ask(keyCommand(), append([]string{"show"}, words...)...); err != nil || got != want {
			t.Errorf("show %q: %v\n%swant\n%s", words, err, got, want)
		}
	}
}

// rule KEY-5: each time-based key is another one, unless its number is given.
func TestKeyIssueTimeBased(t *testing.T) {
	botnet := []string{"--feature", "Botnet Traffic Filter=Enabled", "--term"}
	keys := make(map[string]bool)
	for range 8 {
		keys[issued(t, append(botnet, "8w")...)] = true
	}
	if len(keys) < 2 {
		t.Error("eight keys with random issue numbers are all the same")
	}
	numbered := append(botnet, "1y", "--issue", "7")
	key := issued(t, numbered...)
	if again := issued(t, numbered...); again != key {
		t.Errorf("issue number 7 gives %q and %q", key, again)
	}
	got, err := ask(keyCommand(), "show", key, "-o", "json")
	var shown keyJSON
	if err != nil || json.Unmarshal([]byte(got), &shown) != nil {
		t.Fatalf("show -o json: %v\n%s", err, got)
	}
	if shown.Kind != "time-based" || shown.TermDays != 365 || shown.Issue == nil || *shown.Issue != 7 || shown.Level != "" {
		t.Errorf("shown as %s", got)
	}
}

// rule KEY-3: a key for another serial number is refused.
// rule KEY-7: so is one that wasn't sealed under the secret in use.
func TestKeyVerify(t *testing.T) {
	key := issued(t, "--secret", "ours")
	cases := []struct {
		words []string
		want  string
	}{
		{[]string{key, "--serial", "JMX1232L11M", "--secret", "ours"}, ""},
		{[]string{key, "--serial", "jmx1232l11m", "--secret", "ours"}, ""},
		{[]string{key, "--serial", "FCH1714J6HP", "--secret", "ours"}, "activation key is for serial number JMX1232L11M: want one for FCH1714J6HP"},
		{[]string{key, "--serial", "JMX1232L11M", "--secret", "theirs"}, "foreign activation key: not sealed under this secret"},
		{[]string{key, "--serial", "JMX"}, `serial number "JMX": want 11 letters and digits`},
		{[]string{"1 2 3 4", "--serial", "JMX1232L11M"}, `activation key "1 2 3 4": want five words`},
		{[]string{"0", "0", "0", "0", "0", "--serial", "JMX1232L11M"}, errNoKey.Error()},
	}
	for _, c := range cases {
		got, err := ask(keyCommand(), append([]string{"verify"}, c.words...)...)
		if c.want == "" {
			if err != nil || got != "valid\n" {
				t.Errorf("verify %q: %q, %v", c.words, got, err)
			}
			continue
		}
		if err == nil || err.Error() != c.want || got != "" {
			t.Errorf("verify %q: %q, %v\nwant %s", c.words, got, err, c.want)
		}
	}
}

// The environment names the secret where no flag does.
func TestKeySecretOfTheEnvironment(t *testing.T) {
	key := issued(t, "--secret", "ours")
	t.Setenv("ASAPAK_SECRET", "ours")
	if _, err := ask(keyCommand(), "show", key); err != nil {
		t.Error(err)
	}
	if _, err := ask(keyCommand(), "show", key, "--secret", "theirs"); err == nil {
		t.Error("the flag doesn't come before the environment")
	}
}

// rule INST-10: features and keys that the model doesn't take are refused by
// name; so is what no key carries.
func TestKeyIssueRefuses(t *testing.T) {
	cases := []struct {
		model, words, want string
	}{
		{"5506-X", "--feature|Botnet Traffic Filter=Enabled|--term|4w", "the ASA 5506-X takes no time-based key"},
		{"5506W-X", "--feature|Botnet Traffic Filter=Enabled|--term|4w", "the ASA 5506W-X takes no time-based key"},
		{"5506-X", "--feature|Shared License=Enabled", "the ASA 5506-X (Base) can't take Shared License"},
		{"5508-X", "--feature|Shared License=Enabled", "the ASA 5508-X (Base) can't take Shared License"},
		{"5516-X", "--feature|Shared SSL VPN Peers=500", "the ASA 5516-X (Base) can't take Shared AnyConnect Premium Peers"},
		{"ISA 3000", "--feature|Security Contexts=2", "the ISA 3000 (Base) can't take Security Contexts"},
		{"5510", "--feature|Security Contexts=5", "the ASA 5510 (Base) can't take Security Contexts"},
		{"5540", "--feature|WebVPN Peers=5000", "AnyConnect Premium Peers 5000: the limit of the ASA 5540 (Base) is 2500"},
		{"5540", "--feature|WebVPN Peers=300", "AnyConnect Premium Peers 300: no key carries that value; the nearest are 250 and 500"},
		{"5540", "--feature|Maximum VLANs=20", "Maximum VLANs: no key carries it: the model and its level fix it"},
		{"5540", "--feature|Carrier", `feature "Carrier": want NAME=VALUE`},
		{"5540", "--feature|Bananas=1", `feature "Bananas": want a name that asapak help features lists`},
		{"5540", "--feature|Carrier=2", "Carrier 2: no key carries that value; the highest is Enabled"},
		{"5540", "--feature|GTP/GPRS=Enabled|--feature|Carrier=Enabled", `feature "Carrier": given twice`},
		{"5540", "--level|Security Plus", `license level "Security Plus": the ASA 5540 has Base only`},
		{"5506H-X", "--level|Base", `license level "Base": the ASA 5506H-X has Security Plus only`},
		{"5540", "--term|8w", "a time-based key grants at least one feature"},
		{"5540", "--term|522w", `term "522w": want 3650 days at most`},
		{"5540", "--term|8m", `term "8m": want a number of days, weeks or years such as 30d, 8w or 1y`},
		{"5540", "--issue|4", "a permanent key has no issue number"},
		{"5540", "-o|yaml", `-o "yaml": want text or json`},
	}
	for _, c := range cases {
		words := append([]string{"issue", "--serial", "JMX1232L11M", "--model", c.model}, strings.Split(c.words, "|")...)
		if got, err := ask(keyCommand(), words...); err == nil || err.Error() != c.want || got != "" {
			t.Errorf("%s %s: %q, %v\nwant %s", c.model, c.words, got, err, c.want)
		}
	}
}
