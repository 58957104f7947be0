package authority_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

// The environment makes this test binary a customer of the site, as a process of
// its own: in which directory, for which unit, and with which PAK; without one it
// buys and redeems until it is killed.
const (
	customerDir    = "ASAPAK_CUSTOMER_DIR"
	customerSerial = "ASAPAK_CUSTOMER_SERIAL"
	customerPAK    = "ASAPAK_CUSTOMER_PAK"
)

// killsVariable sets how often TestKilledAtAnyInstant kills.
const killsVariable = "ASAPAK_KILLS"

func TestMain(m *testing.M) {
	dir := os.Getenv(customerDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	serial, pak := license.Serial(os.Getenv(customerSerial)), authority.PAK(os.Getenv(customerPAK))
	serve := func() error { return redeemAtSignal(dir, serial, pak) }
	if pak == "" {
		serve = func() error { return buyForever(dir, serial) }
	}
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// redeemAtSignal redeems a PAK when standard input ends.
func redeemAtSignal(dir string, serial license.Serial, pak authority.PAK) error {
	fmt.Println("ready")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	s, err := authority.Open(dir, newSecret(), now)
	if err != nil {
		return err
	}
	issued, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serial})
	var used *authority.UsedError
	switch {
	case err == nil:
		fmt.Println(issued.Key)
	case errors.As(err, &used):
		fmt.Println("used for", used.Serial)
		err = nil
	}
	return errors.Join(err, s.Close())
}

// buyForever buys and redeems, and acknowledges each act when it is done: the PAK,
// then the PAK with its key. It opens the site anew after some acts.
func buyForever(dir string, serial license.Serial) error {
	for {
		s, err := authority.Open(dir, newSecret(), now)
		if err != nil {
			return err
		}
		for _, p := range []authority.Product{botnet, premier, botnet} {
			line := authority.Line{Product: p, Quantity: 1}
			if p.MultiUse {
				line.Users = 1
			}
			o, err := s.Order([]authority.Line{line})
			if err != nil {
				return err
			}
			fmt.Println(o.PAKs[0])
			issued, err := s.Redeem(authority.Redemption{PAK: o.PAKs[0], Serial: serial, Users: line.Users})
			if err != nil {
				return err
			}
			fmt.Println(o.PAKs[0], issued.Key)
		}
		if err := s.Close(); err != nil {
			return err
		}
	}
}

func customer(dir string, serial license.Serial, pak authority.PAK) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), customerDir+"="+dir, customerSerial+"="+string(serial), customerPAK+"="+string(pak))
	c.Stderr = os.Stderr
	return c
}

// Of two processes that redeem one PAK at once exactly one gets a key.
func TestOneOfTwoProcessesRedeems(t *testing.T) {
	const rounds = 12
	dir := t.TempDir()
	for round := range rounds {
		pak := order(t, dir)
		var said [2]string
		units := [2]license.Serial{license.Serial(fmt.Sprintf("FIRST%06d", round)), license.Serial(fmt.Sprintf("OTHER%06d", round))}
		race(t, dir, pak, units, &said)
		winner := 0
		if strings.HasPrefix(said[0], "used") {
			winner = 1
		}
		if !strings.HasPrefix(said[winner], "0x") || said[1-winner] != "used for "+string(units[winner]) {
			t.Errorf("round %d: the two were answered %q", round, said)
		}
	}
}

// order buys a license and leaves the site.
func order(t *testing.T, dir string) authority.PAK {
	t.Helper()
	s, err := authority.Open(dir, newSecret(), now)
	if err != nil {
		t.Fatal(err)
	}
	pak := buy(t, s, peers25, 0)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return pak
}

