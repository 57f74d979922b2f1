// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Landmarks, surfaces of bones and centrelines of ribs.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "agreement.h"
#include "polyline.h"

namespace dryrun::compare {
namespace {

constexpr double kMedianTolerance = 6.0;
constexpr double kMostTolerance = 15.0;
constexpr double kMostShare = 0.9;

// Where models disagree with figures published of people; a place whose name begins so. The
// scapula's inferior angle lies beside T8 (SD 0.9) in 34 radiographs (J Chiropr Med 2008), in the
// model at T6.7, so all of the model's scapula stands some 25 mm higher.
struct PublishedFigure {
    const char* prefix;
    const char* says;
};
constexpr std::array<PublishedFigure, 5> kPublished = {{
    {"scapula.acromion", "people: shoulders 400 (SD 20) wide (surveys), not 341"},
    {"scapula.", "people: inferior angle at T8"},
    {"transverse.T1.", "people: 36 to 38 out (texts)"},
    {"transverse.L3.", "people: 45 to 50 out (texts)"},
    {"spinous.T7", "people: 39 % of C7 to PSIS (Ernst 2013)"},
}};

const char* published(const std::string& name) {
    for (const PublishedFigure& figure : kPublished) {
        if (name.starts_with(figure.prefix)) return figure.says;
    }
    return nullptr;
}

const anatomy::Scapula& scapula_of(const anatomy::Skeleton& skeleton, const std::string& name) {
    const bool is_left = name.ends_with(".left");
    return skeleton.scapulae[skeleton.scapulae.front().is_left == is_left ? 0 : 1];
}

// A named point of the scapula: of its border by height between the angles, of its spine's crest
// the nearest.
std::optional<Vec3> scapula_point(const Place& place, const anatomy::Atlas& atlas,
                                  const anatomy::Skeleton& skeleton) {
    const anatomy::Scapula& scapula = scapula_of(skeleton, place.name);
    const std::string side = scapula.is_left ? ".left" : ".right";
    if (place.name.find("acromion_lateral") != std::string::npos)
        return atlas.landmark("scapula.acromion" + side);
    if (place.name.find("medial_border_") != std::string::npos) {
        const double number = std::atof(place.name.c_str() + place.name.find("border_") + 7);
        // Ten samples, each in the middle of its tenth of the height.
        return along_line(scapula.medial_border, (number + 0.5) / 10.0);
    }
    if (place.name.find("spine_crest_") != std::string::npos) {
        const auto& crest = scapula.spine_crest;
        Vec3 best = crest.front();
        for (int i = 0; i <= 200; ++i) {
            const Vec3 at = along_line(crest, i / 200.0);
            if (distance(at, place.at) < distance(best, place.at)) best = at;
        }
        return best;
    }
    return atlas.landmark(place.name);
}

AgreementRow row_of(const Place& place, const anatomy::Atlas& atlas,
                    const anatomy::Skeleton& skeleton) {
    AgreementRow row;
    row.group = place.group;
    row.name = place.name;
    row.source = place.source;
    row.tolerance = kMostTolerance;
    row.expected = point_text(place.at);
    row.verdict = Verdict::Missing;
    if (place.kind == PlaceKind::Surface) {
        const auto found = atlas.nearest(place.at, 60.0, [&](const anatomy::Structure& one) {
            return one.tissue == anatomy::Tissue::Bone && one.name.starts_with(place.bone);
        });
        if (found) {
            row.measured = point_text(found->point);
            row.error = std::fabs(found->distance);
        }
    } else {
        const auto found = place.group == "scapula" ? scapula_point(place, atlas, skeleton)
                                                    : atlas.landmark(place.name);
        if (found) {
            row.measured = point_text(*found);
            row.error = distance(*found, place.at);
        }
    }
    if (row.error) row.verdict = verdict_of(*row.error, row.tolerance);
    if (const char* says = published(place.name); says != nullptr && row.error) {
        row.note = says;
        if (row.verdict == Verdict::Beyond) row.verdict = Verdict::Published;
    }
    return row;
}

// `is_disputed`: published figures contradict every place of it.
void summarise(Agreement& agreement, const std::string& name, const std::vector<double>& errors,
               bool is_disputed = false) {
    if (errors.empty()) return;
    const auto add = [&](double share, double tolerance) {
        AgreementRow row;
        row.group = "summary";
        row.name = name + (share == 0.5 ? ", median" : ", 90 %");
        row.source = std::to_string(errors.size()) + " places";
        row.error = quantile(errors, share);
        row.tolerance = tolerance;
        row.verdict = verdict_of(*row.error, tolerance);
        if (is_disputed && row.verdict == Verdict::Beyond) row.verdict = Verdict::Published;
        agreement.summaries.push_back(row);
    };
    add(0.5, kMedianTolerance);
    add(kMostShare, kMostTolerance);
}

double rms(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value * value;
    return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

void compare_places(const Reference& reference, const anatomy::Atlas& atlas,
                    const anatomy::Skeleton& skeleton, Agreement& agreement) {
    std::vector<double> all;
    std::vector<double> undisputed;
    for (const char* group : {"vertebra", "scapula", "pelvis"}) {
        std::vector<double> of_group;
        for (const Place& place : reference.places) {
            if (place.group != group) continue;
            AgreementRow row = row_of(place, atlas, skeleton);
            if (row.error) of_group.push_back(*row.error);
            if (row.error && row.note.empty()) undisputed.push_back(*row.error);
            agreement.rows.push_back(std::move(row));
        }
        summarise(agreement, group, of_group, std::string_view(group) == "scapula");
        all.insert(all.end(), of_group.begin(), of_group.end());
    }
    summarise(agreement, "landmarks, all", all);
    summarise(agreement, "landmarks that no published figure contradicts", undisputed);
}

void compare_ribs(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement) {
    std::vector<double> middle;
    std::vector<double> others;
    for (const RibLine& rib : reference.ribs) {
        AgreementRow row;
        row.group = "rib";
        row.name = rib.name + " centreline";
        row.source = rib.source;
        const bool is_middle = rib.number >= 3 && rib.number <= 10;
        row.tolerance = is_middle ? 7.0 : 14.0;
        row.verdict = Verdict::Missing;
        const auto& ribs = atlas.ribs();
        const auto found = std::find_if(ribs.begin(), ribs.end(),
                                        [&](const auto& one) { return one.first == rib.name; });
        row.expected = std::to_string(rib.points.size()) + " points";
        if (found != ribs.end()) {
            std::vector<double> errors;
            std::vector<double> beside;
            const auto last = static_cast<double>(rib.points.size() - 1);
            for (std::size_t i = 0; i < rib.points.size(); ++i) {
                const double share = static_cast<double>(i) / last;
                errors.push_back(distance(along_line(found->second, share), rib.points[i]));
                beside.push_back(nearest_on_line(found->second, rib.points[i]));
            }
            auto& of_kind = is_middle ? middle : others;
            of_kind.insert(of_kind.end(), errors.begin(), errors.end());
            row.error = rms(errors);
            row.measured = "RMS at equal shares of length";
            row.verdict = verdict_of(*row.error, row.tolerance);
            row.note = "RMS beside the line " + fixed_text(rms(beside), 1) + ", head " +
                       fixed_text(errors.front(), 1) + ", end " + fixed_text(errors.back(), 1);
        }
        agreement.rows.push_back(row);
    }
    const auto summary = [&](const char* name, const std::vector<double>& errors,
                             double tolerance) {
        if (errors.empty()) return;
        AgreementRow row;
        row.group = "summary";
        row.name = name;
        row.source = std::to_string(errors.size()) + " points";
        row.error = rms(errors);
        row.tolerance = tolerance;
        row.verdict = verdict_of(*row.error, tolerance);
        agreement.summaries.push_back(row);
    };
    summary("centrelines of ribs 3 to 10, RMS", middle, 7.0);
    summary("centrelines of the other ribs, RMS", others, 14.0);
}

std::string point_text(const Vec3& point) {
    return fixed_text(point.x, 1) + " " + fixed_text(point.y, 1) + " " + fixed_text(point.z, 1);
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    const double part = rank - static_cast<double>(below);
    return values[below] + (values[above] - values[below]) * part;
}

}  // namespace dryrun::compare
