// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "events/input_sample.h"

#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::events {
namespace {

constexpr double kLengthGrid = 1024.0;
constexpr double kDirectionGrid = 1048576.0;
constexpr double kAngleGrid = 64.0;
constexpr double kFarthest = 10000.0;  // mm; nothing of a treatment room is farther
constexpr double kMostHandForce_N = 40.0;
constexpr double kMostTurns_deg = 360000.0;
constexpr std::size_t kMostActions = 16;

double snap(double value, double low, double high, double grid) {
    if (!std::isfinite(value)) return 0.0;
    return std::floor(det::clamp(value, low, high) * grid + 0.5) / grid;
}

Vec3 snap_position(const Vec3& v) {
    return {snap(v.x, -kFarthest, kFarthest, kLengthGrid),
            snap(v.y, -kFarthest, kFarthest, kLengthGrid),
            snap(v.z, -kFarthest, kFarthest, kLengthGrid)};
}

Vec3 snap_direction(const Vec3& v, const Vec3& fallback) {
    // A direction that lies on the grid already is kept: making it unit again would move it.
    const double l = is_finite(v) ? length(v) : 0.0;
    const Vec3 unit = std::fabs(l - 1.0) < 4.0 / kDirectionGrid ? v
                      : l > 1e-9 && l < 1e9                     ? v / l
                                                                : fallback;
    return {snap(unit.x, -1, 1, kDirectionGrid), snap(unit.y, -1, 1, kDirectionGrid),
            snap(unit.z, -1, 1, kDirectionGrid)};
}

struct ActionOnGrid {
    void operator()(MarkSite& action) const {
        action.confidence = snap(action.confidence, 0.0, 1.0, kLengthGrid);
    }
    void operator()(StatePlan& plan) const {
        plan.tilt_deg = snap(plan.tilt_deg, 0.0, 90.0, kAngleGrid);
        plan.medial_deg = snap(plan.medial_deg, -90.0, 90.0, kAngleGrid);
        plan.caudal_deg = snap(plan.caudal_deg, -90.0, 90.0, kAngleGrid);
        plan.expected_bone_depth = snap(plan.expected_bone_depth, 0.0, 500.0, kLengthGrid);
        plan.stop_depth = snap(plan.stop_depth, 0.0, 500.0, kLengthGrid);
        plan.strokes = snap(plan.strokes, 0.0, 1000.0, kLengthGrid);
    }
    template <class Other>
    void operator()(Other&) const {}
};

PalpatingHand on_grid(PalpatingHand p) {
    p.position = snap_position(p.position);
    p.across = snap_direction(p.across, {1.0, 0.0, 0.0});
    p.spread = snap(p.spread, 5.0, 60.0, kLengthGrid);
    const double most_lift = p.grip == PadGrip::Pincer ? kMostHandForce_N : 0.0;
    p.press_N = snap(p.press_N, -most_lift, kMostHandForce_N, kLengthGrid);
    return p;
}

NeedlingHand on_grid(NeedlingHand n) {
    n.position = snap_position(n.position);
    n.direction = snap_direction(n.direction, {0.0, -1.0, 0.0});
    n.travel = snap(n.travel, -500.0, 500.0, kLengthGrid);
    n.rotation_deg = snap(n.rotation_deg, -kMostTurns_deg, kMostTurns_deg, kAngleGrid);
    n.press_N = snap(n.press_N, 0.0, kMostHandForce_N, kLengthGrid);
    return n;
}

std::vector<Action> on_grid(std::vector<Action> actions) {
    if (actions.size() > kMostActions) actions.resize(kMostActions);
    for (Action& action : actions) std::visit(ActionOnGrid{}, action);
    return actions;
}

}  // namespace

InputSample on_grid(const InputSample& sample) {
    return {on_grid(sample.palpating_hand), on_grid(sample.needling_hand), on_grid(sample.actions)};
}

InputSample SampleGrid::put(const InputSample& sample) {
    if (!(sample.palpating_hand == palpating_asked_)) {
        palpating_asked_ = sample.palpating_hand;
        palpating_ = on_grid(palpating_asked_);
    }
    if (!(sample.needling_hand == needling_asked_)) {
        needling_asked_ = sample.needling_hand;
        needling_ = on_grid(needling_asked_);
    }
    return {palpating_, needling_, on_grid(sample.actions)};
}

}  // namespace dryrun::events
