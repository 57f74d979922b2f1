// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "approach/way.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::approach {
namespace {

constexpr double kTolerance = 0.5;
constexpr double kUsualStature = 1750.0;
constexpr int kStrays = 8;

Vec3 rotated_towards(const Vec3& direction, const Vec3& aside, double angle_deg) {
    const Vec3 across = aside - direction * dot(aside, direction);
    const double angle = det::radians(angle_deg);
    return normalised(direction * det::cos(angle) + normalised(across, direction) * det::sin(angle),
                      direction);
}

// A unit vector across a direction, and the other one.
std::array<Vec3, 2> across(const anatomy::SkinPoint& skin, const Vec3& direction) {
    const Vec3 first = normalised(skin.caudal - direction * dot(skin.caudal, direction),
                                  skin.medial - direction * dot(skin.medial, direction));
    return {first, cross(direction, first)};
}

std::vector<Vec3> all_around(const anatomy::SkinPoint& skin, const Vec3& direction,
                             double angle_deg) {
    const auto axes = across(skin, direction);
    std::vector<Vec3> strays;
    for (int i = 0; i < kStrays; ++i) {
        const double angle = 2.0 * det::kPi * i / kStrays;
        strays.push_back(rotated_towards(
            direction, axes[0] * det::cos(angle) + axes[1] * det::sin(angle), angle_deg));
    }
    return strays;
}

std::vector<Vec3> strays_of(const Deviation& deviation, const anatomy::SkinPoint& skin,
                            const Vec3& direction) {
    std::vector<Vec3> strays;
    for (const std::string& way : deviation.toward) {
        if (way == "any") return all_around(skin, direction, deviation.most_deg);
        Vec3 aside;
        const auto add = [&](const char* name, const Vec3& towards) {
            if (way.find(name) != std::string::npos) aside += towards;
        };
        add("medial", skin.medial);
        add("lateral", -skin.medial);
        add("caudal", skin.caudal);
        add("cranial", -skin.caudal);
        add("anterior", {0.0, -1.0, 0.0});
        add("posterior", {0.0, 1.0, 0.0});
        strays.push_back(
            rotated_towards(direction, normalised(aside, skin.medial), deviation.most_deg));
    }
    return strays;
}

bool is_lung_side(const anatomy::Atlas& atlas, anatomy::StructureId id) {
    const anatomy::Tissue tissue = atlas.structure(id).tissue;
    return tissue == anatomy::Tissue::Pleura || tissue == anatomy::Tissue::Lung;
}

// The run of the rib nearest to a point, none where the nearest is far.
std::optional<Vec3> run_of_rib(const anatomy::Atlas& atlas, const Vec3& point) {
    constexpr double kFarthest = 60.0;
    std::optional<Vec3> run;
    double nearest = kFarthest;
    for (const auto& [name, line] : atlas.ribs()) {
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            const double away = distance(lerp(line[i], line[i + 1], 0.5), point);
            if (away >= nearest) continue;
            nearest = away;
            run = line[i + 1] - line[i];
        }
    }
    return run;
}

bool runs_along(const Vec3& run, const anatomy::SkinPoint& skin, const Vec3& direction,
                double within_deg) {
    const auto flat = [&](const Vec3& v) {
        return normalised(v - skin.normal * dot(v, skin.normal), skin.medial);
    };
    return std::fabs(dot(flat(run), flat(direction))) >= det::cos(det::radians(within_deg));
}

// What lies along a line from a point.
struct Sight {
    double inside = 0.0;  ///< from the skin to that point, along the line; negative outside
    std::optional<double> bone;
    std::string bone_name;
    std::optional<double> hazard;
    std::optional<anatomy::StructureId> hazard_structure;
};

