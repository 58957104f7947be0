package main

import "github.com/asapak/asapak/license"

// What "asapak models -o json" writes. Names don't change once released.
type (
	modelJSON struct {
		Model    string      `json:"model"`
		Hardware string      `json:"hardware"`
		First    string      `json:"firstRelease"`
		Last     string      `json:"lastRelease"`
		Levels   []levelJSON `json:"levels"`
	}
	levelJSON struct {
		Level     string             `json:"level"`
		TimeBased bool               `json:"timeBasedKeys"`
		Features  []modelFeatureJSON `json:"features"`
	}
	modelFeatureJSON struct {
		Feature       string       `json:"feature"`
		Base          figureJSON   `json:"base"`
		Limit         figureJSON   `json:"limit"`
		LimitUnknown  bool         `json:"limitUnknown,omitempty"` // and limit what stands for it
		Tiers         []figureJSON `json:"tiers,omitempty"`
		TimeBasedOnly bool         `json:"timeBasedOnly,omitempty"`
	}
	figureJSON struct {
		Value  string `json:"value"`  // unknown where no figure is known
		Source string `json:"source"` // spelled out
	}
)

func newModelsJSON(models []*license.Model) []modelJSON {
	var all []modelJSON
	for _, m := range models {
		out := modelJSON{Model: m.Name, Hardware: m.Hardware, First: m.First.String(), Last: m.Last.String()}
		for i := range m.Variants {
			out.Levels = append(out.Levels, newLevelJSON(&m.Variants[i]))
		}
		all = append(all, out)
	}
	return all
}

func newLevelJSON(v *license.Variant) levelJSON {
	out := levelJSON{Level: v.Level.String(), TimeBased: v.TimeBased}
	for f := range license.NumFeatures {
		if f.Mirrored() != f {
			continue
		}
		row := modelFeatureJSON{
			Feature: f.String(), LimitUnknown: v.LimitUnknown[f], TimeBasedOnly: v.TimeBasedOnly[f],
			Base: newFigureJSON(f, v.Base[f]), Limit: newFigureJSON(f, v.Limit[f]),
		}
		for _, tier := range v.Tiers[f] {
			row.Tiers = append(row.Tiers, newFigureJSON(f, tier))
		}
		out.Features = append(out.Features, row)
	}
	return out
}

func newFigureJSON(f license.Feature, g license.Figure) figureJSON {
	return figureJSON{Value: figureText(f, g), Source: g.Source.String()}
}