// race starts a process for each unit, lets them go at once and notes what each
// was answered.
func race(t *testing.T, dir string, pak authority.PAK, units [2]license.Serial, said *[2]string) {
	t.Helper()
	var racers [2]*exec.Cmd
	var signals [2]io.Closer
	var answers [2]*bufio.Scanner
	for i, unit := range units {
		racers[i] = customer(dir, unit, pak)
		in, err := racers[i].StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := racers[i].StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := racers[i].Start(); err != nil {
			t.Fatal(err)
		}
		signals[i], answers[i] = in, bufio.NewScanner(out)
		if !answers[i].Scan() || answers[i].Text() != "ready" {
			t.Fatalf("a process says %q", answers[i].Text())
		}
	}
	for i := range signals {
		signals[i].Close()
	}
	for i := range racers {
		answers[i].Scan()
		said[i] = answers[i].Text()
		if err := racers[i].Wait(); err != nil {
			t.Error(err)
		}
	}
}

// A killed process loses nothing that it acknowledged: the PAKs, that they are
// redeemed, and the keys; and what is there is whole.
func TestKilledAtAnyInstant(t *testing.T) {
	kills := 30
	if text := os.Getenv(killsVariable); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	dir, acknowledged := t.TempDir(), 0
	for round := range kills {
		if round%50 == 49 {
			dir = t.TempDir() // so that the checks stay short
		}
		serial := license.Serial(fmt.Sprintf("KILLED%05d", round))
		lines := killed(t, customer(dir, serial, ""), 1+random.IntN(8), time.Duration(random.IntN(8000))*time.Microsecond)
		acknowledged += len(lines)
		kept(t, dir, serial, lines)
	}
	t.Logf("killed %d times, %d acts acknowledged", kills, acknowledged)
}

// killed runs a customer and kills it when it has acknowledged some acts and some
// time more went by. It returns what was acknowledged.
func killed(t *testing.T, c *exec.Cmd, after int, more time.Duration) (acknowledged []string) {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == after {
			time.AfterFunc(more, func() { c.Process.Kill() })
		}
	}
	if err := c.Wait(); err == nil || c.ProcessState.Exited() {
		t.Fatalf("the customer was not killed: %v", err)
	}
	return acknowledged
}

// kept checks that what a unit was acknowledged is there, at most one act more,
// and that all records agree with each other.
func kept(t *testing.T, dir string, serial license.Serial, acknowledged []string) {
	t.Helper()
	s, err := authority.Open(dir, newSecret(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	last := map[authority.PAK]string{}
	keys := map[string]bool{}
	for _, line := range acknowledged {
		pak, key, _ := strings.Cut(line, " ")
		last[authority.PAK(pak)], keys[key] = key, true
	}
	for pak, key := range last {
		l, err := s.Find(pak)
		if err != nil {
			t.Fatal(err)
		}
		if key != "" && (len(l.Uses) != 1 || l.Uses[0].Serial != serial) {
			t.Fatalf("PAK %s was redeemed for %s and says %v", pak, serial, l.Uses)
		}
	}
	units, err := s.Units()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for i := range units {
		for _, k := range units[i].Keys() {
			if units[i].Serial == serial && keys[k.Key.String()] {
				found++
			}
		}
	}
	delete(keys, "")
	if found != len(keys) {
		t.Fatalf("%d keys were issued to %s, %d are there", len(keys), serial, found)
	}
	wholeAudit(t, s, serial, len(acknowledged))
	copied := open(t, t.TempDir())
	if err := copied.Import(strings.NewReader(dump(t, s))); err != nil {
		t.Fatal(err)
	}
}

// wholeAudit counts a unit's redemptions, of which one may be unacknowledged; the
// orders name no unit.
func wholeAudit(t *testing.T, s *authority.Site, serial license.Serial, acknowledged int) {
	t.Helper()
	entries, err := s.Audit()
	if err != nil {
		t.Fatal(err)
	}
	redeemed := 0
	for i, e := range entries {
		if e.Number != i+1 {
			t.Fatalf("audit line %d has number %d", i+1, e.Number)
		}
		if e.Act == "redeem" && e.Serial == serial {
			redeemed++
		}
	}
	if redeemed < acknowledged/2 || redeemed > (acknowledged+1)/2 {
		t.Fatalf("%d redemptions are audited, %d acts were acknowledged", redeemed, acknowledged)
	}
}