Sight look(const anatomy::Atlas& atlas, const Vec3& from, const Vec3& direction, double reach) {
    constexpr double kOutside = 2.0;
    Sight sight;
    auto layers =
        atlas.layers_along(from - direction * kOutside, direction, reach + 2.0 * kOutside);
    if (!layers) return sight;
    // From a point in the body the line begins further back, at the skin.
    const double start = dot(from - layers->entry, direction);
    if (start > kOutside) {
        layers = atlas.layers_along(from - direction * kOutside, direction, reach + start);
        if (!layers) return sight;
    }
    sight.inside = start;
    const Ahead ahead = ahead_in(layers->spans, atlas.structures(), std::max(start, 0.0), reach);
    const double shift = std::max(-start, 0.0);
    if (ahead.bone) {
        sight.bone = *ahead.bone + shift;
        for (const anatomy::LayerSpan& span : layers->spans) {
            if (span.exit <= std::max(start, 0.0)) continue;
            if (atlas.structure(span.structure).tissue != anatomy::Tissue::Bone) continue;
            sight.bone_name = atlas.structure(span.structure).name;
            break;
        }
    }
    if (ahead.hazard) sight.hazard = *ahead.hazard + shift;
    sight.hazard_structure = ahead.hazard_structure;
    return sight;
}

bool is_backdrop(const Site& site, const std::string& bone) {
    if (bone.empty()) return false;
    if (site.backdrop_bones.empty()) return true;
    return std::any_of(site.backdrop_bones.begin(), site.backdrop_bones.end(),
                       [&](const std::string& name) { return bone.starts_with(name); });
}

// A fold is raised along the fibres, between two digits: the needle goes across, from one towards
// the other, give or take half a right angle (ASSUMED).
bool goes_across_fold(const anatomy::Atlas& atlas, const Site& site,
                      const anatomy::SkinPoint& entry, const Vec3& target, const Vec3& direction) {
    const auto muscle = atlas.find(site.muscle + (target.x > 0.0 ? ".left" : ".right"));
    const auto fibre = muscle ? atlas.fibre_direction(*muscle, target) : std::nullopt;
    constexpr double kAcross_deg = 45.0;
    return !fibre || !runs_along(*fibre, entry, direction, 90.0 - kAcross_deg);
}

bool is_over_limit(const DepthLimit& limit, const anatomy::Atlas& atlas, double depth) {
    if (!limit.depth || depth <= *limit.depth) return false;
    return !limit.up_to_bmi || anatomy::body_mass_index(atlas.body()) <= *limit.up_to_bmi;
}

// The way's needle: the shortest that leaves shaft outside; where that one is not safe to the hub,
// one that just reaches and is.
void choose_needle(Way& way, const std::vector<double>& lengths) {
    const auto is_safe = [&](double length) { return !way.hazard || *way.hazard > length; };
    const double usual = shortest_length(lengths, way.path);
    way.needle = usual;
    way.is_hub_safe = usual > 0.0 && is_safe(usual);
    if (way.is_hub_safe) return;
    for (const double length : lengths) {
        if (length < way.path || !is_safe(length)) continue;
        way.needle = length;
        way.is_hub_safe = true;
        return;
    }
}

// Strays over the lung count to the hub, others as deep as the target lies.
bool strays_into_hazard(const anatomy::Atlas& atlas, const Vec3& from, const Way& way,
                        const Rules& rules, double before) {
    const double to_target = way.path - before;
    for (const Vec3& stray : strays_of(rules.site.deviation, way.entry, way.direction)) {
        const Sight sight = look(atlas, from, stray, to_target);
        if (sight.hazard && *sight.hazard < to_target) return true;
    }
    return false;
}

// Lung met by a shaft that starts there, or by one that strays a little.
bool is_near_lung(const anatomy::Atlas& atlas, const Vec3& from, const anatomy::SkinPoint& entry,
                  const Vec3& direction, double shaft) {
    for (const Vec3& stray : all_around(entry, direction, kLungMargin_deg)) {
        const Sight sight = look(atlas, from, stray, shaft);
        if (sight.hazard && *sight.hazard < shaft && is_lung_side(atlas, *sight.hazard_structure)) {
            return true;
        }
    }
    return false;
}

