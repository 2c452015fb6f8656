#!/usr/bin/env python3
"""Writes situations.jsonl: one measurement for each situation, made by hand from the format's description
(OONI's ts-017, df-001 to df-008), after the shape of versions 0.4 and 0.5 of web_connectivity.

Usage: python3 make.py >situations.jsonl; it needs the command `openssl`. Names, addresses and numbers of
networks are invented; the one certificate is made here and carries the names of a known interceptor."""
import base64, json, subprocess, sys, tempfile

SITE, OTHER, BLOCKPAGE = "95.0.0.1", "95.0.0.2", "91.0.0.9"
PAGE = "<html><title>Today in Example City</title>" + "news " * 300 + "</html>"
BLOCK = "<html><title>Restricted</title>no</html>"


class Measurement:
    def __init__(self, name, url, host=None, version="0.5.28"):
        self.name, self.url = name, url
        self.host = host if host is not None else url.split("/")[2]
        self.keys = {
            "agent": "redirect", "queries": [], "tcp_connect": [], "tls_handshakes": [], "requests": [],
            "network_events": None, "control_failure": None,
        }
        self.version, self.number, self.reads = version, 0, []

    def look(self, addrs=(), failure=None, engine="getaddrinfo", depth=0, host=None, kind=None, asn=None):
        self.number += 1
        answers = [
            {"answer_type": "AAAA" if ":" in a else "A", "ipv6" if ":" in a else "ipv4": a, "ttl": None,
             **({"asn": asn} if asn else {})} for a in addrs]
        self.keys["queries"].append({
            "engine": engine, "hostname": host or self.host, "failure": failure,
            "query_type": kind or ("ANY" if engine == "getaddrinfo" else "A"), "answers": answers or None,
            "resolver_address": {"doh": "https://dns.example/dns-query", "udp": "192.0.2.53:53"}.get(engine, ""),
            "t": 0.1, "tags": [f"depth={depth}"], "transaction_id": self.number})
        return self

    def go(self, ip, port=443, connect=None, tls=None, http=None, response=None, depth=0, fetch=True, url=None,
           name=None, certs=None, heard=False):
        """One attempt; each argument is a failure, `response` an answer (code, headers, body)."""
        self.number += 1
        end = f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
        tags = [f"depth={depth}", f"fetch_body={'true' if fetch else 'false'}"]
        more = {"t": 0.5, "tags": tags, "transaction_id": self.number}
        self.keys["tcp_connect"].append(
            {"ip": ip, "port": port, "status": {"failure": connect, "success": connect is None}, **more})
        if connect is None and port == 443:
            self.keys["tls_handshakes"].append({
                "network": "tcp", "address": end, "server_name": name or self.host, "failure": tls,
                "cipher_suite": "" if tls else "TLS_AES_128_GCM_SHA256", "tls_version": "" if tls else "TLSv1.3",
                "negotiated_protocol": "", "no_tls_verify": False, "peer_certificates": certs, **more})
            self.reads.append({"operation": "tls_handshake_start", "t": 0.4, "failure": None, "address": end,
                               "proto": "tcp", "num_bytes": 0, "tags": tags, "transaction_id": self.number})
            if heard or tls is None:
                self.reads.append({"operation": "read", "t": 0.5, "failure": None, "address": end, "proto": "tcp",
                                   "num_bytes": 700, "tags": tags, "transaction_id": self.number})
        if response or http:
            code, headers, body = response or (0, {}, "")
            self.keys["requests"].insert(0, {
                "network": "tcp", "address": end, "failure": http,
                "request": {"url": url or self.url, "method": "GET", "headers": {}, "body": "",
                            "body_is_truncated": False},
                "response": {"code": code, "headers": headers, "body": body, "body_is_truncated": False}, **more})
        return self

    def control(self, addrs=(SITE,), dns=None, connects=None, tls=None, page=(200, PAGE), failure=None, asns=None,
                headers=None, title="Today in Example City"):
        """`connects` and `tls` map endpoints to failures; `page` is (status, body) or None for a failure."""
        code, body = page or (-1, None)
        self.keys["x_control_request"] = {"http_request": self.url, "http_request_headers": {}, "tcp_connect": []}
        self.keys["control"] = {
            "dns": {"failure": dns, "addrs": list(addrs)},
            "tcp_connect": {e: {"status": f is None, "failure": f} for e, f in (connects or {}).items()},
            "tls_handshake": {e: {"server_name": self.host, "status": f is None, "failure": f}
                              for e, f in (tls or {}).items()},
            "http_request": {"body_length": -1 if body is None else len(body), "failure": failure,
                             "title": title if body else "", "headers": headers or {}, "status_code": code},
            "ip_info": {a: {"asn": n, "flags": 0} for a, n in (asns or {}).items()}}
        return self

    def json(self):
        if self.reads:
            self.keys["network_events"] = self.reads
        return {
            "data_format_version": "0.2.0", "input": self.url, "measurement_start_time": "2026-11-01 10:00:00",
            "probe_asn": "AS64500", "probe_cc": "ZZ", "probe_ip": "127.0.0.1", "report_id": "",
            "software_name": "ooniprobe", "software_version": "3.21.0", "test_keys": self.keys,
            "test_name": "web_connectivity", "test_runtime": 1.5, "test_start_time": "2026-11-01 09:59:00",
            "test_version": self.version, "annotations": {"situation": self.name}}


