package file

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
)

// A column of a catalog: its name, and what reads and prints an item's cell. A
// column that must be there says so.
type column struct {
	name  string
	must  bool
	read  func(i *plan.Item, cell string) error
	print func(i *plan.Item) string
}

// columns of a catalog, in order. feature is read before value.
var columns = []column{
	{"pid", true, func(i *plan.Item, c string) error { i.PID = c; return wanted("pid", c) }, func(i *plan.Item) string { return i.PID }},
	{"feature", true, readFeature, printFeature},
	{"value", true, readValue, printValue},
	{"kind", true, func(i *plan.Item, c string) (err error) { i.Kind, err = plan.ParseKind(c); return err }, func(i *plan.Item) string { return i.Kind.String() }},
	{"term_days", false, func(i *plan.Item, c string) error { return readDays("term_days", c, &i.Term) }, func(i *plan.Item) string { return printDays(i.Term) }},
	{"models", false, readModels, printModels},
	{"price", false, func(i *plan.Item, c string) (err error) { i.Price, err = plan.ParsePrice(c); return err }, func(i *plan.Item) string { return i.Price.String() }},
	{"lead_days", false, func(i *plan.Item, c string) error { return readDays("lead_days", c, &i.Lead) }, func(i *plan.Item) string { return printDays(i.Lead) }},
	{"k8k9", false, func(i *plan.Item, c string) error { i.Strong = c; return nil }, func(i *plan.Item) string { return i.Strong }},
	{"note", false, func(i *plan.Item, c string) error { i.Note = c; return nil }, func(i *plan.Item) string { return i.Note }},
}

func wanted(what, cell string) error {
	if cell == "" {
		return errors.New(what + " is missing")
	}
	return nil
}

// levelFeature is what the feature column says of a license level.
const levelFeature = "Security Plus"

func readFeature(i *plan.Item, c string) error {
	if strings.EqualFold(c, levelFeature) {
		i.Level = license.SecurityPlus
		return nil
	}
	f, ok := license.ParseFeature(c)
	if !ok {
		return fmt.Errorf("feature %q is none that asapak knows: see asapak help features", c)
	}
	i.Feature = f.Mirrored()
	return nil
}

func printFeature(i *plan.Item) string {
	if i.Level != license.Base {
		return levelFeature
	}
	return i.Feature.String()
}

// upgrade stands between the tiers of an upgrade.
const upgrade = "->"

func readValue(i *plan.Item, c string) (err error) {
	if i.Level != license.Base {
		return nil
	}
	from, to, up := strings.Cut(c, upgrade)
	if !up {
		to = from
	} else if i.From, err = i.Feature.ParseValue(strings.TrimSpace(from)); err != nil {
		return err
	}
	i.Value, err = i.Feature.ParseValue(strings.TrimSpace(to))
	switch {
	case err != nil:
		return err
	case i.Value == license.Disabled || up && i.From >= i.Value:
		return fmt.Errorf("value %q: want a value above nothing, or a lower and a higher one such as 25 -> 50", c)
	case !slices.Contains(activationkey.Ladder(i.Feature), i.Value):
		return fmt.Errorf("%s %s: no activation key carries that", i.Feature, i.Feature.Format(i.Value))
	}
	return nil
}

func printValue(i *plan.Item) string {
	switch {
	case i.Level != license.Base:
		return i.Level.String()
	case i.From > 0:
		return i.Feature.Format(i.From) + " " + upgrade + " " + i.Feature.Format(i.Value)
	}
	return i.Feature.Format(i.Value)
}

func readDays(what, c string, to *int) error {
	if c == "" {
		return nil
	}
	n, err := strconv.ParseUint(c, 10, 16)
	if *to = int(n); err != nil || n > 3650 {
		return fmt.Errorf("%s %q: want days, 3650 at most", what, c)
	}
	return nil
}

