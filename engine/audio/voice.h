// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Speech, by espeak-ng where that is installed: a program of its own, which is started anew for
// each sentence and never waited for. Nothing that is simulated hears it.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

namespace dryrun::audio {

/// One speaker, who says one thing at a time.
class Voice {
  public:
    /// Looks for espeak-ng in PATH. Where there is none, nothing is ever said.
    static Voice find();

    Voice(Voice&& other) noexcept;
    Voice& operator=(Voice&& other) noexcept;
    ~Voice();  ///< stops in the middle of a word

    bool is_there() const { return !program_.empty(); }
    /// Begins to say `text`; what was being said before is cut short. `language`: as espeak-ng
    /// names its voices ("en", "de"). A program that cannot be started says nothing from then on.
    void say(std::string_view text, std::string_view language);
    /// Whether something is being said.
    bool is_speaking();
    void stop();

  private:
    explicit Voice(std::string program) : program_(std::move(program)) {}

    std::string program_;  ///< empty: none
    pid_t speaking_ = -1;
};

}  // namespace dryrun::audio
