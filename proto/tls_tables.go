package proto

var (
	tlsTypes = &Enum{
		{tlsChangeCipherSpec, "change_cipher_spec"}, {tlsAlert, "alert"}, {tlsHandshake, "handshake"},
		{tlsApplicationData, "application_data"}, {24, "heartbeat"},
	}
	tlsVersions = &Enum{{0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"}, {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}}
	tlsMessages = &Enum{
		{tlsHelloRequest, "hello_request"}, {tlsClientHello, "client_hello"}, {tlsServerHello, "server_hello"},
		{4, "new_session_ticket"}, {8, "encrypted_extensions"}, {11, "certificate"}, {12, "server_key_exchange"},
		{13, "certificate_request"}, {14, "server_hello_done"}, {15, "certificate_verify"}, {16, "client_key_exchange"},
		{20, "finished"}, {22, "certificate_status"},
	}
	tlsLevels = &Enum{{1, "warning"}, {2, "fatal"}}
	tlsAlerts = &Enum{
		{0, "close_notify"}, {10, "unexpected_message"}, {20, "bad_record_mac"}, {22, "record_overflow"},
		{40, "handshake_failure"}, {42, "bad_certificate"}, {43, "unsupported_certificate"}, {44, "certificate_revoked"},
		{45, "certificate_expired"}, {46, "certificate_unknown"}, {47, "illegal_parameter"}, {48, "unknown_ca"},
		{49, "access_denied"}, {50, "decode_error"}, {51, "decrypt_error"}, {70, "protocol_version"},
		{71, "insufficient_security"}, {80, "internal_error"}, {86, "inappropriate_fallback"}, {90, "user_canceled"},
		{109, "missing_extension"}, {110, "unsupported_extension"}, {112, "unrecognized_name"},
		{116, "certificate_required"}, {120, "no_application_protocol"},
	}
	tlsSuites = &Enum{
		{0x1301, "TLS_AES_128_GCM_SHA256"}, {0x1302, "TLS_AES_256_GCM_SHA384"}, {0x1303, "TLS_CHACHA20_POLY1305_SHA256"},
		{0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}, {0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
		{0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}, {0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
		{0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"}, {0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
		{0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"},
	}
	tlsExtensions = &Enum{
		{tlsServerName, "server_name"}, {1, "max_fragment_length"}, {5, "status_request"}, {10, "supported_groups"},
		{11, "ec_point_formats"}, {13, "signature_algorithms"}, {14, "use_srtp"}, {15, "heartbeat"},
		{tlsALPN, "application_layer_protocol_negotiation"}, {17, "status_request_v2"}, {18, "signed_certificate_timestamp"},
		{19, "client_certificate_type"}, {20, "server_certificate_type"}, {21, "padding"}, {22, "encrypt_then_mac"},
		{23, "extended_master_secret"}, {13172, "next_protocol_negotiation"}, {27, "compress_certificate"}, {28, "record_size_limit"}, {34, "delegated_credential"},
		{tlsTicket, "session_ticket"}, {41, "pre_shared_key"}, {42, "early_data"}, {tlsSupported, "supported_versions"},
		{44, "cookie"}, {45, "psk_key_exchange_modes"}, {47, "certificate_authorities"}, {49, "post_handshake_auth"},
		{50, "signature_algorithms_cert"}, {51, "key_share"}, {17513, "application_settings"}, {65281, "renegotiation_info"},
	}

	tlsTable = Table{ID: "tls", Fields: []Field{
		{ID: "tls.record.content_type", Width: 8, Kind: EnumValue, Enum: tlsTypes, Ref: "RFC 8446 §5.1"},
		{ID: "tls.record.version", Bit: 8, Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsVersions, Ref: "RFC 8446 §5.1"},
		{ID: "tls.record.length", Bit: 24, Width: 16, Kind: Length, Ref: "RFC 8446 §5.1"},
	}}
	tlsData      = tlsBytes("tls.app_data", "RFC 8446 §5.2")
	tlsEncrypted = tlsBytes("tls.encrypted", "RFC 8446 §5.2") // whose type can be seen, but no more
	tlsBody      = tlsBytes("tls.handshake.body", "RFC 8446 §4")
	tlsChange    = &Table{ID: "tls.change_cipher_spec", Fields: []Field{
		{ID: "tls.change_cipher_spec", Width: 8, Kind: Uint, Ref: "RFC 8446 §5"},
	}}
	tlsAlertTable = &Table{ID: "tls.alert_message", Fields: []Field{
		{ID: "tls.alert_message.level", Width: 8, Kind: EnumValue, Enum: tlsLevels, Ref: "RFC 8446 §6"},
		{ID: "tls.alert_message.desc", Bit: 8, Width: 8, Kind: EnumValue, Enum: tlsAlerts, Ref: "RFC 8446 §6"},
	}}
	tlsMessage = &Table{ID: "tls.handshake", Fields: []Field{
		{ID: "tls.handshake.type", Width: 8, Kind: EnumValue, Enum: tlsMessages, Ref: "RFC 8446 §4"},
		{ID: "tls.handshake.length", Bit: 8, Width: 24, Kind: Length, Ref: "RFC 8446 §4"},
	}}
	tlsHello = &Table{ID: "tls.handshake.hello", Fields: []Field{
		{ID: "tls.handshake.version", Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsVersions, Ref: "RFC 8446 §4.1.2"},
		{ID: "tls.handshake.random", Bit: 16, Width: 256, Kind: Bytes, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsSession = &Table{ID: "tls.handshake.session_id", Fields: []Field{
		{ID: "tls.handshake.session_id_length", Width: 8, Kind: Length, Ref: "RFC 8446 §4.1.2"},
		{ID: "tls.handshake.session_id", Bit: 8, Kind: Bytes, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsSuitesLen      = tlsLength("tls.handshake.cipher_suites_length", 16, "RFC 8446 §4.1.2")
	tlsCompressionLen = tlsLength("tls.handshake.comp_methods_length", 8, "RFC 8446 §4.1.2")
	tlsExtensionsLen  = tlsLength("tls.handshake.extensions_length", 16, "RFC 8446 §4.1.2")
	tlsSuite          = &Table{ID: "tls.handshake.ciphersuite", Fields: []Field{
		{ID: "tls.handshake.ciphersuite", Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsSuites, Ref: "RFC 8446 B.4"},
	}}
	tlsCompression = &Table{ID: "tls.handshake.comp_method", Fields: []Field{
		{ID: "tls.handshake.comp_method", Width: 8, Kind: Uint, Ref: "RFC 8446 §4.1.2"},
	}}
	// Wireshark shows the bytes of an extension as its data only if it has no
	// layout for its type.
	tlsUnknown   = tlsExtensionTable("data", Field{ID: "tls.handshake.extension.data", Bit: 32, Kind: Bytes, none: "<MISSING>", Ref: "RFC 8446 §4.2"})
	tlsExtension = tlsExtensionTable("body", Field{ID: "tls.handshake.extension.body", Bit: 32, Kind: Bytes, Ref: "RFC 8446 §4.2"})
	tlsSNI       = tlsExtensionTable("server_name",
		Field{ID: "tls.handshake.extensions_server_name_list_len", Bit: 32, Width: 16, Kind: Length, Ref: "RFC 6066 §3"},
		Field{ID: "tls.handshake.extensions_server_name_type", Bit: 48, Width: 8, Kind: Uint, Ref: "RFC 6066 §3"},
		Field{ID: "tls.handshake.extensions_server_name_len", Bit: 56, Width: 16, Kind: Length, Ref: "RFC 6066 §3"},
		Field{ID: "tls.handshake.extensions_server_name", Bit: 72, Kind: Text, Ref: "RFC 6066 §3"})
	tlsALPNHead = tlsExtensionTable("alpn",
		Field{ID: "tls.handshake.extensions_alpn_len", Bit: 32, Width: 16, Kind: Length, Ref: "RFC 7301 §3.1"})
	tlsALPNName      = stringTable("tls.handshake.extensions_alpn_str", "tls.handshake.extensions_alpn_str_len", "RFC 7301 §3.1")
	tlsSupportedHead = tlsExtensionTable("supported_versions",
		Field{ID: "tls.handshake.extensions.supported_versions_len", Bit: 32, Width: 8, Kind: Length, Ref: "RFC 8446 §4.2.1"})
	tlsSelected = tlsExtensionTable("selected_version",
		Field{ID: "tls.handshake.extensions.supported_version", Bit: 32, Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsVersions, Ref: "RFC 8446 §4.2.1"})
	tlsSupportedVersion = &Table{ID: "tls.handshake.extensions.supported_version", Fields: []Field{
		{ID: "tls.handshake.extensions.supported_version", Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsVersions, Ref: "RFC 8446 §4.2.1"},
	}}
)

func tlsBytes(id, ref string) *Table {
	return &Table{ID: id, Fields: []Field{{ID: id, Kind: Bytes, Ref: ref}}}
}

func tlsLength(id string, width uint16, ref string) *Table {
	return &Table{ID: id, Fields: []Field{{ID: id, Width: width, Kind: Length, Ref: ref}}}
}

func tlsExtensionTable(id string, fields ...Field) *Table {
	return &Table{ID: "tls.handshake.extension." + id, Fields: append([]Field{
		{ID: "tls.handshake.extension.type", Width: 16, Kind: EnumValue, Enum: tlsExtensions, Ref: "RFC 8446 §4.2"},
		{ID: "tls.handshake.extension.len", Bit: 16, Width: 16, Kind: Length, Ref: "RFC 8446 §4.2"},
	}, fields...)}
}

func tlsTables() []*Table {
	return []*Table{
		tlsData, tlsEncrypted, tlsBody, tlsChange, tlsAlertTable, tlsMessage, tlsHello, tlsSession, tlsSuitesLen, tlsSuite,
		tlsCompressionLen, tlsCompression, tlsExtensionsLen, tlsUnknown, tlsExtension, tlsSNI, tlsALPNHead, tlsALPNName,
		tlsSupportedHead, tlsSelected, tlsSupportedVersion,
	}
}
