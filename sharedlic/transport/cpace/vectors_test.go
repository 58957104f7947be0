package cpace

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/gtank/ristretto255"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func scalar(t *testing.T, text string) *ristretto255.Scalar {
	t.Helper()
	s, err := ristretto255.NewScalar().SetCanonicalBytes(unhex(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The draft's appendix "CPace using group ristretto255 and hash SHA-512". The
// first set was known in full, from the versions before the order of the names
// in CI was changed, before this code computed it. Of the second, that of the
// later versions, only the first bytes of the hash and of the generator were; the
// rest is what this code computes, and guards against change.
var vectors = []struct {
	name, info              string
	length                  int
	hash, g, ya, yb, k, isk string
}{
	{
		name:   "CI of the earlier versions",
		info:   "oc\x0bB_responder\x0bA_initiator",
		length: 172,
		hash:   "c63a5750e2439c17ccd8213be14fde2f87e1bc637001a97f5929c77b30ea0e08afbc75ace5d3d73b2842a79d01488c5fd7ea30d475ee609545af1bfd1ff77c8e",
		g:      "a6fc82c3b8968fbb2e06fee81ca858586dea50d248f0c7ca6a18b0902a30b36b",
		ya:     "d40fb265a7abeaee7939d91a585fe59f7053f982c296ec413c624c669308f87a",
		yb:     "08bcf6e9777a9c313a3db6daa510f2d398403319c2341bd506a92e672eb7e307",
		k:      "e22b1ef7788f661478f3cddd4c600774fc0f41e6b711569190ff88fa0e607e09",
		isk:    "4c5469a16b2364c4b944ebc1a79e51d1674ad47db26e8718154f59faebfaa52d8346f30aa58377117eb20d527f2cbc5c76381f7fd372e89df8239f87f2e02ed1",
	},
	{
		name:   "CI of the later versions",
		info:   "\x0bA_initiator\x0bB_responder",
		length: 170,
		hash:   "da6d3ddc8802fca9058755ffd3ebde08a9c2c74945901a258482a288b6663af06bf645c93cd1c51512307199c80e84908916d983b34af77205f90851a657ee27",
		g:      "222b6b195fe84b1652badb6f6a3ae3d24341e7306967f0b8115b40d5698c7e56",
		ya:     "d6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157",
		yb:     "3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258",
		k:      "80b69a8a76457ab6a4d7f887a4bf6b55a2f80ac19c333f917a05fc9887c8b40f",
		isk:    "b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447",
	},
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			channel := Channel{Session: unhex(t, "7e4b4791d6a8ef019b936c79fb7f2c57"), Info: []byte(v.info)}
			if got := len(generatorString([]byte("Password"), channel)); got != v.length {
				t.Errorf("generator string of %d bytes, want %d", got, v.length)
			}
			g := generator([]byte("Password"), channel)
			hash := unhex(t, v.hash)
			if again, err := ristretto255.NewIdentityElement().SetUniformBytes(hash); err != nil || again.Equal(g) != 1 {
				t.Errorf("the hash of the generator string isn't %s", v.hash)
			}
			a := &Party{session: channel.Session, scalar: scalar(t, "da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08")}
			b := &Party{session: channel.Session, scalar: scalar(t, "d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d")}
			a.own = side{ristretto255.NewIdentityElement().ScalarMult(a.scalar, g).Bytes(), []byte("ADa")}
			b.own = side{ristretto255.NewIdentityElement().ScalarMult(b.scalar, g).Bytes(), []byte("ADb")}
			k, _ := scalarMultVerify(a.scalar, b.own.share)
			isk := intermediateKey(channel.Session, k, append(a.own.bytes(), b.own.bytes()...))
			for _, c := range []struct {
				what string
				got  []byte
				want string
			}{
				{"generator", g.Bytes(), v.g}, {"Ya", a.Share(), v.ya}, {"Yb", b.Share(), v.yb}, {"K", k, v.k}, {"ISK", isk, v.isk},
			} {
				if !bytes.Equal(c.got, unhex(t, c.want)) {
					t.Errorf("%s is %x, want %s", c.what, c.got, c.want)
				}
			}
		})
	}
}

// The draft's vectors for scalar_mult_vfy: a valid point, no point, the identity.
func TestScalarMultVerifyVectors(t *testing.T) {
	s := scalar(t, "7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05")
	got, ok := scalarMultVerify(s, unhex(t, "2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c"))
	if want := "7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e"; !ok || hex.EncodeToString(got) != want {
		t.Errorf("%x, %v, want %s", got, ok, want)
	}
	for _, bad := range []string{
		"2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"",
		"00",
	} {
		if _, ok := scalarMultVerify(s, unhex(t, bad)); ok {
			t.Errorf("share %q is taken", bad)
		}
	}
}

// The draft's example of lv_cat.
func TestLengthValue(t *testing.T) {
	got := lengthValue([]byte("1234"), []byte("5"), []byte(""), []byte("678"))
	if want := unhex(t, "043132333401350003363738"); !bytes.Equal(got, want) {
		t.Errorf("%x, want %x", got, want)
	}
	long := lengthValue(make([]byte, 128))
	if !bytes.HasPrefix(long, []byte{0x80, 0x01, 0}) || len(long) != 130 {
		t.Errorf("a part of 128 bytes begins %x", long[:3])
	}
}
