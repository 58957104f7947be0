package read

import (
	"strings"

	"github.com/asapak/asapak/activationkey"
)

// A Key is an activation key as an output shows it.
type Key struct {
	Text string // its words with one blank between, as they were written

	// Words is the key itself where Valid: five words of 32 bits. The keys of
	// the vendor's documents are masked (0xyadayad2) and those of a PIX have
	// four words: these have a text only.
	Words activationkey.Key
	Valid bool
}

// IsZero reports whether no key was shown, or the key of all zeros.
func (k *Key) IsZero() bool { return k.Text == "" || k.Valid && k.Words.IsZero() }

// keyWords is how many words the key of an ASA has; a PIX or FWSM has one less.
const keyWords = 5

// readKey reads the words behind a key label, or a line of words.
func readKey(text string) Key {
	words := strings.Fields(text)
	k := Key{Text: text}
	if joined := strings.Join(words, " "); joined != text {
		k.Text = joined
	}
	if len(words) == keyWords {
		if key, err := activationkey.Parse(k.Text); err == nil {
			k.Words, k.Valid = key, true
		}
	}
	return k
}

// countWords counts the words of a line that is nothing but key words, masked
// ones included; it is zero for any other line.
func countWords(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if !isKeyWord(word) {
			return 0
		}
		n++
	}
	return n
}

func isKeyWord(word string) bool {
	if len(word) > len("0xyadayada3") {
		return false
	}
	prefixed := len(word) > 2 && (word[1] == 'x' || word[1] == 'X') && (word[0] == '0' || word[0] == 'O')
	if prefixed {
		return isAlphanumeric(word[2:])
	}
	return len(word) <= 8 && strings.Trim(word, "0123456789abcdefABCDEF") == ""
}

func isAlphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// joinKey puts a key together that a narrow terminal wrapped: in the middle of
// a word or between two. A head that is a whole key takes only digits that make
// it another one.
func joinKey(head, tail string) (string, bool) {
	head, tail = strings.TrimLeft(head, " \t"), strings.TrimSpace(tail)
	if head == "" || countWords(tail) == 0 {
		return "", false
	}
	complete := countWords(head) == keyWords
	for _, between := range [...]string{"", " "} {
		whole := head + between + tail
		if countWords(whole) != keyWords {
			continue
		}
		_, err := activationkey.Parse(whole)
		return whole, !complete || err == nil
	}
	return "", false
}