bool is_better(const Way& one, const Way& other) {
    if (one.verdict != other.verdict) return one.verdict > other.verdict;
    if (one.is_hub_safe != other.is_hub_safe) return one.is_hub_safe;
    const bool leaves_one = one.needle >= one.path + kShaftOutside;
    const bool leaves_other = other.needle >= other.path + kShaftOutside;
    if (leaves_one != leaves_other) return leaves_one;
    if (one.needle != other.needle) return one.needle < other.needle;
    constexpr double kFull = 15.0;
    const double clear_one = std::min(kFull, one.clearance().value_or(kFull));
    const double clear_other = std::min(kFull, other.clearance().value_or(kFull));
    if (clear_one != clear_other) return clear_one > clear_other;
    return one.path < other.path;
}

// Entries within the band beside the midline that a site asks for, up and down from the target.
void add_lines_from_band(const anatomy::Atlas& atlas, const Vec3& target,
                         const anatomy::SkinPoint& foot, const Span& band, const Span& caudal_deg,
                         std::vector<Line>& lines) {
    constexpr int kAcrossBand = 6;
    constexpr double kStep_deg = 2.5;
    constexpr double kBeyond_deg = 15.0;
    const double scale = (target.x > 0.0 ? 1.0 : -1.0) * atlas.body().stature / kUsualStature;
    const double depth = distance(foot.point, target);
    const double last = std::min(caudal_deg.high + kBeyond_deg, kFlattestTilt_deg);
    for (double caudal = std::max(caudal_deg.low - kBeyond_deg, -kFlattestTilt_deg); caudal <= last;
         caudal += kStep_deg) {
        const Vec3 level = foot.point - foot.caudal * (depth * det::tan(det::radians(caudal)));
        for (int i = 0; i <= kAcrossBand; ++i) {
            const double lateral = band.low + (band.high - band.low) * i / kAcrossBand;
            const auto entry = atlas.skin_at({scale * lateral, level.y, level.z});
            if (entry) lines.push_back({*entry, normalised(target - entry->point, -entry->normal)});
        }
    }
}

double step_of(const AngleRule& rule) {
    constexpr double kNarrow_deg = 20.0;
    constexpr double kStep_deg = 5.0;
    return rule.tilt_deg.high - rule.tilt_deg.low <= kNarrow_deg ? 0.5 * kStep_deg : kStep_deg;
}

// In a fold: through the target, between the two digits.
std::vector<Line> lines_through_fold(const anatomy::Atlas& atlas, const Vec3& target,
                                     const AngleRule& rule) {
    std::vector<Line> lines;
    const auto foot = skin_above(atlas, target);
    if (!foot) return lines;
    const Span& tilt_deg = rule.tilt_deg;
    for (const Vec3& direction : directions_at(*foot, tilt_deg.low, tilt_deg.high, step_of(rule)))
        lines.push_back({*foot, direction});
    return lines;
}

std::vector<Line> lines_of(const anatomy::Atlas& atlas, const Vec3& target, const Rules& rules) {
    return rules.site.grip == Grip::Pincer ? lines_through_fold(atlas, target, rules.point.angle)
                                           : lines_to(atlas, target, rules.point.angle);
}

}  // namespace

std::string_view words_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::Region:
            return "no skin is modelled over it";
        case Verdict::Angle:
            return "no line within the site's angles leads to it";
        case Verdict::Depth:
            return "it lies deeper than the site's limit";
        case Verdict::Needle:
            return "no needle of the site is long enough";
        case Verdict::Bone:
            return "bone lies before it";
        case Verdict::Hazard:
            return "a hazard lies on every line, or too near behind it";
        case Verdict::Backdrop:
            return "no line has the bone behind it that should stop the needle";
        case Verdict::Deviation:
            return "a small error of the hand would lead into a hazard";
        case Verdict::Hub:
            return "pushed to the hub every needle would reach a hazard";
        case Verdict::Safe:
            return "reachable";
    }
    return {};
}

std::optional<double> Way::clearance() const {
    if (!hazard) return std::nullopt;
    return std::max(0.0, *hazard - path);
}

