// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/briefing.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "approach/line.h"
#include "core/random.h"

namespace dryrun::session {
namespace {

// Two testers' marks on the same process lie within 10 mm of each other in 67 % (Robinson 2009):
// an error of about 5 mm per axis and tester.
constexpr double kLandmarkSpread = 5.0;

bool can_be_felt(std::string_view name) {
    constexpr std::string_view kFelt[] = {"spinous.", "scapula.", "iliac_crest.", "psis."};
    return std::any_of(std::begin(kFelt), std::end(kFelt),
                       [&](std::string_view start) { return name.starts_with(start); });
}

// Depth of the first bone straight under a place of the skin.
double bone_depth(const anatomy::Atlas& atlas, const anatomy::SkinPoint& skin) {
    const auto hit = atlas.first_bone(skin.point, -skin.normal, approach::kReachAhead);
    return hit ? hit->distance : approach::kReachAhead;
}

// Depth of what lies under the fat.
double fascia_depth(const anatomy::Atlas& atlas, const anatomy::SkinPoint& skin) {
    constexpr double kOutside = 5.0;
    const auto line = atlas.layers_along(skin.point + skin.normal * kOutside, -skin.normal,
                                         approach::kReachAhead);
    if (!line) return 0.0;
    for (const anatomy::LayerSpan& span : line->spans) {
        const anatomy::Tissue tissue = atlas.structure(span.structure).tissue;
        if (tissue == anatomy::Tissue::Fascia || tissue == anatomy::Tissue::Muscle)
            return span.enter;
    }
    return 0.0;
}

// Where landmarks lie on the skin; those of one side are named without it.
std::vector<VisibleLandmark> landmarks_of(const anatomy::Atlas& atlas,
                                          const std::vector<std::string>& names,
                                          std::string_view side) {
    std::vector<VisibleLandmark> landmarks;
    for (const std::string& name : names) {
        for (const std::string& known : {name, name + "." + std::string(side)}) {
            const auto at = atlas.landmark(known);
            if (!at) continue;
            if (const auto skin = atlas.skin_at(*at)) landmarks.push_back({known, skin->point});
        }
    }
    return landmarks;
}

}  // namespace

Result<std::vector<needle::NeedleSpec>> stocked_needles(const scenario::Scenario& scenario) {
    auto shipped = needle::read_shipped_needles();
    if (!shipped) return shipped.error();
    std::vector<needle::NeedleSpec> stocked;
    for (const std::string& name : scenario.needles) {
        const auto spec = std::find_if(shipped->begin(), shipped->end(),
                                       [&](const auto& one) { return one.name == name; });
        if (spec == shipped->end()) {
            return bad_input(scenario.name + ": needles", "\"" + name + "\" is no shipped needle",
                             "`dryrun list needles` names them");
        }
        stocked.push_back(*spec);
    }
    const auto is_sham = [](const needle::NeedleSpec& one) { return one.is_sham(); };
    if (std::any_of(stocked.begin(), stocked.end(), is_sham) &&
        !std::all_of(stocked.begin(), stocked.end(), is_sham)) {
        return bad_input(scenario.name + ": needles",
                         "sham needles lie beside others; who must not know which is which cannot "
                         "choose between them",
                         "make two scenarios, one with each");
    }
    std::stable_sort(stocked.begin(), stocked.end(),
                     [](const auto& a, const auto& b) { return a.length < b.length; });
    return stocked;
}

Result<Briefing> brief(const scenario::Scenario& scenario, const anatomy::Atlas& textbook,
                       const std::vector<needle::NeedleSpec>& stocked,
                       const approach::AngleRule& rule, const Behind& behind,
                       const std::vector<std::string>& found_by) {
    Briefing briefing;
    briefing.scenario = scenario.name;
    briefing.muscle = scenario.target_muscle;
    briefing.complaint = scenario.patient.complaint;
    briefing.needle_tilt_deg = rule.tilt_deg.low;
    briefing.needle_tilt_most_deg = rule.tilt_deg.high;
    briefing.has_rib_behind = behind.is_rib;
    briefing.stops_on_bone = behind.stops_on_bone;
    for (const auto& spec : stocked) {
        briefing.stocked_needles.push_back(spec.name);
        briefing.stocked_lengths.push_back(spec.length);
    }
    const auto muscle = textbook.find(scenario.target_muscle);
    if (!muscle) {
        return bad_input(scenario.name + ": target_muscle",
                         "\"" + scenario.target_muscle + "\" is not in this body",
                         "`dryrun list muscles` names what there is");
    }
    double deepest_bone = 0.0;
    for (const auto& site : textbook.trigger_point_sites(*muscle)) {
        const auto skin = textbook.skin_at(site.at);
        if (!skin) continue;
        if (briefing.usual_places.empty()) {
            briefing.target_nominal_depth = site.depth;
            briefing.fibre = site.fibre;
        }
        briefing.usual_places.push_back(skin->point);
        briefing.usual_fascia_depths.push_back(fascia_depth(textbook, *skin));
        briefing.usual_target_depths.push_back(site.depth);
        // Ribs come and go along the back; the usual depth of bone is that of a rib, the least
        // depth within a rib's distance. Broad bone lies straight below.
        double nearest = behind.is_rib ? approach::kReachAhead : bone_depth(textbook, *skin);
        for (double along = -20.0; behind.is_rib && along <= 20.0; along += 2.5) {
            const auto other = textbook.skin_at(skin->point + skin->caudal * along);
            if (other) nearest = std::min(nearest, bone_depth(textbook, *other));
        }
        if (deepest_bone == 0.0) deepest_bone = nearest;
    }
    briefing.expected_bone_depth = deepest_bone;
    if (briefing.usual_places.empty()) {
        return bad_input(scenario.name + ": target_muscle",
                         "\"" + scenario.target_muscle + "\" has no usual trigger-point site");
    }
    briefing.found_by = landmarks_of(textbook, found_by, approach::side_of(scenario.target_muscle));
    return briefing;
}

std::vector<VisibleLandmark> seen_landmarks(const anatomy::Atlas& atlas, std::uint64_t seed) {
    const RandomStream noise(seed, "landmark seen");
    std::vector<VisibleLandmark> seen;
    std::uint64_t index = 0;
    for (const auto& [name, at] : atlas.landmarks()) {
        const std::uint64_t draw = index++;
        if (!can_be_felt(name)) continue;
        const auto skin = atlas.skin_at(at);
        if (!skin) continue;
        const Vec3 off = skin->medial * (kLandmarkSpread * noise.normal(draw, 0)) +
                         skin->caudal * (kLandmarkSpread * noise.normal(draw, 1));
        const auto felt = atlas.skin_at(skin->point + off);
        seen.push_back({name, felt ? felt->point : skin->point});
    }
    return seen;
}

}  // namespace dryrun::session
