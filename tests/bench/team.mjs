// The native team that makes the five-year register: a program that is told, and answers, in lines of JSON.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export async function assemble({ program, relay, url, small }) {
  const child = spawn(program, ["--relay", relay, "--url", url, ...(small ? ["--small"] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = [];
  let gone = null;
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on("exit", (code) => {
    gone = new Error(`the team ended with code ${code}`);
    for (const { reject } of waiting.splice(0)) reject(gone);
  });
  const answer = () =>
    new Promise((resolve, reject) => (gone ? reject(gone) : waiting.push({ resolve, reject })));
  const ask = (wish) => {
    const answered = answer();
    child.stdin.write(`${JSON.stringify(wish)}\n`);
    return answered;
  };
  const register = await answer();
  return {
    register,
    invite: async () => (await ask({ do: "invite" })).fragment,
    edit: (count, title) => ask({ do: "edit", count, title }),
    quit: () => child.stdin.end(`${JSON.stringify({ do: "quit" })}\n`),
  };
}
