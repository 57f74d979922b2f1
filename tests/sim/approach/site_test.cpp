// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The rows of assets/sites: every muscle that is taught has one, every angle says what it is
// counted from, and a row that cannot be meant as it stands is refused in one line.
#include "approach/site.h"

#include <gtest/gtest.h>

#include <functional>

#include "anatomy/atlas.h"
#include "core/file.h"
#include "core/json.h"
#include "paths/paths.h"

namespace dryrun::approach {
namespace {

struct Taught {
    const char* muscle;
    std::size_t points;
    Span from_skin_deg;  ///< as technique texts print it: 0 along the skin, 90 perpendicular to it
    Span tilt_deg;       ///< what that is from the normal, a single figure widened
};

const Taught kTaught[] = {
    {"muscle.trapezius.upper", 2, {0, 30}, {60, 90}},
    {"muscle.trapezius.middle", 1, {20, 45}, {45, 70}},
    {"muscle.trapezius.lower", 2, {20, 45}, {45, 70}},
    {"muscle.levator_scapulae", 2, {20, 45}, {45, 70}},
    {"muscle.rhomboid_major", 2, {20, 45}, {45, 70}},
    {"muscle.rhomboid_minor", 1, {20, 45}, {45, 70}},
    {"muscle.supraspinatus", 2, {45, 90}, {0, 45}},
    {"muscle.infraspinatus", 2, {60, 90}, {0, 30}},
    {"muscle.teres_minor", 1, {45, 45}, {35, 55}},
    {"muscle.teres_major", 1, {0, 30}, {60, 90}},
    {"muscle.latissimus_dorsi", 1, {0, 30}, {60, 90}},
    {"muscle.serratus_posterior_superior", 1, {20, 40}, {50, 70}},
    {"muscle.serratus_posterior_inferior", 1, {20, 30}, {60, 70}},
    {"muscle.splenius_capitis", 1, {30, 60}, {30, 60}},
    {"muscle.splenius_cervicis", 1, {30, 60}, {30, 60}},
    {"muscle.semispinalis_capitis", 2, {60, 90}, {0, 30}},
    {"muscle.longissimus_thoracis", 2, {45, 60}, {30, 45}},
    {"muscle.iliocostalis_thoracis", 2, {20, 30}, {60, 70}},
    {"muscle.iliocostalis_lumborum", 1, {30, 60}, {30, 60}},
    {"muscle.multifidus.thoracic", 1, {60, 80}, {10, 30}},
    {"muscle.multifidus.lumbar", 2, {75, 90}, {0, 15}},
    {"muscle.quadratus_lumborum", 4, {70, 90}, {0, 20}},
    {"muscle.gluteus_medius", 3, {90, 90}, {0, 15}},
};

const std::string kFile = paths::assets("/sites/rhomboid_major.json");

// The row of the rhomboid with one change, read again.
Result<Site> parse_changed(const std::function<void(Json&)>& change) {
    Json row = *read_json_file(kFile);
    change(row);
    return parse_site(row.dump(), "site.json");
}

void expect_refused(const Result<Site>& site, const std::string& place, const std::string& words) {
    ASSERT_FALSE(site.ok());
    EXPECT_EQ(site.error().place, "site.json: " + place);
    EXPECT_NE(site.error().message.find(words), std::string::npos) << site.error().text();
    EXPECT_EQ(site.error().text().find('\n'), std::string::npos);
}

class ShippedSites : public testing::Test {
  protected:
    static void SetUpTestSuite() { sites_ = read_shipped_sites(); }
    static inline Result<std::vector<Site>> sites_ = std::vector<Site>{};
};

TEST_F(ShippedSites, EveryMuscleThatIsTaughtHasItsRow) {
    ASSERT_TRUE(sites_.ok()) << sites_.error().text();
    EXPECT_EQ(sites_->size(), std::size(kTaught));
    for (const Taught& taught : kTaught) {
        const Site* site = find_site(*sites_, taught.muscle);
        ASSERT_NE(site, nullptr) << taught.muscle;
        EXPECT_EQ(site->points.size(), taught.points) << taught.muscle;
    }
}

TEST_F(ShippedSites, EveryPrintedAngleConvertsToItsTiltFromTheNormal) {
    ASSERT_TRUE(sites_.ok());
    for (const Taught& taught : kTaught) {
        for (const SitePoint& point : find_site(*sites_, taught.muscle)->points) {
            const AngleRule& rule = point.angle;
            const bool from_skin = rule.printed.counted_from == CountedFrom::Skin;
            EXPECT_TRUE(from_skin) << "the technique texts print angles to the skin";
            EXPECT_EQ(rule.printed.angle_deg.low, taught.from_skin_deg.low) << taught.muscle;
            EXPECT_EQ(rule.printed.angle_deg.high, taught.from_skin_deg.high) << taught.muscle;
            EXPECT_NEAR(rule.tilt_deg.low, taught.tilt_deg.low, 1e-9) << taught.muscle;
            EXPECT_NEAR(rule.tilt_deg.high, taught.tilt_deg.high, 1e-9) << taught.muscle;
        }
    }
}

TEST_F(ShippedSites, OverTheLungTheTiltIsAtLeast45Degrees) {
    ASSERT_TRUE(sites_.ok());
    for (const char* muscle :
         {"muscle.rhomboid_major", "muscle.rhomboid_minor", "muscle.trapezius.middle",
          "muscle.trapezius.lower", "muscle.serratus_posterior_superior",
          "muscle.serratus_posterior_inferior"}) {
        const Site& site = *find_site(*sites_, muscle);
        for (const SitePoint& point : site.points) EXPECT_GE(point.angle.tilt_deg.low, 45.0);
        EXPECT_TRUE(site.is_backdrop_required) << muscle;
        EXPECT_EQ(site.backdrop_bones.front(), "rib.") << muscle;
        EXPECT_EQ(site.hub, HubRule::HubSafe) << muscle;
    }
}

TEST_F(ShippedSites, LumbarMultifidusLeansNoMoreThan10DegreesAtL2And15Below) {
    ASSERT_TRUE(sites_.ok());
    const Site& site = *find_site(*sites_, "muscle.multifidus.lumbar.left");
    EXPECT_EQ(find_point(site, "TrP1")->angle.medial_deg.high, 10.0);
    EXPECT_EQ(find_point(site, "TrP2")->angle.medial_deg.high, 15.0);
    for (const SitePoint& point : site.points) {
        EXPECT_EQ(point.angle.caudal_deg.low, 0.0) << "never cranial";
        EXPECT_EQ(point.angle.entry_lateral->low, 10.0);
        EXPECT_EQ(point.angle.entry_lateral->high, 15.0);
    }
}

TEST_F(ShippedSites, TheirPointsAreThoseOfTheAtlasAndWhatIsAtRiskIsInIt) {
    ASSERT_TRUE(sites_.ok());
    const auto atlas = anatomy::Atlas::make({});
    ASSERT_TRUE(atlas.ok());
    for (const Site& site : *sites_) {
        const auto muscle = (*atlas)->find(site.muscle + ".right");
        ASSERT_TRUE(muscle) << site.muscle;
        const auto placed = (*atlas)->trigger_point_sites(*muscle);
        EXPECT_EQ(placed.size(), site.points.size()) << site.muscle;
        for (const auto& point : placed) {
            EXPECT_NE(find_point(site, point.name), nullptr) << site.muscle << ' ' << point.name;
        }
        for (const std::string& name : site.at_risk) {
            EXPECT_TRUE((*atlas)->find(name) || (*atlas)->find(name + ".right")) << name;
        }
        for (const std::string& name : site.found_by) {
            EXPECT_TRUE((*atlas)->landmark(name) || (*atlas)->landmark(name + ".right")) << name;
        }
    }
}

TEST(SiteRow, AnAngleWithoutItsConventionIsRefused) {
    expect_refused(parse_changed([](Json& row) { row["angle"].erase("counted_from"); }),
                   "angle.counted_from", "missing");
}

TEST(SiteRow, ATiltThatDoesNotFollowFromThePrintedAngleIsRefused) {
    expect_refused(parse_changed([](Json& row) { row["angle"]["counted_from"] = "normal"; }),
                   "angle.tilt_deg", "[20, 45]");
}

TEST(SiteRow, ARangeUpsideDownIsRefused) {
    expect_refused(parse_changed([](Json& row) {
                       row["angle"]["medial_deg"] = {30, -30};
                   }),
                   "angle.medial_deg", "the lower first");
}

TEST(SiteRow, APostureOrDirectionThatIsNoneIsRefused) {
    expect_refused(parse_changed([](Json& row) { row["position"]["postures"] = {"sitting"}; }),
                   "position.postures", "sitting");
    expect_refused(parse_changed([](Json& row) { row["deviation"]["toward"] = {"up"}; }),
                   "deviation.toward", "up");
}

TEST(SiteRow, PainThatGoesNowhereAndAnOutlineOfTwoPlacesAreRefused) {
    expect_refused(
        parse_changed([](Json& row) { row["points"][1]["referral"]["areas"] = Json::array(); }),
        "points[1].referral.elsewhere", "nowhere");
    expect_refused(parse_changed([](Json& row) {
                       Json& outline = row["points"][0]["referral"]["areas"][0];
                       outline = {outline[0], outline[1]};
                   }),
                   "points[0].referral.areas", "three places");
    EXPECT_FALSE(parse_changed([](Json& row) {
                     row["points"][0]["referral"]["areas"][0][2] = {{"lateral_mm", 3}};
                 }).ok());
}

TEST(SiteRow, ARowWithoutASourceOrWithAKeyNobodyKnowsIsRefused) {
    expect_refused(parse_changed([](Json& row) { row["needle"].erase("source"); }), "needle.source",
                   "missing");
    expect_refused(parse_changed([](Json& row) { row["colour"] = "red"; }), "colour", "unknown");
}

TEST(SiteRow, AMuscleHasNoSideAndStandsOnItsOther) {
    expect_refused(parse_changed([](Json& row) { row["muscle"] = "muscle.rhomboid_major.left"; }),
                   "muscle", "without its side");
    EXPECT_EQ(side_of("muscle.rhomboid_major.left"), "left");
    EXPECT_EQ(side_of("muscle.rhomboid_major"), "");
    EXPECT_EQ(posture_for("side-lying", "right"), anatomy::Posture::SideLyingLeft);
    EXPECT_EQ(posture_for("prone", "right"), anatomy::Posture::Prone);
}

}  // namespace
}  // namespace dryrun::approach
