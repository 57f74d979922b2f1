// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/skeleton_table.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/file.h"
#include "paths/paths.h"

namespace dryrun::anatomy {
namespace {

const std::string kShipped = paths::assets("/anatomy/skeleton.json");

// What reading says of the shipped table after one change to its text.
std::string error_after(const std::string& what, const std::string& by) {
    std::string text = *read_file(kShipped);
    const std::size_t at = text.find(what);
    if (at == std::string::npos) return "the table no longer holds " + what;
    text.replace(at, what.size(), by);
    const auto path = std::filesystem::path(testing::TempDir()) / "skeleton_table_test.json";
    EXPECT_TRUE(write_file(path, text).ok());
    const auto table = read_skeleton_table(path.string());
    std::filesystem::remove(path);
    return table.ok() ? "" : table.error().text();
}

TEST(SkeletonTable, OfTheShippedFileIsWhole) {
    const auto table = read_skeleton_table(kShipped);
    ASSERT_TRUE(table.ok()) << table.error().text();
    EXPECT_EQ(table->reference_stature, 1750.0);
    EXPECT_EQ(table->rib_stations.size(), 7u);
    EXPECT_EQ(table->postures.size(), 8u);
}

TEST(SkeletonTable, SaysWhichRowIsWrong) {
    EXPECT_NE(error_after("\"spacing_mm\"", "\"spacing_inches\"").find("spine.profiles[0].name"),
              std::string::npos);
    EXPECT_NE(
        error_after("\"at\": [\"C1\", \"C2\"", "\"at\": [\"C1\", \"C9\"").find("C9 is no level"),
        std::string::npos);
    EXPECT_NE(error_after("\"at\": [\"C1\", \"C2\"", "\"at\": [\"C2\", \"C1\"").find("rising"),
              std::string::npos);
    EXPECT_NE(
        error_after("\"gap_mm\": {\"value\": ", "\"gap_mm\": {\"value\": -").find("scapula.gap_mm"),
        std::string::npos);
}

TEST(SkeletonTable, WantsASourceAndAGradeForEveryRow) {
    EXPECT_NE(error_after("\"grade\": \"D\"", "\"grade\": \"X\"").find("grade"), std::string::npos);
    EXPECT_NE(error_after("\"source\"", "\"sauce\"").find("source"), std::string::npos);
}

TEST(SkeletonTable, NamesLevelsBothWays) {
    EXPECT_EQ(level_name(8), "T1");
    EXPECT_EQ(level_name(24), "L5");
    EXPECT_EQ(level_of("S1"), kSacralLevel);
    EXPECT_EQ(level_of("T13"), 0);
}

}  // namespace
}  // namespace dryrun::anatomy
