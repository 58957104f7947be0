package main

import (
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// What "asapak combine -o json" writes. Names don't change once released.
type (
	combineJSON struct {
		Kind       string          `json:"kind"` // a failover pair, an Active/Active failover pair, a cluster
		CanJoin    bool            `json:"canJoin"`
		InForce    bool            `json:"combinedInForce"`
		Units      []partnerJSON   `json:"units"`
		Warnings   []string        `json:"warnings"`
		Objections []objectionJSON `json:"objections"`
		Rows       []mergedJSON    `json:"rows"`
		Concerns   []concernJSON   `json:"concerns"`
		RunsOut    []runsOutJSON   `json:"runsOut"` // if the units stay on and in contact
	}
	runsOutJSON struct {
		AfterSeconds int64    `json:"afterSeconds"`
		Units        []string `json:"units"`
		Feature      string   `json:"feature"`
		From         string   `json:"from"`
		To           string   `json:"to"`
		Why          string   `json:"why"`
	}
	partnerJSON struct {
		Name     string `json:"name"`
		Hostname string `json:"hostname,omitempty"`
		Model    string `json:"model"`
		Serial   string `json:"serial"`
		Release  string `json:"release"`
		Source   string `json:"source"`
	}
	objectionJSON struct {
		Rule string `json:"rule"`
		Text string `json:"text"`
		Cure string `json:"cure"`
	}
	mergedJSON struct {
		Feature      string      `json:"feature"`
		Name         string      `json:"name"` // on the screens of the release
		Units        []shareJSON `json:"units"`
		Limit        string      `json:"limit,omitempty"`
		LimitUnknown bool        `json:"limitUnknown,omitempty"`
		Combined     string      `json:"combined"`
		LeftSeconds  int64       `json:"leftSeconds,omitempty"` // none of a perpetual row
		Wasted       uint64      `json:"wasted,omitempty"`
		Rule         string      `json:"rule,omitempty"`
		Why          string      `json:"why"`
	}
	shareJSON struct {
		Permanent string           `json:"permanent"`
		TimeBased []timedShareJSON `json:"timeBased,omitempty"`
	}
	timedShareJSON struct {
		Value       string `json:"value"`
		LeftSeconds int64  `json:"leftSeconds"`
	}
	concernJSON struct {
		Rule string `json:"rule"`
		Text string `json:"text"`
	}
)

func (r *report) json() combineJSON {
	out := combineJSON{
		Kind: groupName(r.kind), CanJoin: len(r.reasons) == 0, InForce: r.inForce, Warnings: append([]string{}, r.warnings()...),
		Objections: []objectionJSON{}, Rows: []mergedJSON{}, Concerns: []concernJSON{}, RunsOut: []runsOutJSON{},
	}
	for i, u := range r.units {
		d := u.Device()
		out.Units = append(out.Units, partnerJSON{
			Name: u.Name, Hostname: r.partners[i].hostname, Model: d.Model().Name,
			Serial: string(d.Serial()), Release: d.Release().String(), Source: r.partners[i].source,
		})
	}
	for _, o := range r.reasons {
		out.Objections = append(out.Objections, objectionJSON(o))
	}
	for i := range r.rows {
		out.Rows = append(out.Rows, r.rows[i].json())
	}
	for i := range r.advice {
		rule, text := render.Concern(&r.advice[i], r.units[0].Device().Release(), r.names())
		out.Concerns = append(out.Concerns, concernJSON{Rule: rule, Text: text})
	}
	for i := range r.runsOut {
		c := &r.runsOut[i]
		out.RunsOut = append(out.RunsOut, runsOutJSON{
			AfterSeconds: seconds(r.after(c)), Units: namesOf(c.Units), Feature: c.Feature.String(),
			From: c.Feature.Format(c.From), To: c.Feature.Format(c.To), Why: whys[c.Why],
		})
	}
	return out
}

func (row *reportRow) json() mergedJSON {
	f := row.Feature
	out := mergedJSON{
		Feature: f.String(), Name: row.name, Combined: f.Format(row.Combined.Value),
		LeftSeconds: seconds(row.Combined.Left), Wasted: row.Explanation.Wasted,
	}
	out.Rule, out.Why = render.Why(&row.Merged, row.limit, row.unknown)
	if f.Kind() == license.Count {
		out.Limit, out.LimitUnknown = f.Format(row.limit), row.unknown
	}
	for _, s := range row.shares {
		share := shareJSON{Permanent: f.Format(s.Permanent)}
		for _, t := range s.Timed {
			share.TimeBased = append(share.TimeBased, timedShareJSON{f.Format(t.Value), seconds(t.Left)})
		}
		out.Units = append(out.Units, share)
	}
	return out
}

// seconds are whole ones, rounded up: the last part of one still is one.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }
