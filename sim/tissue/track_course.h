// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a needle's straight track lies in the resting tissue.
//
// A needle is straight in space, through tissue as the hands hold it then: dented beside it, or
// lifted into a fold. Brought to rest that line is bent: the point of resting tissue at x of the
// line is the X with X + u(X) = x. Where hands hold nothing the track is straight at rest too, and
// has no course.
#pragma once

#include <functional>
#include <vector>

#include "core/vec3.h"

namespace dryrun::tissue {

struct TrackCourse {
    Vec3 origin;                     ///< in space: where the entry was when the track was laid
    std::vector<double> path;        ///< from there along the needle, rising from zero
    std::vector<Vec3> displacement;  ///< of the tissue on the line, one a path

    bool is_straight() const { return path.empty(); }
};

/// Displacement of the tissue that was on the line at `path`; the last one beyond the end.
Vec3 displacement_of(const TrackCourse& course, double path);

/// Displacement of a point of the resting tissue.
using DisplacementField = std::function<Vec3(const Vec3& resting_point)>;

/// A course with its first knot, at the entry.
TrackCourse begin_course(const DisplacementField& field, const Vec3& entry);
/// Adds its next knot: in the middle of each piece of `spacing`, then at `length`. False, with
/// none added, where it has reached that.
bool extend_course(const DisplacementField& field, const Vec3& direction, double length,
                   double spacing, TrackCourse& course);

}  // namespace dryrun::tissue