std::vector<double> Rules::lengths() const {
    std::vector<double> lengths;
    for (const double length : stocked_lengths) {
        const bool is_used = length >= site.lengths.front() && length <= site.lengths.back();
        if (is_used && std::count(lengths.begin(), lengths.end(), length) == 0) {
            lengths.push_back(length);
        }
    }
    std::sort(lengths.begin(), lengths.end());
    return lengths;
}

anatomy::SkinPoint reference_of(const AngleRule& rule, const anatomy::SkinPoint& entry) {
    if (!rule.is_from_sagittal) return entry;
    anatomy::SkinPoint level = entry;
    level.normal = normalised(Vec3{0.0, entry.normal.y, entry.normal.z}, entry.normal);
    level.medial = {entry.point.x > 0.0 ? -1.0 : 1.0, 0.0, 0.0};
    level.caudal = cross(level.normal, level.medial);
    if (level.caudal.z > 0.0) level.caudal = -level.caudal;
    return level;
}

bool allows(const AngleRule& rule, const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
            const Vec3& direction, double tolerance_deg) {
    const Tilt tilt = tilt_of(reference_of(rule, entry), direction);
    if (!rule.tilt_deg.contains(tilt.tilt_deg, tolerance_deg)) return false;
    if (!rule.medial_deg.contains(tilt.medial_deg, tolerance_deg)) return false;
    if (!rule.caudal_deg.contains(tilt.caudal_deg, tolerance_deg)) return false;
    constexpr double kCaudalMedial_deg = 10.0;
    if (rule.is_never_caudal_medial && tilt.medial_deg > kCaudalMedial_deg &&
        tilt.caudal_deg > kCaudalMedial_deg) {
        return false;
    }
    if (rule.most_anterior_deg &&
        -direction.y > det::sin(det::radians(*rule.most_anterior_deg + tolerance_deg))) {
        return false;
    }
    if (rule.entry_lateral) {
        const double lateral = std::fabs(entry.point.x) * kUsualStature / atlas.body().stature;
        if (!rule.entry_lateral->contains(lateral, kTolerance)) return false;
    }
    if (rule.along_rib_within_deg) {
        const auto run = run_of_rib(atlas, entry.point);
        if (!run || !runs_along(*run, entry, direction, *rule.along_rib_within_deg)) return false;
    }
    return true;
}

Way judge_way(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry, const Vec3& target,
              const Vec3& direction, const Rules& rules) {
    const Site& site = rules.site;
    const bool is_fold = site.grip == Grip::Pincer;
    Way way;
    way.entry = entry;
    way.direction = direction;
    way.tilt = tilt_of(reference_of(rules.point.angle, entry), direction);
    const double inward = std::max(0.02, -dot(direction, entry.normal));
    way.path = distance(entry.point, target);
    way.depth = way.path * inward;
    // From where the line is looked along, and how much of the path lies before.
    Vec3 from = entry.point;
    double before = 0.0;
    if (is_fold) {
        way.depth = way.path;
        way.path = way.depth / std::max(0.1, det::sin(det::radians(way.tilt.tilt_deg)));
        from = target + entry.normal * site.lift;
        before = way.path;
    }
    const auto stop_at = [&](Verdict verdict) {
        way.verdict = verdict;
        return way;
    };
    if (!allows(rules.point.angle, atlas, entry, direction) ||
        (is_fold && !goes_across_fold(atlas, site, entry, target, direction))) {
        return stop_at(Verdict::Angle);
    }
    if (is_over_limit(site.limit, atlas, way.depth)) return stop_at(Verdict::Depth);
    const std::vector<double> lengths = rules.lengths();
    if (lengths.empty() || lengths.back() < way.path) return stop_at(Verdict::Needle);
    const Sight sight = look(atlas, from, direction, way.path - before + kReachAhead);
    constexpr double kAtTheSkin = 3.0;
    if (!is_fold && std::fabs(sight.inside) > kAtTheSkin) return stop_at(Verdict::Region);
    if (sight.bone) way.bone = *sight.bone + before;
    if (sight.hazard) way.hazard = *sight.hazard + before;
    way.hazard_structure = sight.hazard_structure;
    if (way.bone && *way.bone < way.path - kTolerance) return stop_at(Verdict::Bone);
    if (way.hazard && *way.hazard < way.path + kLeastClearance) return stop_at(Verdict::Hazard);
    const bool meets_backdrop = is_backdrop(site, sight.bone_name) && !way.hazard;
    if (site.is_backdrop_required && !meets_backdrop) return stop_at(Verdict::Backdrop);
    if (strays_into_hazard(atlas, from, way, rules, before)) return stop_at(Verdict::Deviation);
    choose_needle(way, lengths);
    if (way.needle == 0.0) return stop_at(Verdict::Needle);
    if (is_near_lung(atlas, from, entry, direction, way.needle - before))
        return stop_at(Verdict::Hub);
    if (is_fold) way.stop = 2.0 * way.path - kShortOfDigit;
    if (!way.is_hub_safe) {
        if (site.hub == HubRule::HubSafe) return stop_at(Verdict::Hub);
        way.stop = std::min(way.stop.value_or(way.needle), *way.hazard - kLeastClearance);
    }
    return stop_at(Verdict::Safe);
}