func printDays(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// between stands between models.
const between = "; "

func readModels(i *plan.Item, c string) error {
	if c == "" || c == everywhere {
		return nil
	}
	for _, name := range strings.Split(c, ";") {
		m, err := license.FindModel(strings.TrimSpace(name))
		if err != nil {
			return err
		}
		i.Models = append(i.Models, m)
	}
	return nil
}

func printModels(i *plan.Item) string {
	names := make([]string, len(i.Models))
	for k, m := range i.Models {
		names[k] = m.Name
	}
	return strings.Join(names, between)
}

// maxItems bounds a catalog.
const maxItems = 10_000

// ParseCatalog reads a catalog's content: YAML where the name ends in .yaml or
// .yml, else CSV. name is what messages call it.
func ParseCatalog(name string, data []byte) (*plan.Catalog, error) {
	r := &catalogReader{name: name}
	switch {
	case len(data) > maxFile:
		r.report(0, 0, "more than %d bytes: a catalog is smaller", maxFile)
	case isYAML(name):
		r.yaml(data)
	default:
		r.csv(data)
	}
	if len(r.problems) == 0 && len(r.catalog.Items) == 0 {
		r.report(0, 0, "the catalog has no part number")
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return &r.catalog, nil
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

type catalogReader struct {
	name     string
	catalog  plan.Catalog
	problems lab.Problems
}

func (r *catalogReader) report(line, column int, format string, args ...any) {
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, &lab.Problem{File: r.name, Line: line, Column: column, Text: fmt.Sprintf(format, args...)})
	}
}

// csv reads a table whose first row names its columns. Lines that begin with # are
// comments.
func (r *catalogReader) csv(data []byte) {
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	c.Comment, c.TrimLeadingSpace = '#', true
	head, err := c.Read()
	if err != nil {
		r.report(0, 0, "want a first line with the names of columns: %s", columnNames())
		return
	}
	for {
		row, err := c.Read()
		if err == io.EOF || len(r.catalog.Items) > maxItems {
			return
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			r.report(wrong.Line, wrong.Column, "%v", wrong.Err)
			return
		}
		cells := make(map[string]string, len(row))
		for i, cell := range row {
			cells[strings.TrimSpace(head[i])] = strings.TrimSpace(cell)
		}
		r.item(cells, func(name string) (int, int) { return c.FieldPos(max(slices.Index(head, name), 0)) })
	}
}

// yaml reads a list of mappings with the columns as keys.
func (r *catalogReader) yaml(data []byte) {
	var items []map[string]text
	if err := yaml.Unmarshal(data, &items); err != nil {
		r.problems = append(r.problems, problemOf(r.name, err))
		return
	}
	for _, it := range items {
		if len(r.catalog.Items) > maxItems {
			return
		}
		cells := make(map[string]string, len(it))
		for k, v := range it {
			cells[k] = v.string
		}
		r.item(cells, func(name string) (int, int) {
			for _, at := range []string{name, "pid"} {
				if n := it[at].at; n != nil {
					return n.GetToken().Position.Line, n.GetToken().Position.Column
				}
			}
			return 0, 0
		})
	}
}

func (r *catalogReader) item(cells map[string]string, position func(column string) (int, int)) {
	it := plan.Item{Price: plan.NoPrice}
	known := 0
	for _, col := range columns {
		cell, ok := cells[col.name]
		if ok {
			known++
		}
		line, at := position(col.name)
		if !ok && col.must {
			r.report(line, at, "%s is missing", col.name)
			return
		}
		if err := col.read(&it, cell); err != nil {
			r.report(line, at, "%v", err)
			return
		}
	}
	line, at := position("pid")
	switch {
	case known < len(cells):
		r.report(line, at, "a column that a catalog hasn't: want some of %s", columnNames())
	case (it.Kind == plan.TimeBased) != (it.Term > 0):
		r.report(line, at, "%s: a time-based license has term_days, another one hasn't", it.PID)
	case len(r.catalog.Items) == maxItems:
		r.report(line, at, "more than %d part numbers", maxItems)
	default:
		r.catalog.Items = append(r.catalog.Items, it)
	}
}

func columnNames() string {
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].name
	}
	return strings.Join(names, ", ")
}

// WriteCSV prints a catalog as CSV.
func WriteCSV(w io.Writer, c *plan.Catalog) error {
	out := csv.NewWriter(w)
	if err := out.Write(strings.Split(columnNames(), ", ")); err != nil {
		return err
	}
	for i := range c.Items {
		var row []string
		for _, col := range columns {
			row = append(row, col.print(&c.Items[i]))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteYAML prints a catalog as YAML.
func WriteYAML(w io.Writer, c *plan.Catalog) error {
	var items []yaml.MapSlice
	for i := range c.Items {
		var it yaml.MapSlice
		for _, col := range columns {
			if cell := col.print(&c.Items[i]); cell != "" {
				it = append(it, yaml.MapItem{Key: col.name, Value: cell})
			}
		}
		items = append(items, it)
	}
	data, err := yaml.Marshal(items)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
