// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "needle/needle.h"

namespace dryrun::needle {
namespace {

TEST(NeedleCatalogue, HoldsTheUsualNeedlesOnce) {
    const auto needles = read_shipped_needles();
    ASSERT_TRUE(needles) << needles.error().text();
    for (const char* name :
         {"0.25x25", "0.25x30", "0.25x40", "0.30x30", "0.30x40", "0.30x50", "0.30x60"}) {
        EXPECT_EQ(std::count_if(needles->begin(), needles->end(),
                                [&](const NeedleSpec& spec) { return spec.name == name; }),
                  1)
            << name;
    }
    for (const NeedleSpec& spec : *needles) {
        EXPECT_GE(spec.diameter, 0.16) << spec.name;
        EXPECT_LE(spec.diameter, 0.35) << spec.name;
        EXPECT_GE(spec.length, 13.0) << spec.name;
        EXPECT_LE(spec.length, 75.0) << spec.name;
        EXPECT_EQ(spec.youngs_GPa, 193.0) << spec.name;
    }
}

TEST(NeedleCatalogue, TellsShamsByTheirNames) {
    const auto needles = read_shipped_needles();
    ASSERT_TRUE(needles) << needles.error().text();
    int shams = 0;
    for (const NeedleSpec& spec : *needles) {
        EXPECT_EQ(spec.is_sham(), spec.name.starts_with("sham-")) << spec.name;
        shams += spec.is_sham() ? 1 : 0;
    }
    EXPECT_GE(shams, 3);
}

}  // namespace
}  // namespace dryrun::needle
