// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/next_track.h"

#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::needle {
namespace {

// Its course, where it has one, and its stations each have a tick of their own.
constexpr int kCourseTick = 1;
constexpr int kStationsTick = 2;

}  // namespace

double station_spacing(double length) {
    return det::clamp(length / 30.0, 1.0, 2.0);
}

NextTrack::NextTrack(const Vec3& entry, const Vec3& direction, const NeedleSpec& spec,
                     const tissue::Site& site, std::optional<tissue::Site::Field> field)
    : entry_(entry),
      direction_(direction),
      length_(spec.length),
      shaft_radius_(0.5 * spec.diameter),
      site_(site.shared_from_this()),
      field_(std::move(field)) {}

bool NextTrack::go_on() {
    const double spacing = station_spacing(length_);
    ++ticks_;
    if (ticks_ == kCourseTick) {
        if (!field_) return false;
        course_ = tissue::lay_course([&](const Vec3& point) { return field_->on_shaft(point); },
                                     entry_, direction_, length_, spacing);
        field_.reset();
    } else if (ticks_ == kStationsTick) {
        laying_.emplace(*site_, entry_, direction_, std::move(course_), length_, spacing,
                        shaft_radius_);
    } else {
        laying_->go_on(static_cast<double>(ticks_ - kStationsTick) /
                       (kLayingTicks - kStationsTick));
    }
    return ticks_ == kLayingTicks;
}

void NextTrack::hash(StateHasher& hasher) const {
    hasher.add(entry_);
    hasher.add(direction_);
    hasher.add(static_cast<std::int64_t>(ticks_));
}

}  // namespace dryrun::needle
