// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "paths/paths.h"

namespace dryrun::paths {

std::string source(const std::string& below) {
    return std::string(DRYRUN_SOURCE_DIR) + below;
}

std::string assets(const std::string& below) {
    return source("/assets") + below;
}

std::string program() {
    return DRYRUN_PROGRAM;
}

}  // namespace dryrun::paths
