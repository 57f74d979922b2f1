// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Errors as values. A function that can fail for a reason outside the program returns Result<T>
// (or Status where there is nothing to return); a programmer's mistake is an assertion instead.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace dryrun {

/// What kind of thing went wrong; the command line turns it into its exit code.
enum class ErrorKind {
    BadInput,     ///< a file or value that is missing, malformed, damaged, too new, out of range
    Usage,        ///< the caller asked for something that does not exist
    Environment,  ///< disk full, no display, driver missing
    NothingToDo,  ///< no attempt given or found
    Internal,     ///< a bug
};

struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string message;  ///< one sentence: what was wanted, what was found
    std::string place;    ///< file:line:column, file and key path, or file and byte; may be empty
    std::string hint;     ///< what to do; may be empty

    /// "place: message (hint)" on one line.
    std::string text() const {
        std::string line = place.empty() ? message : place + ": " + message;
        return hint.empty() ? line : line + " (" + hint + ")";
    }
};

inline Error bad_input(std::string place, std::string message, std::string hint = {}) {
    return {ErrorKind::BadInput, std::move(message), std::move(place), std::move(hint)};
}

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
    Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

    bool ok() const { return content_.index() == 0; }
    explicit operator bool() const { return ok(); }
    T& value() & { return std::get<0>(content_); }
    const T& value() const& { return std::get<0>(content_); }
    T&& value() && { return std::get<0>(std::move(content_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const { return std::get<1>(content_); }

  private:
    std::variant<T, Error> content_;
};

class [[nodiscard]] Status {
  public:
    Status() = default;
    Status(Error error) : error_(std::move(error)) {}  // NOLINT: implicit
    bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error& error() const { return *error_; }

  private:
    std::optional<Error> error_;
};

}  // namespace dryrun

/// Guards an invariant, in every build. Breaking it is a bug, so the program says where and stops.
#define DRYRUN_ASSERT(condition)                                                                 \
    do {                                                                                         \
        if (!(condition)) {                                                                      \
            std::fprintf(stderr, "%s:%d: internal error: %s\n", __FILE__, __LINE__, #condition); \
            std::abort();                                                                        \
        }                                                                                        \
    } while (false)
