package flow

import (
	"cmp"
	"slices"
)

// Conversations are those that are remembered, in the order they began.
func (t *Tracker) Conversations() []*Conversation {
	all := make([]*Conversation, 0, t.count)
	for c := t.idlest; c != nil; c = c.next {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Conversation) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// begin remembers a new conversation that the frame is the first of, in place of any other between the same
// ends, which is no longer found but still among those remembered.
func (t *Tracker) begin(fromClient bool) *Conversation {
	if t.count == t.limit {
		t.forget(t.idlest)
	}
	t.began++
	at := &t.x.at
	c := &Conversation{
		ID: t.began, Proto: at.key.proto(), First: t.row.Time, key: at.key, clientLow: at.fromLow == fromClient,
	}
	low, high := at.key.ends()
	c.Client, c.Server = high, low
	if c.clientLow {
		c.Client, c.Server = low, high
	}
	if t.names != nil {
		server := at.key.low
		if c.clientLow {
			server = at.key.high
		}
		c.Host = t.names.known[server]
	}
	for i := range c.Ends {
		c.Ends[i].Window, c.Ends[i].Scale = -1, -1
	}
	t.table[at.key] = c
	t.append(c)
	return c
}

// touch makes c the one heard of last.
func (t *Tracker) touch(c *Conversation) {
	if t.newest != c {
		t.unlink(c)
		t.append(c)
	}
}

func (t *Tracker) forget(c *Conversation) {
	t.unlink(c)
	if t.table[c.key] == c {
		delete(t.table, c.key)
	}
	if t.Forgotten != nil {
		t.Forgotten(c)
	}
}

func (t *Tracker) append(c *Conversation) {
	c.prev, c.next = t.newest, nil
	if t.newest != nil {
		t.newest.next = c
	} else {
		t.idlest = c
	}
	t.newest = c
	t.count++
}

func (t *Tracker) unlink(c *Conversation) {
	if c.prev != nil {
		c.prev.next = c.next
	} else {
		t.idlest = c.next
	}
	if c.next != nil {
		c.next.prev = c.prev
	} else {
		t.newest = c.prev
	}
	c.prev, c.next = nil, nil
	t.count--
}
