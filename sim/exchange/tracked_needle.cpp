// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/tracked_needle.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "exchange/motion.h"

namespace dryrun::exchange {
namespace {

constexpr std::string_view kAxisNames = "xyz";

// Samples farther than this from the median position are a tool at rest or on its way, not at work.
constexpr double kWorkingRadius = 80.0;

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Vec3 axis_of(const ToolPose& pose, const ShaftAxis& axis) {
    return pose.axes[static_cast<std::size_t>(axis.column)] * axis.sign;
}

/// The samples near the median position: the tool at work.
std::vector<std::size_t> working_samples(const ToolTrack& track) {
    std::vector<double> x, y, z;
    for (const ToolPose& pose : track.poses) {
        x.push_back(pose.position.x);
        y.push_back(pose.position.y);
        z.push_back(pose.position.z);
    }
    const Vec3 centre{median(std::move(x)), median(std::move(y)), median(std::move(z))};
    std::vector<std::size_t> working;
    for (std::size_t i = 0; i < track.poses.size(); ++i) {
        if (distance(track.poses[i].position, centre) < kWorkingRadius) working.push_back(i);
    }
    return working;
}

/// Positions along the mean direction of an axis over the working samples.
std::vector<double> progress(const ToolTrack& track, const std::vector<std::size_t>& working,
                             const ShaftAxis& axis) {
    Vec3 sum;
    for (const std::size_t i : working) sum += axis_of(track.poses[i], axis);
    const Vec3 mean = normalised(sum);
    std::vector<double> along;
    for (const std::size_t i : working) along.push_back(dot(track.poses[i].position, mean));
    return along;
}

// A needle at work moves along its shaft; and it dwells deep and comes from far outside, so the
// median of its progress lies nearer the deepest point than the outermost.
ShaftAxis likely_shaft_axis(const ToolTrack& track, const std::vector<std::size_t>& working) {
    std::array<double, 3> travel{};
    for (std::size_t k = 1; k < working.size(); ++k) {
        if (working[k] != working[k - 1] + 1) continue;
        const ToolPose& pose = track.poses[working[k]];
        const Vec3 step = pose.position - track.poses[working[k - 1]].position;
        for (std::size_t column = 0; column < 3; ++column) {
            travel[column] += std::fabs(dot(step, pose.axes[column]));
        }
    }
    ShaftAxis axis;
    axis.column = static_cast<int>(std::max_element(travel.begin(), travel.end()) - travel.begin());
    if (working.empty()) return axis;
    const std::vector<double> along = progress(track, working, axis);
    const auto [least, most] = std::minmax_element(along.begin(), along.end());
    const double middle = median(along);
    if (*most - middle > middle - *least) axis.sign = -1.0;
    return axis;
}

std::size_t deepest_sample(const ToolTrack& track, const std::vector<std::size_t>& working,
                           const ShaftAxis& axis) {
    if (working.empty()) return 0;
    const std::vector<double> along = progress(track, working, axis);
    return working[static_cast<std::size_t>(std::max_element(along.begin(), along.end()) -
                                            along.begin())];
}

/// The map that takes frame `from` onto frame `onto`.
RigidMap map_between(const Frame& from, const Frame& onto) {
    const auto image = [&](const Vec3& v) {
        return onto.direction_to_parent(from.direction_to_local(v));
    };
    const Vec3 x = image({1, 0, 0});
    const Vec3 y = image({0, 1, 0});
    const Vec3 z = image({0, 0, 1});
    const Vec3 t = onto.to_parent(from.to_local({0, 0, 0}));
    return {x.x, y.x, z.x, t.x, x.y, y.y, z.y, t.y, x.z, y.z, z.z, t.z, 0, 0, 0, 1};
}

// RAS and LPS differ by half a turn about z, so the recording's own up stays up where it can.
constexpr Vec3 kRecordedSuperior{0.0, 0.0, 1.0};

Result<const ToolTrack*> choose_tool(const TransformLog& log, const ImportChoices& choices,
                                     const std::string& file) {
    if (choices.tool) {
        for (const ToolTrack& track : log.tools) {
            if (track.name == *choices.tool) return &track;
        }
        std::string names;
        for (const ToolTrack& track : log.tools) names += (names.empty() ? "" : ", ") + track.name;
        return bad_input(file, "has no tool \"" + *choices.tool + "\"", "it has " + names);
    }
    const auto motions = motion_of(log);
    const auto most =
        std::max_element(motions.begin(), motions.end(),
                         [](const ToolMotion& a, const ToolMotion& b) { return a.path < b.path; });
    for (const ToolMotion& other : motions) {
        if (&other != &*most && !(other.path < most->path)) {
            return bad_input(file, "no tool moves most", "name one with --tool");
        }
    }
    return &log.tools[static_cast<std::size_t>(most - motions.begin())];
}

/// Unit quaternion (w, x, y, z) of a rotation given by its columns (Shepperd 1978).
std::array<double, 4> quaternion_of(const std::array<Vec3, 3>& c) {
    const double trace = c[0].x + c[1].y + c[2].z;
    const std::array<double, 4> squares = {trace, c[0].x, c[1].y, c[2].z};
    const auto largest = std::max_element(squares.begin(), squares.end()) - squares.begin();
    std::array<double, 4> q{};
    if (largest == 0) {
        q = {1.0 + trace, c[1].z - c[2].y, c[2].x - c[0].z, c[0].y - c[1].x};
    } else if (largest == 1) {
        q = {c[1].z - c[2].y, 1.0 + c[0].x - c[1].y - c[2].z, c[0].y + c[1].x, c[2].x + c[0].z};
    } else if (largest == 2) {
        q = {c[2].x - c[0].z, c[0].y + c[1].x, 1.0 + c[1].y - c[0].x - c[2].z, c[1].z + c[2].y};
    } else {
        q = {c[0].y - c[1].x, c[2].x + c[0].z, c[1].z + c[2].y, 1.0 + c[2].z - c[0].x - c[1].y};
    }
    const double size = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (double& part : q) part /= size;
    return q;
}

Vec3 rotate(const std::array<double, 4>& q, const Vec3& v) {
    const Vec3 u{q[1], q[2], q[3]};
    return v + 2.0 * cross(u, cross(u, v) + v * q[0]);
}

std::array<double, 4> slerp(const std::array<double, 4>& a, std::array<double, 4> b, double t) {
    double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
    if (cosine < 0.0) {
        for (double& part : b) part = -part;
        cosine = -cosine;
    }
    const double angle = det::acos(cosine);
    const double sine = det::sin(angle);
    // Below about 0.1° the two weights would be quotients of tiny numbers; a straight line is as
    // good.
    const double wa = sine < 1e-3 ? 1.0 - t : det::sin((1.0 - t) * angle) / sine;
    const double wb = sine < 1e-3 ? t : det::sin(t * angle) / sine;
    std::array<double, 4> q{};
    double size = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
        q[i] = wa * a[i] + wb * b[i];
        size += q[i] * q[i];
    }
    for (double& part : q) part /= std::sqrt(size);
    return q;
}

}  // namespace

