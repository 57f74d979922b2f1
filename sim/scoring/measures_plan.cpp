// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures of the plan card and the needle chosen. What the atlas says of the planned line stands
// in the event; the plan that counts is the last before the needle.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/deterministic_math.h"
#include "core/json.h"
#include "scoring/measures.h"

namespace dryrun::scoring::measures {
namespace {

using namespace events;

constexpr const char* kNoPlan = "no plan was stated before the needle";

std::string mm(double value) {
    return fixed_text(value, 1) + " mm";
}

Entry<PlanStated> plan_of(const Log& log) {
    const auto plans = log.before_puncture<PlanStated>();
    return plans.empty() ? Entry<PlanStated>{} : plans.back();
}

double or_infinity(double value) {
    return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

}  // namespace

Measured plan_before_puncture(const Log& log, const MeasureRule&) {
    const auto plans = log.all<PlanStated>();
    if (plans.empty()) return missing("no plan was stated");
    const bool is_before = plans.front().index < log.first_puncture();
    return found(
        is_before ? 1.0 : 0.0, {plans.front().id},
        is_before ? "the plan was stated before the needle" : "the plan came after the needle");
}

// The shortest stocked needle that reaches the target with shaft to spare and, where there is one,
// that reaches no hazard even when pushed to the hub. Where no needle is both, the hub-safe one is
// right, or the shortest with a stated stop depth short of the hazard.
Measured needle_length_choice(const Log& log, const MeasureRule& rule) {
    const Entry<PlanStated> plan = plan_of(log);
    if (plan.body == nullptr) return missing(kNoPlan);
    const auto chosen = log.before_puncture<NeedleChosen>();
    if (chosen.empty()) return missing("no needle was chosen before the first puncture");
    const Entry<NeedleChosen>& needle = chosen.back();
    const std::vector<std::int64_t> ids = {needle.id, plan.id};
    const double wanted = plan->path_to_target + rule.limits.at("shaft_outside_mm");
    const std::string path =
        mm(needle->length) + " needle for a path of " + mm(plan->path_to_target);
    const bool is_some_both = plan->is_shorter_hub_safe;
    // The card judged the needle chosen then; a longer one chosen since is judged by the hazard.
    const bool is_hub_safe = needle->length <= 0.0 || !(plan->hazard_on_line <= needle->length);
    if (needle->length < wanted) {
        if (is_hub_safe && !is_some_both)
            return found(1.0, ids, path + ": short, but no longer one is safe to the hub");
        return found(0.0, ids, path + ": too short");
    }
    const bool is_shortest = needle->length <= plan->shortest_needle;
    if (is_hub_safe)
        return is_shortest ? found(1.0, ids, path + ": the shortest that reaches, safe to the hub")
                           : found(0.5, ids, path + ": longer than needed");
    if (is_some_both) return found(0.0, ids, path + ": reaches a hazard when pushed to the hub");
    const bool has_stop = plan->stop_depth > 0.0 && plan->stop_depth < plan->hazard_on_line;
    if (!has_stop) return found(0.0, ids, path + ": reaches a hazard and no stop depth guards it");
    return is_shortest ? found(1.0, ids, path + ": no stocked one is safe to the hub, stop stated")
                       : found(0.5, ids, path + ": longer than needed, stop stated");
}

Measured plan_tilt(const Log& log, const MeasureRule& rule) {
    const Entry<PlanStated> plan = plan_of(log);
    if (plan.body == nullptr) return missing(kNoPlan);
    // The site's own rule goes before the rubric's, whose width says how soon points are lost.
    const double off = std::isfinite(plan->off_site_rule_deg)
                           ? plan->off_site_rule_deg
                           : std::max(0.0, rule.full - plan->tilt_deg);
    const std::string planned =
        "planned " + fixed_text(90.0 - plan->tilt_deg, 0) + "° to the skin, ";
    Measured measured =
        found(plan->tilt_deg, {plan.id},
              planned + (off <= 0.0 ? std::string("as the site allows")
                                    : fixed_text(off, 0) + "° from what the site allows"));
    measured.share = share_on_line(off, 0.0, std::max(1.0, rule.full - rule.zero));
    return measured;
}

Measured plan_line_safe(const Log& log, const MeasureRule& rule) {
    const Entry<PlanStated> plan = plan_of(log);
    if (plan.body == nullptr) return missing(kNoPlan);
    if (!std::isfinite(plan->hazard_on_line))
        return found(1.0, {plan.id}, "no unshielded hazard on the planned line");
    if (plan->is_hub_safe)
        return found(1.0, {plan.id}, "the needle ends short of the hazard on the planned line");
    const double left = plan->hazard_on_line - plan->stop_depth;
    if (plan->stop_depth > 0.0 && left >= rule.limits.at("margin_mm"))
        return found(0.5, {plan.id},
                     "the stop depth leaves " + mm(left) + " to a hazard on the planned line");
    return found(0.0, {plan.id},
                 "an unshielded hazard lies on the planned line at " + mm(plan->hazard_on_line));
}

Measured plan_stop_depth(const Log& log, const MeasureRule& rule) {
    const Entry<PlanStated> plan = plan_of(log);
    if (plan.body == nullptr) return missing(kNoPlan);
    if (plan->stop_depth <= 0.0) return missing("no stop depth was stated");
    // Deep enough for the target, short of bone and of the margin before a hazard.
    const double shallowest = plan->path_to_target;
    const double deepest =
        std::min(or_infinity(plan->bone_on_line),
                 or_infinity(plan->hazard_on_line) - rule.limits.at("margin_mm"));
    const double too_deep = std::max(0.0, plan->stop_depth - deepest);
    const double too_shallow = std::max(0.0, std::min(shallowest, deepest) - plan->stop_depth);
    const double off = std::max(too_deep, too_shallow);
    const std::string reason = off <= 0.0       ? "reaches the target and stops short of danger"
                               : too_deep > 0.0 ? mm(too_deep) + " deeper than the line allows"
                                                : mm(too_shallow) + " short of the target";
    return found(off, {plan.id}, "stop depth " + mm(plan->stop_depth) + ": " + reason);
}

Measured plan_bone_depth(const Log& log, const MeasureRule&) {
    const Entry<PlanStated> plan = plan_of(log);
    if (plan.body == nullptr) return missing(kNoPlan);
    if (!std::isfinite(plan->bone_on_line)) return not_applicable("no bone on the planned line");
    // Depth is counted from the skin, the line's bone along the needle.
    const double depth =
        plan->bone_on_line * det::cos(det::radians(det::clamp(plan->tilt_deg, 0.0, 90.0)));
    const double error = std::fabs(plan->expected_bone_depth - depth);
    return found(error, {plan.id},
                 "bone expected at " + mm(plan->expected_bone_depth) + ", it lies at " + mm(depth));
}

}  // namespace dryrun::scoring::measures
