// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How thick the muscles of the upper back and shoulder are where ultrasound measures them: means
// over a few people, prone, against published figures and the ranges textbooks give.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "anatomy/person.h"
#include "validation/cohorts.h"
#include "validation/line_reading.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

using anatomy::Atlas;
using anatomy::Skeleton;

constexpr int kPeople = 16;

struct Person {
    std::shared_ptr<const Atlas> atlas;
    Skeleton skeleton;
};

// The same for every test, made once; none where tables cannot be read.
const std::vector<Person>& people() {
    static const std::vector<Person> all = [] {
        std::vector<Person> made;
        const auto tables = read_tables();
        if (!tables.ok()) return made;
        for (std::uint64_t seed = 0; seed < kPeople; ++seed) {
            const auto body = anatomy::draw_person(tables->people, of_silent_source(), seed);
            const auto atlas = Atlas::make(body, tables->anatomy);
            const auto skeleton = anatomy::make_skeleton(body, tables->skeleton);
            if (atlas.ok() && skeleton.ok()) made.push_back({*atlas, *skeleton});
        }
        return made;
    }();
    return all;
}

// The mean over people of what `measure` reads of each; less than nothing where it reads nothing.
double mean_over_people(
    const std::function<std::optional<double>(const Atlas&, const Skeleton&)>& measure) {
    Mean mean;
    for (const Person& person : people()) mean.add(measure(*person.atlas, person.skeleton));
    return mean.value().value_or(-1.0);
}

// A place over the right blade by its chart, of a scapula 150 mm long: lateral of the line of the
// angles and up it; read square to the blade.
LineReading over_blade(const Atlas& atlas, const Skeleton& skeleton, double lateral, double up) {
    const anatomy::Scapula& scapula = skeleton.scapulae.front();
    const double scale = scapula.length / 150.0;
    const Vec3 at = scapula.frame.to_parent({lateral * scale, 0.0, up * scale});
    return reading_through(atlas, at, scapula.frame.y_axis);
}

// Square to the skin over a trigger point.
std::optional<double> thickness_at(const Atlas& atlas, const std::string& muscle,
                                   const std::string& trigger_point) {
    for (const auto& site : atlas.trigger_point_sites(*atlas.find(muscle + ".right"))) {
        if (site.name != trigger_point) continue;
        const auto skin = atlas.skin_at(site.at);
        if (skin) return LineReading(atlas, *skin).thickness(muscle);
    }
    return std::nullopt;
}

// 18 to 25 mm by ultrasound in normal shoulders (textbook range).
TEST(UpperBackThickness, SupraspinatusFillsItsFossa) {
    const double thickness = mean_over_people([](const Atlas& atlas, const Skeleton& skeleton) {
        return over_blade(atlas, skeleton, 30.0, 140.0).thickness("muscle.supraspinatus");
    });
    EXPECT_GE(thickness, 18.0);
    EXPECT_LE(thickness, 25.0);
}

// 10 to 16 mm in mid-fossa (textbook range).
TEST(UpperBackThickness, InfraspinatusIsAsThickInMidFossaAsInPeople) {
    const double thickness = mean_over_people([](const Atlas& atlas, const Skeleton& skeleton) {
        return over_blade(atlas, skeleton, 30.0, 80.0).thickness("muscle.infraspinatus");
    });
    EXPECT_GE(thickness, 10.0);
    EXPECT_LE(thickness, 16.0);
}

// 20 to 30 mm from skin to bone there (textbook range).
TEST(UpperBackThickness, TheBladeLiesAsDeepUnderTheInfraspinatusAsInPeople) {
    const double depth = mean_over_people([](const Atlas& atlas, const Skeleton& skeleton) {
        return over_blade(atlas, skeleton, 30.0, 80.0).to("scapula.");
    });
    EXPECT_GE(depth, 20.0);
    EXPECT_LE(depth, 30.0);
}

// 11.4 to 11.9 mm in people with trigger points (Salavati 2017, J Chiropr Med 16:316; 32 muscles);
// its spread is not given, 2.5 is allowed.
TEST(UpperBackThickness, UpperTrapeziusIsAsThickAtItsTriggerPointsAsMeasured) {
    for (const char* point : {"TrP1", "TrP2"}) {
        const double thickness = mean_over_people([&](const Atlas& atlas, const Skeleton&) {
            return thickness_at(atlas, "muscle.trapezius.upper", point);
        });
        EXPECT_NEAR(thickness, 11.4, 2.5) << point;
    }
}

// 6 to 12 mm (textbook range).
TEST(UpperBackThickness, LatissimusIsAsThickInTheAxillaryFoldAsInPeople) {
    const double thickness = mean_over_people([](const Atlas& atlas, const Skeleton&) {
        return thickness_at(atlas, "muscle.latissimus_dorsi", "TrP1");
    });
    EXPECT_GE(thickness, 6.0);
    EXPECT_LE(thickness, 12.0);
}

}  // namespace
}  // namespace dryrun::validation
