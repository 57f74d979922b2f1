// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/sourced.h"

#include <gtest/gtest.h>

#include <string>

namespace dryrun {
namespace {

// What is wrong with a row; empty where nothing is.
std::string trouble(const std::string& row) {
    const Json value = Json::parse(R"({"friction_N_per_mm": )" + row + "}");
    JsonReader reader(value, "f");
    read_sourced(reader, "friction_N_per_mm", {0.0, 10.0});
    reader.finish();
    return reader.status().ok() ? "" : reader.status().error().text();
}

TEST(Sourced, NumberComesWithItsGradeAndSource) {
    const Json value = Json::parse(
        R"({"a": {"value": 2, "low": 1, "high": 3, "grade": "D", "source": "Author 2020"}})");
    JsonReader reader(value, "f");
    EXPECT_EQ(read_sourced(reader, "a", {0.0, 10.0}), 2.0);
    EXPECT_TRUE(reader.status().ok());
    JsonReader again(value, "f");
    JsonReader row = again.object("a");
    const Source source = read_source(row);
    EXPECT_EQ(source.grade, "D");
    EXPECT_EQ(source.text, "Author 2020");
}

TEST(Sourced, NumberWithoutASourceOrWithAGradeOfItsOwnIsRefused) {
    EXPECT_EQ(trouble(R"({"value": 1, "grade": "A", "source": "assumed"})"), "");
    EXPECT_NE(trouble(R"({"value": 1, "grade": "A"})").find("source"), std::string::npos);
    EXPECT_NE(trouble(R"({"value": 1, "grade": "A", "source": ""})").find("is empty"),
              std::string::npos);
    EXPECT_NE(trouble(R"({"value": 1, "grade": "B", "source": "x"})").find("grade"),
              std::string::npos);
}

TEST(Sourced, NumberOutsideItsOwnOrTheAllowedRangeIsRefused) {
    const std::string rest = R"(, "grade": "S", "source": "x"})";
    EXPECT_NE(trouble(R"({"value": 11)" + rest).find("outside"), std::string::npos);
    EXPECT_NE(trouble(R"({"value": 1, "low": 2, "high": 3)" + rest).find("outside"),
              std::string::npos);
    EXPECT_NE(trouble(R"({"value": 1, "low": 1, "high": 0.5)" + rest).find("outside"),
              std::string::npos);
}

}  // namespace
}  // namespace dryrun
