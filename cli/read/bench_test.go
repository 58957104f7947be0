package read

import (
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// BenchmarkReadAndRender reads a show version of about 80 lines, as this program
// prints it, and renders it again. It is to stay below 100 µs.
func BenchmarkReadAndRender(b *testing.B) {
	m := model(b, "ASA 5520")
	v := render.Version{License: view(m, license.Base, license.Release{Major: 8, Minor: 4, Maint: 1}), Model: m,
		Hostname: "asa1", Uptime: time.Hour, Register: 1}
	v.Cluster = v.Own
	text := render.ShowVersion(&v)
	b.ReportMetric(float64(strings.Count(text, "\n")), "lines")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := Read("bench", strings.NewReader(text))
		if err != nil || len(d.String()) != len(text) {
			b.Fatal("not the same text")
		}
	}
}
