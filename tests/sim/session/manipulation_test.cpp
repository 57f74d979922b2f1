// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/manipulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/deterministic_math.h"
#include "events/input_sample.h"

namespace dryrun::session {
namespace {

// Moves a tip through `stops` at `speed_mm_s` and collects the strokes.
std::vector<events::StrokeMade> strokes_along(const std::vector<double>& stops, double speed_mm_s,
                                              bool is_in_muscle = true) {
    StrokeCounter counter;
    counter.start(stops.front());
    std::vector<events::StrokeMade> made;
    double path = stops.front();
    const double step = speed_mm_s / events::kTicksPerSecond;
    for (const double stop : stops) {
        while (path != stop) {
            const double before = path;
            path = stop > path ? std::min(stop, path + step) : std::max(stop, path - step);
            const auto stroke =
                counter.step(path, (path - before) * events::kTicksPerSecond, is_in_muscle);
            if (stroke) made.push_back(*stroke);
        }
    }
    if (const auto stroke = counter.finish()) made.push_back(*stroke);
    return made;
}

TEST(Strokes, AreCountedToAndFro) {
    const auto made = strokes_along({0, 20, 15, 20, 15, 20, 0}, 30);
    ASSERT_EQ(made.size(), 2u);
    EXPECT_NEAR(made[0].amplitude, 5.0, 0.1);
    EXPECT_NEAR(made[0].peak_speed_mm_s, 30.0, 0.5);
}

TEST(Strokes, FirstAdvanceAndWithdrawalAreNone) {
    EXPECT_TRUE(strokes_along({0, 25, 0}, 20).empty());
}

TEST(Strokes, BelowTwoMillimetresDoNotCount) {
    EXPECT_TRUE(strokes_along({0, 20, 18.2, 20, 18.2, 20, 0}, 20).empty());
}

TEST(Strokes, DrawingBackToBeginAnewIsNone) {
    EXPECT_TRUE(strokes_along({0, 25, 4, 25, 4, 25, 0}, 20).empty());
}

TEST(Strokes, OutsideMuscleDoNotCount) {
    EXPECT_TRUE(strokes_along({0, 20, 15, 20, 15, 20, 0}, 30, false).empty());
}

TEST(Strokes, OneThatRestsIsToldOnceAndWhileItRests) {
    StrokeCounter counter;
    counter.start(20.0);
    int made = 0;
    const auto go = [&](double from, double to) {
        const double step = to > from ? 0.02 : -0.02;
        for (int i = 1; i <= 250; ++i) {
            made += counter.step(from + step * i, step * 1000, true).has_value();
        }
    };
    go(20, 15);
    go(15, 20);
    EXPECT_EQ(made, 0);
    for (int i = 0; i < 400; ++i) made += counter.step(20.0, 0.0, true).has_value();
    EXPECT_EQ(made, 1);
    go(20, 15);
    EXPECT_EQ(made, 1);
}

Vec3 tilted(double angle_deg) {
    const double angle = det::radians(angle_deg);
    return {det::sin(angle), -det::cos(angle), 0.0};
}

TEST(Turns, AreToldWhenTheHandleRests) {
    TurnWatch watch;
    watch.start(tilted(45));
    for (int i = 0; i < 300; ++i) EXPECT_FALSE(watch.step(tilted(45 + i * 0.05), false));
    std::optional<events::NeedleRedirected> turned;
    for (int i = 0; i < 250; ++i) {
        if (const auto now = watch.step(tilted(60), false)) turned = now;
    }
    ASSERT_TRUE(turned);
    EXPECT_NEAR(turned->change_deg, 15.0, 0.2);
    EXPECT_FALSE(turned->is_deep);
}

TEST(Turns, UnderFasciaAreDeepAndTremorIsNone) {
    TurnWatch watch;
    watch.start(tilted(45));
    for (int i = 0; i < 3000; ++i) {
        EXPECT_FALSE(watch.step(tilted(45 + 3.0 * det::sin(i * 0.05)), true));
    }
    for (int i = 0; i < 100; ++i) watch.step(tilted(45 + i * 0.1), true);
    std::optional<events::NeedleRedirected> turned;
    for (int i = 0; i < 300; ++i) {
        if (const auto now = watch.step(tilted(55), true)) turned = now;
    }
    ASSERT_TRUE(turned);
    EXPECT_TRUE(turned->is_deep);
}

TEST(Clearance, IsThatOfTheWorstHundredthOfTheTime) {
    ClearanceRecord record;
    for (int i = 0; i < 980; ++i) record.add(20.0);
    for (int i = 0; i < 9; ++i) record.add(3.0);  // less than 1 %
    for (int i = 0; i < 11; ++i) record.add(7.0);
    ASSERT_TRUE(record.worst_percent());
    EXPECT_NEAR(*record.worst_percent(), 7.0, 0.11);
}

TEST(Clearance, OfAShieldedLineIsNone) {
    ClearanceRecord record;
    for (int i = 0; i < 999; ++i) record.add(std::nullopt);
    EXPECT_FALSE(record.worst_percent());
    record.add(4.0);
    EXPECT_FALSE(record.worst_percent()) << "a thousandth of the time is not a hundredth";
    for (int i = 0; i < 20; ++i) record.add(4.0);
    EXPECT_TRUE(record.worst_percent());
}

TEST(Dose, IsFullWhenTheChancesSumToSeventyPercent) {
    Insertion insertion;
    insertion.strokes = 2;
    add_pass(0.5, insertion);
    EXPECT_EQ(insertion.strokes_to_full_dose, -1);
    insertion.strokes = 4;
    add_pass(0.25, insertion);
    insertion.strokes = 9;
    add_pass(0.25, insertion);
    EXPECT_EQ(insertion.strokes_to_full_dose, 4);
}

TEST(Travel, CountsBothWaysAndLeavesOutCreep) {
    Insertion insertion;
    for (int i = 1; i <= 100; ++i) add_travel(i * 0.1, insertion);
    for (int i = 99; i >= 50; --i) add_travel(i * 0.1, insertion);
    EXPECT_NEAR(insertion.travelled, 15.0, 0.2);
    for (int i = 0; i < 1000; ++i) add_travel(5.0 + (i % 2) * 0.04, insertion);
    EXPECT_NEAR(insertion.travelled, 15.0, 0.2);
}

}  // namespace
}  // namespace dryrun::session
