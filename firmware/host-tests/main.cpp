#include "testing.h"

std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

static bool hasFailed = false;

void fail(const char* file, int line, const std::string& why) {
  hasFailed = true;
  std::cout << "  " << file << ":" << line << ": " << why << "\n";
}

/** Runs all tests; the last line is `N passed, N failed`. */
int main() {
  int failed = 0;
  for (const Test& test : tests()) {
    hasFailed = false;
    test.run();
    if (hasFailed) failed++;
    std::cout << (hasFailed ? "failed: " : "passed: ") << test.sentence << "\n";
  }
  std::cout << tests().size() - failed << " passed, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
