package render

// ShowActivationKey is the screen of show activation-key, or of its detail form
// when the view has the permanent license in Detail.
func ShowActivationKey(v *ActivationKey) string {
	p := page{layout: LayoutOf(v.Release), bytes: make([]byte, 0, 4096)}
	p.keys(&v.License, "  ")
	p.line("")
	p.lines(v.Notices)
	p.block(Heading{UserContext: v.UserContext}, v.Own, v.Sentence)
	if v.Cluster != nil {
		p.block(Heading{Cluster: true, UserContext: v.UserContext}, v.Cluster, v.Sentence)
	}
	if v.Detail != nil {
		p.key(PermanentLabel(v.Release), v.Permanent)
		p.line("")
		p.block(Heading{UserContext: v.UserContext}, v.Detail, "")
	}
	if v.Flash != FlashUnsaid {
		p.flash(v.Flash)
	}
	p.timed(true, v.Active)
	p.timed(false, v.Inactive)
	return string(p.bytes)
}

// A page collects the lines of one screen.
type page struct {
	bytes  []byte
	layout *Layout
}

func (p *page) line(text string) {
	p.bytes = append(append(p.bytes, text...), '\n')
}

func (p *page) lines(all []string) {
	for _, text := range all {
		p.line(text)
	}
}

// keys prints the serial number and the keys of the unit; what stands between
// label and serial number differs from screen to screen.
func (p *page) keys(l *License, gap string) {
	if l.Serial != "" {
		p.line(SerialLabel + gap + string(l.Serial))
	}
	if l.Permanent != "" {
		p.key(PermanentLabel(l.Release), l.Permanent)
	}
	for _, k := range l.TimeBased {
		p.key(RunningTimeBased, k)
	}
}

func (p *page) key(label KeyLabel, key string) {
	p.bytes = append(AppendKeyLine(p.bytes, label, key), '\n')
}

// block prints one license table with the platform sentence and the blank lines
// around both.
func (p *page) block(h Heading, rows []Row, sentence string) {
	p.line(h.String())
	p.rows(p.layout, rows)
	p.line("")
	if sentence != "" {
		p.line(sentence)
		p.line("")
	}
}

func (p *page) rows(l *Layout, rows []Row) {
	for _, r := range rows {
		p.bytes = append(l.AppendRow(p.bytes, r), '\n')
	}
}

func (p *page) flash(s FlashKey) {
	p.bytes = append(AppendFlash(p.bytes, s, p.layout.HasTerm()), '\n')
	if s == FlashDifferent {
		p.line(nextReload(p.layout.HasTerm()))
	}
}

// nextReload follows a flash key that differs. No real unit was seen to print
// it: the wording is this simulator's, after what is commonly recalled.
func nextReload(hasPermanent bool) string {
	if hasPermanent {
		return "The flash permanent activation key takes effect after the next reload."
	}
	return "The flash activation key takes effect after the next reload."
}

// timed prints the active or the inactive time-based keys, a blank line before
// each key but the first.
func (p *page) timed(active bool, keys []TimeBasedKey) {
	if len(keys) == 0 {
		return
	}
	p.line("")
	p.line(TimedHeading(active))
	for i, k := range keys {
		if i > 0 {
			p.line("")
		}
		p.line(k.Key)
		p.rows(&timedLayout, k.Rows)
	}
}