ALL = []


def situation(name, url="https://news.example/", **more):
    ALL.append(Measurement(name, url, **more))
    return ALL[-1]


def interceptor():
    """A chain as a censor's box makes it: the name is the site's, the issuer the interceptor's."""
    with tempfile.TemporaryDirectory() as folder:
        def run(*words):
            subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
        run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
            "-subj", "/C=KZ/O=ISCA/CN=Information Security Certification Authority", "-keyout", "ca.key", "-out", "ca.pem")
        run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/CN=news.example", "-keyout", "own.key", "-out", "own.csr")
        run("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "75", "-outform", "DER",
            "-out", "own.der")
        der = open(folder + "/own.der", "rb").read()
        return [{"format": "base64", "data": base64.b64encode(der).decode()}]


fine = (200, {"Server": "x"}, PAGE)
here = {f"{SITE}:443": None}
reset, silence = "connection_reset", "generic_timeout_error"

situation("accessible").look([SITE]).go(SITE, response=fine).control(connects=here, tls=here)
situation("accessible, no control").look([SITE]).go(SITE, response=fine)
situation("accessible, capitals", "https://News.Example/", host="news.example").look([SITE], host="NEWS.example") \
    .go(SITE, response=fine).control(connects=here, tls=here)
situation("accessible, clear text", "http://news.example/").look([SITE]).go(SITE, 80, response=fine) \
    .go(SITE, 443, fetch=False).control(connects=here, tls=here)
situation("clear text, no control", "http://news.example/").look([SITE]).go(SITE, 80, response=fine)
situation("redirect to TLS", "http://news.example/").look([SITE]) \
    .go(SITE, 80, response=(301, {"Location": "https://news.example/"}, "")).look([SITE], depth=1) \
    .go(SITE, depth=1, url="https://news.example/", response=fine).control(connects=here, tls=here)
for control in (True, False):
    moved = situation("redirect to another site" + ("" if control else ", no control"), "http://news.example/") \
        .look([SITE]).go(SITE, 80, response=(302, {"Location": "https://other.example/"}, "")) \
        .look([OTHER], depth=1, host="other.example") \
        .go(OTHER, depth=1, name="other.example", url="https://other.example/", response=fine)
    if control:
        moved.control(connects=here, tls=here)
