package license

// A Mask is a set of features, a bit for each.
type Mask uint64

// MaskOf is the mask of some features.
func MaskOf(features ...Feature) Mask {
	var m Mask
	for _, f := range features {
		m |= 1 << f
	}
	return m
}

// Mask is the mask of the features that s gives, without those that only
// mirror another one.
func (s *Set) Mask() Mask {
	var m Mask
	for f, v := range s {
		if v != Disabled && Feature(f).Mirrored() == Feature(f) {
			m |= 1 << f
		}
	}
	return m
}

// Has reports whether f is in the mask.
func (m Mask) Has(f Feature) bool { return m&(1<<f) != 0 }

// Features lists the mask's features in display order.
func (m Mask) Features() []Feature {
	var all []Feature
	for f := range NumFeatures {
		if m.Has(f) {
			all = append(all, f)
		}
	}
	return all
}
