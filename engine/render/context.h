// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// An OpenGL 3.3 core context without a window or display: EGL surfaceless.
#pragma once

#include <memory>

#include "core/result.h"

namespace dryrun::render {

/// Current on the thread that made it, until destroyed; what was current before comes back then.
class OffscreenContext {
  public:
    static Result<OffscreenContext> create();
    OffscreenContext(OffscreenContext&&) noexcept;
    OffscreenContext& operator=(OffscreenContext&&) noexcept;
    ~OffscreenContext();

  private:
    struct State;
    explicit OffscreenContext(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Name of the renderer that draws, e.g. "llvmpipe (LLVM 15.0.6, 256 bits)".
std::string renderer_name();

}  // namespace dryrun::render
