package main

import (
	"encoding/json"
	"io"

	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// What "asapak read -o json" writes. Names don't change once released.
type (
	unitJSON struct {
		Source        string      `json:"source"`
		Lines         [2]int      `json:"lines"`
		Platform      string      `json:"platform"`
		Hostname      string      `json:"hostname,omitempty"`
		Model         string      `json:"model,omitempty"`
		ModelFrom     string      `json:"modelFrom"`
		Hardware      string      `json:"hardware,omitempty"`
		NPE           bool        `json:"noPayloadEncryption,omitempty"`
		Level         string      `json:"level,omitempty"`
		LevelFrom     string      `json:"levelFrom"`
		Release       string      `json:"release,omitempty"`
		ReleaseFrom   string      `json:"releaseFrom"`
		Serial        string      `json:"serial,omitempty"`
		Context       string      `json:"context,omitempty"`
		Uptime        string      `json:"uptime,omitempty"`
		ClusterUptime string      `json:"clusterUptime,omitempty"`
		Permanent     string      `json:"permanentKey,omitempty"`
		Running       []string    `json:"runningTimeBasedKeys,omitempty"`
		FlashKey      string      `json:"flashKey,omitempty"`
		Sentence      string      `json:"sentence,omitempty"`
		Notices       []string    `json:"notices,omitempty"`
		License       []rowJSON   `json:"license,omitempty"`
		Cluster       []rowJSON   `json:"clusterLicense,omitempty"`
		Detail        []rowJSON   `json:"permanentLicense,omitempty"`
		TimeBased     []timedJSON `json:"timeBasedKeys,omitempty"`
		Missing       []string    `json:"missing,omitempty"`
	}
	rowJSON struct {
		Feature string `json:"feature,omitempty"` // its newest name; none for a row that isn't known
		Name    string `json:"name"`
		Value   string `json:"value"`
		Term    string `json:"term,omitempty"`
		Days    int    `json:"days,omitempty"` // left of it
		Line    int    `json:"line"`
	}
	timedJSON struct {
		Key    string    `json:"key"`
		Active bool      `json:"active"`
		Rows   []rowJSON `json:"rows"`
	}
	problemJSON struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Text   string `json:"text"`
		Reason string `json:"reason"`
	}
	readJSON struct {
		Units    []unitJSON    `json:"units"`
		Problems []problemJSON `json:"problems"`
	}
)

func printUnitsJSON(w io.Writer, docs []read.Document, units []read.Unit) error {
	out := readJSON{Units: []unitJSON{}, Problems: []problemJSON{}}
	for i := range units {
		out.Units = append(out.Units, newUnitJSON(&units[i]))
	}
	for _, d := range docs {
		for _, p := range d.Problems {
			out.Problems = append(out.Problems, problemJSON{File: d.Name, Line: p.Line, Text: p.Text, Reason: p.Reason})
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

func newUnitJSON(u *read.Unit) unitJSON {
	j := unitJSON{
		Source: u.Source, Lines: [2]int{u.First, u.Last}, Platform: u.Platform.String(),
		Hostname: u.Hostname, ModelFrom: u.ModelFrom.String(), Hardware: u.Hardware, NPE: u.NPE,
		LevelFrom: u.LevelFrom.String(), ReleaseFrom: u.ReleaseFrom.String(),
		Serial: u.SerialID, Context: u.Context, Uptime: u.Uptime, ClusterUptime: u.ClusterUptime,
		Permanent: u.Permanent.Text, FlashKey: [...]string{render.FlashSame: "same", render.FlashDifferent: "different", render.FlashUnsaid: ""}[u.Flash],
		Sentence: u.Sentence, Notices: u.Notices, Missing: u.Missing,
		License: rowsJSON(u.Own), Cluster: rowsJSON(u.Cluster), Detail: rowsJSON(u.Detail),
	}
	if u.Model != nil {
		j.Model = u.Model.Name
	}
	if u.LevelFrom != read.Untold {
		j.Level = u.Level.String()
	}
	if u.ReleaseFrom != read.Untold {
		j.Release = u.Release.String()
	}
	for _, k := range u.Running {
		j.Running = append(j.Running, k.Text)
	}
	for _, t := range u.Timed {
		j.TimeBased = append(j.TimeBased, timedJSON{Key: t.Key.Text, Active: t.Active, Rows: rowsJSON(t.Rows)})
	}
	return j
}

func rowsJSON(rows []read.Row) []rowJSON {
	var all []rowJSON
	for _, r := range rows {
		j := rowJSON{Name: r.Name, Value: r.Value, Term: r.Term, Days: int(r.Left / license.Day), Line: r.Line}
		if r.Known() {
			j.Feature = r.Feature.String()
		}
		all = append(all, j)
	}
	return all
}
