// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "approach/cone.h"
#include "core/deterministic_math.h"

namespace dryrun::session {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// A rib that two fingers can straddle lies within this of the skin.
constexpr double kDeepestRib = 60.0;

approach::Tilt tilt_of_plan(const events::StatePlan& plan) {
    return {std::min(plan.tilt_deg, approach::kFlattestTilt_deg), plan.medial_deg, plan.caudal_deg};
}

// A plan that names no medial or caudal part is held to the site's tilt alone.
double off_rule_deg(const approach::AngleRule& rule, const anatomy::Atlas& atlas,
                    const anatomy::SkinPoint& entry, const Vec3& direction,
                    const events::StatePlan& plan) {
    if (plan.medial_deg != 0.0 || plan.caudal_deg != 0.0)
        return approach::off_rule_deg(rule, atlas, entry, direction);
    return std::max({0.0, rule.tilt_deg.low - plan.tilt_deg, plan.tilt_deg - rule.tilt_deg.high});
}

}  // namespace

events::PlanStated judge_plan(const anatomy::Atlas& atlas, const events::StatePlan& plan,
                              const PlanGround& ground) {
    events::PlanStated judged;
    judged.target = plan.target;
    judged.structure_at_risk = plan.structure_at_risk;
    judged.tilt_deg = plan.tilt_deg;
    judged.medial_deg = plan.medial_deg;
    judged.caudal_deg = plan.caudal_deg;
    judged.least_tilt_deg = ground.rule.tilt_deg.low;
    judged.expected_bone_depth = plan.expected_bone_depth;
    judged.stop_depth = plan.stop_depth;
    judged.strokes = plan.strokes;
    judged.stop_rule = plan.stop_rule;
    judged.bone_on_line = judged.hazard_on_line = kNone;
    const Vec3 direction = approach::direction_of(ground.mark, tilt_of_plan(plan));
    const Vec3 target = ground.mark.point - ground.mark.normal * ground.target_depth;
    const double slant = ground.target_depth / std::max(0.1, -dot(direction, ground.mark.normal));
    const auto layers = atlas.layers_along(target, direction, 2.0 * slant + approach::kReachAhead);
    double path = slant;
    anatomy::SkinPoint entry = ground.mark;
    if (layers) {
        path = distance(layers->entry, target);
        entry = atlas.skin_at(layers->entry).value_or(ground.mark);
        const approach::Ahead ahead = approach::ahead_in(layers->spans, atlas.structures(), 0.0,
                                                         path + approach::kReachAhead);
        judged.bone_on_line = ahead.bone.value_or(kNone);
        judged.hazard_on_line = ahead.hazard.value_or(kNone);
    }
    judged.path_to_target = path;
    judged.off_site_rule_deg = off_rule_deg(ground.rule, atlas, entry, direction, plan);
    judged.shortest_needle = approach::shortest_length(ground.stocked_lengths, path);
    const auto reaches_no_hazard = [&](double needle_length) {
        return !(judged.hazard_on_line <= needle_length);  // true where there is none
    };
    const double chosen =
        ground.needle_length > 0.0 ? ground.needle_length : judged.shortest_needle;
    judged.is_hub_safe = reaches_no_hazard(chosen);
    judged.is_shorter_hub_safe = std::any_of(
        ground.stocked_lengths.begin(), ground.stocked_lengths.end(), [&](double stocked) {
            return stocked >= path + approach::kShaftOutside && reaches_no_hazard(stocked);
        });
    return judged;
}

double angle_error_deg(const anatomy::SkinPoint& skin, const Vec3& direction,
                       const events::StatePlan& plan) {
    if (plan.medial_deg == 0.0 && plan.caudal_deg == 0.0) {
        return std::fabs(approach::tilt_of(skin, direction).tilt_deg - plan.tilt_deg);
    }
    const Vec3 planned = approach::direction_of(skin, tilt_of_plan(plan));
    return det::degrees(det::acos(dot(planned, direction)));
}

Bracketed rib_between(const anatomy::Atlas& atlas, const anatomy::SkinPoint& centre,
                      const Vec3& across, double spread) {
    Bracketed found{{}, kNone};
    const Vec3 flat = across - centre.normal * dot(across, centre.normal);
    const Vec3 side = normalised(flat, centre.caudal);
    for (const auto& [name, line] : atlas.ribs()) {
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            // Where the stretch crosses the line through both pads, seen along the normal.
            const Vec3 a = line[i] - centre.point;
            const Vec3 b = line[i + 1] - centre.point;
            const Vec3 along = cross(centre.normal, side);
            const double at_a = dot(a, along);
            const double at_b = dot(b, along);
            if (at_a * at_b > 0.0 || at_a == at_b) continue;
            const Vec3 crossing = lerp(a, b, at_a / (at_a - at_b));
            const double depth = -dot(crossing, centre.normal);
            const double offset = std::fabs(dot(crossing, side));
            if (depth < 0.0 || depth > kDeepestRib || offset > 0.5 * spread) continue;
            if (found.rib.empty() || offset < found.offset) found = {name, offset};
        }
    }
    return found;
}

}  // namespace dryrun::session
