package read

import (
	"path/filepath"
	"strings"
	"testing"
)

// wanted is what a sample with damaged columns says. Values are those of the
// unit's own table in order, with " / " between.
type wanted struct {
	platform      Platform
	model         string
	release       string
	serial        string
	hostname      string
	permanent     string // first word of the key
	sentence      string
	values, terms string // terms: those that aren't perpetual
	cluster       int    // rows
	detail        int
	timed         int
	problems      int
}

// damaged lists every sample whose columns were damaged by those who posted it.
var damaged = map[string]wanted{
	"boot/asa5505-72x-boot.txt": {model: "ASA 5505", release: "7.2", sentence: "Base",
		values: "8 / 3, DMZ Restricted / 10 / Disabled / Enabled / Enabled / 10 / 2 / Disabled / 0"},
	"legacy-pix-fwsm/tunnelsup-pix506e-635-boot.txt": {platform: PIX, release: "6.3(5)",
		values: "Disabled / Enabled / Enabled / 2 / 4 / Enabled / Enabled / Enabled / Unlimited / Unlimited / Unlimited"},
	"legacy-pix-fwsm/tunnelsup-pix506e-712-boot.txt": {platform: PIX, release: "0.0",
		values: "2 / 2 / Unlimited / Not supported / Enabled / Enabled / Enabled / Enabled / Enabled / 0 / Disabled / Unlimited"},
	"partial/asav-9x-unlicensed-netacad.txt": {platform: Smart, release: "9.8", serial: "9AFD5VDF2GM",
		values: "10 / 50 / Unlimited / Active/Standby / Enabled / Enabled / 0 / Disabled / 2 / Disabled / 250 / 250 / Disabled / Disabled / Disabled / Disabled / 2 / Enabled / Disabled"},
	"partial/bg-exam-asa5505.txt": {model: "ASA 5505", release: "7.0", serial: "JMX00000000", permanent: "0e268e0c", sentence: "ASA 5505 Security Plus",
		values: "8 / 20 / Unlimited / Active/Standby / Enabled / 25 / 8", problems: 1},
	"partial/bg-exam-pix535.txt": {platform: PIX, release: "0.0", serial: "PIX5350007", permanent: "0xd11b3d48", sentence: "PIX 535",
		values: "4 / 16 / Unlimited / Active/Active / Disabled / 16 / 4", problems: 2},
	"show_activation-key/docsample-asasm-npe-primary.txt": {model: "ASASM", release: "8.3", serial: "SAL144705BF", hostname: "ciscoasa", permanent: "0x4d1ed752", sentence: "WS-SVC-ASA-SM1 No Payload Encryption",
		values: "1024 / Unlimited / Active/Active / Enabled / Enabled / 25 / Enabled / Enabled", terms: "330 days", cluster: 8, timed: 1},
	"show_activation-key/docsample-asasm-npe-secondary.txt": {model: "ASASM", release: "8.3", serial: "SAD143502E3", hostname: "ciscoasa", permanent: "0xf404c46a", sentence: "WS-SVC-ASA-SM1 No Payload Encryption",
		values: "1024 / Unlimited / Active/Active / Enabled / Enabled / 25 / Disabled / Disabled", cluster: 8},
	"show_activation-key/docsample-cluster-5585.txt": {release: "9.0", serial: "JMX1504L2TD", hostname: "ciscoasa", permanent: "0x4a3eea7b", sentence: "ASA 5585-X base",
		values: "Unlimited / 100 / Unlimited / Active/Active / Enabled / Enabled / 2 / Disabled / 2 / Disabled / 250 / 250 / Disabled / Disabled / Disabled / Disabled / 2 / 2 / Disabled / Disabled / Enabled", cluster: 21},
	"show_activation-key/docsample-detail-5505.txt": {model: "ASA 5505", release: "8.4", serial: "88810093382", hostname: "ciscoasa", permanent: "0xce06dc6b", sentence: "ASA 5512-X Security Plus",
		values: "8 / 20 / Enabled / 8 / Unlimited / Active/Standby / Enabled / Enabled / 2 / Disabled / 25 / 25 / Disabled / Disabled / Disabled / 2 / 2 / Enabled / Disabled",
		terms:  "DMZ Unrestricted / 39 days", detail: 19, timed: 2},
	"show_activation-key/docsample-failover-primary-detail.txt": {model: "ASA 5520", release: "8.4", serial: "P3000000171", hostname: "ciscoasa", permanent: "0xce06dc6b", sentence: "ASA 5520 VPN Plus",
		values: "Unlimited / 150 / Unlimited / Active/Active / Enabled / Enabled / 12 / Enabled / 2 / Disabled / 750 / 750 / Disabled / Disabled / Disabled / Disabled / 2 / 2 / Enabled / Disabled",
		terms:  "33 days", cluster: 20, detail: 20, timed: 3},
	"show_activation-key/docsample-failover-secondary-detail.txt": {model: "ASA 5520", release: "8.4", serial: "P3000000011", hostname: "ciscoasa", permanent: "Oxyadayad1", sentence: "ASA 5520 VPN Plus",
		values:  "Unlimited / 150 / Unlimited / Active/Active / Enabled / Disabled / 2 / Disabled / 2 / Disabled / 750 / 750 / Disabled / Disabled / Disabled / Disabled / 2 / 2 / Disabled / Disabled",
		cluster: 20, detail: 20},
	"show_activation-key/docsample-standalone-timebased.txt": {model: "ASA 5520", release: "8.4", serial: "JMX1232L11M", hostname: "ciscoasa", permanent: "0xce06dc6b", sentence: "Base",
		values: "Unlimited / 150 / Unlimited / Active/Active / Enabled / Enabled / 10 / Enabled / 2 / Disabled / 750 / 750 / Enabled / 12000 / Disabled / Disabled / Disabled / 12 / 12 / Enabled / Disabled",
		terms:  "62 days / 62 days / 646 days", timed: 2},
	"show_activation-key/spam-asa5505-9x-UNTRUSTED.txt": {model: "ASA 5505", release: "9.0", serial: "JMX1549Z0JH", hostname: "ciscoasa", permanent: "0xc920fa40", sentence: "Base",
		values: "8 / 3 / Disabled / 0 / Unlimited / Disabled / Enabled / Enabled / 2 / Disabled / 10 / 12 / Disabled / Disabled / Disabled / Disabled / 2 / 2 / Disabled / Disabled / Disabled",
		terms:  "DMZ Restricted"},
	"show_version/cisshgo-asav10-9124-short.txt": {platform: Smart, release: "9.12(4)", serial: "9BU2M1EX1EG", hostname: "{{.Hostname}}", problems: 1},
	"show_version/genie1-asav10-984.txt": {platform: Smart, release: "9.8(4)10", serial: "9A5BHB00D2D", hostname: "NETLAB-ASA-01",
		values: "50 / Unlimited / Active/Standby / Enabled / Enabled / 0 / Disabled / 2 / Disabled / 250 / 250 / Disabled / Disabled / Disabled / Disabled / 2 / Enabled / Disabled"},
	"show_version/genie2-asa5520-841-docsample.txt": {model: "ASA 5520", release: "8.4(1)", serial: "JMX0938K0C0", hostname: "asa3", permanent: "0xce06dc6b", sentence: "Base",
		values: "Unlimited / 150 / Unlimited / Active/Active / Enabled / Enabled / 10 / Enabled / 2 / Disabled / 750 / 750 / Enabled / 12000 / Disabled / Disabled / Disabled / 12 / 12 / Enabled / Disabled",
		terms:  "62 days / 62 days / 646 days", timed: 2},
	"show_version/gist-asa5525-hdr.txt":      {model: "ASA 5525-X", release: "0.0", problems: 1},
	"show_version/issue-asa5510-832-hdr.txt": {model: "ASA 5510", release: "8.3(2)", hostname: "CS-FWA", problems: 1},
	"show_version/pastebin-asa5505-804-secplus50.txt": {model: "ASA 5505", release: "8.0(4)", hostname: "ciscoasa",
		values: "8 / 20, DMZ Unrestricted / 50 / Active/Standby / Enabled / Enabled", problems: 3},
	"show_version/pastebin-asa5510-821-ASDM.txt": {model: "ASA 5510", release: "8.2(1)", hostname: "ama-cisco-asa5510-mdf-1",
		values: "Unlimited / 50 / Unlimited / Disabled / Enabled / Enabled / 0 / Disabled / 10 / 250 / Disabled", problems: 4},
	"show_version/pastebin-asa5510-9171.txt": {model: "ASA 5510", release: "9.1(7)12", hostname: "ciscoasa",
		values: "Unlimited / 100 / Unlimited / Active/Active / Enabled / Enabled", problems: 3},
	"show_version/pastebin-asa5525-944-hdr.txt":  {model: "ASA 5525-X", release: "9.4(4)16", hostname: "ciscoasa", problems: 1},
	"show_version/pastebin-asa5585-9123-hdr.txt": {model: "ASA 5585-X SSP-20", release: "9.12(3)2", hostname: "ciscoasa", problems: 1},
	"show_version/pastebin-asa5585-964-hdr.txt":  {model: "ASA 5585-X SSP-20", release: "9.6(4)36", hostname: "asa-fw1-2-7", problems: 1},
	"show_version/unicon-fpr2130-983.txt": {platform: Smart, release: "9.8(3)235", serial: "JAD230418PC", hostname: "FP2130-LK1-FP2130",
		values: "Unlimited / 1024 / Unlimited / Active/Active / Enabled / Enabled / 2 / Disabled / 7500 / Disabled / 7500 / 7500 / Enabled / Enabled / Enabled / Disabled / 8000 / Disabled", cluster: 18},
}

