package activationkey

import "github.com/asapak/asapak/license"

// serials is how many serial numbers there are: 36 to the 11th.
const serials = 131_621_703_842_267_136

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// packSerial reads a serial number as a number in base 36.
func packSerial(s license.Serial) (n uint64, ok bool) {
	if len(s) != license.SerialLength {
		return 0, false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*36 + uint64(c-'0')
		case c >= 'A' && c <= 'Z':
			n = n*36 + uint64(c-'A') + 10
		default:
			return 0, false
		}
	}
	return n, true
}

func unpackSerial(n uint64) license.Serial {
	var text [license.SerialLength]byte
	for i := len(text) - 1; i >= 0; i-- {
		text[i] = letters[n%36]
		n /= 36
	}
	return license.Serial(text[:])
}

// serial is unpackSerial with a memory of one: the keys that a unit opens are
// its own, and reading its next key needn't make the same string again.
func (s *Secret) serial(n uint64) license.Serial {
	if s.lastText == "" || s.lastNumber != n {
		s.lastNumber, s.lastText = n, unpackSerial(n)
	}
	return s.lastText
}
