// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

#include "events/input_sample.h"

namespace dryrun::cli {

Progress::Progress(std::string doing, std::int64_t total)
    : doing_(std::move(doing)), total_(total), is_terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::show(std::int64_t done) {
    if (!is_terminal_) return;
    const std::int64_t step =
        total_ > 0 ? 100 * done / total_ : done / std::int64_t{events::kTicksPerSecond};
    if (step == shown_) return;
    shown_ = step;
    std::fprintf(stderr, "\rdryrun: %s %lld %s ", doing_.c_str(), static_cast<long long>(step),
                 total_ > 0 ? "%" : "s");
    std::fflush(stderr);
}

void Progress::end() {
    if (is_terminal_ && shown_ >= 0) std::fprintf(stderr, "\r\033[K");
    shown_ = -1;
}

}  // namespace dryrun::cli