std::optional<ShaftAxis> shaft_axis_named(std::string_view name) {
    ShaftAxis axis;
    if (!name.empty() && name.front() == '-') {
        axis.sign = -1.0;
        name.remove_prefix(1);
    }
    const auto column = name.size() == 1 ? kAxisNames.find(name.front()) : std::string_view::npos;
    if (column == std::string_view::npos) return std::nullopt;
    axis.column = static_cast<int>(column);
    return axis;
}

std::string name_of(const ShaftAxis& axis) {
    const std::string letter(1, kAxisNames[static_cast<std::size_t>(axis.column)]);
    return axis.sign < 0.0 ? "-" + letter : letter;
}

Vec3 map_direction(const RigidMap& map, const Vec3& d) {
    return {map[0] * d.x + map[1] * d.y + map[2] * d.z, map[4] * d.x + map[5] * d.y + map[6] * d.z,
            map[8] * d.x + map[9] * d.y + map[10] * d.z};
}

Vec3 map_point(const RigidMap& map, const Vec3& p) {
    return map_direction(map, p) + Vec3{map[3], map[7], map[11]};
}

Status check_rigid_map(const RigidMap& map, const std::string& place) {
    const Vec3 x = map_direction(map, {1, 0, 0});
    const Vec3 y = map_direction(map, {0, 1, 0});
    const Vec3 z = map_direction(map, {0, 0, 1});
    const bool is_finite_map =
        std::all_of(map.begin(), map.end(), [](double value) { return std::isfinite(value); });
    const double off = std::fabs(dot(x, y)) + std::fabs(dot(y, z)) + std::fabs(dot(z, x)) +
                       std::fabs(length(x) - 1) + std::fabs(length(y) - 1) +
                       std::fabs(length(z) - 1);
    if (!is_finite_map || !(off < kRigidTolerance) || dot(cross(x, y), z) < 0.0 || map[12] != 0.0 ||
        map[13] != 0.0 || map[14] != 0.0 || map[15] != 1.0) {
        return bad_input(place, "is not a rigid map (a rotation, a shift, last row 0 0 0 1)");
    }
    return {};
}

