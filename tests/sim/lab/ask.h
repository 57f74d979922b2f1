// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The bench asked in a test: its answer where there must be one, its message where there must not.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "lab/lab.h"

namespace dryrun::lab {

inline Json answer(const std::string& request) {
    const auto told = run(request, "t.json");
    EXPECT_TRUE(told.ok()) << told.error().text();
    return told ? *told : Json();
}

inline std::string wrong(const std::string& request) {
    const auto told = run(request, "t.json");
    EXPECT_FALSE(told.ok()) << request;
    return told ? "" : told.error().text();
}

}  // namespace dryrun::lab
