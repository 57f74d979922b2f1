// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The table of the back is read strictly: a row that cannot be meant as it stands is an error that
// says where.
#include "anatomy/rows.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "core/file.h"
#include "core/json.h"
#include "paths/paths.h"

namespace dryrun::anatomy {
namespace {

const std::string kShipped = paths::assets("/anatomy/back.json");

// The shipped table with one change, read again.
Result<BackRows> read_changed(const std::function<void(Json&)>& change) {
    Json table = *read_json_file(kShipped);
    change(table);
    const auto path = std::filesystem::path(::testing::TempDir()) / "back.json";
    EXPECT_TRUE(write_file(path, table.dump()).ok());
    return read_back_rows(path.string());
}

TEST(BackRows, ShippedTableIsReadable) {
    const auto rows = read_back_rows(kShipped);
    ASSERT_TRUE(rows.ok()) << rows.error().text();
    EXPECT_GE(rows->sheets.size(), 12u);
    EXPECT_GE(rows->tubes.size(), 4u);
}

TEST(BackRows, UnknownKeyIsNamed) {
    const auto rows = read_changed([](Json& table) { table["sheets"][2]["colour"] = "red"; });
    ASSERT_FALSE(rows.ok());
    EXPECT_NE(rows.error().place.find("sheets[2].colour"), std::string::npos)
        << rows.error().text();
}

TEST(BackRows, RowWithoutSourceIsRefused) {
    const auto rows = read_changed([](Json& table) { table["sheets"][0].erase("source"); });
    ASSERT_FALSE(rows.ok());
    EXPECT_NE(rows.error().text().find("source"), std::string::npos);
}

TEST(BackRows, NegativeThicknessIsRefused) {
    const auto rows =
        read_changed([](Json& table) { table["covering"]["skin"]["male_mm"] = -1.0; });
    ASSERT_FALSE(rows.ok());
    EXPECT_NE(rows.error().place.find("covering.skin.male_mm"), std::string::npos);
}

TEST(BackRows, SheetNeedsAnOriginAndAnInsertion) {
    const auto rows = read_changed([](Json& table) {
        table["sheets"][1]["curves"] = Json::array({table["sheets"][1]["curves"][0]});
    });
    ASSERT_FALSE(rows.ok());
    EXPECT_NE(rows.error().text().find("insertion"), std::string::npos);
}

TEST(BackRows, TwoSheetsOfOneNameAreRefused) {
    const auto rows =
        read_changed([](Json& table) { table["sheets"][1]["name"] = table["sheets"][0]["name"]; });
    ASSERT_FALSE(rows.ok());
    EXPECT_NE(rows.error().text().find("twice"), std::string::npos);
}

TEST(BackRows, TubeUnderASheetThatIsNotThereIsRefused) {
    const auto rows = read_changed([](Json& table) { table["tubes"][0]["under"] = "muscle.none"; });
    ASSERT_FALSE(rows.ok());
}

TEST(BackRows, TableIsStraightBetweenItsPointsAndLevelBeyond) {
    const Table table{{10.0, 1.0}, {20.0, 3.0}};
    EXPECT_DOUBLE_EQ(interpolate(table, 0.0), 1.0);
    EXPECT_DOUBLE_EQ(interpolate(table, 15.0), 2.0);
    EXPECT_DOUBLE_EQ(interpolate(table, 99.0), 3.0);
}

}  // namespace
}  // namespace dryrun::anatomy
