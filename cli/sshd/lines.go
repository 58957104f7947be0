package sshd

import (
	"bytes"
	"io"
)

// maxAnswer bounds a line that answers a question of a command.
const maxAnswer = 2048

// A lineReader cuts what a client sends into lines. It reads no more than it must.
type lineReader struct {
	from io.Reader
	rest []byte
}

// next is the next line without its end; the last one needs none.
func (r *lineReader) next() (string, error) {
	chunk := make([]byte, 256)
	for {
		if i := bytes.IndexAny(r.rest, "\r\n"); i >= 0 {
			line := string(r.rest[:i])
			r.rest = bytes.TrimPrefix(bytes.TrimPrefix(r.rest[i:], []byte("\r")), []byte("\n"))
			return line, nil
		}
		if len(r.rest) > maxAnswer {
			return "", io.ErrShortBuffer
		}
		n, err := r.from.Read(chunk)
		r.rest = append(r.rest, chunk[:n]...)
		if err != nil && len(r.rest) > 0 && n == 0 {
			line := string(r.rest)
			r.rest = nil
			return line, nil
		}
		if err != nil && n == 0 {
			return "", err
		}
	}
}
