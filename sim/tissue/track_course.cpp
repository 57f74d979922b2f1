// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tissue/track_course.h"

#include <algorithm>
#include <cstddef>

#include "core/result.h"

namespace dryrun::tissue {
namespace {

// Share of each step of the fixed point, at first: it settles where tissue is stretched to less
// than 2.8 times its length or pressed to more than nothing. Where soft fat is stretched further
// the steps are made smaller.
constexpr double kFirstShare = 0.7;
constexpr double kLeastShare = 0.05;
constexpr int kMostSteps = 150;
constexpr double kSettled = 1e-9;
constexpr double kLost = 0.1;  // mm

// The displacement d with u(x − d) = d, looked for from that of the neighbour; the neighbour's
// where linear tissue, pressed too far, is turned inside out and has none.
Vec3 displacement_on(const DisplacementField& field, const Vec3& in_space, const Vec3& neighbour) {
    Vec3 displacement = neighbour;
    double share = kFirstShare;
    double missing = 1e9;
    for (int step = 0; step < kMostSteps; ++step) {
        const Vec3 change = field(in_space - displacement) - displacement;
        const double before = missing;
        missing = length(change);
        if (missing < kSettled) break;
        if (missing > 0.9 * before && share > kLeastShare) share *= 0.5;
        displacement += change * share;
    }
    return missing < kLost ? displacement : neighbour;
}

}  // namespace

Vec3 displacement_of(const TrackCourse& course, double path) {
    DRYRUN_ASSERT(!course.is_straight());
    if (path <= course.path.front()) return course.displacement.front();
    if (path >= course.path.back()) return course.displacement.back();
    const auto next = std::upper_bound(course.path.begin(), course.path.end(), path);
    const auto i = static_cast<std::size_t>(next - course.path.begin());
    const double share = (path - course.path[i - 1]) / (course.path[i] - course.path[i - 1]);
    return lerp(course.displacement[i - 1], course.displacement[i], share);
}

TrackCourse begin_course(const DisplacementField& field, const Vec3& entry) {
    TrackCourse course;
    course.path.push_back(0.0);
    course.displacement.push_back(field(entry));
    course.origin = entry + course.displacement.front();
    return course;
}

bool extend_course(const DisplacementField& field, const Vec3& direction, double length,
                   double spacing, TrackCourse& course) {
    if (course.path.back() >= length) return false;
    const double middle = (static_cast<double>(course.path.size()) - 0.5) * spacing;
    const double path = std::min(middle, length);
    course.displacement.push_back(
        displacement_on(field, course.origin + direction * path, course.displacement.back()));
    course.path.push_back(path);
    return true;
}

}  // namespace dryrun::tissue
