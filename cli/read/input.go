package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The limits of one input. A console log of a day is far below them.
const (
	MaxBytes = 8 << 20
	MaxLines = 100_000
	MaxLine  = 4096 // bytes of one line; what is beyond is no show output

	MaxOutputs = 500 // show version, show activation-key and boot logs
)

// ErrBinary says that an input is no text.
var ErrBinary = errors.New("not a text")

// A LimitError says that an input has more than is read of one.
type LimitError struct {
	What  string // "bytes", "lines" or "outputs"
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("input has more than %d %s: the rest was not read", e.Limit, e.What)
}

// sampleSize is how much of an input is looked at to tell what it is.
const sampleSize = 4096

// load reads an input as UTF-8. With a LimitError comes what was read so far.
func load(r io.Reader) (string, error) {
	var raw bytes.Buffer
	raw.Grow(2 * sampleSize)
	if _, err := raw.ReadFrom(io.LimitReader(r, MaxBytes+1)); err != nil {
		return "", err
	}
	input := raw.Bytes()
	var limit error
	if len(input) > MaxBytes {
		input, limit = input[:MaxBytes], &LimitError{What: "bytes", Limit: MaxBytes}
	}
	text, err := decode(input)
	if err == nil && limit != nil {
		return text[:strings.LastIndexByte(text, '\n')+1], limit
	}
	return text, err
}

// decode makes UTF-8 of an input, by its byte order mark or by its looks.
func decode(input []byte) (string, error) {
	sample := input[:min(len(input), sampleSize)]
	var from transform.Transformer
	switch {
	case hasMark(sample):
		from = unicode.BOMOverride(transform.Nop)
	case looksUTF16(sample, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case looksUTF16(sample, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	case looksBinary(sample):
		return "", ErrBinary
	default:
		return string(input), nil
	}
	text, _, err := transform.Bytes(from, input)
	return string(text), err
}

// hasMark reports whether a sample begins with a byte order mark.
func hasMark(sample []byte) bool {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\xef\xbb\xbf"} {
		if bytes.HasPrefix(sample, []byte(mark)) {
			return true
		}
	}
	return false
}

// looksUTF16 reports whether most bytes of every second place, from place on,
// are zero, as they are where English text is written in 16 bits.
func looksUTF16(sample []byte, place int) bool {
	if bytes.IndexByte(sample, 0) < 0 {
		return false
	}
	zeros, others := 0, 0
	for i, c := range sample {
		if c == 0 && i%2 == place {
			zeros++
		} else if c == 0 {
			others++
		}
	}
	return len(sample) >= 4 && zeros > len(sample)*2/5 && others < len(sample)/20
}

// looksBinary reports whether more than a tenth of a sample are bytes that no
// console prints.
func looksBinary(sample []byte) bool {
	odd := 0
	for _, c := range sample {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\b' && c != 0x1b {
			odd++
		}
	}
	return odd > len(sample)/10
}
