// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Laying a needle's track a bit at a time, for steps that are to stay short. What comes of it is
// what Site::make_track gives, to the bit, however it is divided.
#pragma once

#include <memory>

#include "tissue/site.h"

namespace dryrun::tissue {

class TrackLaying {
  public:
    /// `site` must stay. The others as for Site::make_track.
    TrackLaying(const Site& site, const Vec3& entry, const Vec3& direction, TrackCourse course,
                double length, double spacing, double shaft_radius);
    ~TrackLaying();
    TrackLaying(TrackLaying&&) noexcept;
    TrackLaying& operator=(TrackLaying&&) noexcept;

    /// Goes on until about this share of the work is done, 1 being all of it; the first time it
    /// only begins, unless all is wanted.
    void go_on(double share);
    /// The track, once, when all is done.
    Track take();

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace dryrun::tissue
