// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/next_track.h"

#include <utility>

#include "core/deterministic_math.h"
#include "needle/track_layers.h"

namespace dryrun::needle {
namespace {

// First what the fingers do to the tissue at the entry is found, and the course laid through it,
// where they hold any; then the stations are placed, what each moves is found, which is the greater
// part, and last the layers that are met.
constexpr int kFieldTicks = 6;
constexpr int kBranches = 1;  // of the field in each of those
constexpr int kCourseTicks = 3;
constexpr int kStationsTick = kFieldTicks + kCourseTicks + 1;
constexpr int kLayersTick = kLayingTicks - 1;
constexpr int kTakingTick = kLayersTick - 1;

}  // namespace

double station_spacing(double length) {
    return det::clamp(length / 30.0, 1.0, 2.0);
}

NextTrack::NextTrack(const Vec3& entry, const Vec3& direction, const NeedleSpec& spec,
                     const tissue::Site& site, std::optional<tissue::Site::Field> field)
    : entry_(entry),
      direction_(direction),
      length_(spec.length),
      diameter_(spec.diameter),
      site_(site.shared_from_this()),
      field_(std::move(field)) {}

void NextTrack::extend_course_to(double path) {
    const tissue::DisplacementField field = [this](const Vec3& point) {
        return field_->on_shaft(point);
    };
    if (course_.is_straight()) course_ = tissue::begin_course(field, entry_);
    const double spacing = station_spacing(length_);
    while (course_.path.back() < path &&
           tissue::extend_course(field, direction_, length_, spacing, course_)) {
    }
}

bool NextTrack::go_on(const NeedleSurroundings& around) {
    ++ticks_;
    if (ticks_ <= kFieldTicks) {
        if (field_) field_->prepare_on_shaft(entry_, kBranches);
    } else if (ticks_ < kStationsTick) {
        if (field_) extend_course_to(length_ * (ticks_ - kFieldTicks) / kCourseTicks);
    } else if (ticks_ == kStationsTick) {
        field_.reset();
        laying_.emplace(*site_, entry_, direction_, std::move(course_), length_,
                        station_spacing(length_), 0.5 * diameter_);
    } else if (ticks_ < kTakingTick) {
        constexpr int kFirst = kStationsTick + 1;  // which only begins
        constexpr int kLast = kTakingTick - 1;
        laying_->go_on(static_cast<double>(ticks_ - kFirst) / (kLast - kFirst));
    } else if (ticks_ == kTakingTick) {
        laid_.track = laying_->take();
    } else if (ticks_ == kLayersTick) {
        laid_.layers = layers_of_track(*around.atlas, *around.materials, around.bands, laid_.track,
                                       length_, diameter_);
    }
    return ticks_ == kLayingTicks;
}

void NextTrack::hash(StateHasher& hasher) const {
    hasher.add(entry_);
    hasher.add(direction_);
    hasher.add(static_cast<std::int64_t>(ticks_));
}

}  // namespace dryrun::needle
