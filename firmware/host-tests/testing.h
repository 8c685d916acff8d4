#pragma once

#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

/** One behaviour, told in a sentence. */
struct Test {
  std::string sentence;
  std::function<void()> run;
};

/** All tests of this program, in the order in which their files name them. */
std::vector<Test>& tests();

/** Fails the test that is running. */
void fail(const char* file, int line, const std::string& why);

struct Registration {
  Registration(const char* sentence, std::function<void()> run) { tests().push_back(Test{sentence, run}); }
};

inline std::string shown(const std::string& text) {
  std::string result = "\"";
  for (const char byte : text) {
    if (byte >= ' ' && byte < 0x7F)
      result += byte;
    else
      result += "\\x" + std::string(1, "0123456789ABCDEF"[(byte >> 4) & 15]) + "0123456789ABCDEF"[byte & 15];
  }
  return result + '"';
}
inline std::string shown(const char* text) { return shown(std::string(text)); }
template <typename Number>
std::string shown(Number number) {
  return std::to_string(number);
}

template <typename Is, typename Wanted>
void compare(const char* file, int line, const char* what, const Is& is, const Wanted& wanted) {
  if (!(is == wanted)) fail(file, line, std::string(what) + " is " + shown(is) + ", not " + shown(wanted));
}

#define JOINED_AS_IS(a, b) a##b
#define JOINED(a, b) JOINED_AS_IS(a, b)
#define TEST(sentence)                                                                          \
  static void JOINED(test, __LINE__)();                                                         \
  static const Registration JOINED(registration, __LINE__)(sentence, JOINED(test, __LINE__));   \
  static void JOINED(test, __LINE__)()
#define CHECK(condition) \
  if (!(condition)) fail(__FILE__, __LINE__, #condition)
#define CHECK_IS(is, wanted) compare(__FILE__, __LINE__, #is, (is), (wanted))
