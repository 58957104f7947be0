package cli

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/asapak/asapak/sim"
)

type enable struct {
	Words words   `parser:"'enable'"`
	Level decimal `parser:"@Privilege?"`
}

const passwordTries = 3

func (*enable) run(s *Session) reply {
	if s.enableHash() == "" {
		s.mode = privileged
		return reply{}
	}
	return reply{ask: askPassword(1)}
}

// askPassword asks for the enable password for the nth time.
func askPassword(n int) *question {
	return &question{prompt: "Password: ", asks: AskSecret, answer: func(s *Session, text string) reply {
		switch {
		case hashFits(s.enableHash(), text):
			s.mode = privileged
			return reply{}
		case n < passwordTries:
			return reply{text: "Invalid password\n", ask: askPassword(n + 1)}
		}
		return say("Invalid password\nAccess denied.\n")
	}}
}

// enableKey begins the line of the configuration that holds the password's hash.
const enableKey = "enable password"

type enablePassword struct {
	Words    words  `parser:"'enable' 'password'"`
	Password string `parser:"@Password"`
	Hashed   bool   `parser:"@'pbkdf2'?"`
}

func (c *enablePassword) run(s *Session) reply {
	if !c.Hashed {
		salt := sha256.Sum256([]byte(s.unit.Device().Serial()))
		c.Password = hashed(c.Password, salt[:16])
	}
	s.unit.Configure(func(f *sim.Config) { f.Set(enableKey, enableKey+" "+c.Password+" pbkdf2") })
	return reply{}
}

type noEnablePassword struct {
	Words    words  `parser:"'no' 'enable' 'password'"`
	Password string `parser:"@Password?"`
}

func (*noEnablePassword) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.Unset(enableKey) })
	return reply{}
}

const (
	hashRounds = 5000
	hashLength = 16
)

// hashed is a password as a configuration keeps it.
func hashed(password string, salt []byte) string {
	key, err := pbkdf2.Key(sha512.New, password, salt, hashRounds, hashLength)
	if err != nil {
		panic("cli: pbkdf2: " + err.Error())
	}
	text := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("$sha512$%d$%s$%s", hashRounds, text(salt), text(key))
}

// enableHash is the enable password as the configuration keeps it, empty for none.
func (s *Session) enableHash() string {
	rest, set := s.unit.Running().Rest(enableKey)
	if !set {
		return s.options.EnablePassword
	}
	hash, _, _ := strings.Cut(rest, " ")
	return hash
}