situation("clear text, TLS refused beside it", "http://news.example/").look([SITE, OTHER]) \
    .go(SITE, 80, response=fine).go(OTHER, 80).go(OTHER, 443, connect="connection_refused", fetch=False) \
    .go(SITE, 443, connect="connection_refused", fetch=False) \
    .control(addrs=(SITE, OTHER), connects={f"{SITE}:443": "connection_refused"})
situation("other addresses, same network").look([OTHER]).go(OTHER, response=fine) \
    .control(tls=here, asns={SITE: 64501, OTHER: 64501})
situation("other addresses, genuine").look([OTHER]).go(OTHER, response=fine) \
    .control(tls=here, asns={SITE: 64501, OTHER: 64502})
situation("other addresses, same network, silent").look([OTHER]).go(OTHER, connect=silence) \
    .control(tls=here, asns={SITE: 64501, OTHER: 64501})
situation("challenge").look([SITE]).go(SITE, response=(403, {"Server": "cloudflare"}, "who are you")) \
    .control(connects=here, tls=here)

# DNS
situation("nxdomain").look(failure="dns_nxdomain_error").control(connects=here, tls=here)
situation("nxdomain, genuine by DoH").look(failure="dns_nxdomain_error").look([SITE], engine="doh") \
    .go(SITE, response=fine)
situation("nxdomain, genuine by DoH and control").look(failure="dns_nxdomain_error").look([SITE], engine="doh") \
    .go(SITE, response=fine).control(connects=here, tls=here)
situation("nxdomain, no control").look(failure="dns_nxdomain_error")
situation("nxdomain everywhere").look(failure="dns_nxdomain_error") \
    .control(addrs=(), dns="dns_nxdomain_error", page=None, failure="dns_nxdomain_error")
situation("no answer").look(failure="dns_no_answer").control(connects=here, tls=here)
situation("servfail").look(failure="dns_servfail_error").control(connects=here, tls=here)
situation("no cached data on Android").look(failure="android_dns_cache_no_data").control(connects=here, tls=here)
situation("bogon").look(["10.10.34.35"]).go("10.10.34.35", connect=silence) \
    .control(connects=here, tls=here)
situation("bogon, no control").look(["10.10.34.35"]).go("10.10.34.35", connect=silence)
situation("bogon as failure").look(failure="dns_bogon_error").control(connects=here, tls=here)
situation("loopback").look(["127.0.0.1"]).go("127.0.0.1", connect="connection_refused") \
    .control(connects=here, tls=here)
situation("lie to a block page", "http://news.example/").look([BLOCKPAGE]) \
    .go(BLOCKPAGE, 80, response=(200, {}, BLOCK)).control(connects=here, tls=here, asns={SITE: 64501, BLOCKPAGE: 64500})
situation("lie, wrong name").look([BLOCKPAGE]).go(BLOCKPAGE, tls="ssl_invalid_hostname", heard=True) \
    .control(connects={**here, f"{BLOCKPAGE}:443": None}, tls={**here, f"{BLOCKPAGE}:443": "ssl_invalid_hostname"},
             asns={SITE: 64501, BLOCKPAGE: 64500})
situation("lie, refused, genuine elsewhere").look([BLOCKPAGE]).look([SITE], engine="doh") \
    .go(BLOCKPAGE, connect="connection_refused").go(SITE).control(connects=here, tls=here)
ghost = situation("lie to a name that is gone", "http://news.example/").look([BLOCKPAGE]) \
    .look([BLOCKPAGE], engine="udp").go(BLOCKPAGE, 443, connect="connection_refused", fetch=False) \
    .go(BLOCKPAGE, 80, response=(200, {}, BLOCK)) \
    .control(addrs=(), dns="dns_name_error", connects={f"{BLOCKPAGE}:443": "connection_refused_error"}, page=None,
             failure="dns_lookup_error")
injected = situation("two answers", "http://news.example/").look([BLOCKPAGE]).look([BLOCKPAGE], engine="udp") \
    .go(BLOCKPAGE, 443, connect="connection_refused", fetch=False).go(BLOCKPAGE, 80, response=(200, {}, BLOCK))
