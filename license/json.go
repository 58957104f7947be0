package license

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// MarshalJSON keeps a set in files by the newest names of its features: the
// order of the constants may change, files stay.
func (s Set) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for _, f := range s.Features() {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, f.String())
		b = append(b, ':')
		b = strconv.AppendUint(b, uint64(s[f]), 10)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote, under any name of a feature.
func (s *Set) UnmarshalJSON(data []byte) error {
	var byName map[string]Value
	if err := json.Unmarshal(data, &byName); err != nil {
		return err
	}
	*s = Set{}
	for name, v := range byName {
		f, ok := ParseFeature(name)
		if !ok {
			return fmt.Errorf("feature %q is unknown", name)
		}
		s[f] = v
	}
	return nil
}
