package sshd

import (
	_ "embed"
	"net"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/scrapli/scrapligo/driver/network"
	"github.com/scrapli/scrapligo/driver/options"
	"github.com/scrapli/scrapligo/platform"
)

//go:embed testdata/cisco_asa.yaml
var scrapliPlatform []byte

// scrapli is a driver of scrapligo that is open.
func scrapli(t *testing.T, address string) *network.Driver {
	t.Helper()
	host, port, _ := net.SplitHostPort(address)
	number, _ := strconv.Atoi(port)
	p, err := platform.NewPlatform(scrapliPlatform, host,
		options.WithPort(number), options.WithAuthNoStrictKey(), options.WithAuthUsername("admin"), options.WithAuthPassword("cisco"),
		options.WithAuthSecondary("cisco"), options.WithTransportType("standard"), options.WithTimeoutOps(patience))
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.GetNetworkDriver()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Open(); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestScrapligo(t *testing.T) {
	s := serve(t, 1, nil)
	d := scrapli(t, s.addresses[0])
	ask := func(command string) string {
		t.Helper()
		r, err := d.SendCommand(command)
		if err != nil {
			t.Fatal(err)
		}
		if r.Failed != nil {
			t.Errorf("%s: %v", command, r.Failed)
		}
		return r.Result
	}
	version := ask("show version")
	if m := regexp.MustCompile(`(?m)^Serial Number: (\S+)`).FindStringSubmatch(version); m == nil || m[1] != "JAD21470000" {
		t.Errorf("no serial number in\n%s", version)
	}
	key := strings.TrimSpace(ask(`simulate issue "AnyConnect Premium Peers"=25 for 8w`))
	ask("activation-key " + key)
	if license := ask("show activation-key"); !regexp.MustCompile(`(?m)^AnyConnect Premium Peers +: 25 +56 days`).MatchString(license) {
		t.Errorf("the key isn't in force:\n%s", license)
	}
	r, err := d.SendConfigs([]string{"object network web", "host 192.0.2.10", "hostname edge"})
	if err != nil || r.Failed != nil {
		t.Fatalf("configuration: %v, %v", err, r)
	}
	if got := ask("show running-config object"); got != "object network web\n host 192.0.2.10" {
		t.Errorf("the object is %q", got)
	}
	for _, level := range []string{"exec", "configuration", "privilege-exec"} {
		if err := d.AcquirePriv(level); err != nil {
			t.Errorf("level %s: %v", level, err)
		}
	}
	if bad, err := d.SendCommand("show nonsense"); err != nil || bad.Failed == nil {
		t.Errorf("an error passes: %v", err)
	}
	// The prompt was learned as asa1 and is edge now: patterns take any.
	if got := ask("show curpriv"); !strings.Contains(got, "Current privilege level : 15") {
		t.Errorf("%q", got)
	}
	d.Close() // EOF where the unit is faster: both ways are an end
}
