package lab

import "fmt"

// A FitError says that a state is of another lab than the one that is opened.
type FitError struct{ Reason string }

func (e *FitError) Error() string { return e.Reason }

// fit puts the units of a snapshot in the order of a lab's. A unit that is new
// in the lab starts as the lab says; one that the lab has lost, or knows with
// another model or serial number, would lose its keys, and so is refused.
func (s *snapshot) fit(l *Lab) (*snapshot, error) {
	kept := make(map[string]unitState, len(s.Units))
	for _, u := range s.Units {
		kept[u.Name] = u
	}
	units, err := l.factory()
	if err != nil {
		return nil, err
	}
	fitted := *s
	fitted.Issued = max(s.Issued, units.Issued)
	fitted.Units = units.Units
	for i := range fitted.Units {
		fresh := &fitted.Units[i]
		old, ok := kept[fresh.Name]
		if !ok {
			continue
		}
		if old.Model != fresh.Model || old.Serial != fresh.Serial {
			return nil, &FitError{fmt.Sprintf("unit %q is an %s with serial number %s in it, and an %s with %s in the lab",
				fresh.Name, old.Model, old.Serial, fresh.Model, fresh.Serial)}
		}
		*fresh = old
		delete(kept, fresh.Name)
	}
	for _, u := range s.Units {
		if _, lost := kept[u.Name]; lost {
			return nil, &FitError{fmt.Sprintf("unit %q is in it and not in the lab", u.Name)}
		}
	}
	return &fitted, nil
}
