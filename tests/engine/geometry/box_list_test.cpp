// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/box_list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/random.h"

namespace dryrun {
namespace {

std::vector<Box> some_boxes(std::size_t count) {
    const RandomStream random(8, "box list test");
    std::vector<Box> boxes(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Vec3 middle{900.0 * random.uniform(i, 0) - 450.0, 300.0 * random.uniform(i, 1),
                          800.0 * random.uniform(i, 2)};
        boxes[i].take_in(middle, 5.0 + 30.0 * random.uniform(i, 3));
        boxes[i].take_in(middle + Vec3{0.0, 40.0 * random.uniform(i, 4), 0.0});
    }
    return boxes;
}

std::vector<std::size_t> met_by(const BoxList& list, const BoxLine& line, double length) {
    std::vector<std::size_t> numbers;
    list.along_line(line, length, [&](std::size_t number) { numbers.push_back(number); });
    return numbers;
}

// 41 do not fill their last four.
TEST(BoxList, LetsThroughEveryBoxThatALineMeetsAndNoneThatItMissesByFar) {
    const std::vector<Box> boxes = some_boxes(41);
    BoxList list;
    for (const Box& box : boxes) list.add(box);
    const RandomStream random(9, "box list test");
    std::size_t met = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const Vec3 from{900.0 * random.uniform(i, 0) - 450.0, 300.0, 800.0 * random.uniform(i, 1)};
        const Vec3 direction =
            i % 5 == 0 ? Vec3{0.0, -1.0, 0.0}
                       : normalised(Vec3{random.uniform(i, 2) - 0.5, -random.uniform(i, 3), 0.2});
        const BoxLine line(from, direction);
        const double length = 400.0 * random.uniform(i, 4);
        const std::vector<std::size_t> found = met_by(list, line, length);
        EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
        for (std::size_t k = 0; k < boxes.size(); ++k) {
            const bool is_found = std::find(found.begin(), found.end(), k) != found.end();
            const bool is_met = boxes[k].meets_line(line, length, 0.0);
            EXPECT_TRUE(is_found || !is_met);
            EXPECT_TRUE(!is_found || boxes[k].meets_line(line, length, 0.01));
            met += is_met ? 1 : 0;
        }
    }
    EXPECT_GT(met, 100u);
}

// A third of the points lie on a face.
TEST(BoxList, AsksAboutTheBoxesThatHoldAPointInTheirOrder) {
    const std::vector<Box> boxes = some_boxes(141);
    BoxList list;
    for (const Box& box : boxes) list.add(box);
    ASSERT_EQ(list.size(), boxes.size());
    const RandomStream random(10, "box list test");
    std::size_t held = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        Vec3 point{900.0 * random.uniform(i, 0) - 450.0, 300.0 * random.uniform(i, 1),
                   800.0 * random.uniform(i, 2)};
        if (i % 3 == 0) point.x = boxes[i % boxes.size()].high.x;
        std::vector<std::size_t> asked;
        const auto refuse = [&](std::size_t number) {
            asked.push_back(number);
            return false;
        };
        EXPECT_EQ(list.first_at(point, refuse), list.size());
        EXPECT_TRUE(std::is_sorted(asked.begin(), asked.end()));
        std::size_t first = list.size();
        for (std::size_t k = boxes.size(); k-- > 0;) {
            const bool is_asked = std::find(asked.begin(), asked.end(), k) != asked.end();
            EXPECT_TRUE(is_asked || !boxes[k].holds(point));
            EXPECT_TRUE(!is_asked || boxes[k].holds(point, 0.01));
            if (boxes[k].holds(point)) first = k;
        }
        const auto holds = [&](std::size_t number) { return boxes[number].holds(point); };
        EXPECT_EQ(list.first_at(point, holds), first);
        held += first < list.size() ? 1 : 0;
    }
    EXPECT_GT(held, 100u);
}

TEST(BoxList, OfNothingLetsNothingThrough) {
    EXPECT_EQ(BoxList{}.first_at({}, [](std::size_t) { return true; }), 0u);
    EXPECT_TRUE(met_by(BoxList{}, BoxLine({}, {0.0, 0.0, 1.0}), 1e3).empty());
}

}  // namespace
}  // namespace dryrun
