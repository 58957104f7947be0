package main

import (
	_ "embed"
	"html"
	"strings"

	"github.com/asapak/asapak/sim"
)

// page is a page that needs nothing from the network. Words in braces stand for
// what [pageOfTimeline] puts in their place: html/template would do more, and
// would keep the linker from dropping unused methods, 3 MB of them.
//
//go:embed help/timeline.html
var page string

// pageOfTimeline is the picture and the rows as one page.
func pageOfTimeline(t *sim.Timeline) ([]byte, error) {
	picture, err := drawTimeline(t)
	if err != nil {
		return nil, err
	}
	var rows strings.Builder
	for _, c := range t.Changes {
		rows.WriteString("<tr>")
		for _, cell := range []string{
			dateText(c.At), unitNames(c.Units), c.Feature.String(), c.Feature.Format(c.From), c.Feature.Format(c.To), whys[c.Why],
		} {
			rows.WriteString("<td>" + html.EscapeString(cell) + "</td>")
		}
		rows.WriteString("</tr>\n")
	}
	title := "Licenses in force on " + unitNames(t.Units) + ", " + dateText(t.Start) + " to " + dateText(t.End)
	words := strings.NewReplacer("{title}", html.EscapeString(title), "{picture}", string(picture), "{rows}", rows.String())
	return []byte(words.Replace(page)), nil
}
