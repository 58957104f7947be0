package render

import "github.com/asapak/asapak/license"

// A hardware row is what show version and show inventory tell of a model beside
// its license. Memory, processors and interfaces of the models marked (seen)
// are those of real outputs; the others are plausible ones. No license depends
// on them.
type hardware struct {
	model string // as license.Model.Name

	memory    int    // MB
	processor string // with speed and count, as the Hardware line ends
	flash     int    // MB
	bios      string
	crypto    *accelerator
	ports     []port
	image     imageFamily

	product, description string // of show inventory
}

// An accelerator is the encryption hardware; a microcode that isn't told is empty.
type accelerator struct {
	name             string
	boot, ssl, ipsec string
	count            int
}

// A port is a run of interfaces with consecutive numbers.
type port struct {
	prefix       string
	first, count int
	internal     bool
}

// An imageFamily is how the model's software is packed: it decides over the
// file name and over the lines behind the configuration register.
type imageFamily struct {
	suffix string
	// typeFormat prints image type and key version, apart with blank lines around.
	typeFormat string
	apart      bool
	typeSince  license.Release
}

var (
	classic = imageFamily{suffix: "-k8.bin"}
	smp     = imageFamily{suffix: "-smp-k8.bin", apart: true, typeSince: license.Release{Major: 9, Minor: 2},
		typeFormat: "Image type          : Release\nKey version         : A\n"}
	lfbff = imageFamily{suffix: "-lfbff-k8.SPA", typeSince: license.Release{Major: 9, Minor: 2},
		typeFormat: "Image type                : Release\nKey Version               : A\n"}

	geode = &accelerator{"Cisco ASA-5505 on-board accelerator (revision 0x0)", "CN1000-MC-BOOT-2.00 ", "CNLite-MC-SSLm-PLUS-2.06", "CNlite-MC-IPSECm-MAIN-2.09", 1}
	lite  = &accelerator{"Cisco ASA-55x0 on-board accelerator (revision 0x0)", "CN1000-MC-BOOT-2.00 ", "CNLite-MC-SSLm-PLUS-2.03", "CNlite-MC-IPSECm-MAIN-2.06", 1}
	npx   = &accelerator{"Cisco ASA Crypto on-board accelerator (revision 0x1)", "CNPx-MC-BOOT-2.00", "CNPx-MC-SSL-SB-PLUS-0005", "CNPx-MC-IPSEC-MAIN-0026", 1}
	npx2  = &accelerator{"Cisco ASA-5585 on-board accelerator (revision 0x1)", "CNPx-MC-BOOT-2.00", "CNPx-MC-SSL-SB-PLUS-0005", "CNPx-MC-IPSEC-MAIN-0026", 2}
	npx3  = &accelerator{"Cisco ASA-5585 on-board accelerator (revision 0x1)", "CNPx-MC-BOOT-2.00", "CNPx-MC-SSL-SB-PLUS-0005", "CNPx-MC-IPSEC-MAIN-0026", 3}
	atom  = &accelerator{name: "Cisco ASA Crypto on-board accelerator (revision 0x1)", count: 1}

	fast5505 = []port{{"Internal-Data0/", 0, 1, true}, {"Ethernet0/", 0, 8, false}, {"Internal-Data0/", 1, 1, true}}
	fast5510 = []port{{"Ethernet0/", 0, 4, false}, {"Management0/", 0, 1, false}, {"Internal-Data0/", 0, 1, true}, {"Internal-Control0/", 0, 1, true}}
	giga5520 = []port{{"GigabitEthernet0/", 0, 4, false}, {"Management0/", 0, 1, false}, {"Internal-Data0/", 0, 1, true}, {"Internal-Control0/", 0, 1, true}}
	giga5550 = []port{{"GigabitEthernet0/", 0, 4, false}, {"Management0/", 0, 1, false}, {"GigabitEthernet1/", 0, 4, false}}
	giga5580 = []port{{"Management0/", 0, 2, false}, {"GigabitEthernet3/", 0, 4, false}}
	giga5585 = []port{{"Internal-Data0/", 0, 2, true}, {"Management0/", 0, 2, false}, {"GigabitEthernet0/", 0, 8, false}, {"TenGigabitEthernet0/", 8, 2, false}}
	giga5512 = []port{{"Internal-Data0/", 0, 1, true}, {"GigabitEthernet0/", 0, 6, false}, {"Internal-Control0/", 0, 1, true}, {"Internal-Data0/", 1, 1, true}, {"Management0/", 0, 1, false}}
	giga5525 = []port{{"Internal-Data0/", 0, 1, true}, {"GigabitEthernet0/", 0, 8, false}, {"Internal-Control0/", 0, 1, true}, {"Internal-Data0/", 1, 1, true}, {"Management0/", 0, 1, false}}
	giga5516 = []port{{"GigabitEthernet1/", 1, 8, false}, {"Internal-Data1/", 1, 2, true}, {"Internal-Control1/", 1, 1, true}, {"Internal-Data1/", 3, 1, true}, {"Management1/", 1, 1, false}, {"Internal-Data1/", 4, 1, true}}
	giga3000 = []port{{"GigabitEthernet1/", 1, 4, false}, {"Internal-Data1/", 1, 2, true}, {"Internal-Control1/", 1, 1, true}, {"Internal-Data1/", 3, 1, true}, {"Management1/", 1, 1, false}, {"Internal-Data1/", 4, 1, true}}
	service  = []port{{"Internal-Data0/", 0, 2, true}, {"Data0/", 0, 2, false}}
)

