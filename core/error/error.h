#pragma once

#include <string>
#include <system_error>

#include <tl/expected.hpp>

namespace headscope {

// Whose move it is: the input must change (exit code 2), or the program could not do a
// possible thing here and now, such as write to a full disk (exit code 1).
enum class ErrorKind { badInput, couldNotDo };

// The one way to report an error. Every way a thing can go wrong is an enumerator of its folder
// (SafetensorsError, TokenizerError, …), registered as a std::error_code enum, so that a caller
// or a test can ask `error.code == SafetensorsError::headerTooLarge`.
struct Error {
  std::error_code code;
  ErrorKind kind = ErrorKind::badInput;
  std::string file = {};   // the file it is about, as the user gave it; may be empty
  std::string place = {};  // where in it: "tensor 'x'", "line 3"; may be empty
  std::string problem;     // what was found and what was expected, one sentence without a full stop
  std::string remedy = {};  // what to do next, one sentence without a full stop; may be empty
};

template <typename T>
using Result = tl::expected<T, Error>;

// "FILE: PLACE: problem. Remedy." in English, for stderr and for the window. What a file holds may
// be of any length: each part is cut after 600 bytes, with "…".
std::string describe(const Error& error);

// tl::unexpected, ready to return from any function that gives a Result.
inline tl::unexpected<Error> failure(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

// The std::error_category of one folder's enum. It only names the enum: what went wrong is told by
// Error::problem, which knows the file and the numbers.
class ErrorDomain : public std::error_category {
 public:
  explicit constexpr ErrorDomain(const char* name) : name_(name) {}
  const char* name() const noexcept override { return name_; }
  std::string message(int value) const override;

 private:
  const char* name_;
};

}  // namespace headscope

// Makes headscope::ENUM usable as a std::error_code: `HEADSCOPE_ERROR_ENUM(JsonError);` once,
// after its definition, outside any namespace. Enumerators start at 1: 0 means success.
#define HEADSCOPE_ERROR_ENUM(ENUM)                     \
  namespace headscope {                                \
  inline std::error_code make_error_code(ENUM value) { \
    static const ErrorDomain domain(#ENUM);            \
    return {static_cast<int>(value), domain};          \
  }                                                    \
  }                                                    \
  template <>                                          \
  struct std::is_error_code_enum<headscope::ENUM> : std::true_type {}
