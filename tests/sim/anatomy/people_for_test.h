// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Many skeletons of people drawn from a cohort, and numbers over them.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "anatomy/person.h"
#include "anatomy/skeleton.h"
#include "anatomy/skeleton_table.h"
#include "core/file.h"

namespace dryrun::anatomy {

class Numbers {
  public:
    void add(double value) {
        ++count_;
        sum_ += value;
        squares_ += value * value;
    }
    int count() const { return count_; }
    double mean() const { return sum_ / count_; }
    double sd() const { return std::sqrt(std::fmax(squares_ / count_ - mean() * mean(), 0.0)); }

  private:
    int count_ = 0;
    double sum_ = 0.0;
    double squares_ = 0.0;
};

inline void for_each_person(int count, const Cohort& cohort,
                            const std::function<void(const Skeleton&)>& look) {
    const auto people = read_people();
    ASSERT_TRUE(people.ok()) << people.error().text();
    const auto table =
        read_skeleton_table((assets_folder() / "anatomy" / "skeleton.json").string());
    ASSERT_TRUE(table.ok()) << table.error().text();
    for (int i = 0; i < count; ++i) {
        const auto person = draw_person(*people, cohort, static_cast<std::uint64_t>(i));
        const auto skeleton = make_skeleton(person, *table);
        ASSERT_TRUE(skeleton.ok()) << skeleton.error().text();
        look(*skeleton);
    }
}

}  // namespace dryrun::anatomy
