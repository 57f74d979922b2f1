// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "events/event.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/file.h"
#include "paths/paths.h"

namespace dryrun::events {
namespace {

TEST(Event, ReadsBackFromItsJson) {
    SkinPunctured punctured;
    punctured.at = {-62.5, 104.25, 380.0};
    punctured.force_N = 0.31;
    punctured.angle_error_deg = std::numeric_limits<double>::quiet_NaN();
    const Event event{7, 51230, punctured};
    const Json json = to_json(event);
    EXPECT_EQ(json["type"], "skin_punctured");
    EXPECT_TRUE(json["angle_error_deg"].is_null());

    const auto read = event_from_json(json, "test");
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->id, 7);
    EXPECT_EQ(read->tick, 51230);
    const auto& body = std::get<SkinPunctured>(read->body);
    EXPECT_EQ(body.at, punctured.at);
    EXPECT_TRUE(std::isnan(body.angle_error_deg));
    EXPECT_EQ(to_json(*read), json);
}

TEST(Event, OfEveryTypeHasANameOfItsOwnAndSurvivesItsJson) {
    std::set<std::string_view> names;
    for (const EventDescription& description : describe_events()) {
        EXPECT_TRUE(names.insert(description.type).second) << description.type;
        for (const std::string& field : description.fields)
            EXPECT_EQ(field.find(' '), std::string::npos);
    }
    EXPECT_EQ(names.size(), std::variant_size_v<EventBody>);
}

// In its own row: "| `type` | when | fields |".
TEST(Event, OfEveryTypeIsDescribedInTheDocs) {
    const Result<std::string> docs = read_file(paths::source("/docs/events.md"));
    ASSERT_TRUE(docs.ok());
    for (const EventDescription& description : describe_events()) {
        const std::size_t row = docs->find("| `" + std::string(description.type) + "` |");
        ASSERT_NE(row, std::string::npos) << description.type;
        const std::string line = docs->substr(row, docs->find('\n', row) - row);
        for (const std::string& field : description.fields)
            EXPECT_NE(line.find("`" + field + "`"), std::string::npos)
                << description.type << ": " << field;
    }
}

TEST(Event, RefusesUnknownTypesAndKeys) {
    EXPECT_FALSE(event_from_json(Json::parse(R"({"id":0,"tick":0,"type":"magic"})"), "f").ok());
    const auto extra =
        event_from_json(Json::parse(R"({"id":0,"tick":0,"type":"plan_locked","x":1})"), "f:3");
    ASSERT_FALSE(extra.ok());
    EXPECT_EQ(extra.error().text(), "f:3: x: is an unknown key");
    EXPECT_FALSE(event_from_json(Json::parse("[]"), "f").ok());
}

}  // namespace
}  // namespace dryrun::events
