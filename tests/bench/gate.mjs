// A gate before the relay: bytes pass in both directions until it is held shut towards the browser.
// So 'the arrival of 1,000 changes' is a moment: the one in which it opens.
import net from "node:net";

export async function gate(port) {
  const sockets = new Set();
  let held = false;
  const server = net.createServer((browser) => {
    const relay = net.connect(port, "127.0.0.1");
    const pair = { browser, relay, kept: [] };
    sockets.add(pair);
    browser.setNoDelay(true);
    relay.setNoDelay(true);
    browser.on("data", (bytes) => relay.write(bytes));
    relay.on("data", (bytes) => (held ? pair.kept.push(bytes) : browser.write(bytes)));
    const end = () => {
      sockets.delete(pair);
      browser.destroy();
      relay.destroy();
    };
    for (const socket of [browser, relay]) {
      socket.on("close", end);
      socket.on("error", end);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    hold() {
      held = true;
    },
    // Answers how many bytes waited.
    open() {
      held = false;
      let bytes = 0;
      for (const pair of sockets) {
        for (const kept of pair.kept.splice(0)) {
          bytes += kept.length;
          pair.browser.write(kept);
        }
      }
      return bytes;
    },
    close() {
      server.close();
      for (const { browser, relay } of sockets) {
        browser.destroy();
        relay.destroy();
      }
    },
  };
}
