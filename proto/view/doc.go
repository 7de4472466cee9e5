// Package view draws for people: frames as trees, hex dumps, header diagrams,
// summary lines and pages; rows of frames as sequence diagrams, in letters, as
// pictures and as stories to walk through; sockets; Markdown.
//
// A drawing is a struct that embeds a Style and has Append methods; it reads
// no environment and writes nowhere by itself. Every line it draws is at most
// Style.Width columns wide, holds no escape sequence unless Style.Color is set,
// and holds nothing of a packet that could steer a terminal: see Safe.
//
// Nothing here knows a protocol where a proto.Table can tell; names come from
// the locales parts field, explain and enum.
package view