// told puts into one wanted what a document says.
func told(d *Document) wanted {
	w := wanted{problems: len(d.Problems)}
	if len(d.Units) == 0 {
		return w
	}
	u := &d.Units[0]
	if u.Model != nil {
		w.model = u.Model.Name
	}
	w.platform, w.serial, w.hostname, w.sentence = u.Platform, u.SerialID, u.Hostname, u.sentenceName
	w.release = u.Release.String()
	w.permanent, _, _ = strings.Cut(u.Permanent.Text, " ")
	var values, terms []string
	for _, r := range u.Own {
		values = append(values, r.Value)
		if r.Term != "" && r.Term != "perpetual" {
			terms = append(terms, r.Term)
		}
	}
	w.values, w.terms = strings.Join(values, " / "), strings.Join(terms, " / ")
	w.cluster, w.detail, w.timed = len(u.Cluster), len(u.Detail), len(u.Timed)
	return w
}

// rule KEY-7, EXCL-9: outputs whose columns were damaged, or that were cut off,
// give the right values.
func TestDamagedOutputsGiveTheirValues(t *testing.T) {
	dir := corpus(t)
	kinds := map[string]bool{"show_version": true, "show_activation-key": true, "partial": true, "boot": true, "legacy-pix-fwsm": true}
	n := 0
	for _, s := range samples(t, dir) {
		if !kinds[s.kind] || !strings.HasPrefix(s.whitespace, "mangled") && s.whitespace != "near" {
			continue
		}
		n++
		want, listed := damaged[filepath.ToSlash(s.file)]
		if !listed {
			t.Errorf("%s: what it says isn't listed here", s.file)
			continue
		}
		d, _ := readSample(t, dir, s.file)
		if got := told(&d); got != want || len(d.Units) != 1 {
			t.Errorf("%s: %d units, the first says\n%+v\nwant\n%+v", s.file, len(d.Units), got, want)
		}
	}
	if n != len(damaged) {
		t.Errorf("%d damaged samples, %d are listed", n, len(damaged))
	}
}

// rule SHOW-1: the guide's examples, whose columns a conversion damaged, render
// with the columns of their era.
func TestDamagedExamplesRenderReflowed(t *testing.T) {
	dir := corpus(t)
	n := 0
	for _, s := range samples(t, dir) {
		if s.kind != "reflowed" {
			continue
		}
		n++
		d, _ := readSample(t, dir, filepath.Join("show_activation-key", "docsample-"+filepath.Base(s.file)))
		_, want := readSample(t, dir, s.file)
		if got := lineEnds(d.String()); got != lineEnds(want) {
			t.Errorf("%s:\n%s\nwant:\n%s", s.file, got, want)
		}
	}
	if n < 7 {
		t.Errorf("%d examples, want 7", n)
	}
}