// hardwares has a row for each model.
var hardwares = []hardware{
	{"ASA 5505", 512, "Geode 500 MHz,", 128, "M50FW016 @ 0xfff00000, 2048KB", geode, fast5505, classic, "ASA5505", "ASA 5505 with SW, 8 FE Data, AC"}, // (seen)
	{"ASA 5506-X", 4096, "Atom C2000 series 1250 MHz, 1 CPU (4 cores)", 8000, "N25Q64B @ 0xfed01000, 16384KB", atom, giga5516, lfbff, "ASA5506", "ASA 5506-X with SW, 8GE Data, 1GE Mgmt, AC"},
	{"ASA 5506W-X", 4096, "Atom C2000 series 1250 MHz, 1 CPU (4 cores)", 8000, "N25Q64B @ 0xfed01000, 16384KB", atom, giga5516, lfbff, "ASA5506W", "ASA 5506W-X with SW, 8GE Data, 1GE Mgmt, WiFi, AC"},
	{"ASA 5506H-X", 4096, "Atom C2000 series 1250 MHz, 1 CPU (4 cores)", 8000, "N25Q64B @ 0xfed01000, 16384KB", atom, giga3000, lfbff, "ASA5506H", "ASA 5506H-X with SW, 4GE Data, 1GE Mgmt"},
	{"ASA 5508-X", 8192, "Atom C2000 series 2000 MHz, 1 CPU (8 cores)", 8000, "M25P64 @ 0xfed01000, 16384KB", atom, giga5516, lfbff, "ASA5508", "ASA 5508-X with SW, 8GE Data, 1GE Mgmt, AC"},
	{"ASA 5510", 1024, "Pentium 4 Celeron 1600 MHz", 256, "M50FW080 @ 0xfff00000, 1024KB", lite, fast5510, classic, "ASA5510", "ASA 5510 Adaptive Security Appliance"}, // (seen)
	{"ASA 5512-X", 4096, "Clarkdale 2792 MHz, 1 CPU (2 cores)", 4096, "MX25L6445E @ 0xffbb0000, 8192KB", npx, giga5512, smp, "ASA5512", "ASA 5512-X with SW, 6 GE Data, 1 GE Mgmt, AC"},
	{"ASA 5515-X", 8192, "Clarkdale 3058 MHz, 1 CPU (4 cores)", 8192, "MX25L6445E @ 0xffbb0000, 8192KB", npx, giga5512, smp, "ASA5515", "ASA 5515-X with SW, 6 GE Data, 1 GE Mgmt, AC"},
	{"ASA 5516-X", 8192, "Atom C2000 series 2416 MHz, 1 CPU (8 cores)", 8000, "M25P64 @ 0xfed01000, 16384KB", atom, giga5516, lfbff, "ASA5516", "ASA 5516-X with SW, 8GE Data, 1GE Mgmt, AC"}, // (seen)
	{"ASA 5520", 2048, "Pentium 4 Celeron 2000 MHz", 256, "AT49LW080 @ 0xfff00000, 1024KB", lite, giga5520, classic, "ASA5520", "ASA 5520 Adaptive Security Appliance"},                       // (seen)
	{"ASA 5525-X", 8192, "Lynnfield 2394 MHz, 1 CPU (4 cores)", 8192, "MX25L6445E @ 0xffbb0000, 8192KB", npx, giga5525, smp, "ASA5525", "ASA 5525-X with SW, 8 GE Data, 1 GE Mgmt, AC"},       // (seen)
	{"ASA 5540", 2048, "Pentium 4 2000 MHz", 256, "M50FW080 @ 0xfff00000, 1024KB", lite, giga5520, classic, "ASA5540", "ASA 5540 Adaptive Security Appliance"},
	{"ASA 5545-X", 12288, "Lynnfield 2660 MHz, 1 CPU (8 cores)", 8192, "MX25L6445E @ 0xffbb0000, 8192KB", npx, giga5525, smp, "ASA5545", "ASA 5545-X with SW, 8 GE Data, 1 GE Mgmt, AC"},
	{"ASA 5550", 4096, "Pentium 4 3000 MHz", 256, "M50FW016 @ 0xffe00000, 2048KB", lite, giga5550, classic, "ASA5550", "ASA 5550 Adaptive Security Appliance"},
	{"ASA 5555-X", 16384, "Lynnfield 2792 MHz, 1 CPU (8 cores)", 8192, "MX25L6445E @ 0xffbb0000, 8192KB", npx, giga5525, smp, "ASA5555", "ASA 5555-X with SW, 8 GE Data, 1 GE Mgmt, AC"},
	{"ASA 5580-20", 8192, "AMD Opteron 2600 MHz, 2 CPUs (4 cores)", 1024, "MX29LV320 @ 0xffc00000, 1024KB", lite, giga5580, smp, "ASA5580-20", "ASA 5580-20 Adaptive Security Appliance"},
	{"ASA 5580-40", 12288, "AMD Opteron 2600 MHz, 4 CPUs (8 cores)", 1024, "MX29LV320 @ 0xffc00000, 1024KB", lite, giga5580, smp, "ASA5580-40", "ASA 5580-40 Adaptive Security Appliance"},
	{"ASA 5585-X SSP-10", 6144, "Xeon 5500 series 2000 MHz, 1 CPU (4 cores)", 2048, "M25P32 @ 0x0, 4096KB", npx2, giga5585, smp, "ASA5585-SSP-10", "ASA 5585-X Security Services Processor-10"},
	{"ASA 5585-X SSP-20", 12029, "Xeon 5500 series 2133 MHz, 1 CPU (8 cores)", 2048, "M25P32 @ 0x0, 4096KB", npx2, giga5585, smp, "ASA5585-SSP-20", "ASA 5585-X Security Services Processor-20"},   // (seen)
	{"ASA 5585-X SSP-40", 12288, "Xeon 5500 series 2133 MHz, 2 CPUs (16 cores)", 2048, "M25P32 @ 0x0, 4096KB", npx3, giga5585, smp, "ASA5585-SSP-40", "ASA 5585-X Security Services Processor-40"}, // (seen)
	{"ASA 5585-X SSP-60", 24576, "Xeon 5600 series 2400 MHz, 2 CPUs (24 cores)", 2048, "M25P32 @ 0x0, 4096KB", npx3, giga5585, smp, "ASA5585-SSP-60", "ASA 5585-X Security Services Processor-60"},
	{"ASASM", 24576, "Xeon 5600 series 2000 MHz, 2 CPUs (24 cores)", 8192, "M25P32 @ 0x0, 4096KB", npx2, service, smp, "WS-SVC-ASA-SM1", "ASA Services Module"},
	{"ISA 3000", 8192, "Atom C2000 series 1250 MHz, 1 CPU (4 cores)", 16000, "M25P64 @ 0xfed01000, 16384KB", atom, giga3000, lfbff, "ISA-3000-2C2F", "Cisco ISA 3000 Industrial Security Appliance, 2 copper and 2 fiber ports"},
}

// hardwareOf is the row of m. Every model has one; a test holds that.
func hardwareOf(m *license.Model) *hardware {
	for i := range hardwares {
		if hardwares[i].model == m.Name {
			return &hardwares[i]
		}
	}
	panic("render: no hardware row for " + m.Name)
}
