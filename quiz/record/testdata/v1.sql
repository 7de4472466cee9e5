CREATE TABLE answers (
	id BLOB NOT NULL PRIMARY KEY,
	time INTEGER NOT NULL,
	zone INTEGER NOT NULL,
	day INTEGER NOT NULL,
	round BLOB NOT NULL,
	stage TEXT NOT NULL,
	skill TEXT NOT NULL,
	seed INTEGER NOT NULL,
	level INTEGER NOT NULL,
	kind TEXT NOT NULL,
	scene BLOB NOT NULL,
	grade INTEGER NOT NULL,
	hinted INTEGER NOT NULL,
	text TEXT NOT NULL,
	miss TEXT NOT NULL,
	took INTEGER NOT NULL,
	undone INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_question ON answers (skill, seed, scene, time, id) WHERE undone = 0;
CREATE INDEX answers_missed ON answers (time, id) WHERE undone = 0 AND (grade = 1 OR hinted = 1);
CREATE INDEX answers_day ON answers (day, grade, hinted) WHERE undone = 0;

CREATE TABLE scenes (
	id BLOB NOT NULL PRIMARY KEY,
	frames BLOB NOT NULL
) STRICT;

CREATE TABLE skills (
	skill TEXT NOT NULL PRIMARY KEY,
	stage TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	right INTEGER NOT NULL,
	stability REAL NOT NULL,
	difficulty REAL NOT NULL,
	last INTEGER NOT NULL,
	first INTEGER NOT NULL, -- time of the answer that counted on the last day
	due INTEGER NOT NULL,
	reps INTEGER NOT NULL,
	lapses INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE steps (
	stage TEXT NOT NULL,
	step TEXT NOT NULL,
	task INTEGER NOT NULL,
	time INTEGER NOT NULL,
	PRIMARY KEY (stage, step, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE resets (
	stage TEXT NOT NULL PRIMARY KEY,
	time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO answers VALUES (x'019aa97c0a0000112233445566778899', 1795316400000000000, 32400, 20779, x'019aa97c0a00ffeeddccbbaa99887766', 'handshake', 'handshake.ack-number', -1, 2, 'number', x'594cfd2607d4f09e1ce6241203e418ca', 1, 1, '42', 'ack-is-last-byte', 5000000000, 0);
INSERT INTO scenes VALUES (x'594cfd2607d4f09e1ce6241203e418ca', x'6672616d6573');
INSERT INTO skills VALUES ('handshake.ack-number', 'handshake', 1, 0, 0.212, 6.4133, 20779, 1795316400000000000, 20780, 1, 0);
INSERT INTO steps VALUES ('dns', 'first', 1, 1795316400000000000);
INSERT INTO resets VALUES ('dns', 1795230000000000000);
PRAGMA application_id = 1852928611;
PRAGMA user_version = 1;
