"""Opens web pages in a headless Chromium and says what it saw, as JSON, a list entry for each page.

    python3 browse.py PAGE...

For each page: `widths`, how wide it is on screens of 320, 800 and 1600 px, light and dark; `asked`,
what was asked for beside the page itself; `complaints`, what the console says (broken policies too);
`ground`, the colours behind it, light and dark; `pages`, how many sheets of A4 it prints on.
"""
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile


class Browser:
    """The DevTools protocol over the pipes that Chromium reads and writes as 3 and 4."""

    def __init__(self, home):
        (self.theirs, self.to), (self.fro, answers) = os.pipe(), os.pipe()
        # Chromium wants 3 and 4, which the pipes may already be.
        shell = f'exec 3<&{self.theirs} 4>&{answers}; exec chromium "$@"'
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                 "--disable-background-networking", f"--user-data-dir={home}"]
        self.process = subprocess.Popen(
            ["bash", "-c", shell, "browse"] + flags, pass_fds=(self.theirs, answers),
            env={**os.environ, "HOME": home},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(self.theirs)
        os.close(answers)
        (self.number, self.buffer, self.events, self.session) = (0, b"", [], None)

    def ask(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.read())

    def read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.fro, 1 << 16)
            if not piece:
                raise RuntimeError("the browser ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def value(self, expression):
        return self.ask("Runtime.evaluate", expression=expression)["result"]["value"]


def visit(browser, page):
    url = pathlib.Path(page).resolve().as_uri()
    browser.session = None
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.ask(
        "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ["Page", "Network", "Log", "Runtime"]:
        browser.ask(f"{domain}.enable")
    browser.events = []
    browser.ask("Page.navigate", url=url)
    browser.wait("Page.loadEventFired")
    widths, ground = {}, {}
    for width in [320, 800, 1600]:
        browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=900,
                    deviceScaleFactor=1, mobile=False)
        for scheme in ["light", "dark"]:
            browser.ask("Emulation.setEmulatedMedia",
                        features=[{"name": "prefers-color-scheme", "value": scheme}])
            widths[f"{width} {scheme}"] = browser.value("document.documentElement.scrollWidth")
            ground[scheme] = browser.value("getComputedStyle(document.body).backgroundColor")
    printed = base64.b64decode(browser.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
    asked = [e["params"]["request"]["url"] for e in browser.events
             if e.get("method") == "Network.requestWillBeSent"]
    complaints = [e["params"]["entry"]["text"] for e in browser.events
                  if e.get("method") == "Log.entryAdded"]
    sizes = set(re.findall(rb"/MediaBox \[([0-9. ]+)\]", printed))
    return {
        "widths": widths, "ground": ground, "complaints": complaints,
        "asked": [a for a in asked if a != url],
        "pages": len(re.findall(rb"/Type /Page\b", printed)),
        "isA4": all(abs(float(s.split()[2]) - 595) < 1 and abs(float(s.split()[3]) - 842) < 1
                    for s in sizes) and len(sizes) > 0,
    }


with tempfile.TemporaryDirectory() as home:
    browser = Browser(home)
    try:
        print(json.dumps([visit(browser, page) for page in sys.argv[1:]]))
    finally:
        browser.process.terminate()
        browser.process.wait()
