package classifier

// table maps 64-bit hashes to small indexes by open addressing with linear
// probing; at most half of its slots are taken. A zero hash is never stored.
type table struct {
	slots []slot
	mask  uint64
}

type slot struct {
	hash  uint64
	index uint32
}

func newTable(n int) table {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return table{slots: make([]slot, size), mask: uint64(size - 1)}
}

// insert stores index under hash and reports whether the hash was new.
func (t *table) insert(hash uint64, index uint32) bool {
	for i := hash & t.mask; ; i = (i + 1) & t.mask {
		switch t.slots[i].hash {
		case 0:
			t.slots[i] = slot{hash, index}
			return true
		case hash:
			return false
		}
	}
}

// find returns the index stored under hash.
func (t *table) find(hash uint64) (index uint32, ok bool) {
	for i := hash & t.mask; ; i = (i + 1) & t.mask {
		switch t.slots[i].hash {
		case hash:
			return t.slots[i].index, true
		case 0:
			return 0, false
		}
	}
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashBytes continues the FNV-1a hash h over b.
func hashBytes(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// finish spreads the bits of an FNV-1a hash over the low ones that pick a
// slot (the finalizer of MurmurHash3), and keeps zero free.
func finish(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	if h == 0 {
		return 1
	}
	return h
}
