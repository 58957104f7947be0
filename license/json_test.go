package license

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
)

func TestSetInJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var s Set
		for f := range NumFeatures {
			if random.IntN(3) == 0 {
				s[f] = Value(random.Uint32())
			}
		}
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back Set
		if err := json.Unmarshal(data, &back); err != nil || back != s {
			t.Fatalf("%s came back as %v, %v", data, back, err)
		}
	}
}

func TestSetInJSONIsByName(t *testing.T) {
	var s Set
	s[Failover], s[InsideHosts] = ActiveActive, Unlimited
	data, err := json.Marshal(s)
	if want := `{"Inside Hosts":4294967295,"Failover":2}`; string(data) != want || err != nil {
		t.Errorf("got %s, %v; want %s", data, err, want)
	}
	var old Set
	if err := json.Unmarshal([]byte(`{"WebVPN Peers":25}`), &old); err != nil || old[AnyConnectPremiumPeers] != 25 {
		t.Errorf("an older name gave %v, %v", old, err)
	}
	for _, wrong := range []string{`{"Warp Drive":1}`, `{"Failover":-1}`, `{"Failover":4294967296}`, `[1,2]`} {
		if err := json.Unmarshal([]byte(wrong), &old); err == nil {
			t.Errorf("%s was read", wrong)
		}
	}
}
