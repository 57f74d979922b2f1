// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/report.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "core/file.h"
#include "model_attempt.h"
#include "paths/paths.h"
#include "scoring/escape.h"

namespace dryrun::scoring {
namespace {

constexpr const char* kHostile = "\"/></testsuite><script>alert(1)</script>&\n,=cmd|' \x01\x1b\xff";

Score good() {
    Score score = score_events(model_attempt(), shipped_rubric());
    score.file = "a.dryrun";
    score.attempt_sha256 = std::string(64, 'a');
    return score;
}

Score bad() {
    Events log = with_added(model_attempt(), 45000, events::HazardEntered{"pleura.right", 31.25});
    log = without<events::SiteMarked>(log);
    Score score = score_events(log, shipped_rubric());
    score.file = "b.dryrun";
    score.attempt_sha256 = std::string(64, 'b');
    return score;
}

// What comes from outside says the worst it can.
Score hostile() {
    Events log = with_added(model_attempt(), 45000, events::HazardEntered{kHostile, 31.25});
    Score score = score_events(log, shipped_rubric());
    score.scenario = score.file = score.attempt_sha256 = kHostile;
    score.rubric_name = score.rubric_version = kHostile;
    score.pass_mark.method = kHostile;
    score.domains[0].name = score.domains[0].title = kHostile;
    score.domains[0].measures[0].title = score.domains[0].measures[0].reason = kHostile;
    score.domains[0].measures[0].points = 0.0;
    return score;
}

std::string one(const Score& score, const std::string& format) {
    return report({&score, 1}, format, false);
}

// Empty, or what xmllint says against it.
std::string xml_errors(const std::string& xml) {
    std::string pattern = std::filesystem::path(testing::TempDir()) / "dryrun_junit_XXXXXX";
    const std::filesystem::path folder = mkdtemp(pattern.data());
    EXPECT_TRUE(write_file(folder / "report.xml", xml).ok());
    const std::string command = "xmllint --noout --schema " + paths::source("/tests/junit.xsd ") +
                                (folder / "report.xml").string() + " 2>" +
                                (folder / "errors").string();
    const int status = std::system(command.c_str());
    const std::string errors = *read_file(folder / "errors");
    std::filesystem::remove_all(folder);
    return status == 0 ? "" : errors + " status " + std::to_string(status);
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

// Rows of RFC 4180.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = rows.back().back();
        if (is_quoted) {
            if (text[i] != '"') {
                cell += text[i];
            } else if (text.substr(i + 1, 1) == "\"") {
                cell += text[i++];
            } else {
                is_quoted = false;
            }
        } else if (text[i] == '"') {
            is_quoted = true;
        } else if (text[i] == ',') {
            rows.back().emplace_back();
        } else if (text.substr(i, 2) == "\r\n") {
            ++i;
            rows.push_back({""});
        } else {
            cell += text[i];
        }
    }
    rows.pop_back();
    return rows;
}

TEST(Report, InJsonHasTheKeysThatProgramsReadByTheirTypes) {
    const Json json = Json::parse(one(bad(), "json"));
    EXPECT_EQ(json["schema"], "dryrun.score/1");
    EXPECT_TRUE(json["scenario"].is_string());
    EXPECT_TRUE(json["attempt_sha256"].is_string());
    EXPECT_TRUE(json["score"].is_number());
    EXPECT_EQ(json["passed"], false);
    EXPECT_EQ(json["pass_mark"]["value"], 70);
    EXPECT_EQ(json["pass_mark"]["status"], "provisional");
    EXPECT_TRUE(json["pass_mark"]["method"].is_null());
    EXPECT_EQ(json["rubric"]["name"], "needling");
    EXPECT_EQ(json["rubric"]["sha256"].get<std::string>().size(), 64u);
    EXPECT_TRUE(json["aids"]["see_through_s"].is_number());
    EXPECT_EQ(json["aids"]["hints"], 0);
    ASSERT_EQ(json["critical_failures"].size(), 1u);
    EXPECT_EQ(json["critical_failures"][0]["code"], "pleura_entered");
    EXPECT_EQ(json["critical_failures"][0]["tick"], 45000);
    EXPECT_TRUE(json["critical_failures"][0]["event"].is_number_integer());
    double total = 0.0;
    for (const Json& one_domain : json["domains"]) {
        total += one_domain["weight"].get<double>() * one_domain["score"].get<double>();
        for (const Json& scored : one_domain["measures"]) {
            for (const char* key : {"name", "value", "unit", "points", "max_points", "events"})
                EXPECT_TRUE(scored.contains(key)) << key;
            EXPECT_TRUE(scored["value"].is_number() || scored["value"].is_null());
            EXPECT_TRUE(scored["events"].is_array());
        }
    }
    EXPECT_NEAR(total, json["score"].get<double>(), 1e-4);
}

TEST(Report, InJsonIsAnObjectForOneAndAListForSeveral) {
    const std::vector<Score> both = {good(), bad()};
    EXPECT_TRUE(Json::parse(one(good(), "json")).is_object());
    EXPECT_EQ(Json::parse(report(both, "json", true)).size(), 2u);
    EXPECT_TRUE(Json::parse(report({both.data(), 1}, "json", true)).is_array());
    const std::string lines = report(both, "jsonl", true);
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);)
        EXPECT_EQ(Json::parse(line)["schema"], "dryrun.score/1");
}

