"""Says what is wrong in measurements in OONI's format, one a line: what its own reader lets pass too.

Usage: python3 ooni.py FILE; prints a line for each fault and ends with 1 if there is any. With --oonidata it also
loads each measurement with the package `oonidata` (0.3.0), which must be installed then."""
import base64, json, re, sys

WORDS = """android_dns_cache_no_data connection_aborted connection_already_closed connection_refused connection_reset
dns_bogon_error dns_no_answer dns_non_recoverable_failure dns_nxdomain_error dns_refused_error
dns_reply_with_wrong_query_id dns_server_misbehaving dns_servfail_error dns_temporary_failure eof_error
generic_timeout_error host_unreachable http_invalid_redirect_location_host http_request_failed
http_unexpected_redirect_url http_unexpected_status_code interrupted json_parse_error network_down network_reset
network_unreachable quic_incompatible_version ssl_failed_handshake ssl_invalid_certificate ssl_invalid_hostname
ssl_unknown_authority address_family_not_supported address_in_use address_not_available already_connected bad_address
bad_file_descriptor connection_already_in_progress destination_address_required invalid_argument message_size
no_buffer_space no_protocol_option not_a_socket not_connected operation_would_block permission_denied
protocol_not_supported timed_out wrong_protocol_type""".split()
REQUIRED = """input report_id measurement_start_time test_start_time probe_asn probe_cc software_name software_version test_name
test_version test_runtime test_keys data_format_version extensions""".split()
DATE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
faults = []


def want(isTrue, text):
    if not isTrue:
        faults.append(text)


def word(value, where):
    want(value is None or value in WORDS or (isinstance(value, str) and value.startswith("unknown_failure")),
         f"{where}: no word of OONI's: {value!r}")


def common(record, where):
    word(record.get("failure"), where)
    want(isinstance(record["transaction_id"], int) and record["transaction_id"] > 0, f"{where}: transaction_id")
    want(all(isinstance(record[key], (int, float)) for key in ("t0", "t")), f"{where}: t0, t")
    want(record["t"] >= record["t0"] >= 0, f"{where}: t before t0")
    want(any(re.fullmatch(r"depth=\d+", tag) for tag in record["tags"]), f"{where}: no depth")


def endpoint(text):
    return bool(re.fullmatch(r"(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\]):\d+", text))


def check(m):
    for key in REQUIRED:
        want(key in m, f"no {key}")
    for key in ("measurement_start_time", "test_start_time"):
        want(DATE.match(m[key]), f"{key}: {m[key]!r}")
    want(re.fullmatch(r"AS\d+", m["probe_asn"]), "probe_asn")
    want(re.fullmatch(r"[A-Z]{2}", m["probe_cc"]), "probe_cc")
    want(isinstance(m["test_runtime"], (int, float)), "test_runtime")
    want(m["probe_ip"] == "127.0.0.1" and m["resolver_ip"] == "127.0.0.2", "an address of the computer's own")
    keys = m["test_keys"]
    want(keys["blocking"] in (None, False, "dns", "tcp_ip", "http-failure", "http-diff"), "blocking")
    want(keys["accessible"] in (None, True, False), "accessible")
    want("control" not in keys, "a control that was not asked")
    for query in keys["queries"]:
        common(query, "queries")
        want(query["engine"] in ("getaddrinfo", "udp", "tcp", "dot", "doh"), f"queries: engine {query['engine']}")
        want(query["hostname"] and query["query_type"] in ("ANY", "A", "AAAA"), "queries: hostname, query_type")
        for answer in query["answers"] or []:
            want(("ipv4" in answer) == (answer["answer_type"] == "A"), "queries: answer")
    for connect in keys["tcp_connect"]:
        common(connect, "tcp_connect")
        want(isinstance(connect["port"], int) and 0 < connect["port"] < 65536, "tcp_connect: port")
        status = connect["status"]
        word(status["failure"], "tcp_connect")
        want(status["success"] == (status["failure"] is None), "tcp_connect: success")
    for handshake in keys["tls_handshakes"]:
        common(handshake, "tls_handshakes")
        want(endpoint(handshake["address"]), f"tls_handshakes: {handshake['address']}")
        want(handshake["no_tls_verify"] is False, "tls_handshakes: no_tls_verify")
        for certificate in handshake["peer_certificates"]:
            want(certificate["format"] == "base64" and base64.b64decode(certificate["data"], validate=True)[0] == 0x30,
                 "tls_handshakes: certificate")
    depths = []
    for request in keys["requests"]:
        common(request, "requests")
        want(endpoint(request["address"]), f"requests: {request['address']}")
        want(re.match("https?://", request["request"]["url"]), "requests: url")
        want("tor" not in request["request"], "requests: tor")
        answer = request["response"]
        want(answer is None or 100 <= answer["code"] <= 599, "requests: code")
        want(request["failure"] is not None or answer is not None, "requests: neither answer nor failure")
        depths.append(request["t"])
    want(depths == sorted(depths, reverse=True), "requests: not the newest first")
    for event in keys["network_events"]:
        common(event, "network_events")
        want(event["operation"] in ("connect", "read", "write", "tls_handshake_start"), "network_events: operation")
    if "--oonidata" in sys.argv:
        from oonidata.dataclient import load_measurement
        load_measurement(dict(m, test_name="web_connectivity"))


with open(sys.argv[1], encoding="utf-8") as file:
    for number, line in enumerate(file, 1):
        before = len(faults)
        try:
            check(json.loads(line))
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")
        for fault in faults[before:]:
            print(f"line {number}: {fault}")
sys.exit(1 if faults else 0)