injected.keys["x_dns_duplicate_responses"] = [
    dict(injected.keys["queries"][1], answers=[{"answer_type": "A", "ipv4": SITE, "ttl": None}])]
situation("lie to this computer, page by DoH", "http://news.example/").look(["127.0.0.1"]).look([SITE], engine="doh") \
    .go(SITE, 443, fetch=False).go(SITE, 80, response=fine) \
    .control(connects=here, tls=here, headers={"Alt-Svc": "h3"})
situation("deeper name missing", "https://news.example/").look([SITE]) \
    .go(SITE, response=(302, {"Location": "https://far.example/"}, "")) \
    .look(failure="dns_nxdomain_error", depth=1, host="far.example")

# Addresses
situation("address silent").look([SITE]).go(SITE, connect=silence).control(connects=here, tls=here)
situation("address refused").look([SITE]).go(SITE, connect="connection_refused").control(connects=here, tls=here)
situation("address silent, no control").look([SITE]).go(SITE, connect=silence)
situation("down everywhere").look([SITE]).go(SITE, connect=silence) \
    .control(connects={f"{SITE}:443": silence}, page=None, failure=silence)
situation("only IPv6, none here").look(["2a00:1::1"]).go("2a00:1::1", connect="network_unreachable") \
    .control(addrs=("2a00:1::1",), connects={"[2a00:1::1]:443": None}, tls={"[2a00:1::1]:443": None})
situation("only IPv6, fine").look(["2a00:1::1"]).go("2a00:1::1", response=fine) \
    .control(addrs=("2a00:1::1",), connects={"[2a00:1::1]:443": None}, tls={"[2a00:1::1]:443": None})
situation("address literal", f"https://{SITE}/", host=SITE).go(SITE, connect=silence) \
    .control(addrs=(), connects=here, tls={f"{SITE}:443": None})
situation("address literal, genuine", f"https://{SITE}/", host=SITE).go(SITE, response=fine) \
    .control(addrs=(), connects=here, tls={f"{SITE}:443": None})
situation("address literal, refused everywhere", f"https://{SITE}/", host=SITE).go(SITE, connect="connection_refused") \
    .control(addrs=(), connects={f"{SITE}:443": "connection_refused"}, page=None, failure="connection_refused")
situation("one of two addresses silent").look([SITE, OTHER]).go(OTHER, connect=silence).go(SITE, response=fine) \
    .control(addrs=(SITE, OTHER), connects=here, tls=here)

# Names
situation("name silent").look([SITE]).go(SITE, tls=silence).control(connects=here, tls=here)
situation("name reset").look([SITE]).go(SITE, tls=reset).control(connects=here, tls=here)
situation("name ended").look([SITE]).go(SITE, tls="eof_error").control(connects=here, tls=here)
situation("name silent, no control").look([SITE]).go(SITE, tls=silence)
situation("name silent everywhere").look([SITE]).go(SITE, tls=silence) \
    .control(connects=here, tls={f"{SITE}:443": silence}, page=None, failure=silence)
situation("name silent behind redirect", "http://news.example/").look([SITE]) \
    .go(SITE, 80, response=(301, {"Location": "https://news.example/"}, "")).look([SITE], depth=1) \
    .go(SITE, depth=1, tls=silence).control(connects=here, tls=here)
situation("cut after the answer").look([SITE]).go(SITE, tls=reset, heard=True).control(connects=here, tls=here)
situation("refused by alert").look([SITE]).go(
    SITE, tls="unknown_failure: remote error: tls: handshake failure", heard=True) \
    .control(connects=here, tls={f"{SITE}:443": "ssl_failed_handshake"}, page=None, failure="ssl_failed_handshake")

