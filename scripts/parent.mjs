const LOOK_MS = 200;

/**
 * npm starts a script through a shell, and Debian's dies of a SIGTERM without passing it on: the product would go on
 * without anybody knowing. So we end, in order, when whoever started us has ended.
 */
export function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_MS);
  timer.unref();
}
