// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/rubric.h"

#include <gtest/gtest.h>

#include <set>

#include "core/file.h"
#include "core/hash.h"
#include "core/json.h"
#include "model_attempt.h"
#include "paths/paths.h"
#include "scoring/critical_failures.h"
#include "scoring/measures.h"

namespace dryrun::scoring {
namespace {

std::string shipped_text() {
    return *read_file(assets_folder() / "rubrics" / "needling.json");
}

// The text with one value replaced; `pointer` is a JSON pointer.
std::string changed(const std::string& pointer, const Json& value) {
    Json json = Json::parse(shipped_text());
    json[Json::json_pointer(pointer)] = value;
    return json.dump();
}

std::string error_of(const std::string& text) {
    const Result<Rubric> rubric = parse_rubric(text, "r.json");
    return rubric.ok() ? "" : rubric.error().text();
}

TEST(Rubric, IsShippedAndNamed) {
    EXPECT_EQ(shipped_rubrics(), (std::vector<std::string>{"needling", "needling-over-bone"}));
    const Rubric& rubric = shipped_rubric();
    EXPECT_EQ(rubric.name, "needling");
    EXPECT_EQ(rubric.sha256, sha256_hex(shipped_text()));
    EXPECT_EQ(rubric.pass_mark.value, 70.0);
    EXPECT_EQ(rubric.pass_mark.status, "provisional");
    EXPECT_FALSE(rubric.pass_mark.method.has_value());
}

TEST(Rubric, WeighsTargetAndResponseAtMostSixteenOfAHundred) {
    double sum = 0.0;
    for (const DomainRule& rule : shipped_rubric().domains) {
        sum += rule.weight;
        if (rule.name != "response") continue;
        EXPECT_LE(rule.weight, 0.16);
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
}

TEST(Rubric, UsesEveryMeasureAndEveryCriticalFailureThereIs) {
    std::set<std::string_view> used;
    for (const DomainRule& rule : shipped_rubric().domains)
        for (const MeasureRule& measure : rule.measures) used.insert(measure.name);
    for (const MeasureKind& kind : measure_kinds()) EXPECT_TRUE(used.count(kind.name)) << kind.name;
    EXPECT_EQ(used.size(), measure_kinds().size());
    std::set<std::string> codes;
    for (const CriticalRule& rule : shipped_rubric().critical_failures) codes.insert(rule.code);
    for (const std::string& code : critical_failure_codes()) EXPECT_TRUE(codes.count(code)) << code;
}

TEST(Rubric, WithAnErrorSaysWhere) {
    const struct {
        const char* pointer;
        Json value;
        const char* message;
    } cases[] = {
        {"/schema", "dryrun.rubric/2", "r.json: schema: "},
        {"/extra", 1, "r.json: extra: is an unknown key"},
        {"/pass_mark/value", 101, "r.json: pass_mark.value: 101 is outside 0 to 100"},
        {"/pass_mark/status", "set", "r.json: pass_mark.method: "},
        {"/domains/0/weight", 0.5, "r.json: domains: weights sum to "},
        {"/domains/0/weight", "heavy", "r.json: domains[0].weight: wanted a number"},
        {"/domains/1/name", "plan", "r.json: domains[2].name: \"plan\" stands twice"},
        {"/domains/1/measures/0/name", "magic", "r.json: domains[1].measures[0].name: "},
        {"/domains/1/measures/0/name", "site_error", "r.json: domains[1].measures[0].limits"},
        {"/domains/1/measures/3/unit", "cm", "r.json: domains[1].measures[3].unit: "},
        {"/domains/1/measures/3/zero", 5, "r.json: domains[1].measures[3].zero: is the same"},
        {"/domains/1/measures/3/full", nullptr, "r.json: domains[1].measures[3].full: "},
        {"/domains/1/measures/3/max_points", -1, "r.json: domains[1].measures[3].max_points: "},
        {"/domains/1/measures/3/when_absent", "ignored",
         "r.json: domains[1].measures[3].when_absent: "},
        {"/domains/1/measures/3/grade", "B", "r.json: domains[1].measures[3].grade: "},
        {"/domains/1/measures/1/limits/search_low_N", nullptr,
         "r.json: domains[1].measures[1].limits.search_low_N: "},
        {"/domains/1/measures/1/limits/other", 1,
         "r.json: domains[1].measures[1].limits.other: is an unknown key"},
        {"/domains/0/measures/0/needs/0", "star_sign",
         "r.json: domains[0].measures[0].needs: \"star_sign\" is no topic"},
        {"/domains/0/measures/0/needs", Json::array(), "r.json: domains[0].measures[0].needs: "},
        {"/domains/2/measures", Json::array(), "r.json: domains[2].measures: "},
        {"/critical_failures/0/code", "hiccup", "r.json: critical_failures[0].code: "},
        {"/critical_failures/0/code", "canal_entered",
         "r.json: critical_failures[1].code: \"canal_entered\" stands twice"},
    };
    for (const auto& one : cases)
        EXPECT_EQ(error_of(changed(one.pointer, one.value)).rfind(one.message, 0), 0u)
            << one.pointer << ": " << error_of(changed(one.pointer, one.value));
}

TEST(Rubric, ThatIsNoJsonOrMissingSaysSo) {
    EXPECT_EQ(error_of("{\n  \"name\" 3}").rfind("r.json:2:", 0), 0u)
        << error_of("{\n  \"name\" 3}");
    EXPECT_FALSE(error_of("").empty());
    EXPECT_FALSE(error_of("[]").empty());
    const Result<Rubric> missing = read_rubric("no-such-rubric");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().kind, ErrorKind::BadInput);
    EXPECT_NE(missing.error().text().find("no-such-rubric"), std::string::npos);
}

TEST(Rubric, IsDescribedMeasureByMeasureInTheDocs) {
    const std::string docs = *read_file(paths::source("/docs/rubrics.md"));
    for (const MeasureKind& kind : measure_kinds()) {
        EXPECT_NE(docs.find("`" + std::string(kind.name) + "`"), std::string::npos) << kind.name;
        for (const std::string_view limit : kind.limits)
            EXPECT_NE(docs.find("`" + std::string(limit) + "`"), std::string::npos) << limit;
    }
    for (const std::string& code : critical_failure_codes())
        EXPECT_NE(docs.find("`" + code + "`"), std::string::npos) << code;
}

TEST(Rubric, GivesASourceAndAGradeForEveryMeasure) {
    for (const DomainRule& rule : shipped_rubric().domains)
        for (const MeasureRule& measure : rule.measures) {
            EXPECT_FALSE(measure.source.empty()) << measure.name;
            EXPECT_FALSE(measure.title.empty()) << measure.name;
        }
}

}  // namespace
}  // namespace dryrun::scoring