# Certificates
situation("expired").look([SITE]).go(SITE, tls="ssl_invalid_certificate", heard=True) \
    .control(connects=here, tls={f"{SITE}:443": "ssl_invalid_certificate"}, page=None,
             failure="ssl_invalid_certificate")
situation("expired, no control").look([SITE]).go(SITE, tls="ssl_invalid_certificate", heard=True)
situation("unknown authority everywhere").look([SITE]).go(SITE, tls="ssl_unknown_authority", heard=True) \
    .control(connects=here, tls={f"{SITE}:443": "ssl_unknown_authority"}, page=None,
             failure="ssl_unknown_authority")
situation("unknown authority here").look([SITE]).go(SITE, tls="ssl_unknown_authority", heard=True) \
    .control(connects=here, tls=here)
situation("interceptor by pattern").look([SITE]).go(
    SITE, tls="ssl_unknown_authority", heard=True, certs=interceptor()).control(connects=here, tls=here)

# Pages
situation("other page", "http://news.example/").look([SITE]).go(SITE, 80, response=(200, {}, BLOCK)) \
    .control(connects=here, tls=here)
situation("451", "http://news.example/").look([SITE]).go(SITE, 80, response=(451, {}, BLOCK)) \
    .control(connects=here, tls=here)
situation("known block page", "http://news.example/").look([SITE]) \
    .go(SITE, 80, response=(302, {"Location": "http://reestr.mitc.uz/"}, "")).control(connects=here, tls=here)
situation("known block page, no control", "http://news.example/").look([SITE]) \
    .go(SITE, 80, response=(302, {"Location": "http://reestr.mitc.uz/"}, ""))
situation("refused by the site", "http://news.example/").look([SITE]).go(SITE, 80, response=(403, {}, BLOCK)) \
    .control(connects=here, tls=here)
situation("challenge in clear text", "http://news.example/").look([SITE]) \
    .go(SITE, 80, response=(503, {"Server": "cloudflare"}, BLOCK)).control(connects=here, tls=here)
situation("request reset", "http://news.example/").look([SITE]).go(SITE, 80, http=reset) \
    .control(connects=here, tls=here)
situation("request reset, no control", "http://news.example/").look([SITE]).go(SITE, 80, http=reset)
situation("request reset under TLS").look([SITE]).go(SITE, http=reset).control(connects=here, tls=here)
situation("page fails everywhere", "http://news.example/").look([SITE]).go(SITE, 80, http=silence) \
    .control(connects=here, page=None, failure=silence)
situation("bad redirect").look([SITE]).go(
    SITE, response=(302, {"Location": "https:///"}, ""), http="http_invalid_redirect_location_host") \
    .control(connects=here, tls=here, page=None, failure="http_invalid_redirect_location_host")
situation("same page as the control's, and a mark", "http://news.example/").look([SITE]) \
    .go(SITE, 80, response=(451, {"Link": '<https://x.example>; rel="blocked-by"'}, BLOCK)) \
    .control(connects=here, tls=here, page=(451, BLOCK), title="Restricted")
situation("nothing at all").control(connects=here, tls=here)
situation("nothing, no control")

# As version 0.4 wrote it: no numbers, no tags, no handshakes of the control.
old = situation("old, blocked by DNS", version="0.4.2").look(failure="dns_nxdomain_error").control(connects=here)
old_fine = situation("old, accessible", version="0.4.2").look([SITE]).go(SITE, response=fine).control(connects=here)
for each in (old, old_fine):
    del each.keys["x_control_request"], each.keys["control"]["tls_handshake"]
    for name in ("queries", "tcp_connect", "tls_handshakes", "requests"):
        for record in each.keys[name]:
            del record["tags"], record["transaction_id"], record["t"]
    each.reads = []
    for record in each.keys["requests"]:
        del record["address"]
old_fine.keys["blocking"], old_fine.keys["accessible"] = False, True

for each in ALL:
    if each:
        json.dump(each.json(), sys.stdout, sort_keys=True)
        print()
