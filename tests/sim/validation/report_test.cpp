// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/report.h"

#include <gtest/gtest.h>

namespace dryrun::validation {
namespace {

Case share(const char* id, Range tolerance) {
    Case share;
    share.id = id;
    share.unit = "%";
    share.tolerance = tolerance;
    return share;
}

std::vector<Outcome> outcomes() {
    Case depth;
    depth.id = "clinical.V17";
    depth.quantity = "skin to canal <L3>";
    depth.unit = "mm";
    depth.expected = "46 ± 6.9";
    depth.tolerance = {42.0, 50.0};
    depth.expected_sd = 6.9;
    depth.source = "Cha 2011";
    Measured found;
    found.value = 47.26;
    found.sd = 6.0;
    found.people = 20;
    Measured none;
    none.without = 20;
    return {judge(share("clinical.V16", {90.0, 100.0}), none), judge(depth, found)};
}

TEST(ValidationReport, JsonHasEachCaseWithWhatWasExpectedAndMeasured) {
    const Json json = Json::parse(report(outcomes(), "json", 20), nullptr, false);
    EXPECT_EQ(json["schema"], "dryrun.validate/1");
    EXPECT_EQ(json["subjects"], 20);
    EXPECT_EQ(json["passes"], 1);
    EXPECT_EQ(json["fails"], 1);
    const Json& depth = json["cases"][1];
    EXPECT_EQ(depth["id"], "clinical.V17");
    EXPECT_EQ(depth["expected"], "46 ± 6.9");
    EXPECT_EQ(depth["tolerance"]["low"], 42.0);
    EXPECT_EQ(depth["measured"], 47.26);
    EXPECT_EQ(depth["source"], "Cha 2011");
    EXPECT_EQ(depth["verdict"], "passes");
    EXPECT_TRUE(json["cases"][0]["measured"].is_null());
}

TEST(ValidationReport, TheTableEndsWithHowManyPassAndWhyOthersDoNot) {
    const std::string table = report(outcomes(), "table", 20);
    EXPECT_NE(table.find("47.3 ± 6.0"), std::string::npos) << table;
    EXPECT_NE(table.find("42–50; SD 5.2–8.6"), std::string::npos) << table;
    EXPECT_NE(table.find("≥ 90"), std::string::npos) << table;
    EXPECT_NE(table.find("1 pass, 1 fail, 0 only reported"), std::string::npos) << table;
    EXPECT_NE(table.find("fails: V16"), std::string::npos) << table;
}

TEST(ValidationReport, ThePageNeedsNothingFromElsewhereAndEscapesItsTexts) {
    const std::string page = report(outcomes(), "html", 20);
    EXPECT_EQ(page.find("http://"), std::string::npos);
    EXPECT_EQ(page.find("https://"), std::string::npos);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_NE(page.find("canal &lt;L3&gt;"), std::string::npos);
    // The tolerance's bar from 45 to 75, 47.26 on it; nothing where nobody had it.
    EXPECT_NE(page.find("x=\"45.0\" y=\"4\" width=\"30\""), std::string::npos);
    EXPECT_NE(page.find("found passes\" cx=\"64.7\""), std::string::npos);
    EXPECT_NE(page.find("<td></td>"), std::string::npos);
    EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST(ValidationReport, MarkdownHasOneLineACase) {
    const std::string page = report(outcomes(), "markdown", 20);
    EXPECT_NE(page.find("\n| V16 | "), std::string::npos);
    EXPECT_NE(page.find("\n| V17 | "), std::string::npos);
}

TEST(ValidationReport, ABoundOfOneInAThousandIsNotRoundedAway) {
    const Case rare = share("clinical.V36", {0.0, 0.04});
    Measured found;
    found.value = 0.0246;
    found.people = 900;
    const std::string table = report(std::vector{judge(rare, found)}, "table", 900);
    EXPECT_NE(table.find("≤ 0.04 "), std::string::npos) << table;
    EXPECT_NE(table.find("0.025"), std::string::npos) << table;
}

TEST(ValidationReport, ToleranceHasAsManyDigitsAsWhatIsMeasured) {
    Case kappa = share("clinical.V28", {0.55, 0.71});
    kappa.unit = "1";
    Measured found;
    found.value = 0.60;
    const std::string table = report(std::vector{judge(kappa, found)}, "table", 20);
    EXPECT_NE(table.find("0.55–0.71"), std::string::npos) << table;
    EXPECT_NE(table.find("0.60"), std::string::npos) << table;
}

TEST(ValidationReport, EveryFormatSaysWhatWasJudgedByItsInterval) {
    Case bruises = share("clinical.V35", {7.0, 8.2});
    bruises.is_met_by_interval = true;
    Measured found;
    found.value = 6.8;
    found.interval = Range{6.3, 7.3};
    const std::vector<Outcome> judged = {judge(bruises, found)};
    for (const char* format : {"table", "html", "markdown"})
        EXPECT_NE(report(judged, format, 20).find("7–8.2, by the interval"), std::string::npos)
            << format;
    const auto judged_by = [](const std::vector<Outcome>& all) {
        return Json::parse(report(all, "json", 20), nullptr, false)["cases"][0]["judged_by"];
    };
    EXPECT_EQ(judged_by(judged), "interval");
    found.interval.reset();
    EXPECT_EQ(judged_by({judge(bruises, found)}), "value");
}

}  // namespace
}  // namespace dryrun::validation
