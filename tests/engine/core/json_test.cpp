// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"

#include <gtest/gtest.h>

namespace dryrun {
namespace {

std::string error_of(const std::string& text) {
    const auto parsed = parse_json(text, "f.json");
    return parsed.ok() ? "" : parsed.error().text();
}

TEST(Json, SaysLineAndColumnOfASyntaxError) {
    EXPECT_TRUE(error_of("{\n  \"a\": 1,\n  \"b\" 2\n}").starts_with("f.json:3:7: is not JSON"))
        << error_of("{\n  \"a\": 1,\n  \"b\" 2\n}");
    EXPECT_TRUE(error_of("").starts_with("f.json:1:1: ")) << error_of("");
    EXPECT_FALSE(error_of("{\"a\": \"\xff\"}").empty());
}

TEST(Json, RefusesRepeatedKeysAndDeepNesting) {
    EXPECT_EQ(error_of(R"({"a": 1, "a": 2})"), "f.json: key \"a\" stands twice");
    EXPECT_NE(error_of(std::string(100000, '[')).find("nested deeper"), std::string::npos);
}

TEST(JsonReader, NamesTheKeysPath) {
    const Json value = Json::parse(R"({"needles": [{"diameter_mm": 0.3}, {"diameter_mm": 9}]})");
    JsonReader reader(value, "needles.json");
    for (JsonReader& needle : reader.list("needles")) needle.number("diameter_mm", {0.1, 0.5});
    ASSERT_FALSE(reader.status().ok());
    EXPECT_EQ(reader.status().error().text(),
              "needles.json: needles[1].diameter_mm: 9 is outside 0.1 to 0.5");
}

TEST(JsonReader, ReportsMissingUnknownAndWrongValues) {
    const Json value = Json::parse(R"({"a": "text", "c": 1})");
    {
        JsonReader reader(value, "f");
        reader.number("a");
        EXPECT_EQ(reader.status().error().text(), "f: a: wanted a number, found string");
    }
    {
        JsonReader reader(value, "f");
        reader.text("b");
        EXPECT_EQ(reader.status().error().text(), "f: b: is missing");
    }
    {
        JsonReader reader(value, "f");
        reader.text("a");
        reader.finish();
        EXPECT_EQ(reader.status().error().text(), "f: c: is an unknown key");
    }
    {
        JsonReader reader(value, "f");
        reader.object("a").number("deep");
        EXPECT_EQ(reader.status().error().text(), "f: a: wanted an object, found string");
    }
}

TEST(JsonReader, TakesNothingThatIsNotFinite) {
    const Json value = Json::parse(R"({"big": 1e308, "seed": 18446744073709551615})");
    JsonReader reader(value, "f");
    EXPECT_EQ(reader.unsigned_integer("seed"), 18446744073709551615ULL);
    reader.integer("seed", 0, 10);
    EXPECT_FALSE(reader.status().ok());
    EXPECT_FALSE(parse_json("{\"x\": 1e999}", "f").ok());
    EXPECT_FALSE(parse_json("{\"x\": NaN}", "f").ok());
}

TEST(NumberText, IsShortestAndWithoutLocale) {
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(-0.0), "0");
    EXPECT_EQ(fixed_text(1.005, 1), "1.0");
    EXPECT_EQ(fixed_text(-0.01, 1), "0.0");
}

}  // namespace
}  // namespace dryrun
