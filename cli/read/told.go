package read

import (
	"strconv"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// sentences reads what stands around the tables in whole sentences.
func (p *parser) sentences(text string, l *line) bool {
	if !strings.HasPrefix(text, "Th") {
		return false
	}
	for _, try := range [...]func(*parser, string, *line) bool{
		(*parser).platform, (*parser).flashKey, (*parser).notice,
	} {
		if try(p, text, l) {
			return true
		}
	}
	return false
}

// platform reads "This platform has an ASA 5520 VPN Plus license."
func (p *parser) platform(text string, l *line) bool {
	name, ok := strings.CutPrefix(text, "This platform has a")
	if !ok {
		if strings.HasPrefix(text, "This PIX has ") || strings.HasPrefix(text, "This platform does not support") {
			p.closeTable()
			u := p.output()
			u.Platform, u.Sentence = PIX, text
			return keep(l)
		}
		return false
	}
	name, ok = strings.CutSuffix(strings.TrimPrefix(name, "n"), " license.")
	p.closeTable()
	u := p.output()
	u.Sentence = text
	if !ok || len(name) < 2 || name[0] != ' ' {
		p.problem(text, "want the name of a license")
		return keep(l)
	}
	u.sentenceName = name[1:]
	return l.become(line{kind: sentence, text: name[1:]}, text)
}

// become makes l a line of another kind where that prints the text; a wording
// that is not known stays as it is.
func (l *line) become(typed line, text string) bool {
	if string(typed.append(nil)) != text {
		return keep(l)
	}
	typed.indent, typed.bare = l.indent, l.bare
	*l = typed
	return true
}

// flashKey reads "The flash permanent activation key is the SAME as the running
// permanent key." and the lines that follow a different one.
func (p *parser) flashKey(text string, l *line) bool {
	rest, ok := strings.CutPrefix(text, "The flash ")
	if !ok {
		return false
	}
	p.closeTable()
	_, rest, ok = strings.Cut(rest, "activation key is ")
	if !ok {
		return keep(l)
	}
	u := p.output()
	u.Flash = render.FlashSame
	if strings.HasPrefix(rest, "DIFFERENT") {
		u.Flash = render.FlashDifferent
	}
	permanent := strings.HasPrefix(text, "The flash permanent")
	return l.become(line{kind: flashSentence, flash: u.Flash, state: permanent}, text)
}

// notice reads the lines before a table that tell of a key that is not valid or
// gives too much.
func (p *parser) notice(text string, l *line) bool {
	rest, ok := strings.CutPrefix(text, "The Running Activation Key ")
	if !ok {
		return false
	}
	p.closeTable()
	u := p.output()
	u.Notices = append(u.Notices, text)
	typed := line{kind: defaults, state: strings.HasPrefix(rest, "is not valid")}
	if feature, ok := strings.CutPrefix(rest, "feature: "); ok {
		if typed, ok = readExceeds(feature); !ok {
			return keep(l)
		}
	}
	return l.become(typed, text)
}

// readExceeds reads "2 security contexts exceed the limit on the platform,
// reduced to 0 security contexts."
func readExceeds(text string) (line, bool) {
	before, reduced, ok := strings.Cut(text, " exceed the limit on the platform, reduced to ")
	number, what, _ := strings.Cut(before, " ")
	limit, _, _ := strings.Cut(reduced, " ")
	f := featureOf(what)
	key, err1 := strconv.ParseUint(number, 10, 32)
	left, err2 := strconv.ParseUint(limit, 10, 32)
	if !ok || f == license.NumFeatures || err1 != nil || err2 != nil {
		return line{}, false
	}
	had := &Row{Row: render.Row{Feature: f}, Amount: license.Value(key)}
	return line{kind: exceeds, row: had, limit: license.Value(left)}, true
}

// A product is a line that names the software.
type product struct {
	prefix   string
	platform Platform
}

var products = [...]product{
	{"Cisco Adaptive Security Appliance Software Version ", PAK},
	{"Cisco PIX Security Appliance Software Version ", PIX},
	{"Cisco PIX Firewall Version ", PIX},
	{"FWSM Firewall Version ", FWSM},
}

// header reads the lines of show version before the license. They are kept as
// they are.
func (p *parser) header(text string, l *line) bool {
	if p.software(text) || p.hardware(text) || p.uptime(text) {
		return keep(l)
	}
	return false
}

func (p *parser) software(text string) bool {
	for _, product := range products {
		rest, ok := strings.CutPrefix(text, product.prefix)
		if !ok {
			continue
		}
		p.closeTable()
		p.fresh = true
		u := p.output()
		u.sawVersion = true
		u.Platform = product.platform
		number, space, _ := strings.Cut(rest, " ")
		if r, err := license.ParseRelease(number); err == nil {
			u.Release, u.ReleaseFrom = r, Told
		} else {
			p.problem(text, err.Error())
		}
		u.Context = strings.Trim(space, " <>")
		return true
	}
	return false
}

func (p *parser) hardware(text string) bool {
	rest, ok := strings.CutPrefix(text, "Hardware:")
	if !ok {
		return false
	}
	p.closeTable()
	word, _, _ := strings.Cut(strings.TrimSpace(rest), ",")
	u := p.output()
	u.Hardware = word
	for prefix, platform := range hardwarePlatforms {
		if strings.HasPrefix(word, prefix) {
			u.Platform = platform
		}
	}
	return true
}

// hardwarePlatforms are the beginnings of hardware words that are no PAK ASA.
var hardwarePlatforms = map[string]Platform{
	"ASAv": Smart, "FPR": Smart, "PIX": PIX, "WS-SVC-FWM": FWSM,
}

// uptime reads "asa3 up 3 days 3 hours" and the failover cluster's line.
func (p *parser) uptime(text string) bool {
	host, time, ok := strings.Cut(text, " up ")
	if !ok || p.part != outside || time == "" || time[0] < '0' || time[0] > '9' || !isUptime(time) {
		return false
	}
	switch {
	case host == "failover cluster":
		p.output().ClusterUptime = time
	case !strings.Contains(host, " "):
		u := p.output()
		u.Hostname, u.Uptime = host, time
	default:
		return false
	}
	return true
}

func isUptime(text string) bool {
	words := strings.Fields(text)
	if len(words)%2 != 0 {
		return false
	}
	for i := 1; i < len(words); i += 2 {
		switch strings.TrimSuffix(words[i], "s") {
		case "year", "day", "hour", "min", "sec":
		default:
			return false
		}
	}
	return true
}

// prompt reads a line with a prompt and a command: what follows is another
// output.
func (p *parser) prompt(text string, l *line) bool {
	host, ok := promptHost(text)
	if !ok && !strings.HasPrefix(text, "Result of the command:") {
		return false
	}
	p.closeTable()
	p.fresh = true
	p.hostname = host
	return keep(l)
}

// promptHost is the name in a prompt such as "asa1/pri/act(config)# ".
func promptHost(text string) (string, bool) {
	end := strings.IndexAny(text, "#> \t:")
	if end < 1 || text[end] != '#' && text[end] != '>' {
		return "", false
	}
	if rest := strings.TrimLeft(text[end+1:], " "); rest != "" && (rest[0]|0x20 < 'a' || rest[0]|0x20 > 'z') {
		return "", false
	}
	host := text[:end]
	if cut := strings.IndexAny(host, "/("); cut > 0 {
		host = host[:cut]
	}
	for i := range len(host) {
		if c := host[i]; !isAlphanumeric(host[i:i+1]) && c != '-' && c != '.' && c != '_' {
			return "", false
		}
	}
	return host, true
}

// smart reads what only smart-licensed units print.
func (p *parser) smart(text string, l *line) bool {
	for _, prefix := range smartLines {
		if strings.HasPrefix(text, prefix) {
			p.closeTable()
			p.output().Platform = Smart
			return keep(l)
		}
	}
	return false
}

var smartLines = [...]string{
	"License mode:", "License state:", "License reservation:", "ASAv Platform License State:", "Active entitlement:",
	"No active entitlement:", "Firewall throughput limited to", "*Memory resource allocation is more than",
}

// neutral reads lines that end a table, or stand in it, and say nothing of
// licenses.
func (p *parser) neutral(text string, l *line) bool {
	if text[0] == '%' || strings.HasPrefix(text, "```") { // a log line in between, or the fence of a page
		return keep(l)
	}
	if strings.HasPrefix(text, "Verify the activation-key") {
		p.closeTable()
		p.fresh = true
		return keep(l)
	}
	for _, prefix := range afterTables {
		if strings.HasPrefix(text, prefix) {
			p.closeTable()
			return keep(l)
		}
	}
	return false
}

var afterTables = [...]string{
	"Configuration register is", "Configuration last modified by", "Configuration has not been modified",
	"Image type", "Key version", "Key Version", "Encryption hardware device", "Validating activation key",
	"Boot microcode", "Cryptochecksum", "Type help", "INFO:", "ERROR:", "WARNING:",
}

// startsOther reports whether a line with a colon begins something else than a
// row of a table.
func startsOther(text string) bool {
	for _, prefix := range afterTables {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	for _, prefix := range labels {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return text[0] == '%'
}

// labels begin the lines of an output, other than rows, that have a colon.
var labels = [...]string{
	"Licensed ", "Failover cluster licensed", "Running ", "Activation Key:", "Serial Number:", "erial Number:",
	"The ", "Active ", "Inactive ", "Hardware:", "License ", "Result of the command:", "ASAv Platform",
}

// other takes a line that nothing knows: in the middle of a table it is a
// problem, after a blank line it is the table's end.
func (p *parser) other(text string) {
	if p.part == outside {
		return
	}
	if p.gap || p.part == inTable && len(p.rows) == 0 {
		p.closeTable()
		return
	}
	p.problem(text, "not a row of a license table")
}