Result<TrackedNeedle> lay_on_body(const TransformLog& log, const ImportChoices& choices,
                                  const LayingPlace& place, const std::string& file) {
    const auto tool = choose_tool(log, choices, file);
    if (!tool) return tool.error();
    TrackedNeedle needle;
    needle.track = **tool;
    const auto working = working_samples(needle.track);
    needle.shaft_axis =
        choices.shaft_axis ? *choices.shaft_axis : likely_shaft_axis(needle.track, working);
    needle.deepest_sample = deepest_sample(needle.track, working, needle.shaft_axis);
    if (choices.to_lps) {
        if (const Status rigid = check_rigid_map(*choices.to_lps, "--to-lps"); !rigid.ok()) {
            return rigid.error();
        }
        needle.to_lps = *choices.to_lps;
        return needle;
    }
    const ToolPose& deepest = needle.track.poses[needle.deepest_sample];
    needle.to_lps = map_between(
        frame_along(deepest.position, axis_of(deepest, needle.shaft_axis), kRecordedSuperior),
        frame_along(place.target, place.inward, place.superior));
    needle.is_fitted = true;
    return needle;
}

double duration_s(const TrackedNeedle& needle) {
    return needle.track.poses.back().time_s - needle.track.poses.front().time_s;
}

TipPose pose_at(const TrackedNeedle& needle, double time_s) {
    const auto& poses = needle.track.poses;
    const double wanted = poses.front().time_s + time_s;
    const auto after =
        std::upper_bound(poses.begin(), poses.end(), wanted,
                         [](double time, const ToolPose& pose) { return time < pose.time_s; });
    const ToolPose& b = after == poses.end() ? poses.back() : *after;
    const ToolPose& a = after == poses.begin() ? poses.front() : *(after - 1);
    const double span = b.time_s - a.time_s;
    const double t = span > 0.0 ? (wanted - a.time_s) / span : 0.0;
    const auto rotation = slerp(quaternion_of(a.axes), quaternion_of(b.axes), t);
    Vec3 shaft{};
    (needle.shaft_axis.column == 0   ? shaft.x
     : needle.shaft_axis.column == 1 ? shaft.y
                                     : shaft.z) = needle.shaft_axis.sign;
    return {map_point(needle.to_lps, lerp(a.position, b.position, t)),
            normalised(map_direction(needle.to_lps, rotate(rotation, shaft)))};
}

Json fit_to_json(const TrackedNeedle& needle, const std::string& format) {
    return {{"format", format},
            {"tool", needle.track.name},
            {"shaft_axis", name_of(needle.shaft_axis)},
            {"samples", needle.track.poses.size()},
            {"is_fitted", needle.is_fitted},
            {"deepest_sample", needle.deepest_sample},
            {"to_lps", needle.to_lps}};
}

}  // namespace dryrun::exchange
