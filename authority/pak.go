package authority

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/license"
)

// A PAK is a Product Authorization Key: 11 capital letters and digits that are
// redeemed for an activation key.
type PAK string

const pakLength = 11

// ParsePAK checks a PAK and puts its letters in upper case.
func ParsePAK(text string) (PAK, error) {
	p := strings.ToUpper(strings.TrimSpace(text))
	wrong := strings.IndexFunc(p, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
	if len(p) != pakLength || wrong >= 0 {
		return "", fmt.Errorf("PAK %q: want %d letters and digits", text, pakLength)
	}
	return PAK(p), nil
}

// newPAK draws a PAK of 55 random bits: nobody redeems what was given to another
// by guessing.
func newPAK() PAK { return PAK(rand.Text()[:pakLength]) }

// A License is what one PAK stands for.
type License struct {
	PAK     PAK            `json:"pak"`
	Order   int            `json:"order"`
	Product Product        `json:"product"`
	Users   int            `json:"users,omitempty"` // the pool of a multi-use PAK
	For     license.Serial `json:"for,omitempty"`   // the unit it was ordered for, where a plan said so
	Uses    []Use          `json:"uses,omitempty"`
}

// A Use is a redemption: one at most, several of a multi-use PAK.
type Use struct {
	Serial license.Serial `json:"serial"` // follows the license when it is transferred
	At     time.Time      `json:"at"`
	Users  int            `json:"users,omitempty"`
}

// Left is how many users of a multi-use PAK are unused.
func (l *License) Left() int {
	left := l.Users
	for _, u := range l.Uses {
		left -= u.Users
	}
	return left
}

// Spent reports whether nothing is left to redeem.
func (l *License) Spent() bool { return len(l.Uses) > 0 && l.Left() == 0 }

// use records a redemption, or says why there is none.
func (l *License) use(u Use) error {
	switch {
	case l.Spent():
		last := l.Uses[len(l.Uses)-1]
		return &UsedError{PAK: l.PAK, Serial: last.Serial, At: last.At}
	case !l.Product.MultiUse && u.Users != 0:
		return &UsersError{"PAK " + string(l.PAK), u.Users, "only a multi-use PAK has users"}
	case l.Product.MultiUse && u.Users < 1:
		return &UsersError{"PAK " + string(l.PAK), u.Users, "say how many of its users a unit serves"}
	case u.Users > l.Left():
		return &PoolError{PAK: l.PAK, Left: l.Left(), Wanted: u.Users}
	}
	l.Uses = append(l.Uses, u)
	return nil
}
