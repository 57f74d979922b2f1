// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where this checkout and its program lie, for tests that read a shipped file or start the
// program. One source file knows; the objects of all others are the same in every folder, so that
// a compiler cache serves a second clone.
#pragma once

#include <string>

namespace dryrun::paths {

std::string source(const std::string& below = "");  // the checkout, or a path below it
std::string assets(const std::string& below = "");
std::string program();

}  // namespace dryrun::paths