std::vector<Line> lines_to(const anatomy::Atlas& atlas, const Vec3& target, const AngleRule& rule) {
    std::vector<Line> lines;
    const auto foot = skin_above(atlas, target);
    if (!foot) return lines;
    if (rule.entry_lateral) {
        add_lines_from_band(atlas, target, *foot, *rule.entry_lateral, rule.caudal_deg, lines);
    }
    // The skin turns under a slanting line: it is tried from some degrees outside the range.
    constexpr double kBeyond_deg = 10.0;
    const double depth = distance(foot->point, target);
    const double last = std::min(rule.tilt_deg.high + kBeyond_deg, kFlattestTilt_deg);
    for (double tilt = std::max(0.0, rule.tilt_deg.low - kBeyond_deg); tilt <= last;
         tilt += step_of(rule)) {
        const double out = depth * det::tan(det::radians(tilt));
        const int around = tilt == 0.0 ? 1 : kDirectionsAround;
        for (int i = 0; i < around; ++i) {
            const double angle = 2.0 * det::kPi * i / kDirectionsAround;
            const Vec3 aside = foot->medial * det::cos(angle) + foot->caudal * det::sin(angle);
            const auto entry = atlas.skin_at(foot->point - aside * out);
            if (entry) lines.push_back({*entry, normalised(target - entry->point, -entry->normal)});
        }
    }
    return lines;
}

Way find_way(const anatomy::Atlas& atlas, const Vec3& target, const Rules& rules) {
    Way best;
    for (const Line& line : lines_of(atlas, target, rules)) {
        const Way way = judge_way(atlas, line.entry, target, line.direction, rules);
        if (is_better(way, best)) best = way;
    }
    return best;
}

std::vector<Way> safe_ways(const anatomy::Atlas& atlas, const Vec3& target, const Rules& rules) {
    std::vector<Way> ways;
    for (const Line& line : lines_of(atlas, target, rules)) {
        Way way = judge_way(atlas, line.entry, target, line.direction, rules);
        if (way.verdict == Verdict::Safe) ways.push_back(way);
    }
    return ways;
}

bool is_near_lung(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                  const Vec3& direction, double shaft) {
    return is_near_lung(atlas, entry.point, entry, direction, shaft);
}

std::optional<double> predicted_bone(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                                     const Vec3& direction) {
    constexpr double kVertebra = 32.0;  // from one lamina to the next, at the most
    constexpr double kStep = 2.5;
    std::optional<double> least;
    for (double up = -kVertebra; up <= kVertebra; up += kStep) {
        const auto beside = atlas.skin_at(entry.point - entry.caudal * up);
        if (!beside) continue;
        const auto hit = atlas.first_bone(beside->point, direction, 2.0 * kReachAhead);
        if (hit && (!least || hit->distance < *least)) least = hit->distance;
    }
    return least;
}

}  // namespace dryrun::approach
