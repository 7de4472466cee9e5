package fuzz

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// State is where a campaign stopped, so that it can go on.
type State struct {
	Campaign string        `json:"campaign"` // what it was asked for, all that its cases depend on
	Next     uint64        `json:"next"`     // the case to go on with
	Runs     uint64        `json:"runs"`
	Elapsed  time.Duration `json:"elapsed_ns"`
	Kept     int           `json:"kept,omitempty"` // so many frames kept before it are among its seeds
}

const stateName = "campaign.json"

// ReadState reads the state that a campaign left in dir; one that asked for
// something else is a *StateError. Without any, it is as if it had not begun.
func ReadState(dir, campaign string) (State, error) {
	s := State{Campaign: campaign}
	text, err := os.ReadFile(filepath.Join(dir, stateName))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	var read State
	if err := json.Unmarshal(text, &read); err != nil || read.Campaign != campaign {
		return s, &StateError{Dir: dir, Had: read.Campaign, Wanted: campaign}
	}
	return read, nil
}

// StateError is a folder in which another campaign stopped.
type StateError struct{ Dir, Had, Wanted string }

func (e *StateError) Error() string {
	return "fuzz: " + e.Dir + " holds " + e.Had + ", not " + e.Wanted
}

// Write writes the state into dir.
func (s State) Write(dir string) error {
	text, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		return err
	}
	return replace(filepath.Join(dir, stateName), append(text, '\n'))
}