TEST(Report, InJUnitFitsItsSchemaWhateverTheNames) {
    EXPECT_EQ(xml_errors(one(good(), "junit")), "");
    EXPECT_EQ(xml_errors(one(bad(), "junit")), "");
    EXPECT_EQ(xml_errors(one(hostile(), "junit")), "");
    const std::vector<Score> all = {good(), bad(), hostile()};
    EXPECT_EQ(xml_errors(report(all, "junit", true)), "");
    EXPECT_EQ(xml_errors(report({}, "junit", true)), "");
    EXPECT_NE(xml_errors("<testsuites name=\"x\"/>"), "") << "the schema must refuse something";
}

TEST(Report, InJUnitHasACaseForEachMeasureAndCriticalFailureAndCountsThem) {
    const Score score = bad();
    const std::string xml = one(score, "junit");
    std::size_t measures = 0;
    std::size_t low = 0;
    std::size_t left_out = 0;
    for (const DomainScore& one_domain : score.domains) {
        for (const MeasureScore& scored : one_domain.measures) {
            ++measures;
            if (!scored.points) ++left_out;
            if (scored.points && *scored.points < 0.5 * scored.max_points) ++low;
        }
    }
    ASSERT_GE(low, 2u);  // site_error and comparison_presses lack their mark
    EXPECT_EQ(count(xml, "<testcase "), measures + 1);
    EXPECT_EQ(count(xml, "<failure "), low + 1);
    EXPECT_EQ(count(xml, "<skipped "), left_out);
    const std::string counts = " tests=\"" + std::to_string(measures + 1) + "\" failures=\"" +
                               std::to_string(low + 1) + "\" errors=\"0\" skipped=\"" +
                               std::to_string(left_out) + "\"";
    EXPECT_EQ(count(xml, counts), 2u) << "in the suite and over all";
    EXPECT_EQ(count(one(good(), "junit"), "<failure "), 0u);
}

TEST(Report, InCsvHasRowsOfOneLength) {
    const std::vector<Score> all = {good(), bad(), hostile()};
    const auto rows = csv_rows(report(all, "csv", true));
    ASSERT_GT(rows.size(), 60u);
    EXPECT_EQ(rows[0][0], "file");
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size()) << row[0];
    const auto critical = std::count_if(
        rows.begin(), rows.end(), [](const auto& row) { return row[7] == "critical_failure"; });
    EXPECT_EQ(critical, 2);
    EXPECT_NE(report(all, "csv", true).find("\"\"/></testsuite>"), std::string::npos);
}

TEST(Report, InHtmlStandsAloneAndEscapesAll) {
    const std::string html = one(hostile(), "html");
    EXPECT_EQ(count(html, "<script"), 0u);
    EXPECT_EQ(count(html, "alert(1)"), count(html, "&lt;script&gt;alert(1)"));
    for (const char* elsewhere : {"http://", "https://", "src=", "@import", "url("})
        EXPECT_EQ(count(html, elsewhere), 0u) << elsewhere;
    EXPECT_EQ(html.rfind("<!DOCTYPE html>", 0), 0u);
    for (const char* name : {"article", "table", "tr", "td", "div", "p", "span", "h2", "html"})
        EXPECT_EQ(
            count(html, "<" + std::string(name) + ">") + count(html, "<" + std::string(name) + " "),
            count(html, "</" + std::string(name) + ">"))
            << name;
}

TEST(Report, InATableTellsVerdictPointsAndReasons) {
    const std::string table = one(bad(), "table");
    for (const char* part : {"not passed: critical failure", "The needle entered pleura or lung",
                             "45.0 s", "pleura.right", "pass mark 70, provisional",
                             "no site was marked before the needle", "Localisation", "weight 20 %"})
        EXPECT_NE(table.find(part), std::string::npos) << part << "\n" << table;
    EXPECT_NE(one(good(), "table").find("No critical failure"), std::string::npos);
}

TEST(Report, InATableKeepsItsColumnsAndNoEscapeCodes) {
    const std::string table = one(hostile(), "table");
    for (const char c : table)
        EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
    std::istringstream lines(one(good(), "table"));
    std::size_t column = 0;
    int rows = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t slash = line.find(" / ");
        if (line.rfind("  ", 0) != 0 || slash == line.npos) continue;
        const std::size_t at = width_of(line.substr(0, slash));
        if (rows++ == 0) column = at;
        EXPECT_NEAR(static_cast<double>(at), static_cast<double>(column), 2.0) << line;
    }
    EXPECT_GT(rows, 20);
}

TEST(Report, OfSeveralEndsWithAllOfThem) {
    const std::vector<Score> both = {good(), bad()};
    const std::string table = report(both, "table", true);
    EXPECT_NE(table.find("Verdict"), std::string::npos);
    EXPECT_GT(table.rfind("b.dryrun"), table.find("Verdict"));
}

TEST(Report, OfTheSameScoresHasTheSameBytes) {
    for (const std::string& format : report_formats())
        EXPECT_EQ(one(bad(), format), one(bad(), format)) << format;
}

}  // namespace
}  // namespace dryrun::scoring
