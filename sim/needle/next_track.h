// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The track that a needle comes on to, while it is being laid. That takes some ten milliseconds,
// which a session spreads evenly over several times as many ticks, always the same number: until
// then the tip that has met the skin is as in the air, and a needle that changes its direction
// stays on the track that it has. What comes of it is as if it had been laid in the first tick.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "core/vec3.h"
#include "needle/needle.h"
#include "tissue/site.h"
#include "tissue/track_laying.h"

namespace dryrun::needle {

/// Ticks from the one that begins a track to the one in which the needle is on it.
inline constexpr int kLayingTicks = 60;

/// Of a needle's stations: about thirty, 1 to 2 mm apart.
double station_spacing(double length);

struct LaidTrack {
    tissue::Track track;
    std::vector<TrackLayer> layers;  ///< track_layers.h
};

class NextTrack {
  public:
    /// From the entry along `direction`; straight in space through tissue as `field` displaces it,
    /// or as at rest without one.
    NextTrack(const Vec3& entry, const Vec3& direction, const NeedleSpec& spec,
              const tissue::Site& site, std::optional<tissue::Site::Field> field);

    /// Goes on by one tick's share; true once the track is laid.
    bool go_on(const NeedleSurroundings& around);
    LaidTrack take() { return std::move(laid_); }

    bool is_on(const tissue::Site* site) const { return site_.get() == site; }
    void hash(StateHasher& hasher) const;

  private:
    void extend_course_to(double path);

    Vec3 entry_;
    Vec3 direction_;
    double length_ = 0.0;
    double diameter_ = 0.0;
    std::shared_ptr<const tissue::Site> site_;
    std::optional<tissue::Site::Field> field_;
    tissue::TrackCourse course_;
    std::optional<tissue::TrackLaying> laying_;
    LaidTrack laid_;
    int ticks_ = 0;
};

}  // namespace dryrun::needle
