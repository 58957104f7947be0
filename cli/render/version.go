package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/license"
)

// ShowVersion is the screen of show version. What is not known of a release,
// such as the day it was compiled, is not printed.
func ShowVersion(v *Version) string {
	p := page{layout: LayoutOf(v.Release), bytes: make([]byte, 0, 8192)}
	hw := hardwareOf(v.Model)
	p.software(v, hw)
	p.uptime(v)
	if v.UserContext {
		p.line("Hardware:   " + v.Model.Hardware)
		p.line("")
	} else {
		p.machine(v, hw)
	}
	p.lines(v.Notices)
	p.tables(&v.License)
	if !v.UserContext {
		p.keys(&v.License, " ")
		p.line(fmt.Sprintf("Configuration register is %#x", v.Register))
		p.imageType(v.Release, hw)
	}
	p.line(modified(v))
	return string(p.bytes)
}

// software prints the release and the files it came from.
func (p *page) software(v *Version, hw *hardware) {
	space := ""
	if v.Space != "" {
		space = "<" + v.Space + ">"
	}
	p.line("")
	p.line("Cisco Adaptive Security Appliance Software Version " + v.Release.String() + " " + space)
	if name := operatingSystem(v.Release, hw); name != "" {
		p.line(name)
	}
	p.line(fmt.Sprintf("Device Manager Version %d.%d(1)", v.Release.Major-2, v.Release.Minor))
	p.line("")
	if !v.UserContext {
		p.line(`System image file is "` + ImageFile(v.Model, v.Release) + `"`)
		p.line(`Config file at boot was "startup-config"`)
		p.line("")
	}
}

// operatingSystem is the line of the system below the ASA: from 9.8 on models
// with lfbff images print one, its minor number six behind the ASA's.
func operatingSystem(r license.Release, hw *hardware) string {
	if hw.image.suffix != lfbff.suffix || r.Before(license.Release{Major: 9, Minor: 8}) {
		return ""
	}
	name := "Firepower Extensible"
	if !r.Before(r914) {
		name = "SSP"
	}
	return fmt.Sprintf("%s Operating System Version 2.%d(1)", name, r.Minor-6)
}

// ImageFile is the file that holds release r on model m.
func ImageFile(m *license.Model, r license.Release) string {
	interim := ""
	if r.Interim != 0 {
		interim = fmt.Sprintf("-%d", r.Interim)
	}
	return fmt.Sprintf("disk0:/asa%d%d%d%s%s", r.Major, r.Minor, r.Maint, interim, hardwareOf(m).image.suffix)
}

func (p *page) uptime(v *Version) {
	p.line(v.Hostname + " up " + Uptime(v.Uptime))
	if v.ClusterUptime != 0 {
		p.line("failover cluster up " + Uptime(v.ClusterUptime))
	}
	p.line("")
}

// Uptime prints a time in its two greatest units, as show version does.
func Uptime(d time.Duration) string {
	const year = 365 * license.Day
	units := [...]struct {
		size time.Duration
		word string
	}{{year, "year"}, {license.Day, "day"}, {time.Hour, "hour"}, {time.Minute, "min"}, {time.Second, "sec"}}
	for i, u := range units {
		if d < u.size && u.size != time.Second {
			continue
		}
		text := counted(d/u.size, u.word)
		if i+1 < len(units) {
			text += " " + counted(d%u.size/units[i+1].size, units[i+1].word)
		}
		return text
	}
	return ""
}

func counted(n time.Duration, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// machine prints hardware, encryption hardware and interfaces.
func (p *page) machine(v *Version, hw *hardware) {
	p.line(fmt.Sprintf("Hardware:   %s, %d MB RAM, CPU %s", hardwareWord(v.Model, hw), hw.memory, hw.processor))
	p.line(fmt.Sprintf("Internal ATA Compact Flash, %dMB", hw.flash))
	p.line("BIOS Flash " + hw.bios)
	p.line("")
	p.accelerator(v.Release, hw.crypto)
	p.line("")
	p.interfaces(string(v.Serial), hw.ports)
	p.line("")
}

// hardwareWord is the word behind "Hardware:"; an ISA 3000 tells its ports too.
func hardwareWord(m *license.Model, hw *hardware) string {
	if strings.HasPrefix(hw.product, m.Hardware) {
		return hw.product
	}
	return m.Hardware
}

func (p *page) accelerator(r license.Release, a *accelerator) {
	const indent = "                             "
	width := 17
	if !r.Before(license.Release{Major: 9}) {
		width = 22
	}
	p.line("Encryption hardware device : " + a.name)
	for _, code := range [...]struct{ label, text string }{
		{"Boot microcode", a.boot}, {"SSL/IKE microcode", a.ssl}, {"IPSec microcode", a.ipsec},
	} {
		if code.text != "" {
			p.line(fmt.Sprintf("%s%-*s: %s", indent, width, code.label, code.text))
		}
	}
	if width == 22 {
		p.line(fmt.Sprintf("%sNumber of accelerators: %d", indent, a.count))
	}
}

// interfaces lists the interfaces. Their addresses come from the serial number,
// in the range for locally administered ones, so that no real device has them.
func (p *page) interfaces(serial string, ports []port) {
	var hash uint32 = 2166136261 // FNV-1a
	for _, c := range []byte(serial) {
		hash = (hash ^ uint32(c)) * 16777619
	}
	n := ports[0].first // models whose ports begin at 1 count them from 1
	for _, run := range ports {
		kind := "Ext"
		if run.internal {
			kind = "Int"
		}
		for i := range run.count {
			name := fmt.Sprintf("%s%d", run.prefix, run.first+i)
			p.line(fmt.Sprintf("%2d: %s: %-20s: address is 02a5.%04x.%04x, irq %d",
				n, kind, name, hash>>16, (hash+uint32(n))&0xffff, 255))
			n++
		}
	}
}

// tables prints the license of the unit and of its failover cluster. In a
// cluster show version prints no platform sentence, but a second blank line.
func (p *page) tables(l *License) {
	if l.Cluster == nil {
		p.block(Heading{UserContext: l.UserContext}, l.Own, l.Sentence)
		return
	}
	p.block(Heading{UserContext: l.UserContext}, l.Own, "")
	p.line("")
	p.block(Heading{Cluster: true, UserContext: l.UserContext}, l.Cluster, "")
}

// imageType prints the lines of the image family behind the register.
func (p *page) imageType(r license.Release, hw *hardware) {
	f := hw.image
	if f.typeFormat == "" || r.Before(f.typeSince) {
		return
	}
	text := strings.TrimSuffix(f.typeFormat, "\n")
	if f.apart {
		text = "\n" + text + "\n"
	}
	p.line(text)
}

func modified(v *Version) string {
	if v.Modified == "" {
		return "Configuration has not been modified since last system restart."
	}
	return "Configuration last modified by " + v.ModifiedBy + " at " + v.Modified
}
